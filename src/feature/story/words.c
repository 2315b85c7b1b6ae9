/* The words stories are told with: kinds of milestones, audiences, prompts. The order is the order on the page. */
#include "story/pages.h"

static const struct milestone_kind kinds[] = {
    { "words", N_("First words"), 1 },        { "out", N_("Coming out"), 2 },   { "name", N_("A name"), 4 },
    { "family", N_("A family"), 8 },          { "leaving", N_("Leaving"), 16 }, { "arriving", N_("Arriving"), 32 },
    { "own", N_("Something of my own"), 64 },
};
static const struct milestone_kinds kinds_all = { kinds, COUNT(kinds) };

static const struct story_prompt prompts[] = {
    { "name", N_("The first time somebody called you by the name that fits.") },
    { "room", N_("A room in which you didn’t have to explain yourself.") },
    { "letter", N_("A letter to the person you were ten years ago.") },
    { "table", N_("Who sat at the table, and what wasn’t said.") },
    { "clothes", N_("Something you wore, and how it felt.") },
    { "road", N_("The road out of the place you come from.") },
    { "song", N_("A song that knew before you did.") },
    { "kind", N_("Somebody who was kind when they didn’t have to be.") },
    { "word", N_("The day you found a word for it.") },
    { "quiet", N_("What you told nobody, and why that was right at the time.") },
    { "chosen", N_("How the people you call family became your family.") },
    { "ordinary", N_("An ordinary day that you wouldn’t have dared to hope for.") },
};
static const struct story_prompts prompts_all = { prompts, COUNT(prompts) };

static const struct story_audience audiences[] = {
    { "me", N_("Only me"), N_("Sealed with your key. Nobody else can open it, not even the people who run this place.") },
    { "circles", N_("My connections"), N_("The people you’re connected with.") },
    { "chosen", N_("Some of my circles"), N_("Choose them below. Nobody sees which ones.") },
    { "group", N_("One group"), N_("Its members. Choose it below.") },
    { "members", N_("Members"), N_("Everybody who is signed in here.") },
    { "everyone", N_("Everyone"), N_("People who aren’t signed in, too.") },
};
static const struct story_tongues tongues_all = { languages, LANGUAGES };
static const struct story_audiences audiences_all = { audiences, COUNT(audiences) };

const struct milestone_kinds *milestone_kinds_all(void)
{
    return &kinds_all;
}

const struct milestone_kind *milestone_kind_find(const char *code)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].code, code))
            return &kinds[i];
    return NULL;
}

const char *milestone_label(struct view *view, const struct milestone *milestone)
{
    const struct milestone_kind *kind = milestone_kind_find(milestone->kind);
    return kind && !text_same(kind->code, "own") ? t(view, kind->label) : NULL;
}

const char *milestone_title(struct view *view, const struct milestone *milestone)
{
    const char *label = milestone_label(view, milestone);
    if (!label)
        return milestone->when;
    return *milestone->when ? arena_printf(view->words.arena, "%s · %s", label, milestone->when) : label;
}

unsigned milestone_bits(const struct milestones *road)
{
    unsigned bits = 0;
    for (size_t i = 0; i < road->count; i++) {
        const struct milestone_kind *kind = milestone_kind_find(road->items[i].kind);
        bits |= kind ? kind->bit : 0;
    }
    return bits;
}

const struct story_prompts *story_prompts_all(void)
{
    return &prompts_all;
}

const char *story_prompt_find(const char *code)
{
    for (size_t i = 0; i < COUNT(prompts); i++)
        if (text_same(prompts[i].code, code))
            return prompts[i].text;
    return NULL;
}

const struct story_tongues *story_tongues_all(void)
{
    return &tongues_all;
}

const struct story_audiences *story_audiences_all(void)
{
    return &audiences_all;
}

const char *story_audience_text(struct view *view, const struct story *story)
{
    if (text_same(story->audience, "group") && story->group_name)
        return story->group_name;
    for (size_t i = 0; i < COUNT(audiences); i++)
        if (text_same(audiences[i].code, story->audience))
            return t(view, audiences[i].label);
    return text_same(story->audience, "hidden") ? t(view, "Hidden by the moderators") : "";
}

const char *story_minutes_text(struct view *view, int64_t minutes)
{
    return tn(view, "{n} minute to read", "{n} minutes to read", minutes);
}

const char *story_author_text(struct view *view, const struct story *story)
{
    return story->is_unnamed ? t(view, "Told without a name") : talk_author_text(view, story->name);
}
