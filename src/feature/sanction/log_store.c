/* The log of decisions: its rows, the hashes that chain them, and reading them over (docs/decisions/log-of-decisions.md). */
#include "sanction/pages.h"

enum { PSEUDONYM_BYTES = 6 };
static const struct hash nothing;

/* ---- hashes ---- */

static void number_add(struct buf *buf, int64_t number)
{
    unsigned char byte[8];
    for (int i = 0; i < 8; i++)
        byte[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
    buf_add(buf, byte, sizeof byte);
}

static void bytes_put(struct buf *buf, struct bytes bytes)
{
    number_add(buf, (int64_t)bytes.len);
    if (bytes.len)
        buf_add(buf, bytes.data, bytes.len);
}

struct log_row {
    int64_t number, day;
    const char *kind;
    struct bytes what, previous, hash;
};

/* Every column, with its length: no two rows have one text. */
static void row_hash(struct arena *arena, const struct key *key, const struct log_row *row, struct hash *hash)
{
    struct buf text = { .arena = arena };
    number_add(&text, row->number);
    number_add(&text, row->day);
    bytes_put(&text, (struct bytes){ row->kind, strlen(row->kind) });
    bytes_put(&text, row->what);
    bytes_put(&text, row->previous);
    hash_keyed(hash, key, text.data, text.len);
}

static void head_seal(struct arena *arena, const struct key *key, int64_t count, const struct hash *last, struct hash *seal)
{
    struct buf text = { .arena = arena };
    buf_puts(&text, "head");
    number_add(&text, count);
    buf_add(&text, last->byte, HASH_BYTES);
    hash_keyed(seal, key, text.data, text.len);
}

static bool is_hash(struct bytes bytes, const struct hash *hash)
{
    return bytes.len == HASH_BYTES && hash_same(bytes.data, hash);
}

/* ---- adding ---- */

/* The same for one persona throughout, and nobody's once the persona is gone: only its id and the server's key together make it. */
static const char *pseudonym(struct arena *arena, const struct app *app, int64_t persona)
{
    struct key key;
    struct hash hash;
    struct buf id = { .arena = arena };
    number_add(&id, persona);
    key_derive(&key, &app->server_key, "sanction pseudonym");
    hash_keyed(&hash, &key, id.data, id.len);
    key_wipe(&key);
    return token_text(arena, hash.byte, PSEUDONYM_BYTES);
}

static void what_word(struct buf *what, const char *word, const char *value)
{
    if (value && *value)
        buf_printf(what, "%s %s\n", word, value);
}

static void what_number(struct buf *what, const char *word, int64_t value)
{
    if (value)
        buf_printf(what, "%s %lld\n", word, (long long)value);
}

/* Always in this order; what isn't known is left out. */
static struct bytes what_of(struct arena *arena, const struct app *app, const struct sanction_entry *entry)
{
    struct buf what = { .arena = arena };
    what_number(&what, "decision", entry->sanction);
    what_number(&what, "case", entry->case_id);
    what_word(&what, "word", entry->word);
    what_word(&what, "thing", entry->thing_kind);
    what_number(&what, "group", entry->group);
    what_number(&what, "rule", entry->rule);
    what_number(&what, "until", entry->until);
    what_number(&what, "automatic", entry->automatic);
    what_word(&what, "person", entry->persona ? pseudonym(arena, app, entry->persona) : NULL);
    what_word(&what, "by", entry->by ? pseudonym(arena, app, entry->by) : NULL);
    return (struct bytes){ buf_text(&what), what.len };
}

struct head {
    int64_t count;
    struct bytes hash, seal;
};

/* Takes the next number: whoever else adds a row waits for this transaction. */
static enum status head_take(struct db *db, struct arena *arena, struct head *head)
{
    struct rows rows;
    TRY(db_exec(db, arena, "INSERT INTO sanction_head (id, count, hash, seal) VALUES (1, 0, $1, $2) ON CONFLICT (id) DO NOTHING",
                P(((struct bytes){ nothing.byte, HASH_BYTES })), P(((struct bytes){ "", 0 }))));
    TRY(db_query(db, arena, &rows, "UPDATE sanction_head SET count = count + 1 WHERE id = 1 RETURNING count, hash, seal"));
    if (!rows_next(&rows))
        return BROKEN;
    head->count = rows_int(&rows);
    head->hash = rows_blob(&rows);
    head->seal = rows_blob(&rows);
    return head->hash.len == HASH_BYTES ? OK : BROKEN;
}

/* The head as it was before this row; an empty seal stands before the first. */
static bool head_fits(struct arena *arena, const struct key *key, int64_t count, struct bytes hash, struct bytes seal)
{
    struct hash expected;
    if (!count && !seal.len)
        return is_hash(hash, &nothing);
    if (hash.len != HASH_BYTES)
        return false;
    head_seal(arena, key, count, hash.data, &expected);
    return is_hash(seal, &expected);
}

static enum status log_write(struct db *db, struct arena *arena, const struct key *key, const struct sanction_entry *entry,
                             struct bytes what, int64_t now)
{
    struct head head;
    struct hash hash, seal;
    TRY(head_take(db, arena, &head));
    const struct log_row row = { .number = head.count, .day = time_day(now), .kind = entry->kind, .what = what, .previous = head.hash };
    bool good = head_fits(arena, key, head.count - 1, head.hash, head.seal);
    row_hash(arena, key, &row, &hash);
    head_seal(arena, key, head.count, &hash, &seal);
    if (!good) { /* what was tampered with isn't made good by the next row: no seal fits any more */
        seal = nothing;
        log_line(LOG_ERROR, "sanction.log", "the log of decisions was changed from outside; kith check says where");
    }
    TRY(db_exec(db, arena, "INSERT INTO sanction_log (number, day, kind, what, previous, hash) VALUES ($1, $2, $3, $4, $5, $6)",
                P(row.number), P(row.day), P(row.kind), P(row.what), P(row.previous), P(((struct bytes){ hash.byte, HASH_BYTES }))));
    return db_exec(db, arena, "UPDATE sanction_head SET hash = $1, seal = $2 WHERE id = 1", P(((struct bytes){ hash.byte, HASH_BYTES })),
                   P(((struct bytes){ seal.byte, HASH_BYTES })));
}

enum status sanction_log_add(struct db *db, struct arena *arena, const struct app *app, const struct sanction_entry *entry, int64_t now)
{
    struct key key;
    key_derive(&key, &app->server_key, "sanction log");
    enum status status = log_write(db, arena, &key, entry, what_of(arena, app, entry), now);
    key_wipe(&key);
    return status;
}

/* ---- reading it over ---- */

struct reading {
    struct key key;
    void (*finding)(void *context, const char *line);
    void *context;
    int64_t number, decisions, bad;
    struct hash last;
};

static void found(struct reading *reading, struct arena *arena, const char *why, int64_t number)
{
    reading->finding(reading->context, arena_printf(arena, "the log of decisions: row %lld %s", (long long)number, why));
    reading->bad++;
}

static enum status row_check(struct rows *rows, void *context)
{
    struct reading *reading = context;
    struct arena arena = { 0 };
    struct hash hash;
    struct log_row row;
    row.number = rows_int(rows);
    row.day = rows_int(rows);
    row.kind = rows_text(rows);
    row.what = rows_blob(rows);
    row.previous = rows_blob(rows);
    row.hash = rows_blob(rows);
    row_hash(&arena, &reading->key, &row, &hash);
    if (row.number != reading->number + 1)
        found(reading, &arena, "is missing, or its number was changed", reading->number + 1);
    else if (!is_hash(row.previous, &reading->last))
        found(reading, &arena, "doesn't follow the row before it: one of the two was changed", row.number);
    if (!is_hash(row.hash, &hash))
        found(reading, &arena, "was changed", row.number);
    reading->number = row.number;
    reading->decisions += text_same(row.kind, "decision");
    if (row.hash.len == HASH_BYTES)
        memcpy(reading->last.byte, row.hash.data, HASH_BYTES);
    arena_free(&arena);
    return OK;
}

static enum status end_check(struct db *db, struct arena *arena, struct reading *reading)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count, hash, seal FROM sanction_head WHERE id = 1"));
    struct head head = { .hash = { nothing.byte, HASH_BYTES }, .seal = { "", 0 } };
    if (rows_next(&rows)) {
        head.count = rows_int(&rows);
        head.hash = rows_blob(&rows);
        head.seal = rows_blob(&rows);
    }
    if (!head_fits(arena, &reading->key, head.count, head.hash, head.seal))
        found(reading, arena, "(the head) was changed, or this isn't the key it was written with", head.count);
    else if (head.count > reading->number)
        found(reading, arena, "is missing: the log's end was cut off", reading->number + 1);
    else if (head.count != reading->number || !is_hash(head.hash, &reading->last))
        found(reading, arena, "isn't the one the log ended with", reading->number);
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM sanction WHERE id > 0"));
    if (rows_next(&rows) && rows_int(&rows) != reading->decisions)
        found(reading, arena, "is the last, and there are more or fewer decisions than the log tells of", reading->number);
    return OK;
}

enum status sanction_log_check(struct db *db, struct arena *arena, const struct key *server_key,
                               void (*finding)(void *context, const char *line), void *context)
{
    struct reading reading = { .finding = finding, .context = context };
    key_derive(&reading.key, server_key, "sanction log");
    enum status status = db_each(db, "SELECT number, day, kind, what, previous, hash FROM sanction_log WHERE number > 0 ORDER BY number",
                                 NULL, 0, row_check, &reading);
    if (status == OK)
        status = end_check(db, arena, &reading);
    key_wipe(&reading.key);
    return status;
}

/* ---- showing it ---- */

enum status sanction_log_list(struct db *db, struct arena *arena, int64_t number, struct sanction_lines *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT number, day, kind, what FROM sanction_log WHERE number < $1 ORDER BY number DESC LIMIT $2",
                 P(number ? number : INT64_MAX), P((int64_t)SANCTIONS_A_PAGE + 1)));
    *list =
        (struct sanction_lines){ .items = arena_array(arena, rows.count + 1, sizeof *list->items), .more = rows.count > SANCTIONS_A_PAGE };
    while (list->count < SANCTIONS_A_PAGE && rows_next(&rows)) {
        struct sanction_line *line = &list->items[list->count++];
        line->number = rows_int(&rows);
        line->day = rows_int(&rows);
        line->kind = rows_text(&rows);
        struct bytes what = rows_blob(&rows);
        line->what = arena_slice(arena, what.data ? what.data : "", what.len);
    }
    return OK;
}
