/* Personas: who others meet. */
#include "account/records.h"

#include "index/index.h"
#include "text/text.h"

enum status persona_record_find(struct db *db, struct arena *arena, int64_t id, struct persona_record *record)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT p.id, p.name, p.picture, p.month, p.open_key, p.secret_key, p.band, p.paused_until, p.paused_reason, p.muted_until,"
        " r.role FROM persona p"
        " LEFT JOIN persona_role r ON r.persona_id = p.id WHERE p.id = $1",
        P(id)));
    if (!rows.count)
        return NOT_FOUND;
    *record = (struct persona_record){ 0 };
    while (rows_next(&rows)) {
        record->id = rows_int(&rows);
        record->name = rows_text(&rows);
        record->picture = rows_int(&rows);
        record->month = rows_int(&rows);
        record->open_key = rows_blob(&rows);
        record->secret_key = rows_blob(&rows);
        record->band = (enum age_band)rows_int(&rows);
        record->paused_until = rows_int(&rows);
        record->paused_reason = rows_text(&rows);
        record->muted_until = rows_int(&rows);
        record->roles |= (unsigned)rows_int(&rows);
    }
    return OK;
}

static enum status persona_read(struct rows *rows, struct persona *persona)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    persona->id = rows_int(rows);
    persona->name = rows_text(rows);
    persona->picture = rows_int(rows);
    return OK;
}

enum status persona_find(struct db *db, struct arena *arena, int64_t id, struct persona *persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, name, picture FROM persona WHERE id = $1", P(id)));
    return persona_read(&rows, persona);
}

enum status persona_by_name(struct db *db, struct arena *arena, const char *name, struct persona *persona)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id, name, picture FROM persona WHERE skeleton = $1", P(name_skeleton(arena, name))));
    return persona_read(&rows, persona);
}

enum status persona_open_key(struct db *db, struct arena *arena, int64_t persona, struct key *open)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT open_key FROM persona WHERE id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    struct bytes bytes = rows_blob(&rows);
    if (bytes.len != KEY_BYTES)
        return NOT_FOUND;
    memcpy(open->byte, bytes.data, KEY_BYTES);
    return OK;
}

enum status persona_insert(struct db *db, struct arena *arena, const struct persona_record *record)
{
    TRY(db_exec(db, arena,
                "INSERT INTO persona (id, name, skeleton, picture, open_key, secret_key, month, band)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                P(record->id), P(record->name), P(name_skeleton(arena, record->name)), P(record->picture), P(record->open_key),
                P(record->secret_key), P(record->month), P((int64_t)record->band)));
    for (enum role role = ROLE_LISTENER; role <= ROLE_STEWARD; role <<= 1)
        if (record->roles & role)
            TRY(persona_role_set(db, arena, record->id, role, true));
    return OK;
}

enum status persona_role_set(struct db *db, struct arena *arena, int64_t persona, enum role role, bool on)
{
    if (!on)
        return db_exec(db, arena, "DELETE FROM persona_role WHERE persona_id = $1 AND role = $2", P(persona), P((int64_t)role));
    return db_exec(db, arena, "INSERT INTO persona_role (persona_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING", P(persona),
                   P((int64_t)role));
}

enum status persona_role_list(struct db *db, struct arena *arena, enum role role, int64_t *personas, size_t most, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT persona_id FROM persona_role WHERE role = $1 ORDER BY persona_id LIMIT $2", P((int64_t)role),
                 P((int64_t)most)));
    for (*count = 0; rows_next(&rows); (*count)++)
        personas[*count] = rows_int(&rows);
    return OK;
}

bool persona_role_read(const char *word, enum role *role)
{
    static const struct {
        const char *word;
        enum role role;
    } given[] = {
        { "moderator", ROLE_MODERATOR },
        { "practitioner", ROLE_PRACTITIONER },
        { "steward", ROLE_STEWARD },
        { "youth", ROLE_YOUTH },
    };
    for (size_t i = 0; i < COUNT(given); i++)
        if (text_same(word, given[i].word)) {
            *role = given[i].role;
            return true;
        }
    return false;
}

enum status persona_name_store(struct db *db, struct arena *arena, int64_t persona, const char *name)
{
    TRY(index_mark(db, arena, INDEX_PERSON, persona));
    return db_exec(db, arena, "UPDATE persona SET name = $2, skeleton = $3 WHERE id = $1", P(persona), P(name),
                   P(name_skeleton(arena, name)));
}

enum status persona_picture_store(struct db *db, struct arena *arena, int64_t persona, int64_t picture)
{
    return db_exec(db, arena, "UPDATE persona SET picture = $2 WHERE id = $1", P(persona), P(picture));
}

/* What decides whom somebody may meet. BAND_UNSAID for who isn't there. */
static enum status persona_age_find(struct db *db, struct arena *arena, int64_t id, enum age_band *band, bool *approved)
{
    struct rows rows;
    unsigned roles = 0;
    *band = BAND_UNSAID;
    TRY(db_query(db, arena, &rows, "SELECT p.band, r.role FROM persona p LEFT JOIN persona_role r ON r.persona_id = p.id WHERE p.id = $1",
                 P(id)));
    while (rows_next(&rows)) {
        *band = (enum age_band)rows_int(&rows);
        roles |= (unsigned)rows_int(&rows);
    }
    *approved = (roles & ROLE_YOUTH) && (roles & (ROLE_LISTENER | ROLE_PRACTITIONER));
    return OK;
}

enum status persona_bands_meet(struct db *db, struct arena *arena, int64_t a, int64_t b, bool *meet)
{
    enum age_band ours, theirs;
    bool we_may, they_may;
    TRY(persona_age_find(db, arena, a, &ours, &we_may));
    TRY(persona_age_find(db, arena, b, &theirs, &they_may));
    if (ours == BAND_UNSAID || theirs == BAND_UNSAID)
        *meet = false;
    else if (persona_band_is_minor(ours) == persona_band_is_minor(theirs))
        *meet = true;
    else
        *meet = persona_band_is_minor(ours) ? they_may : we_may;
    return OK;
}

enum status persona_paused_until(struct db *db, struct arena *arena, int64_t persona, int64_t *until)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT paused_until FROM persona WHERE id = $1", P(persona)));
    *until = rows_next(&rows) ? rows_int(&rows) : 0;
    return rows.count ? OK : NOT_FOUND;
}

enum status persona_band_store(struct db *db, struct arena *arena, int64_t persona, enum age_band band)
{
    return db_exec(db, arena, "UPDATE persona SET band = $2 WHERE id = $1", P(persona), P((int64_t)band));
}

enum status persona_band_of(struct db *db, struct arena *arena, int64_t persona, enum age_band *band)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT band FROM persona WHERE id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *band = (enum age_band)rows_int(&rows);
    return OK;
}

/* args: persona, 0, the band. */
enum status persona_band_push(struct db *db, struct arena *arena, const int64_t args[4])
{
    return persona_band_store(db, arena, args[0], (enum age_band)args[2]);
}

enum status persona_pause(struct db *db, struct arena *arena, int64_t persona, int64_t until, const char *reason)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE persona SET paused_until = $2, paused_reason = $3 WHERE id = $1 RETURNING id", P(persona),
                 P(until), P(until ? reason : "")));
    return rows.count ? OK : NOT_FOUND;
}

enum status persona_mute(struct db *db, struct arena *arena, int64_t persona, int64_t until)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "UPDATE persona SET muted_until = $2 WHERE id = $1 RETURNING id", P(persona), P(until)));
    return rows.count ? OK : NOT_FOUND;
}

enum status persona_remove(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM persona_role WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM persona WHERE id = $1", P(persona));
}
