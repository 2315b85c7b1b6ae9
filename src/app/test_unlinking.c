/* A thief with the whole database and nobody's password tries to tell which names belong to one person. Whatever they look at, own names
 * must look no more alike than names of strangers do. */
#include "account/records.h"
#include "account/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEOPLE = 500, NAMES = 2 * PEOPLE, GROUPS = 6 };

/* names[i] and names[i + PEOPLE] are one person's. */
struct crowd {
    int64_t names[NAMES];
    struct test_place groups[GROUPS];
};

/* ---- a community in which people lead two lives ---- */

/* A person's two names have nothing to do with each other, also not in the order of the alphabet. */
static const char *name_of(int n)
{
    struct hash hash;
    char name[9] = { 0 };
    hash_plain(&hash, &n, sizeof n);
    for (size_t i = 0; i < sizeof name - 1; i++)
        name[i] = (char)((i ? 'a' : 'A') + hash.byte[i] % 26);
    return arena_copy(test_arena(), name);
}

struct newcomer {
    const char *sign_in, *name;
    int64_t persona;
};

static enum status newcomer_join(struct db *db, void *context)
{
    struct newcomer *newcomer = context;
    const char *recovery;
    struct account_new wish = {
        .sign_in_name = newcomer->sign_in, .password = "three green kettles", .name = newcomer->name, .guidelines = 1, .band = BAND_ADULT
    };
    return account_create(db, test_arena(), test_app(), &wish, test_now(), &newcomer->persona, &recovery);
}

static void everybody_joins(struct crowd *crowd)
{
    for (int i = 0; i < PEOPLE; i++) {
        struct newcomer newcomer = { .sign_in = arena_printf(test_arena(), "person %d", i), .name = name_of(i) };
        EXPECT_INT(database_write(test_app()->database, newcomer_join, &newcomer), OK);
        crowd->names[i] = newcomer.persona;
    }
}

/* In an order of chance, as it is in life. */
static void order_shuffle(int order[PEOPLE])
{
    for (int i = 0; i < PEOPLE; i++) {
        int at = (int)random_below((uint32_t)i + 1);
        if (at != i)
            order[i] = order[at];
        order[at] = i;
    }
}

static int form(const char *who, const char *path, const char *field, const char *value)
{
    return fetch(with(as(who, "POST", path), field, value));
}

static const char *signed_in(int person)
{
    test_advance(3 * TIME_MINUTE); /* so many from one address are slowed down */
    const char *cookie = account_test_sign_in(arena_printf(test_arena(), "person %d", person), "three green kettles");
    return cookie ? account_test_as(cookie) : "visitor";
}

static void someone_takes_another_name(struct crowd *crowd, int person)
{
    EXPECT_INT(form(signed_in(person), "/settings/names", "name", name_of(PEOPLE + person)), 303);
    crowd->names[PEOPLE + person] = test_sql_int(test_path("SELECT id FROM persona WHERE name = '%s'", name_of(PEOPLE + person)));
}

/* Joins a group and answers there, under the name that was chosen a moment ago. */
static void someone_lives(const struct crowd *crowd, int person, int name)
{
    const char *who = signed_in(person);
    int group = (int)random_below(GROUPS / 2) + (name < PEOPLE ? 0 : GROUPS / 2);
    EXPECT_INT(form(who, "/speak-as", "as", arena_printf(test_arena(), "%lld", (long long)crowd->names[name])), 303);
    EXPECT_INT(form(who, test_path("/groups/group-%d/join", group), "hides", ""), 303);
    struct request *topic = as(who, "POST", test_path("/boards/%lld/new", (long long)crowd->groups[group].board));
    unsigned char once[16];
    random_bytes(once, sizeof once);
    topic = with(with(topic, "title", "A title"), "once", token_text(test_arena(), once, sizeof once));
    EXPECT_INT(fetch(with(topic, "body", "What I would like to say")), 303);
}

static void crowd_make(struct crowd *crowd)
{
    int order[PEOPLE];
    everybody_joins(crowd);
    for (int i = 0; i < GROUPS; i++)
        crowd->groups[i] = test_group(arena_printf(test_arena(), "group-%d", i), GROUP_OPEN, true, "fay");
    order_shuffle(order);
    for (int i = 0; i < PEOPLE; i++)
        someone_takes_another_name(crowd, order[i]);
    for (int turn = 0; turn < 2; turn++) {
        order_shuffle(order);
        for (int i = 0; i < PEOPLE; i++)
            someone_lives(crowd, order[i], order[i] + turn * PEOPLE);
    }
    test_settle();
    EXPECT_INT(test_sql("DELETE FROM session"), OK); /* they rest; what lasts is what counts */
}

/* ---- telling whether own names look more alike than strangers' ---- */

/* What a thief noted of each name: the numbers of things it was seen with. */
struct notes {
    uint64_t *seen[NAMES];
    size_t count[NAMES], room[NAMES];
};

static int name_at(const struct crowd *crowd, int64_t persona)
{
    for (int i = 0; i < NAMES; i++)
        if (crowd->names[i] == persona)
            return i;
    return -1;
}

static void note(struct notes *notes, int name, uint64_t what)
{
    if (notes->count[name] == notes->room[name]) {
        notes->room[name] = notes->room[name] ? 2 * notes->room[name] : 16;
        uint64_t *more = arena_array(test_arena(), notes->room[name], sizeof *more);
        if (notes->count[name])
            memcpy(more, notes->seen[name], notes->count[name] * sizeof *more);
        notes->seen[name] = more;
    }
    notes->seen[name][notes->count[name]++] = what;
}

static bool seen_together(const struct notes *notes, int a, int b)
{
    for (size_t i = 0; i < notes->count[a]; i++)
        for (size_t j = 0; j < notes->count[b]; j++)
            if (notes->seen[a][i] == notes->seen[b][j])
                return true;
    return false;
}

/* Own names against names of strangers that have the same place in the crowd's halves; by chance outside once in ten thousand. */
static bool notes_tell_nothing(const struct notes *notes, const char *what)
{
    enum { SHIFTS = 12 };
    double own = 0, strangers = 0;
    for (int i = 0; i < PEOPLE; i++) {
        own += seen_together(notes, i, PEOPLE + i);
        for (int shift = 1; shift <= SHIFTS; shift++)
            strangers += seen_together(notes, i, PEOPLE + (i + shift * 11) % PEOPLE);
    }
    double chance = strangers / (SHIFTS * PEOPLE), expected = chance * PEOPLE;
    bool good = own <= expected + 4 * sqrt(expected * (1 - chance)) + 3;
    if (!good)
        printf("  %s: %.0f own pairs together, %.1f expected by chance\n", what, own, expected);
    return good;
}

struct look {
    const struct crowd *crowd;
    struct notes *notes;
    const char *sql;
};

static enum status look_work(struct db *db, void *context)
{
    struct look *look = context;
    struct rows rows;
    /* The blank before a statement keeps it out of those whose plans are looked at: a thief reads everything. */
    TRY(db_query(db, test_arena(), &rows, arena_printf(test_arena(), " %s", look->sql)));
    while (rows_next(&rows)) {
        int name = name_at(look->crowd, rows_int(&rows));
        const char *value = rows_text(&rows);
        struct hash hash;
        uint64_t number;
        if (name < 0 || !value)
            continue;
        hash_plain(&hash, value, strlen(value));
        memcpy(&number, hash.byte, sizeof number);
        note(look->notes, name, number);
    }
    return OK;
}

static void look_at(const struct crowd *crowd, const char *what, const char *sql)
{
    struct notes notes = { 0 };
    struct look look = { crowd, &notes, sql };
    EXPECT_INT(database_read(test_app()->database, look_work, &look), OK);
    EXPECT(notes_tell_nothing(&notes, what));
}

/* ---- what the thief looks at ---- */

struct columns {
    const char *table[400], *column[400], *persona[400];
    size_t count;
};

static enum status columns_work(struct db *db, void *context)
{
    struct columns *columns = context;
    struct rows rows;
    const char *sql = database_is_sqlite(test_app()->database)
                          ? " SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
                            " AND (m.name = 'persona' OR m.sql LIKE '%persona_id%') AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2"
                          : "SELECT table_name::text, column_name::text FROM information_schema.columns c WHERE table_schema = 'public'"
                            " AND (table_name = 'persona' OR EXISTS (SELECT 1 FROM information_schema.columns p WHERE"
                            " p.table_name = c.table_name AND p.column_name = 'persona_id')) ORDER BY 1, 2";
    TRY(db_query(db, test_arena(), &rows, sql));
    while (rows_next(&rows) && columns->count < COUNT(columns->table)) {
        const char *table = rows_text(&rows), *column = rows_text(&rows);
        const char *persona = text_same(table, "persona") ? "id" : "persona_id";
        if (text_same(column, persona))
            continue;
        columns->table[columns->count] = table;
        columns->column[columns->count] = column;
        columns->persona[columns->count++] = persona;
    }
    return OK;
}

/* One value in rows of two names. */
static void look_at_values(const struct crowd *crowd, const struct columns *columns)
{
    bool sqlite = database_is_sqlite(test_app()->database);
    for (size_t i = 0; i < columns->count; i++) {
        const char *value = sqlite ? "CASE WHEN typeof(%s) = 'blob' THEN hex(%s) ELSE CAST(%s AS TEXT) END" : "%s::text";
        struct buf sql = { .arena = test_arena() };
        buf_printf(&sql, "SELECT %s, ", columns->persona[i]);
        for (const char *c = value; *c; c++) {
            if (text_starts(c, "%s"))
                buf_puts(&sql, columns->column[i]), c++;
            else
                buf_putc(&sql, *c);
        }
        buf_printf(&sql, " FROM %s WHERE %s IS NOT NULL", columns->table[i], columns->persona[i]);
        look_at(crowd, arena_printf(test_arena(), "%s.%s", columns->table[i], columns->column[i]), buf_text(&sql));
    }
}

/* Names whose rows lie side by side (in the order a table is stored in), or were written by one transaction. */
static void look_at_order(const struct crowd *crowd, const struct columns *columns)
{
    bool sqlite = database_is_sqlite(test_app()->database);
    for (size_t i = 0; i < columns->count; i++) {
        const char *table = columns->table[i], *persona = columns->persona[i];
        if (i && text_same(table, columns->table[i - 1]))
            continue;
        const char *order = sqlite ? persona : "ctid";
        for (int shift = 0; shift < 2; shift++)
            look_at(crowd, arena_printf(test_arena(), "order of %s", table),
                    arena_printf(test_arena(),
                                 "SELECT %s, CAST((ROW_NUMBER() OVER (ORDER BY %s) + %d) / 2 AS TEXT) FROM %s WHERE %s IS NOT NULL",
                                 persona, sqlite && !text_same(persona, "id") ? "rowid" : order, shift, table, persona));
        if (!sqlite)
            look_at(crowd, arena_printf(test_arena(), "transactions of %s", table),
                    arena_printf(test_arena(), "SELECT %s, xmin::text FROM %s WHERE %s IS NOT NULL", persona, table, persona));
    }
}

/* Where the ids stand in the file, whatever holds them: neighbours within 100 bytes. */
struct spot {
    size_t at;
    int name;
};

static int place_compare(const void *a, const void *b)
{
    const struct spot *one = a, *other = b;
    return one->at < other->at ? -1 : one->at > other->at;
}

static struct bytes database_file(void)
{
    struct stat info = { 0 };
    int file = open(test_app()->config->database, O_RDONLY | O_CLOEXEC);
    EXPECT(file >= 0 && !fstat(file, &info));
    char *data = arena_alloc(test_arena(), (size_t)info.st_size);
    EXPECT_INT(read(file, data, (size_t)info.st_size), info.st_size);
    close(file);
    return (struct bytes){ data, (size_t)info.st_size };
}

static void look_at_file(const struct crowd *crowd)
{
    enum { NEAR = 100, PLACES = 64 * NAMES };
    struct notes notes = { 0 };
    struct spot *places = arena_array(test_arena(), PLACES, sizeof *places);
    size_t count = 0;
    EXPECT_INT(database_checkpoint(test_app()->database), OK);
    struct bytes file = database_file();
    for (int i = 0; i < NAMES; i++) {
        unsigned char id[8];
        for (int byte = 0; byte < 8; byte++)
            id[byte] = (unsigned char)(crowd->names[i] >> (56 - 8 * byte));
        const char *from = file.data, *end = from + file.len, *found;
        for (; count < PLACES && (found = memmem(from, (size_t)(end - from), id, sizeof id)); from = found + 1)
            places[count++] = (struct spot){ (size_t)(found - (const char *)file.data), i };
    }
    EXPECT(count > NAMES);
    qsort(places, count, sizeof *places, place_compare);
    for (size_t i = 0; i + 1 < count; i++)
        if (places[i + 1].at - places[i].at < NEAR) {
            note(&notes, places[i].name, i);
            note(&notes, places[i + 1].name, i);
        }
    EXPECT(notes_tell_nothing(&notes, "neighbours in the file"));
}

TEST(whose_names_belong_together_can_not_be_told_from_the_database)
{
    struct crowd *crowd = arena_alloc(test_arena(), sizeof *crowd);
    struct columns *columns = arena_alloc(test_arena(), sizeof *columns);
    crowd_make(crowd);
    EXPECT_INT(database_read(test_app()->database, columns_work, columns), OK);
    EXPECT(columns->count > 60);
    look_at_values(crowd, columns);
    look_at_order(crowd, columns);
    if (database_is_sqlite(test_app()->database))
        look_at_file(crowd);
}

/* The same eyes see it when it is there: a column that holds one value for both names of a person. */
TEST(the_thief_of_these_tests_would_find_a_link_that_is_there)
{
    struct notes notes = { 0 };
    for (int i = 0; i < PEOPLE; i++) {
        note(&notes, i, (uint64_t)i);
        note(&notes, PEOPLE + i, i < PEOPLE / 8 ? (uint64_t)i : (uint64_t)(1000 + i)); /* of every eighth person */
    }
    EXPECT(!notes_tell_nothing(&notes, "(on purpose)"));
}
