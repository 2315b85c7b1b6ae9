/* /people/:name: somebody's page, as whoever reads it may see it; one's own also as others do. */
#include "person/pages.h"

/* ---- as seen by ---- */

struct looking {
    struct profile_reader reader;
    bool own;
};

static const struct {
    const char *word, *label;
    enum profile_view as;
} views[] = {
    { "", N_("You"), PROFILE_AS_SELF },
    { "connection", N_("A connection"), PROFILE_AS_CONNECTION },
    { "members", N_("All members"), PROFILE_AS_MEMBERS },
    { "everyone", N_("Visitors"), PROFILE_AS_EVERYONE },
};

static void looking_as(struct request *request, const struct profile_places *places, struct looking *looking)
{
    const char *as = query_value(request, "as");
    const struct profile_place *place = profile_place_read(places, as);
    for (size_t i = 0; i < COUNT(views); i++)
        if (text_same(views[i].word, as))
            looking->reader.as = views[i].as;
    if (!place)
        return;
    looking->reader.as = place->as;
    looking->reader.of = place->of;
}

static void tab_add(struct person_tabs *tabs, const char *href, const char *label, bool current)
{
    tabs->items[tabs->count++] = (struct person_tab){ href, label, current };
}

static struct person_tabs *tabs_of(struct request *request, const char *path, const struct profile_places *places,
                                   const struct looking *looking)
{
    struct arena *arena = request->arena;
    struct person_tabs *tabs = arena_alloc(arena, sizeof *tabs);
    tabs->items = arena_array(arena, COUNT(views) + places->count, sizeof *tabs->items);
    for (size_t i = 0; i < COUNT(views); i++)
        tab_add(tabs, views[i].word[0] ? arena_printf(arena, "%s?as=%s", path, views[i].word) : path, t(&request->view, views[i].label),
                looking->reader.as == views[i].as);
    for (size_t i = 0; i < places->count; i++)
        tab_add(tabs, arena_printf(arena, "%s?as=%s", path, places->items[i].word), tf(&request->view, "In {1}", places->items[i].name),
                looking->reader.as == places->items[i].as && looking->reader.of == places->items[i].of);
    return tabs;
}

/* ---- what is shown ---- */

static const char *audience_of(struct view *view, const struct profile_field *field, const struct profile_places *places)
{
    const struct profile_place *place = profile_place_find(places, field);
    if (place)
        return place->name;
    if (field->audience == PROFILE_FOR_GROUP || field->audience == PROFILE_FOR_CIRCLE)
        return t(view, "A group or circle that’s gone: nobody");
    bool minor = persona_band_is_minor(view->request->member->band); /* shown to oneself alone */
    return profile_audience_text(view, minor && field->audience == PROFILE_FOR_EVERYONE ? PROFILE_FOR_MEMBERS : field->audience);
}

static enum status fact_about(struct request *request, const struct profile_field *field, struct person_fact *fact)
{
    struct markdown markdown;
    struct safe_html *html = arena_alloc(request->arena, sizeof *html);
    TRY(markdown_render(request->arena, field->values[0].text, &markdown));
    *html = html_trusted(markdown.html);
    fact->html = html;
    return OK;
}

static enum status fact_make(struct request *request, const struct profile_field *field, struct person_fact *fact)
{
    struct view *view = &request->view;
    *fact = (struct person_fact){ .label = t(view, profile_looks[field->kind].label) };
    if (field->kind == PROFILE_ABOUT)
        return fact_about(request, field, fact);
    const char *texts[PROFILE_VALUES];
    for (size_t i = 0; i < field->count; i++) {
        const struct profile_value *value = &field->values[i];
        const char *text = profile_value_text(view, field->kind, value);
        if (field->kind == PROFILE_PRONOUNS && value->code[0])
            text = tf(view, "{1} ({2})", text, language_name(&view->words, value->code));
        texts[i] = text;
    }
    fact->text = profile_list_text(view, texts, field->count);
    return OK;
}

static enum status facts_of(struct request *request, const struct profile *profile, const struct looking *looking,
                            const struct profile_places *places, struct person_page_view *page)
{
    struct view *view = &request->view;
    page->items = arena_array(request->arena, PROFILE_KINDS, sizeof *page->items);
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++) {
        const struct profile_field *field = &profile->fields[kind];
        bool sees;
        TRY(profile_sees(request, &looking->reader, field, &sees));
        if (!sees)
            continue;
        struct person_fact *fact = &page->items[page->count++];
        TRY(fact_make(request, field, fact));
        const struct profile_value *lead = kind == PROFILE_PRONOUNS ? profile_pronouns_for(view, field) : NULL;
        page->lead = lead ? lead->text : page->lead;
        if (!looking->own)
            continue;
        fact->audience = audience_of(view, field, places);
        fact->icon = field->audience == PROFILE_FOR_ME ? "lock" : "eye";
        fact->href = arena_printf(request->arena, "/people/me#%s", profile_looks[kind].word);
    }
    return OK;
}

/* Phrased as they wish where the language asks for it. */
static const char *tie_text(struct view *view, enum person_gender gender, const char *name)
{
    const char *text = gender == PERSON_FEMININE    ? tc(view, "about a person, feminine", "{1} is connected with you.")
                       : gender == PERSON_MASCULINE ? tc(view, "about a person, masculine", "{1} is connected with you.")
                                                    : tc(view, "about a person, without gender", "{1} is connected with you.");
    return tf_(view, text, name, (const char *)NULL);
}

/* ---- the page ---- */

/* Whom one of the two blocks isn't there, nor anything a visitor isn't shown. */
static enum status persona_met(struct request *request, struct persona *persona)
{
    bool blocked = false;
    if (text_length(path_text(request, 0)) > NAME_MAX_LENGTH)
        return NOT_FOUND;
    TRY(persona_by_name(request->db, request->arena, path_text(request, 0), persona));
    if (request->reader && request->reader != persona->id)
        TRY(block_between(request->db, request->arena, request->reader, persona->id, &blocked));
    return blocked ? NOT_FOUND : OK;
}

static enum status page_of_other(struct request *request, const struct profile *profile, const struct persona *persona)
{
    struct looking looking = { .own = false };
    struct profile_places none = { NULL, 0 };
    struct person_page_view page = { .persona = persona };
    TRY(profile_reader_of(request, persona->id, &looking.reader));
    TRY(facts_of(request, profile, &looking, &none, &page));
    if (!page.count && (profile->shy || !request->reader))
        return NOT_FOUND;
    if (looking.reader.close) {
        enum person_gender gender;
        TRY(person_gender_of(request, persona->id, &gender));
        page.tie = tie_text(&request->view, gender, persona->name);
    }
    person_page_html(&request->view, &page);
    return OK;
}

static enum status page_of_own(struct request *request, const struct profile *profile, const struct persona *persona)
{
    struct profile_places places;
    struct looking looking = { .own = true, .reader = { .as = PROFILE_AS_SELF, .owner = persona->id } };
    struct person_page_view page = { .persona = persona, .own = true, .listed = profile->listed };
    TRY(profile_places_of(request, &places));
    looking_as(request, &places, &looking);
    if (looking.reader.as == PROFILE_AS_EVERYONE)
        TRY(profile_reader_everyone(request, &looking.reader));
    page.tabs = tabs_of(request, persona_path(request->arena, persona->name), &places, &looking);
    TRY(facts_of(request, profile, &looking, &places, &page));
    page.gone = !page.count && looking.reader.as != PROFILE_AS_SELF && (profile->shy || looking.reader.as == PROFILE_AS_EVERYONE);
    person_page_html(&request->view, &page);
    return OK;
}

enum status person_page(struct request *request)
{
    struct persona persona;
    struct profile profile;
    TRY(persona_met(request, &persona));
    bool own = request->reader == persona.id;
    TRY(profile_find(request->db, request->arena, persona.id, own ? &request->member->key : NULL, &profile));
    return own ? page_of_own(request, &profile, &persona) : page_of_other(request, &profile, &persona);
}
