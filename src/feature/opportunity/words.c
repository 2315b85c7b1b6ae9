/* What is chosen from: kinds, the questions of the inclusion statement and its answers; and small texts made of rows. */
#include "opportunity/pages.h"

struct opportunity_words listing_kinds(void)
{
    static const struct opportunity_word items[] = {
        { "job", N_("Work"), NULL },    { "volunteering", N_("Volunteering"), NULL }, { "housing", N_("Housing"), NULL },
        { "study", N_("Study"), NULL }, { "training", N_("Training"), NULL },
    };
    return (struct opportunity_words){ items, COUNT(items) };
}

struct opportunity_words partner_kinds(void)
{
    static const struct opportunity_word items[] = {
        { "employer", N_("Employer"), NULL },           { "association", N_("Association or charity"), NULL },
        { "school", N_("School or university"), NULL }, { "housing", N_("Housing"), NULL },
        { "public", N_("Public office"), NULL },
    };
    return (struct opportunity_words){ items, COUNT(items) };
}

struct opportunity_words partner_questions(void)
{
    static const struct opportunity_word items[PARTNER_QUESTIONS] = {
        { "policy", N_("A written policy"), N_("Does it name sexual orientation and gender identity? Where can one read it?") },
        { "transition", N_("Leave for a transition"), N_("How many days, paid or unpaid, and whom does one ask?") },
        { "partners", N_("The same for all couples and families"), N_("Parental leave, days off, pensions, family flats.") },
        { "health", N_("Health cover"), N_("What does it pay: hormones, operations, therapy, fertility, HIV care?") },
        { "contact", N_("Somebody to turn to"), N_("A name or a role, and whether they keep things to themselves.") },
        { "dress", N_("Toilets and clothes"), N_("Which toilets and changing rooms are there, and who decides what one wears?") },
        { "complaint", N_("What happens after a complaint"), N_("Who reads it, how soon, and what they can do.") },
    };
    return (struct opportunity_words){ items, COUNT(items) };
}

struct opportunity_words partner_answers(void)
{
    static const struct opportunity_word items[] = {
        { "yes", NC_("inclusion", "Yes"), NULL },
        { "part", NC_("inclusion", "In part"), NULL },
        { "not-yet", NC_("inclusion", "Not yet"), NULL },
        { "none", NC_("inclusion", "Doesn’t apply to us"), NULL },
    };
    return (struct opportunity_words){ items, COUNT(items) };
}

static const struct opportunity_word *word_find(const struct opportunity_words *words, const char *code)
{
    for (size_t i = 0; i < words->count; i++)
        if (text_same(words->items[i].code, code))
            return &words->items[i];
    return NULL;
}

const char *opportunity_word_text(struct view *view, struct opportunity_words words, const char *code)
{
    const struct opportunity_word *word = word_find(&words, code);
    if (!word)
        return "";
    return words.items == partner_answers().items ? tc(view, "inclusion", word->label) : t(view, word->label);
}

bool opportunity_word_is(struct opportunity_words words, const char *code)
{
    return word_find(&words, code) != NULL;
}

const char *listing_ages_text(struct view *view, int64_t ages)
{
    switch (ages) {
    case AGES_13:
        return t(view, "13 to 15 years");
    case AGES_16:
        return t(view, "16 to 17 years");
    case AGES_13 | AGES_16:
        return t(view, "13 to 17 years");
    case AGES_16 | AGES_ADULT:
        return t(view, "From 16 years");
    case AGES_ADULT:
        return t(view, "From 18 years");
    default:
        return NULL;
    }
}

const char *listing_languages_text(struct view *view, const char *codes)
{
    const char *named[LANGUAGES];
    size_t count = 0;
    while (*codes && count < COUNT(named)) {
        size_t len = strcspn(codes, " ");
        named[count++] = language_name(&view->words, arena_slice(view->words.arena, codes, len));
        codes += len + (codes[len] == ' ');
    }
    return text_capital(view->words.arena, language_list(&view->words, named, count));
}

const char *opportunity_day_text(struct view *view, int64_t day)
{
    return date(view, day * TIME_DAY + TIME_DAY / 2, DATE_LONG);
}

const char *opportunity_link_problem(struct view *view, const char *link)
{
    static const char *const followers[] = { "utm_", "gclid=", "fbclid=", "msclkid=", "mc_eid=", "igshid=" };
    if (!*link)
        return NULL;
    size_t host = text_starts(link, "https://") ? strcspn(link + 8, "/?#") : 0;
    if (!host || strcspn(link, " \t\"<>@\\") != strlen(link) || !strchr(link + 8, '.') || strchr(link + 8, '.') > link + 8 + host)
        return t(view, "Write the whole address, beginning with https://.");
    for (size_t i = 0; i < COUNT(followers); i++)
        if (strstr(link, followers[i]))
            return t(view, "This address carries something that follows people around. Please leave away what stands behind the “?”.");
    return NULL;
}

const char *listing_path(struct view *view, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/opportunities/%lld%s%s", (long long)id, *word ? "/" : "", word);
}

const char *partner_path(struct view *view, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/opportunities/partners/%lld%s%s", (long long)id, *word ? "/" : "", word);
}

const char *opportunity_letter_path(struct view *view, int64_t seat, const char *word)
{
    return arena_printf(view->words.arena, "/opportunities/letters/%lld%s%s", (long long)seat, *word ? "/" : "", word);
}

size_t opportunity_letter_count(const struct opportunity_letters *letters, bool mine)
{
    size_t count = 0;
    for (size_t i = 0; i < letters->count; i++)
        count += letters->items[i].mine == mine;
    return count;
}

const char *opportunity_letter_state_text(struct view *view, const struct opportunity_letter *letter)
{
    if (letter->state == LETTER_WITHDRAWN)
        return letter->mine ? t(view, "You’ve taken it back") : t(view, "Taken back");
    if (letter->state == LETTER_CLOSED || letter->conversation.ended)
        return t(view, "Finished");
    return t(view, "Open");
}
