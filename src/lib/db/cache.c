/* The prepared statements of one connection. Their texts come from this program, so nobody picks them to collide. */
#include "db/internal.h"

static uint64_t text_hash(const char *sql)
{
    return bytes_digest(BYTES_DIGEST, sql, strlen(sql));
}

static struct db_statement **bucket_of(struct db_cache *cache, uint64_t hash)
{
    return &cache->bucket[hash % CACHE_BUCKETS];
}

static struct db_statement **recent_of(struct db_cache *cache, const char *sql)
{
    return &cache->recent[((uintptr_t)sql ^ (uintptr_t)sql >> 8) % CACHE_RECENT];
}

struct db_statement *db_cache_find(struct db *db, const char *sql)
{
    struct db_statement **recent = recent_of(&db->cache, sql);
    if (*recent && text_same((*recent)->sql, sql)) {
        (*recent)->used = ++db->cache.clock;
        return *recent;
    }
    uint64_t hash = text_hash(sql);
    for (struct db_statement *at = *bucket_of(&db->cache, hash); at; at = at->next)
        if (at->hash == hash && text_same(at->sql, sql)) {
            at->used = ++db->cache.clock;
            return *recent = at;
        }
    return NULL;
}

void db_cache_remove(struct db *db, struct db_statement *statement)
{
    struct db_statement **at = bucket_of(&db->cache, statement->hash);
    while (*at != statement)
        at = &(*at)->next;
    *at = statement->next;
    for (size_t i = 0; i < CACHE_RECENT; i++)
        if (db->cache.recent[i] == statement)
            db->cache.recent[i] = NULL;
    db->cache.count--;
    free(statement->sql);
    db->database->engine->forget(db, statement);
}

static void forget_oldest(struct db *db)
{
    struct db_statement *oldest = NULL;
    for (size_t i = 0; i < CACHE_BUCKETS; i++)
        for (struct db_statement *at = db->cache.bucket[i]; at; at = at->next)
            if (!at->busy && (!oldest || at->used < oldest->used))
                oldest = at;
    if (oldest)
        db_cache_remove(db, oldest);
}

void db_cache_add(struct db *db, struct db_statement *statement, const char *sql)
{
    if (db->cache.count >= CACHE_MOST)
        forget_oldest(db);
    statement->sql = strdup(sql);
    if (!statement->sql)
        abort();
    statement->hash = text_hash(sql);
    statement->used = ++db->cache.clock;
    statement->serial = ++db->cache.serial;
    statement->busy = false;
    struct db_statement **at = bucket_of(&db->cache, statement->hash);
    statement->next = *at;
    *at = statement;
    db->cache.count++;
}

void db_cache_clear(struct db *db)
{
    for (size_t i = 0; i < CACHE_BUCKETS; i++)
        while (db->cache.bucket[i])
            db_cache_remove(db, db->cache.bucket[i]);
}
