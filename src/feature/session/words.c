/* The sentences that say how a session is, and what is chosen from. */
#include "session/pages.h"

const char *live_session_path(struct view *view, const struct live_session *session, const char *word)
{
    return arena_printf(view->words.arena, "/sessions/%lld%s%s", (long long)session->id, *word ? "/" : "", word);
}

const char *live_session_home_path(struct view *view, const struct live_session *session, const struct group *group)
{
    if (session->event)
        return arena_printf(view->words.arena, "/events/%lld", (long long)session->event);
    return arena_printf(view->words.arena, "/groups/%s/sessions", group->slug);
}

const char *live_session_home_text(struct view *view, const struct live_session *session, const struct group *group)
{
    return session->event ? t(view, "The event") : group->name;
}

const char *utterance_path(struct view *view, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/session-words/%lld%s%s", (long long)id, *word ? "/" : "", word);
}

const char *live_session_number(struct view *view, int64_t number)
{
    return arena_printf(view->words.arena, "%lld", (long long)number);
}

/* ---- the agenda ---- */

static const struct {
    const char *kind, *title, *prompt;
} kinds[] = {
    { "welcome", N_("Welcome"), N_("Come in, take a breath. Nobody has to say anything yet.") },
    { "names", N_("Names and pronouns"),
      N_("Say what you’d like to be called today, and how others may speak of you. “Just reading” is fine, too.") },
    { "agreements", N_("What we agree on"),
      N_("What is said here stays here. Speak of yourself. Everyone may be quiet, take a pause, or leave.") },
    { "topic", N_("Our topic"), N_("What brings you to it? One thing is enough.") },
    { "pause", N_("A pause"), N_("Five minutes away from the screen: water, a window, a stretch.") },
    { "closing", N_("Closing"), N_("One word or one thing you take along, if you like. Then we say goodbye.") },
};

const char *live_agenda_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].kind, kind))
            return kinds[i].kind;
    return "topic";
}

const char *live_agenda_title(struct view *view, const struct live_agenda_step *step)
{
    if (*step->title)
        return step->title;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].kind, step->kind))
            return t(view, kinds[i].title);
    return "";
}

void live_agenda_template(struct view *view, const char *name, struct live_agenda *agenda)
{
    static const struct {
        const char *name;
        int64_t minutes[COUNT(kinds)]; /* 0: without this step */
    } templates[] = {
        { "topic", { 5, 10, 5, 30, 0, 10 } },
        { "evening", { 10, 15, 10, 35, 5, 15 } },
        { "short", { 5, 5, 0, 15, 0, 5 } },
    };
    size_t n = 0;
    for (size_t i = 0; i < COUNT(templates); i++)
        if (text_same(templates[i].name, name))
            n = i;
    *agenda = (struct live_agenda){ .count = 0 };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (templates[n].minutes[i])
            agenda->items[agenda->count++] = (struct live_agenda_step){ .position = (int64_t)i + 1,
                                                                        .kind = kinds[i].kind,
                                                                        .title = "",
                                                                        .prompt = t(view, kinds[i].prompt),
                                                                        .minutes = templates[n].minutes[i] };
}

/* ---- what is chosen from ---- */

static const struct live_session_options *options_of(struct view *view, const struct live_session_option *items, size_t count)
{
    struct live_session_options *options = arena_alloc(view->words.arena, sizeof *options);
    struct live_session_option *copy = arena_array(view->words.arena, count, sizeof *copy);
    memcpy(copy, items, count * sizeof *copy);
    *options = (struct live_session_options){ copy, count };
    return options;
}

const struct live_session_options *live_agenda_kind_options(struct view *view, const char *kind)
{
    struct live_session_option items[COUNT(kinds)];
    for (size_t i = 0; i < COUNT(kinds); i++)
        items[i] = (struct live_session_option){ kinds[i].kind, t(view, kinds[i].title), NULL, text_same(kinds[i].kind, kind) };
    return options_of(view, items, COUNT(items));
}

const struct live_session_options *live_session_template_options(struct view *view)
{
    const struct live_session_option items[] = {
        { "topic", t(view, "An hour on one topic"), t(view, "Welcome, names, agreements, half an hour of talk, closing."), true },
        { "evening", t(view, "An evening with a pause"), t(view, "An hour and a half, with room for names and a slow ending."), false },
        { "short", t(view, "Half an hour, just to see each other"), t(view, "For people who know each other’s agreements already."),
          false },
    };
    return options_of(view, items, COUNT(items));
}

const struct live_session_options *live_session_slow_options(struct view *view, int64_t seconds)
{
    const struct live_session_option items[] = {
        { "0", t(view, "Off"), NULL, seconds == 0 },
        { "15", t(view, "One message in 15 seconds"), NULL, seconds == 15 },
        { "60", t(view, "One message a minute"), NULL, seconds == 60 },
    };
    return options_of(view, items, COUNT(items));
}

/* ---- how it is ---- */

const char *live_session_keep_text(struct view *view, const struct live_session *session)
{
    if (!session->keeps)
        return t(view, "What is said here is deleted for good when the session ends.");
    return tn(view, "What is said to everyone is kept for {n} day, for those who were there. Then it is deleted for good.",
              "What is said to everyone is kept for {n} days, for those who were there. Then it is deleted for good.", session->keep_days);
}

const char *live_session_when_text(struct view *view, const struct live_session *session)
{
    switch (session->state) {
    case LIVE_SESSION_PLANNED:
        return tf(view, "Begins: {1}", layout_moment(view, session->starts));
    case LIVE_SESSION_OPEN:
        return t(view, "Under way");
    case LIVE_SESSION_ENDED:
        return session->keeps && session->gone_at > view->words.now
                   ? tf(view, "Over. What was said can be read until {1}.", date(view, session->gone_at, DATE_LONG))
                   : t(view, "This session is over");
    case LIVE_SESSION_CANCELLED:
        break;
    }
    return t(view, "This session doesn’t take place");
}

const char *live_session_voice_text(struct view *view, const struct live_session *session)
{
    if (session->state == LIVE_SESSION_ENDED || session->state == LIVE_SESSION_CANCELLED)
        return t(view, "This session is over");
    if (session->in_order && !session->i_speak && !session->i_lead && !session->breakout_until)
        return t(view, "One after the other: who has the word writes. Raise your hand if you’d like it.");
    return NULL;
}

const char *live_session_sum_text(struct view *view, int64_t votes)
{
    return votes ? tn(view, "{n} chose this", "{n} chose this", votes) : t(view, "nobody chose this");
}
