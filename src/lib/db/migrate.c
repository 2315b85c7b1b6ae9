/* Migrations: written once, mapped to each engine, applied in order inside one transaction. */
#include "db/internal.h"

#include <ctype.h>
#include <strings.h>

/* ---- tokens: just enough of SQL to tell words from what is quoted or commented ---- */

enum token_kind { TOKEN_END, TOKEN_SPACE, TOKEN_WORD, TOKEN_NAME, TOKEN_STRING, TOKEN_SIGN, TOKEN_BAD };

struct token {
    enum token_kind kind;
    const char *at;
    size_t len;
};

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* 'it''s' or "a name", from its opening quote; BAD when it doesn't end. */
static struct token token_quoted(const char *at, const char *end, enum token_kind kind)
{
    const char *p = at + 1;
    while (p < end && (*p != *at || (p + 1 < end && p[1] == *at)))
        p += *p == *at ? 2 : 1;
    return p < end ? (struct token){ kind, at, (size_t)(p - at) + 1 } : (struct token){ TOKEN_BAD, at, (size_t)(end - at) };
}

/* White space or one comment. Comments may not nest: SQLite and PostgreSQL disagree on those. */
static size_t space_length(const char *at, const char *end)
{
    const char *p = at;
    while (p < end && isspace((unsigned char)*p))
        p++;
    if (p > at)
        return (size_t)(p - at);
    if (end - at >= 2 && at[0] == '-' && at[1] == '-') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return (size_t)((line ? line : end) - at);
    }
    if (end - at >= 2 && at[0] == '/' && at[1] == '*') {
        const char *close = memmem(at + 2, (size_t)(end - at) - 2, "*/", 2);
        return close ? (size_t)(close - at) + 2 : 0;
    }
    return 0;
}

static struct token token_next(const char *at, const char *end)
{
    if (at == end)
        return (struct token){ TOKEN_END, at, 0 };
    size_t space = space_length(at, end);
    if (space)
        return (struct token){ TOKEN_SPACE, at, space };
    if (*at == '\'')
        return token_quoted(at, end, TOKEN_STRING);
    if (*at == '"')
        return token_quoted(at, end, TOKEN_NAME);
    if (*at == '$' || *at == '?' || *at == '`' || *at == '[' || (*at == '/' && end - at > 1 && at[1] == '*'))
        return (struct token){ TOKEN_BAD, at, 1 };
    const char *p = at;
    while (p < end && is_word_byte(*p))
        p++;
    return p > at ? (struct token){ TOKEN_WORD, at, (size_t)(p - at) } : (struct token){ TOKEN_SIGN, at, 1 };
}

static bool token_is(struct token token, const char *word)
{
    return token.kind == TOKEN_WORD && token.len == strlen(word) && !strncasecmp(token.at, word, token.len);
}

static bool token_is_one_of(struct token token, const char *const *words)
{
    for (; *words; words++)
        if (token_is(token, *words))
            return true;
    return false;
}

/* ---- one statement, as the engine wants it ---- */

struct mapper {
    struct buf out;
    bool sqlite;
    const char *name;
    struct token first;
    size_t words;
    int depth;
    enum { OTHER, CREATE_TABLE, ALTER_TABLE } statement;
    enum { NOTHING, COLUMN, TYPE } wanted;
};

static enum status map_refuse(const struct mapper *mapper, struct token token, const char *why)
{
    log_line(LOG_ERROR, "db.migration", "%s: \"%.*s\" %s", mapper->name, (int)(token.len > 40 ? 40 : token.len), token.at, why);
    return INVALID;
}

/* PostgreSQL sorts text by the database's locale unless told otherwise; "C" is SQLite's order, and no update of the machine's
 * locales can spoil an index. */
static enum status map_type(struct mapper *mapper, struct token token)
{
    static const struct {
        const char *type, *sqlite, *postgres;
    } types[] = {
        { "BIGINT", "INTEGER", "BIGINT" }, { "SMALLINT", "INTEGER", "SMALLINT" },    { "BOOLEAN", "INTEGER", "BOOLEAN" },
        { "BYTEA", "BLOB", "BYTEA" },      { "TEXT", "TEXT", "TEXT COLLATE \"C\"" },
    };
    for (size_t i = 0; i < COUNT(types); i++)
        if (token_is(token, types[i].type)) {
            buf_puts(&mapper->out, mapper->sqlite ? types[i].sqlite : types[i].postgres);
            mapper->wanted = NOTHING;
            return OK;
        }
    return map_refuse(mapper, token, "is not one of the types BIGINT, TEXT, BOOLEAN, BYTEA");
}

static enum status map_word(struct mapper *mapper, struct token token)
{
    static const char *const constraints[] = { "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", NULL };
    /* DEFERRABLE: a shared commit would fail because of one writer. The others exist in one engine only. */
    static const char *const refused[] = { "DEFERRABLE", "AUTOINCREMENT", "GENERATED", "WITHOUT", "STRICT", NULL };
    if (token_is_one_of(token, refused))
        return map_refuse(mapper, token, "may not stand in a migration");
    mapper->words++;
    if (mapper->words == 1)
        mapper->first = token;
    if (mapper->words == 2 && token_is(token, "TABLE"))
        mapper->statement = token_is(mapper->first, "CREATE") ? CREATE_TABLE : token_is(mapper->first, "ALTER") ? ALTER_TABLE : OTHER;
    else if (mapper->wanted == TYPE)
        return map_type(mapper, token);
    else if (mapper->wanted == COLUMN && !token_is(token, "COLUMN"))
        mapper->wanted = token_is_one_of(token, constraints) ? NOTHING : TYPE;
    else if (mapper->statement == ALTER_TABLE && token_is(token, "ADD"))
        mapper->wanted = COLUMN;
    buf_add(&mapper->out, token.at, token.len);
    return OK;
}

static void map_sign(struct mapper *mapper, struct token token)
{
    char sign = *token.at;
    mapper->depth += (sign == '(') - (sign == ')');
    buf_putc(&mapper->out, sign);
    if (mapper->statement != CREATE_TABLE)
        return;
    if (mapper->depth == 1 && (sign == '(' || sign == ','))
        mapper->wanted = COLUMN;
    if (mapper->depth == 0 && sign == ')' && mapper->sqlite)
        buf_puts(&mapper->out, " STRICT");
}

static enum status map_token(struct mapper *mapper, struct token token)
{
    if (token.kind == TOKEN_BAD)
        return map_refuse(mapper, token, "can't be read the same way by both databases");
    if (token.kind == TOKEN_WORD)
        return map_word(mapper, token);
    if (token.kind != TOKEN_SPACE && mapper->wanted == TYPE)
        return map_refuse(mapper, token, "stands where a column's type is wanted");
    if (token.kind == TOKEN_SIGN) {
        map_sign(mapper, token);
        return OK;
    }
    if (token.kind == TOKEN_NAME && mapper->wanted == COLUMN)
        mapper->wanted = TYPE;
    buf_add(&mapper->out, token.at, token.len);
    return OK;
}

enum status migration_map(struct arena *arena, bool sqlite, const char *name, const char *sql, size_t len, const char **mapped)
{
    struct mapper mapper = { .out = { .arena = arena }, .sqlite = sqlite, .name = name };
    struct token token;
    for (const char *at = sql; (token = token_next(at, sql + len)).kind != TOKEN_END; at += token.len)
        TRY(map_token(&mapper, token));
    *mapped = buf_text(&mapper.out);
    return OK;
}

/* ---- one migration: its statements, one by one ---- */

/* "SQLITE CREATE …" and "POSTGRES CREATE …" (full text search alone) go to that engine as they are: *mapped is what follows the word, NULL
 * for the other engine. False: a statement for both. */
static bool statement_is_ones_own(struct arena *arena, bool sqlite, const char *sql, size_t len, const char **mapped)
{
    const char *at = sql, *end = sql + len;
    struct token token = token_next(at, end);
    while (token.kind == TOKEN_SPACE) {
        at += token.len;
        token = token_next(at, end);
    }
    bool for_sqlite = token_is(token, "SQLITE");
    if (!for_sqlite && !token_is(token, "POSTGRES"))
        return false;
    at += token.len;
    *mapped = for_sqlite == sqlite ? arena_slice(arena, at, (size_t)(end - at)) : NULL;
    return true;
}

static enum status run_mapped(struct db *db, struct arena *arena, const char *name, const char *sql, size_t len)
{
    const char *mapped;
    if (!statement_is_ones_own(arena, db->database->engine->sqlite, sql, len, &mapped))
        TRY(migration_map(arena, db->database->engine->sqlite, name, sql, len, &mapped));
    if (!mapped)
        return OK;
    enum status status = db->database->engine->script(db, mapped);
    if (status != OK)
        log_line(LOG_ERROR, "db.migration", "%s failed at: %.300s", name, mapped);
    return status == OK || status == BUSY ? status : BROKEN;
}

static enum status migration_run(struct db *db, struct arena *arena, const struct migration *migration)
{
    const char *end = migration->sql + strlen(migration->sql), *start = migration->sql;
    bool empty = true;
    struct token token;
    for (const char *at = start; (token = token_next(at, end)).kind != TOKEN_END; at += token.len) {
        bool closes = token.kind == TOKEN_SIGN && *token.at == ';';
        if (closes && !empty)
            TRY(run_mapped(db, arena, migration->name, start, (size_t)(at - start)));
        if (closes)
            start = at + 1;
        empty = closes || (empty && token.kind == TOKEN_SPACE);
    }
    return empty ? OK : run_mapped(db, arena, migration->name, start, (size_t)(end - start));
}

/* ---- which are applied ---- */

struct migrations {
    const struct migration *list;
    size_t count, applied;
    bool *is_applied; /* parallel to list */
    struct arena arena;
};

/* Tells an edited text from the applied one; nobody is to be kept out by it. */
static const char *migration_hash(struct arena *arena, const char *sql)
{
    return arena_printf(arena, "%016llx", (unsigned long long)bytes_digest(BYTES_DIGEST, sql, strlen(sql)));
}

static enum status migration_compare(struct migrations *all, int64_t number, const char *name, const char *hash)
{
    size_t i = 0;
    while (i < all->count && all->list[i].number != number)
        i++;
    if (i == all->count) {
        log_line(LOG_ERROR, "db.migration", "the database has migration %s, which this program doesn't know: run the newer version of kith",
                 name);
        return INVALID;
    }
    if (!text_same(hash, migration_hash(&all->arena, all->list[i].sql))) {
        log_line(LOG_ERROR, "db.migration", "%s was changed after it was applied here: take the change back and write a new migration",
                 all->list[i].name);
        return INVALID;
    }
    all->is_applied[i] = true;
    all->applied++;
    return OK;
}

static enum status migrations_compare(struct db *db, struct migrations *all)
{
    struct rows rows;
    all->applied = 0;
    memset(all->is_applied, 0, all->count * sizeof *all->is_applied);
    TRY(db_query(db, &all->arena, &rows, "SELECT number, name, hash FROM migration ORDER BY number"));
    while (rows_next(&rows)) {
        int64_t number = rows_int(&rows);
        const char *name = rows_text(&rows);
        TRY(migration_compare(all, number, name, rows_text(&rows)));
    }
    return OK;
}

static enum status migrations_count(struct db *db, void *context)
{
    struct migrations *all = context;
    struct rows rows;
    TRY(db_query(db, &all->arena, &rows, db->database->engine->count_tables, P("migration")));
    return rows_next(&rows) && rows_int(&rows) ? migrations_compare(db, all) : OK;
}

/* ---- applying ---- */

static enum status migrations_table(struct db *db, void *context)
{
    struct migrations *all = context;
    const struct migration table = { .name = "migration",
                                     .sql = "CREATE TABLE IF NOT EXISTS migration"
                                            " (number BIGINT PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL)" };
    if (db->database->engine->migrate_make_lock)
        TRY(db->database->engine->script(db, db->database->engine->migrate_make_lock));
    return migration_run(db, &all->arena, &table);
}

static enum status migrations_apply(struct db *db, void *context)
{
    struct migrations *all = context;
    if (db->database->engine->migrate_fill_lock)
        TRY(db->database->engine->script(db, db->database->engine->migrate_fill_lock));
    TRY(migrations_compare(db, all));
    const char *last = "none";
    for (size_t i = 0; i < all->count; i++) {
        const struct migration *migration = &all->list[i];
        if (all->is_applied[i])
            continue;
        TRY(migration_run(db, &all->arena, migration));
        TRY(db_exec(db, &all->arena, "INSERT INTO migration (number, name, hash) VALUES ($1, $2, $3)", P(migration->number),
                    P(migration->name), P(migration_hash(&all->arena, migration->sql))));
        last = migration->name;
    }
    log_line(LOG_INFO, "db.migration", "%zu applied, the last: %s", all->count - all->applied, last);
    return OK;
}

static int by_number(const void *a, const void *b)
{
    int left = ((const struct migration *)a)->number, right = ((const struct migration *)b)->number;
    return (left > right) - (left < right);
}

/* In order of number, whatever order the build listed them in. BROKEN: two share a number. */
static enum status migrations_sort(struct migrations *all, const struct migration *list, size_t count)
{
    struct migration *sorted = arena_array(&all->arena, count + 1, sizeof *sorted);
    if (count)
        memcpy(sorted, list, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_number);
    for (size_t i = 1; i < count; i++)
        if (sorted[i].number == sorted[i - 1].number) {
            log_line(LOG_ERROR, "db.migration", "%s and %s share a number", sorted[i - 1].name, sorted[i].name);
            return BROKEN;
        }
    all->list = sorted;
    all->count = count;
    all->is_applied = arena_array(&all->arena, count + 1, sizeof *all->is_applied);
    return OK;
}

enum status database_migrate(struct database *database, const struct migration *list, size_t count)
{
    struct migrations all = { 0 };
    enum status status = migrations_sort(&all, list, count);
    if (status == OK)
        status = database_read(database, migrations_count, &all);
    if (status == OK && all.applied < count)
        status = database_write(database, migrations_table, &all);
    if (status == OK && all.applied < count)
        status = database_write(database, migrations_apply, &all);
    arena_free(&all.arena);
    return status;
}

enum status database_migrated(struct database *database, const struct migration *list, size_t count, size_t *applied)
{
    struct migrations all = { 0 };
    enum status status = migrations_sort(&all, list, count);
    if (status == OK)
        status = database_read(database, migrations_count, &all);
    *applied = all.applied;
    arena_free(&all.arena);
    return status;
}
