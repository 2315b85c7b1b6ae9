/* Who sees which field: the one place that decides it. */
#include "person/pages.h"

enum status profile_reader_everyone(struct request *request, struct profile_reader *reader)
{
    enum age_band band;
    reader->as = PROFILE_AS_EVERYONE;
    TRY(persona_band_of(request->db, request->arena, reader->owner, &band));
    reader->owner_is_minor = persona_band_is_minor(band);
    return OK;
}

enum status profile_reader_of(struct request *request, int64_t owner, struct profile_reader *reader)
{
    *reader = (struct profile_reader){ .as = PROFILE_AS_READER, .reader = request->reader, .owner = owner };
    if (!request->reader)
        return profile_reader_everyone(request, reader);
    else if (request->reader == owner)
        reader->as = PROFILE_AS_SELF;
    else
        TRY(connection_between(request->db, request->arena, owner, request->reader, &reader->close));
    return OK;
}

static enum status belongs(struct request *request, int64_t group, int64_t persona, bool *belongs)
{
    struct group_person person;
    enum status status = membership_find(request->db, request->arena, group, persona, &person);
    *belongs = status == OK;
    return status == NOT_FOUND ? OK : status;
}

/* Both are in it now: who left, on either side, is outside again. */
static enum status shares_group(struct request *request, const struct profile_reader *reader, int64_t group, bool *shares)
{
    TRY(belongs(request, group, reader->owner, shares));
    if (!*shares || reader->as == PROFILE_AS_GROUP) {
        *shares = *shares && reader->of == group;
        return OK;
    }
    return belongs(request, group, reader->reader, shares);
}

enum status profile_sees(struct request *request, const struct profile_reader *reader, const struct profile_field *field, bool *sees)
{
    bool member = reader->as != PROFILE_AS_EVERYONE;
    *sees = false;
    if (!field->count)
        return OK;
    switch (field->audience) {
    case PROFILE_FOR_ME:
        *sees = reader->as == PROFILE_AS_SELF;
        return OK;
    case PROFILE_FOR_CIRCLES:
        *sees = reader->as == PROFILE_AS_SELF || reader->as == PROFILE_AS_CONNECTION || reader->as == PROFILE_AS_CIRCLE || reader->close;
        return OK;
    case PROFILE_FOR_CIRCLE:
        *sees = reader->as == PROFILE_AS_SELF || (reader->as == PROFILE_AS_CIRCLE && reader->of == field->of);
        return reader->as == PROFILE_AS_READER ? circle_has(request->db, request->arena, reader->owner, field->of, reader->reader, sees)
                                               : OK;
    case PROFILE_FOR_GROUP:
        *sees = reader->as == PROFILE_AS_SELF;
        return reader->as == PROFILE_AS_READER || reader->as == PROFILE_AS_GROUP ? shares_group(request, reader, field->of, sees) : OK;
    case PROFILE_FOR_MEMBERS:
        *sees = member;
        return OK;
    case PROFILE_FOR_EVERYONE: /* of who is under 18 that means all members */
        *sees = member || !reader->owner_is_minor;
        return OK;
    case PROFILE_AUDIENCES:
        break;
    }
    return OK;
}

const struct profile_value *profile_pronouns_for(struct view *view, const struct profile_field *field)
{
    const struct profile_value *any = NULL;
    for (size_t i = 0; i < field->count; i++) {
        if (text_same(field->values[i].code, view->lang))
            return &field->values[i];
        if (!any && !field->values[i].code[0])
            any = &field->values[i];
    }
    return any;
}

enum status person_gender_of(struct request *request, int64_t persona, enum person_gender *gender)
{
    struct profile profile;
    struct profile_reader reader;
    bool sees;
    *gender = PERSON_NEUTRAL;
    TRY(profile_find(request->db, request->arena, persona, NULL, &profile));
    TRY(profile_reader_of(request, persona, &reader));
    const struct profile_field *field = &profile.fields[PROFILE_PRONOUNS];
    TRY(profile_sees(request, &reader, field, &sees));
    const struct profile_value *said = sees ? profile_pronouns_for(&request->view, field) : NULL;
    *gender = said ? said->gender : PERSON_NEUTRAL;
    return OK;
}

/* ---- one's own groups and circles ---- */

enum status profile_places_of(struct request *request, struct profile_places *places)
{
    struct groups groups;
    struct circles circles;
    TRY(group_mine(request, &groups));
    TRY(circle_list_mine(request, &circles));
    *places = (struct profile_places){ arena_array(request->arena, groups.count + circles.count + 1, sizeof *places->items), 0 };
    for (size_t i = 0; i < circles.count; i++)
        places->items[places->count++] =
            (struct profile_place){ arena_printf(request->arena, "circle-%lld", (long long)circles.items[i].id), circles.items[i].name,
                                    PROFILE_FOR_CIRCLE, PROFILE_AS_CIRCLE, circles.items[i].id };
    for (size_t i = 0; i < groups.count; i++)
        places->items[places->count++] =
            (struct profile_place){ arena_printf(request->arena, "group-%s", groups.items[i].slug), groups.items[i].name, PROFILE_FOR_GROUP,
                                    PROFILE_AS_GROUP, groups.items[i].id };
    return OK;
}

const struct profile_place *profile_place_read(const struct profile_places *places, const char *word)
{
    for (size_t i = 0; i < places->count; i++)
        if (text_same(places->items[i].word, word))
            return &places->items[i];
    return NULL;
}

const struct profile_place *profile_place_find(const struct profile_places *places, const struct profile_field *field)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->items[i].audience == field->audience && places->items[i].of == field->of)
            return &places->items[i];
    return NULL;
}
