/* What the writing form holds, from wherever it comes: a request, a form that came when the session was over. */
#include "guideline/guideline.h"
#include "story/pages.h"

#define MILESTONE_FIELDS(when_, words_)                                                                                                    \
    { "kind[]", 0, 20, FIELD_LINE, true }, { "when[]", 0, when_, FIELD_LINE, true },                                                       \
    {                                                                                                                                      \
        "what[]", 0, words_, FIELD_LINE, true                                                                                              \
    }
#define SHORT_FIELDS                                                                                                                       \
    { "lang", 0, 10, FIELD_LINE, false }, { "note", 0, 20, FIELD_LINE, false }, { "audience", 0, 20, FIELD_LINE, false },                  \
        { "group", 0, 20, FIELD_LINE, false }, { "name", 0, 10, FIELD_LINE, false }, { "comments", 0, 10, FIELD_LINE, false },             \
        { "road", 0, 10, FIELD_LINE, false }, { "after", 0, 20, FIELD_LINE, false }, { "prompt", 0, 20, FIELD_LINE, false },               \
        { "do", 0, 10, FIELD_LINE, false }, { "once", 0, 100, FIELD_LINE, false }, { "seen", 0, 100, FIELD_LINE, false },                  \
        { "draft", 0, 20, FIELD_LINE, false }, { "story", 0, 20, FIELD_LINE, false },                                                      \
    {                                                                                                                                      \
        "base", 0, 20, FIELD_LINE, false                                                                                                   \
    }
#define MANY_FIELDS(description_)                                                                                                          \
    { "picture[]", 0, 20, FIELD_LINE, true }, { "circle[]", 0, 20, FIELD_LINE, true },                                                     \
    {                                                                                                                                      \
        "alt[]", 0, description_, FIELD_LINE, true                                                                                         \
    }
const struct field story_form[] = {
    { "title", 0, STORY_TITLE_MAX, FIELD_LINE, false },
    { "summary", 0, STORY_SUMMARY_MAX, FIELD_LINE, false },
    { "body", 0, STORY_BODY_MAX, FIELD_TEXT, false },
    { "note_own", 0, TALK_NOTE_MAX, FIELD_LINE, false },
    MILESTONE_FIELDS(MILESTONE_WHEN_MAX, MILESTONE_WORDS_MAX),
    MANY_FIELDS(PICTURE_DESCRIPTION_MOST),
    { "photo", 0, IMAGE_BYTES_MOST, FIELD_FILE, false },
    SHORT_FIELDS,
    GUIDELINE_FIELD,
    { 0 },
};
/* A draft may hold more than a story: nothing is cut, and nothing is lost because it is too long. */
const struct field story_draft_form[] = {
    { "title", 0, 1000, FIELD_LINE, false },
    { "summary", 0, 2000, FIELD_LINE, false },
    { "body", 0, STORY_BODY_MAX * 3 / 2, FIELD_TEXT, false },
    { "note_own", 0, 1000, FIELD_LINE, false },
    MILESTONE_FIELDS(1000, 2000),
    MANY_FIELDS(2000),
    SHORT_FIELDS,
    GUIDELINE_FIELD,
    { 0 },
};

/* The names of the fields, in the order of enum story_part, and what stands for an empty one. */
static const struct {
    const char *name, *otherwise;
} parts[] = {
    { "title", "" },     { "summary", "" },         { "body", "" },   { "lang", "" },      { "note", "" },
    { "note_own", "" },  { "audience", "members" }, { "group", "" },  { "name", "shown" }, { "comments", "on" },
    { "road", "shown" }, { "after", "" },           { "prompt", "" },
};
_Static_assert(COUNT(parts) == STORY_PARTS, "a field for each part");

static int64_t number_of(const char *text)
{
    int64_t number = 0;
    (void)text_int(text, 1, INT64_MAX, &number);
    return number;
}

bool story_circle_is_named(const char *circles, int64_t circle)
{
    for (const char *at = circles; *at; at += strspn(at, " ")) {
        char digits[24] = "";
        size_t len = strcspn(at, " ");
        memcpy(digits, at, len < sizeof digits ? len : 0);
        if (number_of(digits) == circle)
            return true;
        at += len;
    }
    return false;
}

/* One more; nothing that isn't a number. */
static const char *circles_add(struct arena *arena, const char *circles, const char *typed)
{
    int64_t number = number_of(typed);
    return number ? arena_printf(arena, "%s%s%lld", circles, *circles ? " " : "", (long long)number) : circles;
}

/* What was written about a milestone without saying its kind is one of its writer's own. */
static void milestone_add(struct milestones *road, const char *kind, const char *when, const char *words)
{
    if ((!*kind && !*when && !*words) || road->count == STORY_MILESTONES)
        return;
    road->items[road->count++] = (struct milestone){ milestone_kind_find(kind) ? kind : "own", when, words };
}

void story_words_of_form(struct request *request, struct story_words *words)
{
    const char *kind[STORY_MILESTONES], *when[STORY_MILESTONES], *what[STORY_MILESTONES];
    size_t kinds = form_values(request, "kind[]", kind, STORY_MILESTONES), whens = form_values(request, "when[]", when, STORY_MILESTONES);
    size_t whats = form_values(request, "what[]", what, STORY_MILESTONES);
    *words = (struct story_words){ 0 };
    for (size_t i = 0; i < STORY_PARTS; i++) {
        const char *value = form_value(request, parts[i].name);
        words->part[i] = *value ? value : parts[i].otherwise;
    }
    for (size_t i = 0; i < kinds || i < whens || i < whats; i++)
        milestone_add(&words->road, i < kinds ? kind[i] : "", i < whens ? when[i] : "", i < whats ? what[i] : "");
    story_pictures_of_form(request, &words->pictures);
    const char *circle[CIRCLES_MAX];
    size_t circles = form_values(request, "circle[]", circle, CIRCLES_MAX);
    words->circles = "";
    for (size_t i = 0; i < circles; i++)
        words->circles = circles_add(request->arena, words->circles, circle[i]);
}

/* The n-th field of that name, cleaned; "" when it didn't come. */
static const char *kept_value(struct arena *arena, const struct kept_form *kept, const char *name, size_t n)
{
    for (size_t i = 0; i < kept->count; i++)
        if (text_same(kept->fields[i].name, name) && n-- == 0)
            return text_same(name, "body") ? text_clean(arena, kept->fields[i].value) : text_clean_line(arena, kept->fields[i].value);
    return "";
}

void story_words_of_kept(struct arena *arena, const struct kept_form *kept, struct story_words *words)
{
    *words = (struct story_words){ 0 };
    for (size_t i = 0; i < STORY_PARTS; i++) {
        const char *value = kept_value(arena, kept, parts[i].name, 0);
        words->part[i] = *value ? value : parts[i].otherwise;
    }
    for (size_t i = 0; i < STORY_MILESTONES; i++)
        milestone_add(&words->road, kept_value(arena, kept, "kind[]", i), kept_value(arena, kept, "when[]", i),
                      kept_value(arena, kept, "what[]", i));
    words->circles = "";
    for (size_t i = 0; i < CIRCLES_MAX; i++)
        words->circles = circles_add(arena, words->circles, kept_value(arena, kept, "circle[]", i));
    for (size_t i = 0; i < STORY_PICTURES; i++) {
        int64_t id = number_of(kept_value(arena, kept, "picture[]", i));
        if (id)
            words->pictures.items[words->pictures.count++] =
                (struct story_picture){ .id = id, .description = kept_value(arena, kept, "alt[]", i) };
    }
}

bool story_words_are_empty(const struct story_words *words)
{
    return !*words->part[STORY_TITLE] && !*words->part[STORY_SUMMARY] && !*words->part[STORY_BODY] && !words->road.count &&
           !words->pictures.count;
}

struct story_place story_place_of_form(struct request *request)
{
    return (struct story_place){ number_of(form_value(request, "story")), number_of(form_value(request, "draft")) };
}

struct story_keeping story_keeping_of_form(struct request *request, enum story_state state)
{
    return (struct story_keeping){ story_place_of_form(request), state, form_once(request), form_value(request, "seen") };
}

enum status story_keep_form(struct request *request, const struct kept_form *kept, const char **go_to)
{
    struct arena *arena = request->arena;
    struct story_words words;
    struct story_sealed sealed;
    size_t begin = strlen("/stories/");
    if (!text_same(kept->path, "/stories/new") &&
        !(text_starts(kept->path, "/stories/") && text_same(kept->path + begin + strcspn(kept->path + begin, "/"), "/edit")))
        return NOT_FOUND;
    story_words_of_kept(arena, kept, &words);
    struct story_keeping keeping = { { number_of(kept_value(arena, kept, "story", 0)), number_of(kept_value(arena, kept, "draft", 0)) },
                                     STORY_DRAFT,
                                     kept_value(arena, kept, "once", 0),
                                     kept_value(arena, kept, "seen", 0) };
    TRY(story_sealed_keep(request, &keeping, &words, &sealed));
    *go_to = sealed.id ? story_sealed_path(arena, &sealed) : kept->path;
    return OK;
}
