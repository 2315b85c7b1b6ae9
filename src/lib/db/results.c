/* Results that one reading connection remembers. The same statement with the same parameters on an unchanged database gives the same
 * rows: so nothing here needs to know what a write may have touched. Whether anything at all was committed since, SQLite tells
 * (SQLITE_FCNTL_DATA_VERSION, asked inside each snapshot); after a change every statement runs again. */
#include "db/internal.h"

#include <sodium.h>

enum { RESULT_BUCKETS = 512, RESULT_LARGEST = 256 * 1024, RESULTS_LARGEST = 2 * 1024 * 1024, FORGET_AT_ONCE = 32 };

/* One result; the cells and their texts follow in the same piece of memory. Shared by the connection and by the arenas that read it. */
struct result {
    atomic_int users;
    struct result *next;          /* in its bucket */
    struct result *older, *newer; /* by their last use */
    uint64_t statement, hash;     /* which statement: its serial */
    unsigned version;
    bool digested;
    unsigned char digest[ROWS_DIGEST];
    size_t size, params_count, rows, columns;
    struct param *params, *cells;
};

struct results {
    struct result *bucket[RESULT_BUCKETS];
    struct result *oldest, *newest;
    size_t size;
    unsigned version;
};

struct results *db_results_new(void)
{
    struct results *results = calloc(1, sizeof *results);
    if (!results)
        abort();
    return results;
}

static void result_release(void *context)
{
    struct result *result = context;
    if (atomic_fetch_sub_explicit(&result->users, 1, memory_order_acq_rel) > 1)
        return;
    sodium_memzero(result, result->size); /* members' words */
    free(result);
}

static void result_unlink(struct results *results, struct result *result)
{
    struct result **at = &results->bucket[result->hash % RESULT_BUCKETS];
    while (*at != result)
        at = &(*at)->next;
    *at = result->next;
    *(result->older ? &result->older->newer : &results->oldest) = result->newer;
    *(result->newer ? &result->newer->older : &results->newest) = result->older;
    results->size -= result->size;
}

static void result_link(struct results *results, struct result *result)
{
    struct result **bucket = &results->bucket[result->hash % RESULT_BUCKETS];
    result->next = *bucket;
    *bucket = result;
    result->older = results->newest;
    result->newer = NULL;
    *(results->newest ? &results->newest->newer : &results->oldest) = result;
    results->newest = result;
    results->size += result->size;
}

void db_results_free(struct results *results)
{
    while (results && results->oldest) {
        struct result *result = results->oldest;
        result_unlink(results, result);
        result_release(result);
    }
    free(results);
}

/* What another version said can never be found again: it goes, a little with each snapshot, so that none of them waits for it. */
void db_results_at(struct results *results, unsigned version)
{
    results->version = version;
    for (int n = 0; n < FORGET_AT_ONCE && results->oldest && results->oldest->version != version; n++) {
        struct result *result = results->oldest;
        result_unlink(results, result);
        result_release(result);
    }
}

/* ---- which result ---- */

static uint64_t param_hash(uint64_t hash, const struct param *param)
{
    hash = (hash ^ (uint64_t)param->type) * UINT64_C(0x9e3779b97f4a7c15);
    switch (param->type) {
    case PARAM_TEXT:
        return bytes_digest(hash, param->text, strlen(param->text));
    case PARAM_BLOB:
        return bytes_digest(hash, param->blob.data, param->blob.len);
    default:
        return (hash ^ (uint64_t)param->integer ^ (hash >> 29)) * UINT64_C(0xbf58476d1ce4e5b9);
    }
}

static bool param_same(const struct param *a, const struct param *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case PARAM_TEXT:
        return text_same(a->text, b->text);
    case PARAM_BLOB:
        return a->blob.len == b->blob.len && !memcmp(a->blob.data, b->blob.data, a->blob.len);
    default:
        return a->integer == b->integer;
    }
}

static uint64_t call_hash(uint64_t statement, const struct param *params, size_t count)
{
    uint64_t hash = statement * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < count; i++)
        hash = param_hash(hash, &params[i]);
    return hash ^ hash >> 32;
}

static struct result *result_find(struct results *results, uint64_t hash, uint64_t statement, const struct param *params, size_t count)
{
    for (struct result *at = results->bucket[hash % RESULT_BUCKETS]; at; at = at->next) {
        bool same = at->hash == hash && at->statement == statement && at->params_count == count;
        for (size_t i = 0; same && i < count; i++)
            same = param_same(&at->params[i], &params[i]);
        if (same)
            return at;
    }
    return NULL;
}

static void result_show(struct result *result, struct arena *arena, struct rows *rows)
{
    atomic_fetch_add_explicit(&result->users, 1, memory_order_relaxed);
    arena_keep(arena, result_release, result);
    *rows = (struct rows){ .count = result->rows, .columns = result->columns, .cells = result->cells, .result = result };
}

bool db_results_find(struct results *results, uint64_t statement, const struct param *params, size_t count, struct arena *arena,
                     struct rows *rows)
{
    struct result *result = result_find(results, call_hash(statement, params, count), statement, params, count);
    if (!result || result->version != results->version)
        return false;
    if (result != results->newest) {
        result_unlink(results, result);
        result_link(results, result);
    }
    result_show(result, arena, rows);
    return true;
}

/* ---- keeping one ---- */

static size_t param_room(const struct param *param)
{
    if (param->type == PARAM_TEXT)
        return (param->blob.data ? param->blob.len : strlen(param->text)) + 1;
    return param->type == PARAM_BLOB ? param->blob.len + 1 : 0;
}

static size_t params_room(const struct param *params, size_t count)
{
    size_t room = count * sizeof *params;
    for (size_t i = 0; i < count; i++)
        room += param_room(&params[i]);
    return room;
}

/* Copies the bytes of one cell behind *at, zero-ended. */
static void param_copy(struct param *to, const struct param *from, char **at)
{
    *to = *from;
    size_t room = param_room(from);
    if (!room)
        return;
    memcpy(*at, from->type == PARAM_TEXT ? (const void *)from->text : from->blob.data, room - 1);
    (*at)[room - 1] = '\0';
    to->blob = (struct bytes){ *at, room - 1 };
    if (from->type == PARAM_TEXT)
        to->text = *at;
    *at += room;
}

static struct result *result_make(const struct rows *rows, const struct param *params, size_t count, size_t size)
{
    size_t cells = rows->count * rows->columns;
    struct result *result = malloc(size);
    if (!result)
        abort();
    *result = (struct result){ .users = 1, .size = size, .params_count = count, .rows = rows->count, .columns = rows->columns };
    result->params = (struct param *)(result + 1);
    result->cells = result->params + count;
    char *at = (char *)(result->cells + cells);
    for (size_t i = 0; i < count; i++)
        param_copy(&result->params[i], &params[i], &at);
    for (size_t i = 0; i < cells; i++)
        param_copy(&result->cells[i], &rows->cells[i], &at);
    return result;
}

void db_results_keep(struct results *results, uint64_t statement, const struct param *params, size_t count, const struct rows *rows,
                     struct arena *arena, struct rows *shared)
{
    uint64_t hash = call_hash(statement, params, count);
    struct result *old = result_find(results, hash, statement, params, count);
    if (old) {
        result_unlink(results, old);
        result_release(old);
    }
    size_t size = sizeof(struct result) + params_room(params, count) + params_room(rows->cells, rows->count * rows->columns);
    if (size > RESULT_LARGEST)
        return;
    struct result *result = result_make(rows, params, count, size);
    result->statement = statement;
    result->hash = hash;
    result->version = results->version;
    result_link(results, result);
    result_show(result, arena, shared);
    while (results->size > RESULTS_LARGEST) {
        struct result *oldest = results->oldest;
        result_unlink(results, oldest); /* NOLINT(clang-analyzer-unix.Malloc): who is released below is in no list any more */
        result_release(oldest);
    }
}

/* ---- what it says, in sixteen bytes ---- */

bool rows_digest(const struct rows *rows, unsigned char digest[ROWS_DIGEST])
{
    struct result *result = rows->result;
    if (!result)
        return false;
    if (!result->digested) {
        crypto_generichash_state state;
        crypto_generichash_init(&state, NULL, 0, ROWS_DIGEST);
        for (size_t i = 0; i < result->rows * result->columns; i++) {
            const struct param *cell = &result->cells[i];
            uint64_t head[2] = { (uint64_t)cell->type,
                                 cell->type == PARAM_TEXT || cell->type == PARAM_BLOB ? cell->blob.len : (uint64_t)cell->integer };
            crypto_generichash_update(&state, (const unsigned char *)head, sizeof head);
            if (cell->type == PARAM_TEXT || cell->type == PARAM_BLOB)
                crypto_generichash_update(&state, cell->blob.data, cell->blob.len);
        }
        crypto_generichash_final(&state, result->digest, ROWS_DIGEST);
        result->digested = true;
    }
    memcpy(digest, result->digest, ROWS_DIGEST);
    return true;
}
