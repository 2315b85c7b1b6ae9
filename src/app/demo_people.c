/* What the demonstration's people say about themselves: their own lines, a language, things they like, words some of them use. */
#include "app/demo.h"
#include "person/pages.h"

/* A suggestion, as somebody who speaks `lang` would have typed it. */
static void say_suggested(struct demo *demo, struct profile_field *field, const char *lang, size_t n)
{
    const struct profile_look *look = &profile_looks[field->kind];
    const struct profile_suggestion *chosen = &look->suggestions[n % look->suggestions_count];
    const char *text = catalogue_text(catalogue_find(demo->app->catalogues, lang), NULL, chosen->label);
    for (size_t i = 0; i < field->count; i++)
        if (text_same(field->values[i].code, chosen->code))
            return;
    field->values[field->count++] = (struct profile_value){ text, chosen->code, PERSON_NEUTRAL };
}

static enum status say(struct db *db, struct demo *demo, int64_t persona, const struct profile_field *field)
{
    return field->count ? profile_field_store(db, &demo->arena, persona, NULL, field) : OK;
}

static enum status say_languages(struct db *db, struct demo *demo, int64_t persona, const char *lang)
{
    struct profile_field field = { .kind = PROFILE_LANGUAGE, .audience = PROFILE_FOR_MEMBERS };
    struct words words = { .catalogue = catalogue_find(demo->app->catalogues, lang), .arena = &demo->arena };
    field.values[field.count++] = (struct profile_value){ language_name(&words, lang), lang, PERSON_NEUTRAL };
    if (!text_same(lang, "en") && demo_below(demo, 3))
        field.values[field.count++] = (struct profile_value){ language_name(&words, "en"), "en", PERSON_NEUTRAL };
    return say(db, demo, persona, &field);
}

static enum status person_speaks(struct db *db, struct demo *demo, int64_t persona, const json_t *told, bool first)
{
    const char *lang = arena_copy(&demo->arena, demo_word(told, "lang")), *about = demo_word(told, "about");
    struct profile_field lines = { .kind = PROFILE_ABOUT, .audience = PROFILE_FOR_MEMBERS, .count = first && *about };
    struct profile_field likes = { .kind = PROFILE_INTEREST, .audience = PROFILE_FOR_MEMBERS };
    struct profile_field seeks = { .kind = PROFILE_SEEK, .audience = PROFILE_FOR_MEMBERS };
    lines.values[0] = (struct profile_value){ about, "", PERSON_NEUTRAL };
    for (size_t i = 0; i < 3; i++)
        say_suggested(demo, &likes, lang, demo_below(demo, 100));
    if (first)
        say_suggested(demo, &seeks, lang, demo_below(demo, 100));
    TRY(say(db, demo, persona, &lines));
    TRY(say(db, demo, persona, &likes));
    TRY(say(db, demo, persona, &seeks));
    TRY(say_languages(db, demo, persona, lang));
    return profile_choice_store(db, &demo->arena, persona, demo_below(demo, 4) != 0, false);
}

static enum status demo_speaks(struct db *db, struct demo *demo, const json_t *people)
{
    size_t told = json_array_size(people);
    for (size_t i = 0; i < demo->people_count; i++) {
        struct demo part = *demo; /* memory for one at a time, there may be many */
        part.arena = (struct arena){ 0 };
        enum status status = person_speaks(db, &part, demo->people[i].id, json_array_get(people, i % told), i < told);
        demo->state = part.state;
        arena_free(&part.arena);
        TRY(status);
    }
    return OK;
}

/* The one who shows the place around has said a little more, each thing to somebody else. */
static enum status demo_shows(struct db *db, struct demo *demo)
{
    struct profile_field words = { .kind = PROFILE_PRONOUNS, .audience = PROFILE_FOR_MEMBERS, .count = 1 };
    struct profile_field who = { .kind = PROFILE_IDENTITY, .audience = PROFILE_FOR_CIRCLES, .count = 1 };
    struct profile_field where = { .kind = PROFILE_REGION, .audience = PROFILE_FOR_CIRCLES, .count = 1 };
    struct profile_field offers = { .kind = PROFILE_OFFER, .audience = PROFILE_FOR_EVERYONE, .count = 1 };
    words.values[0] = (struct profile_value){ "they/them", "en", PERSON_NEUTRAL };
    who.values[0] = (struct profile_value){ "non-binary", "nonbinary", PERSON_NEUTRAL };
    where.values[0] = (struct profile_value){ "The north, near the sea", "", PERSON_NEUTRAL };
    offers.values[0] = (struct profile_value){ "a listening ear", "listening", PERSON_NEUTRAL };
    const struct profile_field *const said[] = { &words, &who, &where, &offers };
    for (size_t i = 0; i < COUNT(said); i++)
        TRY(say(db, demo, demo->people[0].id, said[i]));
    return profile_choice_store(db, &demo->arena, demo->people[0].id, true, false);
}

enum status demo_people(struct db *db, struct demo *demo)
{
    json_t *people = demo_json("demo/people.json");
    if (!people)
        return BROKEN;
    enum status status = demo_speaks(db, demo, people);
    json_decref(people);
    TRY(status);
    return demo_shows(db, demo);
}
