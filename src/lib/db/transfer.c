/* Whole tables from one database to another, whichever engines they are, and sums by which two databases are compared. */
#include "crypto/crypto.h"
#include "db/internal.h"

#include <endian.h>

enum { BATCH_ROWS = 100 };

/* The texts begin with a blank: whole tables are wanted here, and the tests' hunt for full scans need not see them. */
/* Without what an index for full text keeps of its own: it is made again from the rows. */
static const char sqlite_tables[] =
    " SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
static const char sqlite_full_text[] = " SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' ORDER BY name";
static const char sqlite_columns[] = " SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid";
static const char sqlite_parents[] = " SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1)";
static const char postgres_tables[] =
    " SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname::text COLLATE \"C\"";
static const char postgres_columns[] =
    " SELECT a.attname::text, format_type(a.atttypid, NULL), COALESCE(array_position(i.indkey::smallint[], a.attnum), -1) + 1"
    " FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
    " WHERE a.attrelid = to_regclass(quote_ident($1)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
static const char postgres_parents[] = " SELECT DISTINCT c.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid"
                                       " WHERE k.conrelid = to_regclass(quote_ident($1)) AND k.contype = 'f'";

struct column {
    const char *name;
    enum param_type type;
    int64_t key; /* place in the primary key, from 1; 0: not part of it */
};

struct table {
    const char *name;
    struct column *columns;
    size_t count;
    const char *list;   /* "a", "b" */
    const char *select; /* every row, in the order of the primary key: the same on both engines */
    bool placed;
};

struct tables {
    struct table *items; /* those that others refer to come first */
    size_t count;
};

/* ---- the catalogue ---- */

static bool column_type(const char *name, enum param_type *type)
{
    static const struct {
        const char *name;
        enum param_type type;
    } types[] = {
        { "INTEGER", PARAM_INT }, { "bigint", PARAM_INT }, { "smallint", PARAM_INT }, { "boolean", PARAM_BOOL },
        { "TEXT", PARAM_TEXT },   { "text", PARAM_TEXT },  { "BLOB", PARAM_BLOB },    { "bytea", PARAM_BLOB },
    };
    for (size_t i = 0; i < COUNT(types); i++)
        if (text_same(types[i].name, name)) {
            *type = types[i].type;
            return true;
        }
    return false;
}

static enum status columns_load(struct db *db, struct arena *arena, struct table *table)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, db->database->engine->sqlite ? sqlite_columns : postgres_columns, P(table->name)));
    table->columns = arena_array(arena, rows.count + 1, sizeof *table->columns);
    struct buf list = { .arena = arena };
    while (rows_next(&rows)) {
        struct column *column = &table->columns[table->count++];
        column->name = rows_text(&rows);
        const char *type = rows_text(&rows);
        column->key = rows_int(&rows);
        if (!column_type(type, &column->type)) {
            log_line(LOG_ERROR, "db.transfer", "column %s of %s has the unknown type %s", column->name, table->name, type);
            return INVALID;
        }
        buf_printf(&list, "%s\"%s\"", list.len ? ", " : "", column->name);
    }
    table->list = buf_text(&list);
    struct buf select = { .arena = arena };
    buf_printf(&select, " SELECT %s FROM \"%s\" ORDER BY ", table->list, table->name);
    size_t keys = 0;
    for (int64_t place = 1; place <= (int64_t)table->count; place++)
        for (size_t i = 0; i < table->count; i++)
            if (table->columns[i].key == place)
                buf_printf(&select, "%s\"%s\"", keys++ ? ", " : "", table->columns[i].name);
    if (!keys)
        buf_puts(&select, table->list);
    table->select = buf_text(&select);
    return OK;
}

/* True when all tables that this one refers to stand in the list already (itself aside). */
static enum status parents_placed(struct db *db, struct arena *arena, const struct tables *found, const struct table *table, bool *all)
{
    struct rows rows;
    *all = true;
    TRY(db_query(db, arena, &rows, db->database->engine->sqlite ? sqlite_parents : postgres_parents, P(table->name)));
    while (rows_next(&rows)) {
        const char *parent = rows_text(&rows);
        for (size_t i = 0; i < found->count; i++)
            if (text_same(found->items[i].name, parent) && &found->items[i] != table && !found->items[i].placed)
                *all = false;
    }
    return OK;
}

static enum status tables_load(struct db *db, struct arena *arena, struct tables *out)
{
    struct rows rows;
    struct tables found = { 0 };
    TRY(db_query(db, arena, &rows, db->database->engine->sqlite ? sqlite_tables : postgres_tables));
    found.items = arena_array(arena, rows.count + 1, sizeof *found.items);
    *out = (struct tables){ arena_array(arena, rows.count + 1, sizeof *out->items), 0 };
    while (rows_next(&rows)) {
        struct table *table = &found.items[found.count++];
        table->name = rows_text(&rows);
        TRY(columns_load(db, arena, table));
    }
    for (size_t before = SIZE_MAX; out->count < found.count && before != out->count;) {
        before = out->count;
        for (size_t i = 0; i < found.count; i++) {
            bool ready = false;
            if (!found.items[i].placed)
                TRY(parents_placed(db, arena, &found, &found.items[i], &ready));
            if (ready) {
                found.items[i].placed = true;
                out->items[out->count++] = found.items[i];
            }
        }
    }
    if (out->count == found.count)
        return OK;
    log_line(LOG_ERROR, "db.transfer", "tables refer to each other in a circle: there is no order to copy them in");
    return INVALID;
}

static struct table *table_find(const struct tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->count; i++)
        if (text_same(tables->items[i].name, name))
            return &tables->items[i];
    return NULL;
}

/* ---- sums ---- */

static void number_add(struct buf *text, char kind, uint64_t number)
{
    uint64_t big = htobe64(number);
    buf_putc(text, kind);
    buf_add(text, &big, sizeof big);
}

/* The row as it is hashed: the same for both engines, a boolean being the number that SQLite makes of it. */
static void row_add(struct buf *text, const struct rows *row)
{
    for (size_t i = 0; i < row->columns; i++) {
        const struct param *cell = &row->cells[i];
        switch (cell->type) {
        case PARAM_NULL:
            buf_putc(text, 'n');
            break;
        case PARAM_INT:
        case PARAM_BOOL:
            number_add(text, 'i', (uint64_t)cell->integer);
            break;
        case PARAM_TEXT:
        case PARAM_BLOB:
            number_add(text, cell->type == PARAM_TEXT ? 't' : 'b', cell->blob.len);
            buf_add(text, cell->blob.data, cell->blob.len);
            break;
        }
    }
}

struct summing {
    struct table_sum *sum;
    struct buf text;
    struct copy *copy; /* where the row goes as well, or NULL */
};

/* Each row's hash covers the sum of those before it. */
static void row_sum(struct summing *summing, const struct rows *row)
{
    struct hash hash;
    summing->text.len = 0;
    buf_add(&summing->text, summing->sum->hash, sizeof summing->sum->hash);
    row_add(&summing->text, row);
    hash_plain(&hash, summing->text.data, summing->text.len);
    memcpy(summing->sum->hash, hash.byte, sizeof hash.byte);
    summing->sum->rows++;
}

static enum status row_visit_sum(struct rows *row, void *context)
{
    row_sum(context, row);
    return OK;
}

struct sum_all {
    struct arena *arena;
    struct table_sums *sums;
};

static enum status sum_all(struct db *db, void *context)
{
    const struct sum_all *all = context;
    struct tables tables;
    TRY(tables_load(db, all->arena, &tables));
    *all->sums = (struct table_sums){ arena_array(all->arena, tables.count + 1, sizeof *all->sums->items), tables.count };
    for (size_t i = 0; i < tables.count; i++) {
        struct arena scratch = { 0 };
        struct summing summing = { .sum = &all->sums->items[i], .text = { .arena = &scratch } };
        summing.sum->name = tables.items[i].name;
        enum status status = db_each(db, tables.items[i].select, NULL, 0, row_visit_sum, &summing);
        arena_free(&scratch);
        TRY(status);
    }
    return OK;
}

enum status database_sum(struct database *database, struct arena *arena, struct table_sums *sums)
{
    struct sum_all all = { arena, sums };
    return database_read(database, sum_all, &all);
}

bool database_sums_same(const struct table_sums *a, const struct table_sums *b, const char **differs)
{
    *differs = "the list of tables";
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct table_sum *twin = NULL;
        for (size_t j = 0; j < b->count; j++)
            if (text_same(a->items[i].name, b->items[j].name))
                twin = &b->items[j];
        *differs = a->items[i].name;
        if (!twin || twin->rows != a->items[i].rows || memcmp(twin->hash, a->items[i].hash, sizeof twin->hash) != 0)
            return false;
    }
    return true;
}

/* ---- copying ---- */

struct copy {
    struct db *to;
    const struct table *table; /* of the receiving side */
    const char *insert;        /* a full batch */
    struct arena arena;        /* the batch */
    struct param *params;
    size_t rows;
};

static const char *insert_text(struct arena *arena, const struct table *table, size_t rows)
{
    struct buf sql = { .arena = arena };
    buf_printf(&sql, " INSERT INTO \"%s\" (%s) VALUES ", table->name, table->list);
    for (size_t i = 0; i < rows * table->count; i++)
        buf_printf(&sql, "%s$%zu%s", i % table->count ? ", " : i ? ", (" : "(", i + 1, (i + 1) % table->count ? "" : ")");
    return buf_text(&sql);
}

static enum status batch_write(struct copy *copy)
{
    if (!copy->rows)
        return OK;
    const char *sql = copy->rows == BATCH_ROWS ? copy->insert : insert_text(&copy->arena, copy->table, copy->rows);
    enum status status = db_query_(copy->to, &copy->arena, NULL, sql, copy->params, copy->rows * copy->table->count);
    arena_free(&copy->arena);
    copy->params = NULL;
    copy->rows = 0;
    return status;
}

/* The cell as the receiving column wants it; the engines' own forms of a boolean differ. */
static struct param cell_for(struct arena *arena, const struct column *column, const struct param *cell)
{
    struct param copy = *cell;
    if (cell->type == PARAM_NULL)
        copy.integer = column->type;
    else if (cell->type == PARAM_INT || cell->type == PARAM_BOOL)
        copy.type = column->type;
    else
        copy.blob.data = arena_slice(arena, cell->blob.data, cell->blob.len);
    if (cell->type == PARAM_TEXT)
        copy.text = copy.blob.data;
    return copy;
}

static enum status row_visit_copy(struct rows *row, void *context)
{
    struct summing *summing = context;
    struct copy *copy = summing->copy;
    row_sum(summing, row);
    if (!copy->params)
        copy->params = arena_array(&copy->arena, BATCH_ROWS * copy->table->count, sizeof *copy->params);
    for (size_t i = 0; i < row->columns; i++)
        copy->params[copy->rows * copy->table->count + i] = cell_for(&copy->arena, &copy->table->columns[i], &row->cells[i]);
    return ++copy->rows == BATCH_ROWS ? batch_write(copy) : OK;
}

static enum status table_copy(struct db *from, struct db *to, const struct table *table, const struct table *into, struct table_sum *sum)
{
    struct arena arena = { 0 };
    struct copy copy = { .to = to, .table = into, .insert = insert_text(&arena, into, BATCH_ROWS) };
    struct summing summing = { .sum = sum, .text = { .arena = &arena }, .copy = &copy };
    bool kept = text_same(table->name, "migration"); /* written when the tables were made */
    enum status status = db_each(from, table->select, NULL, 0, kept ? row_visit_sum : row_visit_copy, &summing);
    if (status == OK)
        status = batch_write(&copy);
    arena_free(&copy.arena);
    arena_free(&arena);
    return status;
}

struct transfer {
    struct db *from;
    struct database *to;
    struct arena *arena;
    struct tables tables;
    struct table_sums *sums;
};

static bool tables_fit(const struct tables *from, const struct tables *to)
{
    bool fit = from->count == to->count;
    for (size_t i = 0; fit && i < from->count; i++) {
        const struct table *twin = table_find(to, from->items[i].name);
        fit = twin && text_same(twin->list, from->items[i].list);
    }
    if (!fit)
        log_line(LOG_ERROR, "db.transfer", "the two databases don't have the same tables: start kith serve once on the old one");
    return fit;
}

/* SQLite's full text indexes hold no rows of their own; PostgreSQL's fill themselves. */
static enum status full_text_rebuild(struct db *db, struct arena *arena)
{
    struct rows rows;
    if (!db->database->engine->sqlite)
        return OK;
    TRY(db_query(db, arena, &rows, sqlite_full_text));
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows);
        TRY(db_exec(db, arena, arena_printf(arena, " INSERT INTO \"%s\" (\"%s\") VALUES ('rebuild')", name, name)));
    }
    return OK;
}

/* May run twice (see database_write), so it begins by setting everything back. */
static enum status transfer_write(struct db *db, void *context)
{
    struct transfer *transfer = context;
    struct tables into;
    TRY(tables_load(db, transfer->arena, &into));
    if (!tables_fit(&transfer->tables, &into))
        return INVALID;
    *transfer->sums = (struct table_sums){ arena_array(transfer->arena, into.count + 1, sizeof *transfer->sums->items), into.count };
    for (size_t i = into.count; i-- > 0;) /* what the migrations put there, those that refer to others first */
        if (!text_same(into.items[i].name, "migration"))
            TRY(db_exec(db, transfer->arena, arena_printf(transfer->arena, " DELETE FROM \"%s\"", into.items[i].name)));
    for (size_t i = 0; i < into.count; i++) {
        transfer->sums->items[i] = (struct table_sum){ .name = into.items[i].name };
        TRY(table_copy(transfer->from, db, table_find(&transfer->tables, into.items[i].name), &into.items[i], &transfer->sums->items[i]));
    }
    return full_text_rebuild(db, transfer->arena);
}

static enum status transfer_read(struct db *db, void *context)
{
    struct transfer *transfer = context;
    transfer->from = db;
    TRY(tables_load(db, transfer->arena, &transfer->tables));
    return database_write(transfer->to, transfer_write, transfer);
}

enum status database_transfer(struct database *from, struct database *to, struct arena *arena, struct table_sums *sums)
{
    struct transfer transfer = { .to = to, .arena = arena, .sums = sums };
    struct table_sums arrived = { 0 };
    const char *differs;
    TRY(database_read(from, transfer_read, &transfer));
    TRY(database_sum(to, arena, &arrived));
    if (database_sums_same(sums, &arrived, &differs))
        return OK;
    log_line(LOG_ERROR, "db.transfer", "what arrived is not what was sent: %s differs; is another program writing there?", differs);
    return BROKEN;
}

static enum status tables_count(struct db *db, void *context)
{
    struct arena arena = { 0 };
    struct rows rows;
    enum status status = db_query(db, &arena, &rows, db->database->engine->sqlite ? sqlite_tables : postgres_tables);
    *(size_t *)context = rows.count;
    arena_free(&arena);
    return status;
}

enum status database_empty(struct database *database, bool *empty)
{
    size_t count = 0;
    TRY(database_read(database, tables_count, &count));
    *empty = !count;
    return OK;
}
