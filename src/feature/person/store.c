#include "person/pages.h"

/* ---- a field's text: a value a line, "code TAB gender TAB text"; about oneself is one value of many lines ---- */

static const char genders[] = { 'n', 'f', 'm' };

static const char *words_write(struct arena *arena, const struct profile_field *field)
{
    struct buf out = { .arena = arena };
    for (size_t i = 0; i < field->count; i++)
        buf_printf(&out, "%s%s\t%c\t%s", i ? "\n" : "", field->values[i].code, genders[field->values[i].gender], field->values[i].text);
    return buf_text(&out);
}

static void value_read(struct arena *arena, const char *line, size_t len, struct profile_value *value)
{
    const char *code_end = memchr(line, '\t', len);
    size_t code = code_end ? (size_t)(code_end - line) : 0;
    *value = (struct profile_value){ .text = "", .code = arena_slice(arena, line, code) };
    if (!code_end || len < code + 3)
        return;
    char gender = code_end[1];
    value->gender = gender == 'f' ? PERSON_FEMININE : gender == 'm' ? PERSON_MASCULINE : PERSON_NEUTRAL;
    value->text = arena_slice(arena, line + code + 3, len - code - 3);
}

static void words_read(struct arena *arena, const char *words, struct profile_field *field)
{
    for (field->count = 0; *words && field->count < PROFILE_VALUES;) {
        size_t len = field->kind == PROFILE_ABOUT ? strlen(words) : strcspn(words, "\n");
        value_read(arena, words, len, &field->values[field->count++]);
        words += len + (words[len] == '\n');
    }
}

/* ---- sealed: padded, so that the length says little ---- */

enum { SEALED_STEP = 512 };

static const char *sealed_context(struct arena *arena, int64_t persona, enum profile_kind kind)
{
    return arena_printf(arena, "profile_field.sealed.%lld.%s", (long long)persona, profile_looks[kind].word);
}

static struct bytes words_seal(struct arena *arena, const struct key *key, int64_t persona, const struct profile_field *field)
{
    const char *words = words_write(arena, field);
    size_t len = strlen(words), padded = (len / SEALED_STEP + 1) * SEALED_STEP;
    char *plain = arena_alloc(arena, padded);
    memcpy(plain, words, len + 1);
    return seal(arena, key, sealed_context(arena, persona, field->kind), (struct bytes){ plain, padded });
}

static enum status words_unseal(struct arena *arena, const struct key *key, int64_t persona, struct bytes sealed,
                                struct profile_field *field)
{
    struct bytes plain;
    TRY(unseal(arena, key, sealed_context(arena, persona, field->kind), sealed, &plain));
    words_read(arena, plain.data, field);
    return OK;
}

/* ---- a profile ---- */

static enum status choice_read(struct db *db, struct arena *arena, int64_t persona, bool *listed, bool *shy)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT listed, shy FROM profile_choice WHERE persona_id = $1", P(persona)));
    *listed = *shy = false;
    if (!rows_next(&rows))
        return OK;
    *listed = rows_bool(&rows);
    *shy = rows_bool(&rows);
    return OK;
}

static enum status field_read(struct rows *rows, struct arena *arena, int64_t persona, const struct key *key, struct profile *profile)
{
    enum profile_kind kind = profile_kind_read(rows_text(rows));
    enum profile_audience audience = profile_audience_read(rows_text(rows));
    int64_t group = rows_int(rows);
    int64_t circle = rows_int(rows);
    const char *words = rows_text(rows);
    struct bytes sealed = rows_blob(rows);
    if (kind == PROFILE_KINDS || audience == PROFILE_AUDIENCES)
        return OK;
    struct profile_field *field = &profile->fields[kind];
    field->audience = audience;
    field->of = audience == PROFILE_FOR_CIRCLE ? circle : group;
    if (words)
        words_read(arena, words, field);
    else if (key && sealed.data)
        return words_unseal(arena, key, persona, sealed, field);
    return OK;
}

enum status profile_find(struct db *db, struct arena *arena, int64_t persona, const struct key *key, struct profile *profile)
{
    struct rows rows;
    *profile = (struct profile){ .persona = persona };
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++)
        profile->fields[kind] = (struct profile_field){ .kind = kind, .audience = PROFILE_FOR_MEMBERS };
    TRY(choice_read(db, arena, persona, &profile->listed, &profile->shy));
    TRY(db_query(db, arena, &rows, "SELECT kind, audience, group_id, circle_id, words, sealed FROM profile_field WHERE persona_id = $1",
                 P(persona)));
    while (rows_next(&rows))
        TRY(field_read(&rows, arena, persona, key, profile));
    return OK;
}

/* ---- what /people goes by ---- */

static enum status match_add(struct db *db, struct arena *arena, const struct profile *profile, enum age_band band,
                             const struct profile_field *field)
{
    for (size_t i = 0; i < field->count; i++) {
        const char *folded = profile_value_key(arena, &field->values[i]);
        if (*folded)
            TRY(db_exec(db, arena,
                        "INSERT INTO profile_match (kind, folded, band, persona_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        P(profile_looks[field->kind].word), P(folded), P((int64_t)band), P(profile->persona)));
    }
    return OK;
}

/* Anew from what is there: only who is listed, and only what all members are shown. */
static enum status match_settle(struct db *db, struct arena *arena, int64_t persona)
{
    struct profile profile;
    struct rows rows;
    TRY(db_exec(db, arena, "DELETE FROM profile_match WHERE persona_id = $1", P(persona)));
    TRY(db_query(db, arena, &rows, "SELECT band FROM profile_choice WHERE persona_id = $1 AND listed", P(persona)));
    if (!rows_next(&rows))
        return OK;
    enum age_band band = (enum age_band)rows_int(&rows);
    TRY(profile_find(db, arena, persona, NULL, &profile));
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++)
        if (profile_looks[kind].found && profile.fields[kind].audience >= PROFILE_FOR_MEMBERS)
            TRY(match_add(db, arena, &profile, band, &profile.fields[kind]));
    return OK;
}

enum status profile_field_store(struct db *db, struct arena *arena, int64_t persona, const struct key *key,
                                const struct profile_field *field)
{
    const char *word = profile_looks[field->kind].word;
    bool mine = field->audience == PROFILE_FOR_ME;
    if (mine && !key)
        return INVALID;
    TRY(db_exec(db, arena, "DELETE FROM profile_field WHERE persona_id = $1 AND kind = $2", P(persona), P(word)));
    struct bytes sealed = { NULL, 0 };
    if (mine && field->count)
        sealed = words_seal(arena, key, persona, field);
    if (field->count)
        TRY(db_exec(db, arena,
                    "INSERT INTO profile_field (persona_id, kind, audience, group_id, circle_id, words, sealed)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    P(persona), P(word), P(profile_audience_words[field->audience]),
                    field->audience == PROFILE_FOR_GROUP ? P(field->of) : P_NULL,
                    field->audience == PROFILE_FOR_CIRCLE ? P(field->of) : P_NULL, P(mine ? NULL : words_write(arena, field)), P(sealed)));
    return match_settle(db, arena, persona);
}

enum status profile_choice_store(struct db *db, struct arena *arena, int64_t persona, bool listed, bool shy)
{
    enum age_band band;
    TRY(persona_band_of(db, arena, persona, &band));
    TRY(db_exec(db, arena,
                "INSERT INTO profile_choice (persona_id, listed, shy, band) VALUES ($1, $2, $3, $4)"
                " ON CONFLICT (persona_id) DO UPDATE SET listed = $2, shy = $3, band = $4",
                P(persona), P(listed), P(shy), P((int64_t)band)));
    return match_settle(db, arena, persona);
}

enum status profile_band_push(struct db *db, struct arena *arena, const int64_t args[4])
{
    TRY(db_exec(db, arena, "UPDATE profile_choice SET band = $2 WHERE persona_id = $1", P(args[0]), P(args[2])));
    return match_settle(db, arena, args[0]);
}

enum status profile_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM profile_match WHERE persona_id = $1", P(persona)));
    TRY(db_exec(db, arena, "DELETE FROM profile_choice WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM profile_field WHERE persona_id = $1", P(persona));
}

/* ---- finding ---- */

static void ids_add(struct profile_ids *ids, struct rows *rows)
{
    while (rows_next(rows))
        ids->items[ids->count++] = rows_int(rows);
}

enum status profile_match_window(struct db *db, struct arena *arena, enum profile_kind kind, const char *folded, enum age_band band,
                                 int64_t start, int64_t limit, struct profile_ids *ids)
{
    struct rows rows;
    const char *word = profile_looks[kind].word;
    *ids = (struct profile_ids){ arena_array(arena, (size_t)limit, sizeof *ids->items), 0 };
    TRY(db_query(db, arena, &rows,
                 "SELECT persona_id FROM profile_match WHERE kind = $1 AND folded = $2 AND band = $3 AND persona_id >= $4"
                 " ORDER BY persona_id LIMIT $5",
                 P(word), P(folded), P((int64_t)band), P(start), P(limit)));
    ids_add(ids, &rows);
    if ((int64_t)ids->count == limit)
        return OK;
    TRY(db_query(db, arena, &rows,
                 "SELECT persona_id FROM profile_match WHERE kind = $1 AND folded = $2 AND band = $3 AND persona_id < $4"
                 " ORDER BY persona_id LIMIT $5",
                 P(word), P(folded), P((int64_t)band), P(start), P(limit - (int64_t)ids->count)));
    ids_add(ids, &rows);
    return OK;
}

#define BATCH_SQL                                                                                                                          \
    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,"                                          \
    " $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40)"

static void batch_fill(struct param params[PROFILE_BATCH], const int64_t *personas, size_t count)
{
    for (size_t i = 0; i < PROFILE_BATCH; i++)
        params[i] = P(i < count ? personas[i] : (int64_t)0);
}

enum status profile_listed(struct db *db, struct arena *arena, const int64_t *personas, size_t count, enum age_band band,
                           struct profile_ids *ids)
{
    struct rows rows;
    struct param params[PROFILE_BATCH + 1];
    batch_fill(params, personas, count);
    params[PROFILE_BATCH] = P((int64_t)band);
    *ids = (struct profile_ids){ arena_array(arena, PROFILE_BATCH, sizeof *ids->items), 0 };
    TRY(db_query_(db, arena, &rows, "SELECT persona_id FROM profile_choice WHERE persona_id IN " BATCH_SQL " AND listed AND band = $41",
                  params, COUNT(params)));
    ids_add(ids, &rows);
    return OK;
}

enum status profile_matches_of(struct db *db, struct arena *arena, const int64_t *personas, size_t count, struct rows *rows)
{
    struct param params[PROFILE_BATCH];
    batch_fill(params, personas, count);
    return db_query_(db, arena, rows, "SELECT persona_id, kind, folded FROM profile_match WHERE persona_id IN " BATCH_SQL, params,
                     COUNT(params));
}
