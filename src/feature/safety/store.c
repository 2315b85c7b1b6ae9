/* The directory of help and the emergency numbers. */
#include "safety/pages.h"

#define ENTRY_COLUMNS                                                                                                                      \
    "e.id, e.seed, e.name, e.kind, e.phone, e.sms, e.web, e.hours, e.audience, e.about, e.languages, e.confidence,"                        \
    " e.source_url, e.source_seen, e.corroboration, e.caveat, e.general, e.kept, e.retired, e.checked_day"

static void entry_read(struct rows *rows, struct help_entry *entry)
{
    *entry = (struct help_entry){ .id = rows_int(rows), .countries = "" };
    entry->seed = rows_text(rows);
    entry->name = rows_text(rows);
    entry->kind = rows_text(rows);
    entry->phone = rows_text(rows);
    entry->sms = rows_text(rows);
    entry->web = rows_text(rows);
    entry->hours = rows_text(rows);
    entry->audience = rows_text(rows);
    entry->about = rows_text(rows);
    entry->languages = rows_text(rows);
    entry->confidence = rows_text(rows);
    entry->source_url = rows_text(rows);
    entry->source_seen = rows_text(rows);
    entry->corroboration = rows_text(rows);
    entry->caveat = rows_text(rows);
    entry->general = rows_bool(rows);
    entry->kept = rows_bool(rows);
    entry->retired = rows_bool(rows);
    entry->checked_day = rows_int(rows);
}

static void entries_read(struct arena *arena, struct rows *rows, struct help_entries *entries)
{
    entries->items = arena_array(arena, rows->count + 1, sizeof *entries->items);
    entries->count = 0;
    while (rows_next(rows))
        entry_read(rows, &entries->items[entries->count++]);
}

enum status help_list_in(struct db *db, struct arena *arena, const char *country, struct help_entries *entries)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " ENTRY_COLUMNS ", max(c.country) FROM help_entry_country c JOIN help_entry e ON e.id = c.entry_id"
                 " WHERE c.country IN ('', $1) AND NOT e.retired GROUP BY e.id",
                 P(country)));
    entries->items = arena_array(arena, rows.count + 1, sizeof *entries->items);
    entries->count = 0;
    while (rows_next(&rows)) {
        struct help_entry *entry = &entries->items[entries->count++];
        entry_read(&rows, entry);
        entry->countries = rows_text(&rows);
    }
    return OK;
}

enum status help_country_list(struct db *db, struct arena *arena, struct help_countries *countries)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT c.country FROM help_entry_country c JOIN help_entry e ON e.id = c.entry_id"
                 " WHERE c.country > '' AND NOT e.retired UNION SELECT country FROM help_emergency WHERE country > ''"));
    countries->items = arena_array(arena, rows.count + 1, sizeof *countries->items);
    countries->count = 0;
    while (rows_next(&rows))
        countries->items[countries->count++] = rows_text(&rows);
    return OK;
}

enum status help_emergency_find(struct db *db, struct arena *arena, const char *country, struct help_emergency *emergency)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT country, numbers, note, source_url, as_of, kept, checked_day FROM help_emergency WHERE country = $1", P(country)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *emergency = (struct help_emergency){ .country = rows_text(&rows) };
    emergency->numbers = rows_text(&rows);
    emergency->note = rows_text(&rows);
    emergency->source_url = rows_text(&rows);
    emergency->as_of = rows_text(&rows);
    emergency->kept = rows_bool(&rows);
    emergency->checked_day = rows_int(&rows);
    return OK;
}

/* ---- for stewards ---- */

static enum status countries_read(struct db *db, struct arena *arena, struct help_entry *entry)
{
    struct rows rows;
    struct buf text = { .arena = arena };
    TRY(db_query(db, arena, &rows, "SELECT country FROM help_entry_country WHERE entry_id = $1 ORDER BY country", P(entry->id)));
    while (rows_next(&rows)) {
        if (text.len)
            buf_putc(&text, ' ');
        buf_puts(&text, rows_text(&rows));
    }
    entry->countries = buf_text(&text);
    return OK;
}

enum status help_find(struct request *request, int64_t id, struct help_entry *entry)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " ENTRY_COLUMNS " FROM help_entry e WHERE e.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    entry_read(&rows, entry);
    return countries_read(request->db, request->arena, entry);
}

enum status help_list(struct request *request, const char *country, int64_t after, struct help_entries *entries, bool *more)
{
    struct rows rows;
    struct help_entry last = { .name = "", .id = 0 };
    if (after)
        TRY(help_find(request, after, &last));
    if (country[0])
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " ENTRY_COLUMNS " FROM help_entry e WHERE (e.name, e.id) > ($1, $2)"
                     " AND EXISTS (SELECT 1 FROM help_entry_country c WHERE c.country = $4 AND c.entry_id = e.id)"
                     " ORDER BY e.name, e.id LIMIT $3",
                     P(last.name), P(last.id), P(HELP_PAGE + 1), P(country)));
    else
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " ENTRY_COLUMNS " FROM help_entry e WHERE (e.name, e.id) > ($1, $2) ORDER BY e.name, e.id LIMIT $3",
                     P(last.name), P(last.id), P(HELP_PAGE + 1)));
    entries_read(request->arena, &rows, entries);
    *more = entries->count > HELP_PAGE;
    if (*more)
        entries->count = HELP_PAGE;
    for (size_t i = 0; i < entries->count; i++)
        TRY(countries_read(request->db, request->arena, &entries->items[i]));
    return OK;
}

static enum status countries_save(struct db *db, struct arena *arena, int64_t id, const char *codes)
{
    TRY(db_exec(db, arena, "DELETE FROM help_entry_country WHERE entry_id = $1", P(id)));
    if (!codes[0])
        return db_exec(db, arena, "INSERT INTO help_entry_country (entry_id, country) VALUES ($1, '')", P(id));
    while (*codes) {
        size_t len = strcspn(codes, " ");
        if (len)
            TRY(db_exec(db, arena, "INSERT INTO help_entry_country (entry_id, country) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(id),
                        P(arena_slice(arena, codes, len))));
        codes += len + (codes[len] == ' ');
    }
    return OK;
}

/* A directory record whose row a steward touched changes nothing and answers no id. */
enum status help_add(struct db *db, struct arena *arena, const struct help_entry *entry)
{
    struct rows rows;
    struct param checked = entry->checked_day ? P(entry->checked_day) : P_NULL;
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO help_entry (id, seed, name, kind, phone, sms, web, hours, audience, about, languages, confidence,"
                 " source_url, source_seen, corroboration, caveat, general, kept, retired, checked_day)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)"
                 " ON CONFLICT (seed) DO UPDATE SET name = excluded.name, kind = excluded.kind, phone = excluded.phone, sms = excluded.sms,"
                 " web = excluded.web, hours = excluded.hours, audience = excluded.audience, about = excluded.about,"
                 " languages = excluded.languages, confidence = excluded.confidence, source_url = excluded.source_url,"
                 " source_seen = excluded.source_seen, corroboration = excluded.corroboration, caveat = excluded.caveat,"
                 " general = excluded.general WHERE NOT help_entry.kept RETURNING id",
                 P(entry->id), P(entry->seed), P(entry->name), P(entry->kind), P(entry->phone), P(entry->sms), P(entry->web),
                 P(entry->hours), P(entry->audience), P(entry->about), P(entry->languages), P(entry->confidence), P(entry->source_url),
                 P(entry->source_seen), P(entry->corroboration), P(entry->caveat), P(entry->general), P(entry->kept), P(entry->retired),
                 checked));
    if (!rows_next(&rows))
        return OK;
    return countries_save(db, arena, rows_int(&rows), entry->countries);
}

enum status help_save(struct db *db, struct arena *arena, const struct help_entry *entry)
{
    TRY(db_exec(db, arena,
                "UPDATE help_entry SET name = $2, kind = $3, phone = $4, sms = $5, web = $6, hours = $7, audience = $8, about = $9,"
                " languages = $10, confidence = $11, source_url = $12, source_seen = $13, caveat = $14, general = $15, kept = TRUE"
                " WHERE id = $1",
                P(entry->id), P(entry->name), P(entry->kind), P(entry->phone), P(entry->sms), P(entry->web), P(entry->hours),
                P(entry->audience), P(entry->about), P(entry->languages), P(entry->confidence), P(entry->source_url), P(entry->source_seen),
                P(entry->caveat), P(entry->general)));
    return countries_save(db, arena, entry->id, entry->countries);
}

enum status help_check(struct db *db, struct arena *arena, int64_t id, int64_t day)
{
    return db_exec(db, arena, "UPDATE help_entry SET checked_day = $2, kept = TRUE WHERE id = $1", P(id), P(day));
}

enum status help_retire(struct db *db, struct arena *arena, int64_t id, bool retired)
{
    return db_exec(db, arena, "UPDATE help_entry SET retired = $2, kept = TRUE WHERE id = $1", P(id), P(retired));
}

enum status help_emergency_save(struct db *db, struct arena *arena, const struct help_emergency *emergency)
{
    struct param checked = emergency->checked_day ? P(emergency->checked_day) : P_NULL;
    return db_exec(db, arena,
                   "INSERT INTO help_emergency (country, numbers, note, source_url, as_of, kept, checked_day)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (country) DO UPDATE SET numbers = excluded.numbers,"
                   " note = excluded.note, source_url = excluded.source_url, as_of = excluded.as_of, kept = excluded.kept,"
                   " checked_day = excluded.checked_day WHERE excluded.kept OR NOT help_emergency.kept",
                   P(emergency->country), P(emergency->numbers), P(emergency->note), P(emergency->source_url), P(emergency->as_of),
                   P(emergency->kept), checked);
}

/* ---- which edition is in ---- */

enum status help_edition_is_in(struct db *db, struct arena *arena, int64_t digest, bool *is_in)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM help_edition WHERE id = 1 AND digest = $1", P(digest)));
    *is_in = rows.count > 0;
    return OK;
}

enum status help_edition_set(struct db *db, struct arena *arena, int64_t digest)
{
    return db_exec(db, arena,
                   "INSERT INTO help_edition (id, digest) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest",
                   P(digest));
}
