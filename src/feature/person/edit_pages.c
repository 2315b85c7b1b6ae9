/* /people/me: one's own page, section by section. Each is a form of its own, so that a problem in one holds up no other. */
#include "person/pages.h"

const struct field person_field_form[] = {
    { "value[]", 0, PROFILE_VALUE_MAX, FIELD_LINE, true }, { "tongue[]", 0, 8, FIELD_LINE, true },   { "gender[]", 0, 1, FIELD_LINE, true },
    { "about", 0, PROFILE_ABOUT_MAX, FIELD_TEXT, false },  { "audience", 0, 80, FIELD_LINE, false }, { 0 },
};
const struct field person_choice_form[] = { { "listed", 0, 1, FIELD_LINE, false }, { "shy", 0, 1, FIELD_LINE, false }, { 0 } };

enum { TYPED_MOST = 40 };

/* ---- showing ---- */

static void option_add(struct person_options *options, const char *value, const char *label, bool chosen)
{
    options->items[options->count++] = (struct person_option){ value, label, chosen };
}

static struct person_options *options_new(struct arena *arena, size_t most)
{
    struct person_options *options = arena_alloc(arena, sizeof *options);
    options->items = arena_array(arena, most, sizeof *options->items);
    return options;
}

static const char *audience_value(const struct profile_field *field, const struct profile_places *places)
{
    const struct profile_place *place = profile_place_find(places, field);
    bool gone = field->audience == PROFILE_FOR_GROUP || field->audience == PROFILE_FOR_CIRCLE;
    return place ? place->word : gone ? "me" : profile_audience_words[field->audience];
}

static const struct person_options *audience_options(struct request *request, const struct profile_places *places, const char *chosen)
{
    struct view *view = &request->view;
    struct person_options *options = options_new(request->arena, PROFILE_AUDIENCES + places->count);
    bool minor = persona_band_is_minor(request->member->band);
    chosen = minor && text_same(chosen, "everyone") ? "members" : chosen;
    for (enum profile_audience audience = 0; audience < PROFILE_AUDIENCES; audience++) {
        if (minor && audience == PROFILE_FOR_EVERYONE)
            continue;
        const char *word = profile_audience_words[audience];
        if (audience != PROFILE_FOR_GROUP && audience != PROFILE_FOR_CIRCLE)
            option_add(options, word, profile_audience_text(view, audience), text_same(word, chosen));
        for (size_t i = 0; i < places->count; i++) {
            const struct profile_place *place = &places->items[i];
            const char *label =
                audience == PROFILE_FOR_CIRCLE ? tf(view, "Your circle {1}", place->name) : tf(view, "Members of {1}", place->name);
            if (place->audience == audience)
                option_add(options, place->word, label, text_same(place->word, chosen));
        }
    }
    return options;
}

static const struct person_options *tongue_options(struct request *request, const char *chosen)
{
    struct person_options *options = options_new(request->arena, LANGUAGES + 1);
    option_add(options, "", t(&request->view, "In any language"), !chosen[0]);
    for (size_t i = 0; i < LANGUAGES; i++)
        option_add(options, languages[i].code, languages[i].own_name, text_same(languages[i].code, chosen));
    return options;
}

static const struct person_options *gender_options(struct request *request, const char *chosen)
{
    struct view *view = &request->view;
    struct person_options *options = options_new(request->arena, 3);
    option_add(options, "n", t(view, "Without gender, or not said"), chosen[0] != 'f' && chosen[0] != 'm');
    option_add(options, "f", t(view, "Feminine"), chosen[0] == 'f');
    option_add(options, "m", t(view, "Masculine"), chosen[0] == 'm');
    return options;
}

/* What stands in the inputs of a section: what was typed when it came back, else what is there. */
struct standing {
    const char *values[TYPED_MOST], *tongues[TYPED_MOST], *genders[TYPED_MOST];
    size_t count;
};

static void standing_typed(struct request *request, struct standing *standing)
{
    standing->count = form_values(request, "value[]", standing->values, TYPED_MOST);
    size_t tongues = form_values(request, "tongue[]", standing->tongues, TYPED_MOST);
    size_t genders = form_values(request, "gender[]", standing->genders, TYPED_MOST);
    for (size_t i = 0; i < standing->count; i++) {
        standing->tongues[i] = i < tongues ? standing->tongues[i] : "";
        standing->genders[i] = i < genders ? standing->genders[i] : "";
    }
}

static void standing_kept(struct view *view, const struct profile_field *field, struct standing *standing)
{
    static const char *const letters[] = { "n", "f", "m" };
    for (size_t i = 0; i < field->count; i++) {
        standing->values[i] = profile_value_text(view, field->kind, &field->values[i]);
        standing->tongues[i] = field->values[i].code;
        standing->genders[i] = letters[field->values[i].gender];
    }
    standing->count = field->count;
}

/* A place or two more than are filled. */
static void section_inputs(struct request *request, const struct profile_field *field, const struct standing *standing,
                           struct person_section *section)
{
    struct view *view = &request->view;
    const struct profile_look *look = &profile_looks[field->kind];
    size_t most = look->values > standing->count ? look->values : standing->count, wanted = standing->count + 1;
    bool pronouns = field->kind == PROFILE_PRONOUNS;
    const char *wrong = section->failed && form_error(request, "value[]") ? "f-value[]-e" : NULL;
    size_t count = look->values == 1 ? 1 : wanted < 2 && !pronouns ? 2 : wanted;
    section->items = arena_array(request->arena, most, sizeof *section->items);
    for (size_t i = 0; i < (count < most ? count : most); i++) {
        const char *n = number(view, (int64_t)i + 1);
        bool filled = i < standing->count;
        section->items[section->count++] = (struct person_input){
            .id = arena_printf(request->arena, "%s-%zu", look->word, i + 1),
            .label = look->values == 1 ? section->label : tf(view, "{1} ({2})", section->label, n),
            .value = filled ? standing->values[i] : "",
            .list = section->list,
            .wrong = wrong,
            .tongues = pronouns ? tongue_options(request, filled ? standing->tongues[i] : "") : NULL,
            .genders = pronouns ? gender_options(request, filled ? standing->genders[i] : "") : NULL,
        };
    }
}

static void section_make(struct request *request, const struct profile_field *field, const struct profile_places *places,
                         struct person_section *section)
{
    struct view *view = &request->view;
    const struct profile_look *look = &profile_looks[field->kind];
    struct profile_texts *suggestions = arena_alloc(request->arena, sizeof *suggestions);
    struct standing standing = { .count = 0 };
    *suggestions = profile_suggested(view, field->kind);
    *section = (struct person_section){
        .word = look->word,
        .label = t(view, look->label),
        .hint = t(view, look->hint),
        .action = arena_printf(request->arena, "/people/me/%s", look->word),
        .area = field->kind == PROFILE_ABOUT,
        .failed = request->method == POST && text_same(path_text(request, 0), look->word),
        .suggestions = suggestions,
        .list = suggestions->count ? arena_printf(request->arena, "%s-list", look->word) : NULL,
    };
    const char *audience = audience_value(field, places);
    section->audiences = audience_options(request, places, section->failed ? form_value(request, "audience") : audience);
    section->about = field->count ? field->values[0].text : "";
    if (section->failed)
        section->about = form_shown(request, "about", section->about);
    if (section->failed)
        standing_typed(request, &standing);
    else
        standing_kept(view, field, &standing);
    if (!section->area)
        section_inputs(request, field, &standing, section);
    if (field->count && section->area)
        section->said = markdown_excerpt(request->arena, field->values[0].text, 80);
    else if (field->count && !section->failed)
        section->said = profile_list_text(view, standing.values, field->count);
}

enum status person_edit_page(struct request *request)
{
    struct profile profile;
    struct profile_places places;
    struct persona persona;
    struct member *member = request->member;
    struct person_edit_view page = { .persona = &persona, .may_be_listed = member->band != BAND_UNSAID };
    TRY(persona_find(request->db, request->arena, member->persona, &persona));
    TRY(profile_find(request->db, request->arena, member->persona, &member->key, &profile));
    TRY(profile_places_of(request, &places));
    for (enum profile_kind kind = 0; kind < PROFILE_KINDS; kind++)
        section_make(request, &profile.fields[kind], &places, &page.items[page.count++]);
    page.listed = profile.listed;
    page.shy = profile.shy;
    person_edit_html(&request->view, &page);
    return OK;
}

/* ---- saving ---- */

static bool parts_values(int32_t c)
{
    return c == ',' || c == ';' || c == 0x60c || c == 0x61b || c == 0x3001 || c == 0xff0c || c == 0xff1b;
}

static bool value_is_there(struct arena *arena, const struct profile_field *field, const struct profile_value *value)
{
    const char *key = profile_value_key(arena, value);
    for (size_t i = 0; i < field->count; i++)
        if (text_same(profile_value_key(arena, &field->values[i]), key) &&
            (field->kind != PROFILE_PRONOUNS || text_same(field->values[i].text, value->text)))
            return true;
    return false;
}

/* False: there is no more room. Nothing happens for one that is there, or that nobody could see. */
static bool value_add(struct request *request, struct profile_field *field, const char *typed, const char *tongue,
                      enum person_gender gender)
{
    const char *text = text_clean_line(request->arena, typed);
    bool pronouns = field->kind == PROFILE_PRONOUNS;
    if (!*text_fold(request->arena, text))
        return true;
    struct profile_value value = { text, pronouns ? tongue : profile_code(request, field->kind, text), gender };
    if (value_is_there(request->arena, field, &value))
        return true;
    if (field->count == profile_looks[field->kind].values)
        return false;
    field->values[field->count++] = value;
    return true;
}

static bool values_split(struct request *request, struct profile_field *field, const char *typed)
{
    bool room = true;
    for (const char *from = typed, *at = typed; room; at++) {
        const char *here = at, *next = at;
        int32_t c = text_next(&next);
        if (c && !parts_values(c)) {
            at = next - 1;
            continue;
        }
        room = value_add(request, field, arena_slice(request->arena, from, (size_t)(here - from)), "", PERSON_NEUTRAL);
        from = next;
        at = next - 1;
        if (!c)
            break;
    }
    return room;
}

static const char *tongue_known(const char *code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (text_same(languages[i].code, code))
            return languages[i].code;
    return "";
}

static enum status values_read(struct request *request, struct profile_field *field)
{
    struct standing typed = { .count = 0 };
    bool room = true;
    standing_typed(request, &typed);
    for (size_t i = 0; i < typed.count && room; i++) {
        enum person_gender gender = typed.genders[i][0] == 'f'   ? PERSON_FEMININE
                                    : typed.genders[i][0] == 'm' ? PERSON_MASCULINE
                                                                 : PERSON_NEUTRAL;
        if (field->kind == PROFILE_REGION && profile_region_is_exact(request->arena, typed.values[i]))
            return form_reject(request, "value[]",
                               t(&request->view, "That says exactly where you are. A region or a big city is enough, and safer."));
        room = profile_looks[field->kind].split ? values_split(request, field, typed.values[i])
                                                : value_add(request, field, typed.values[i], tongue_known(typed.tongues[i]), gender);
    }
    if (!room)
        return form_reject(request, "value[]",
                           tn(&request->view, "There is room for {n} here. Please leave one out.",
                              "There is room for {n} here. Please leave some out.", (int64_t)profile_looks[field->kind].values));
    return OK;
}

static enum status about_read(struct request *request, struct profile_field *field)
{
    struct markdown markdown;
    const char *text = form_value(request, "about");
    if (!*text_fold(request->arena, text))
        return OK;
    TRY(member_words_check(request, "about", text));
    if (markdown_render(request->arena, text, &markdown) != OK)
        return form_reject(request, "about",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    field->values[field->count++] = (struct profile_value){ text, "", PERSON_NEUTRAL };
    return OK;
}

static enum status audience_read(struct request *request, struct profile_field *field)
{
    const char *word = form_value(request, "audience");
    struct profile_places places;
    TRY(profile_places_of(request, &places));
    const struct profile_place *place = profile_place_read(&places, word);
    field->audience = place ? place->audience : *word ? profile_audience_read(word) : PROFILE_FOR_MEMBERS;
    field->of = place ? place->of : 0;
    if (field->audience == PROFILE_FOR_EVERYONE && persona_band_is_minor(request->member->band))
        field->audience = PROFILE_FOR_MEMBERS;
    bool needs = field->audience == PROFILE_FOR_GROUP || field->audience == PROFILE_FOR_CIRCLE;
    if (field->audience == PROFILE_AUDIENCES || (needs && !place))
        return form_reject(request, "audience", t(&request->view, "Please choose from what is offered in each list."));
    return OK;
}

enum status person_field_save(struct request *request)
{
    static const struct limit changing = { "profile", 60, 6 };
    struct member *member = request->member;
    struct profile_field field = { .kind = profile_kind_read(path_text(request, 0)) };
    if (field.kind == PROFILE_KINDS)
        return NOT_FOUND;
    if (!limit_take(request, &changing, member_key_text(request)))
        return limit_refuse(request, 0);
    TRY(audience_read(request, &field));
    TRY(field.kind == PROFILE_ABOUT ? about_read(request, &field) : values_read(request, &field));
    TRY(profile_field_store(request->db, request->arena, member->persona, &member->key, &field));
    /* What stood there before is gone from the log of the database, too. */
    TRY(job_add(request->db, request->arena, "profile.changed", 0, request->now));
    return redirect_with(request, arena_printf(request->arena, "/people/me#%s", profile_looks[field.kind].word), NOTICE_SAVED);
}

enum status person_choice_save(struct request *request)
{
    struct member *member = request->member;
    bool listed = text_same(form_value(request, "listed"), "1"), shy = text_same(form_value(request, "shy"), "1");
    TRY(profile_choice_store(request->db, request->arena, member->persona, listed && member->band != BAND_UNSAID, shy));
    return redirect_with(request, "/people/me#finding", NOTICE_SAVED);
}
