/* Somebody who is reported: "person" is what they say of themselves, "name" what they are called, "age" that they aren't the age they say.
 */
#include "person/pages.h"

static const char *profile_words(struct view *view, const struct profile *profile)
{
    struct buf out = { .arena = view->request->arena };
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++) {
        const struct profile_field *field = &profile->fields[kind];
        if (field->count && (field->audience == PROFILE_FOR_MEMBERS || field->audience == PROFILE_FOR_EVERYONE))
            buf_printf(&out, "%s%s:", out.len ? "\n" : "", t(view, profile_looks[kind].label));
        for (size_t i = 0; i < field->count; i++)
            if (field->audience == PROFILE_FOR_MEMBERS || field->audience == PROFILE_FOR_EVERYONE)
                buf_printf(&out, " %s", field->values[i].text);
    }
    return buf_text(&out);
}

/* Of somebody's page only what all members see: a report isn't a way to more. */
enum status person_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct persona persona;
    struct profile profile;
    bool blocked = false;
    if (!text_same(kind, "person") && !text_same(kind, "name") && !text_same(kind, "age"))
        return NOT_FOUND;
    TRY(persona_find(request->db, request->arena, id, &persona));
    if (!at_work && !request->reader)
        return NOT_FOUND;
    if (!at_work)
        TRY(block_between(request->db, request->arena, request->reader, id, &blocked));
    if (blocked)
        return NOT_FOUND;
    TRY(profile_find(request->db, request->arena, id, NULL, &profile));
    reported->persona = id;
    reported->by = reported->title = persona.name;
    reported->text = text_same(kind, "person") ? profile_words(&request->view, &profile) : "";
    reported->path = persona_path(request->arena, persona.name);
    reported->mine = account_name_is_own(request, id);
    return OK;
}
