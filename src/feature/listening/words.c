/* What can be asked for, how matching explains itself, and how long it may take. */
#include "listening/pages.h"

/* ---- topics, wishes, languages ---- */

/* The order is kept in rows (bits): add at the end. */
static const char *const topics[LISTENING_TOPICS] = {
    N_("coming out"),
    N_("family"),
    N_("love and relationships"),
    N_("gender"),
    N_("faith"),
    N_("loneliness"),
    N_("school or work"),
    N_("being treated badly"),
    N_("moving or fleeing"),
    N_("grief"),
    N_("body and health"),
};

const char *listening_topic_text(struct view *view, int topic)
{
    return t(view, topics[topic]);
}

const char *listening_topics_text(struct view *view, unsigned bits)
{
    const char *named[LISTENING_TOPICS];
    size_t count = 0;
    for (int i = 0; i < LISTENING_TOPICS; i++)
        if (bits & 1u << i)
            named[count++] = listening_topic_text(view, i);
    return language_list(&view->words, named, count);
}

struct listening_options *listening_topic_list(struct view *view, unsigned bits)
{
    struct listening_options *options = arena_alloc(view->words.arena, sizeof *options);
    options->items = arena_array(view->words.arena, LISTENING_TOPICS, sizeof *options->items);
    for (int i = 0; i < LISTENING_TOPICS; i++)
        options->items[options->count++] =
            (struct listening_option){ arena_printf(view->words.arena, "%d", i),
                                       text_capital(view->words.arena, listening_topic_text(view, i)), (bits & 1u << i) != 0 };
    return options;
}

struct listening_options *listening_language_list(struct view *view, const char *codes)
{
    struct listening_options *options = arena_alloc(view->words.arena, sizeof *options);
    options->items = arena_array(view->words.arena, LANGUAGES, sizeof *options->items);
    for (int i = 0; i < LANGUAGES; i++)
        options->items[options->count++] =
            (struct listening_option){ languages[i].code, text_capital(view->words.arena, language_name(&view->words, languages[i].code)),
                                       *listening_shared(view->words.arena, languages[i].code, codes) != '\0' };
    return options;
}

const char *listening_languages_text(struct view *view, const char *codes)
{
    const char *named[LANGUAGES];
    size_t count = 0;
    while (*codes && count < COUNT(named)) {
        size_t len = strcspn(codes, " ");
        named[count++] = language_name(&view->words, arena_slice(view->words.arena, codes, len));
        codes += len + (codes[len] == ' ');
    }
    return language_list(&view->words, named, count);
}

struct listening_word_list listening_wishes(void)
{
    static const struct listening_word wishes[] = {
        { "listen", N_("Please just listen"), N_("No advice, no questions that lead somewhere.") },
        { "share", N_("Share your experience"), N_("I’d like to hear how it was for you.") },
        { "advise", N_("Advice is welcome"), N_("Ideas, things that helped, things to try.") },
    };
    return (struct listening_word_list){ wishes, COUNT(wishes) };
}

const char *listening_wish_text(struct view *view, const char *code)
{
    struct listening_word_list wishes = listening_wishes();
    for (size_t i = 0; i < wishes.count; i++)
        if (text_same(wishes.items[i].code, code))
            return t(view, wishes.items[i].label);
    return "";
}

bool listening_wish_is(const char *code)
{
    struct listening_word_list wishes = listening_wishes();
    for (size_t i = 0; i < wishes.count; i++)
        if (text_same(wishes.items[i].code, code))
            return true;
    return false;
}

/* ---- why these two ---- */

static const char *reason_of_topics(struct view *view, unsigned shared, bool asked, const char *name)
{
    if (shared)
        return name ? tf(view, "{1} listens about {2}.", name, listening_topics_text(view, shared))
                    : tf(view, "You listen about {1}.", listening_topics_text(view, shared));
    if (!asked)
        return "";
    return name ? tf(view, "{1} didn’t name these topics, but is there.", name) : t(view, "These are not topics you named.");
}

const char *listening_reason(struct view *view, const struct listening_request *request, const struct listener *listener, const char *name)
{
    const char *shared = listening_shared(view->words.arena, request->languages, listener->set.languages);
    unsigned both = request->topics & listener->set.topics;
    if (*shared && both)
        return name ? tf(view, "You both speak {1}; {2} listens about {3}.", listening_languages_text(view, shared), name,
                         listening_topics_text(view, both))
                    : tf(view, "You both speak {1}; you listen about {2}.", listening_languages_text(view, shared),
                         listening_topics_text(view, both));
    const char *speak = *shared ? tf(view, "You both speak {1}.", listening_languages_text(view, shared))
                                : t(view, "You named no language in common. You can still say no.");
    const char *about = reason_of_topics(view, both, request->topics != 0, name);
    return *about ? arena_printf(view->words.arena, "%s %s", speak, about) : speak;
}

/* ---- how long ---- */

const char *listening_outlook_text(struct view *view, const struct listening_outlook *outlook)
{
    if (outlook->free)
        return t(view, "Somebody who listens is there now. They’re asked one after the other, and each has a few minutes to answer.");
    if (outlook->busy && outlook->minutes)
        return tn(view, "All who listen are in talks. Going by the last weeks, about {n} minute; it can be longer.",
                  "All who listen are in talks. Going by the last weeks, about {n} minutes; it can be longer.", outlook->minutes);
    if (outlook->busy)
        return t(view, "All who listen are in talks. We can’t say how long it will take.");
    if (outlook->next)
        return tf(view, "Nobody is listening right now. The next hours begin: {1}.", talk_time_text(view, outlook->next));
    return t(view, "Nobody is listening right now, and we can’t say when somebody will.");
}
