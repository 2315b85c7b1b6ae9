/* Several names of one person: which of them speaks in a request. What is known of it here is known only while that person's own cookie is
 * presented (docs/decisions/several-names.md). */
#include "account/records.h"

/* Where this request leads, one of them may belong already. */
static enum status speaker_find(struct request *request, const struct account_personas *personas, int64_t *persona)
{
    const struct feature *const *features = request->app->features;
    for (; request->route && features && *features; features++) {
        enum status status = (*features)->speaker ? (*features)->speaker(request, personas->items, personas->count, persona) : NOT_FOUND;
        if (status != NOT_FOUND)
            return status;
    }
    return NOT_FOUND;
}

static void names_add(struct own_name *names, size_t *count, const struct persona_record *record)
{
    names[(*count)++] = (struct own_name){ record->id, record->name, record->picture };
}

void member_paused(struct member *member, const struct persona_record *record, int64_t now)
{
    if (record->muted_until > now && record->muted_until > member->muted_until) {
        member->muted_until = record->muted_until;
        member->muted_name = record->name;
    }
    if (record->paused_until <= now || record->paused_until <= member->paused_until)
        return;
    member->paused_until = record->paused_until;
    member->paused_name = record->name;
    member->paused_reason = record->paused_reason;
}

enum status account_names_open(struct request *request, struct member *member, int64_t persona, struct persona_record *record)
{
    struct account_personas personas, there = { .count = 0 };
    struct persona_record records[PERSONAS_MAX];
    TRY(account_personas_unseal(request->arena, &member->key, member->account, member->sealed_personas, &personas));
    struct own_name *names = arena_array(request->arena, personas.count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < personas.count; i++) {
        enum status status = persona_record_find(request->db, request->arena, personas.items[i], &records[count]);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        there.items[there.count++] = personas.items[i];
        member_paused(member, &records[count], request->now);
        names_add(names, &count, &records[count]);
    }
    if (!count)
        return NOT_FOUND;
    enum status status = speaker_find(request, &there, &persona);
    if (status != OK && status != NOT_FOUND)
        return status;
    *record = records[0];
    for (size_t i = 0; i < count; i++)
        if (records[i].id == persona)
            *record = records[i];
    request->own_names = names;
    request->own_names_count = count > 1 ? count : 0;
    return OK;
}

bool account_name_is_own(const struct request *request, int64_t persona)
{
    if (request->member && request->member->persona == persona)
        return true;
    for (size_t i = 0; i < request->own_names_count; i++)
        if (request->own_names[i].id == persona)
            return true;
    return false;
}
