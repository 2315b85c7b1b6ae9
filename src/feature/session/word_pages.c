/* Saying something in a session, and taking it away again. */
#include "safety/safety.h"
#include "session/pages.h"
#include "text/text.h"
#include "trust/trust.h"

const struct field utterance_form[] = {
    { "body", 0, UTTERANCE_MAX, FIELD_TEXT, false },
    { "answer", 0, 20, FIELD_LINE, false }, /* live.js empties it; here nobody answers a single word */
    { "once", 0, 100, FIELD_LINE, false },
    { "by", 0, 10, FIELD_LINE, false }, /* "script": live.js wants to know that it was said, and no page */
    { 0 },
};
const struct field utterance_remove_form[] = { { "reason", 1, UTTERANCE_REASON_MAX, FIELD_TEXT, false }, { 0 } };

struct rendering {
    struct markdown words;
    bool danger;
};

enum status utterance_prepare(struct request *request)
{
    struct rendering *rendering = arena_alloc(request->arena, sizeof *rendering);
    enum status status = markdown_render(request->arena, form_value(request, "body"), &rendering->words);
    if (status == INVALID)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(status);
    rendering->danger = help_near_look(request, form_value(request, "body"), NULL);
    request->prepared = rendering;
    return OK;
}

static enum status slow_check(struct request *request, const struct live_session *session)
{
    int64_t last;
    if (!session->slow_seconds || session->i_lead)
        return OK;
    TRY(utterance_last_of(request->db, request->arena, session->id, request->member->persona, &last));
    int64_t wait = last + session->slow_seconds * TIME_SECOND - request->now;
    if (wait <= 0)
        return OK;
    return form_reject(request, "body",
                       tn(&request->view, "Slow mode is on. You can send this in {n} second; your words stay here.",
                          "Slow mode is on. You can send this in {n} seconds; your words stay here.",
                          (wait + TIME_SECOND - 1) / TIME_SECOND));
}

static enum status send_allowed(struct request *request, const struct live_session *session)
{
    static const struct limit talking = { "session-word", 20, 20 };
    struct view *view = &request->view;
    const struct rendering *rendering = request->prepared;
    const char *why = live_session_voice_text(view, session);
    if (why)
        return form_reject(request, "body", why);
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(trust_links(request, "body", rendering->words.html));
    TRY(slow_check(request, session));
    if (!limit_take(request, &talking, member_key_text(request)))
        return form_reject(request, "body", t(view, "That was a lot in one minute. Your words stay here; send them in a moment."));
    return member_words_check(request, "body", form_value(request, "body"));
}

/* It was said. A redirect alone wouldn't tell a script so: a gate or a sign-in redirects as well. */
static enum status send_done(struct request *request, const char *place, bool shows_page)
{
    if (shows_page || !text_same(form_value(request, "by"), "script"))
        return redirect(request, place);
    request->status = 204;
    return OK;
}

static struct bytes once_of(struct request *request)
{
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    const char *once = form_value(request, "once");
    if (!*once)
        return (struct bytes){ NULL, 0 };
    once = arena_printf(request->arena, "%lld %s\n%s", (long long)request->member->persona, once, form_value(request, "body"));
    hash_plain(hash, once, strlen(once));
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

static enum status say(struct request *request, const struct live_session *session, const struct breakout *breakout, const char *base)
{
    const struct rendering *rendering = request->prepared;
    int64_t id;
    bool offered;
    enum status status = utterance_create(request->db, request->arena, breakout, request->member->persona, form_value(request, "body"),
                                          rendering->words.html, once_of(request), request->now, &id);
    if (status == CONFLICT)
        return send_done(request, arena_printf(request->arena, "%s#end", base), false);
    TRY(status);
    const char *place = arena_printf(request->arena, "%s#m%lld", base, (long long)id);
    TRY(help_near_heed(
        request, &(struct help_wrote){ "session-word", id, session->group, request->member->persona, place, rendering->danger }, &offered));
    return send_done(request, place, offered);
}

enum status utterance_send(struct request *request)
{
    struct live_session session;
    struct group group;
    struct breakout breakout;
    TRY(live_session_inside(request, &session, &group));
    TRY(live_session_where(request, &session, &breakout));
    TRY(send_allowed(request, &session));
    return say(request, &session, &breakout, live_session_path(&request->view, &session, ""));
}

enum status utterance_back_send(struct request *request)
{
    struct live_session session;
    struct group group;
    struct breakout breakout;
    TRY(live_session_led(request, &session, &group));
    if (session.state != LIVE_SESSION_PLANNED && session.state != LIVE_SESSION_OPEN)
        return FORBIDDEN;
    TRY(breakout_find(request->db, request->arena, session.id, "back", 0, &breakout));
    TRY(send_allowed(request, &session));
    return say(request, &session, &breakout, live_session_path(&request->view, &session, "back"));
}

enum status live_session_say(struct db *db, struct arena *arena, int64_t id, int64_t persona, const char *body, const char *html,
                             int64_t at)
{
    struct breakout breakout;
    int64_t said;
    TRY(breakout_find(db, arena, id, "all", 0, &breakout));
    return utterance_create(db, arena, &breakout, persona, body, html, (struct bytes){ NULL, 0 }, at, &said);
}

/* ---- one word's own page ---- */

static enum status utterance_mine_or_led(struct request *request, struct utterance *utterance, const char **body,
                                         struct live_session *session)
{
    struct group group;
    TRY(utterance_find(request, path_id(request, 0), true, utterance, body, session, &group));
    return utterance->is_mine || session->i_lead ? OK : FORBIDDEN;
}

static const char *place_of(struct request *request, const struct utterance *utterance)
{
    return arena_printf(request->arena, "/sessions/%lld#m%lld", (long long)utterance->session, (long long)utterance->id);
}

enum status utterance_page(struct request *request)
{
    struct utterance utterance;
    struct live_session session;
    const char *body;
    TRY(utterance_mine_or_led(request, &utterance, &body, &session));
    utterance_html(&request->view, &session, &utterance, markdown_excerpt(request->arena, body, 240));
    return OK;
}

enum status utterance_delete(struct request *request)
{
    struct utterance utterance;
    struct live_session session;
    const char *body;
    TRY(utterance_mine_or_led(request, &utterance, &body, &session));
    if (!utterance.is_mine)
        return FORBIDDEN;
    if (!*utterance.removed)
        TRY(utterance_take_away(request->db, request->arena, &utterance, "writer", ""));
    return redirect(request, place_of(request, &utterance));
}

enum status utterance_remove(struct request *request)
{
    struct utterance utterance;
    struct live_session session;
    const char *body;
    TRY(utterance_mine_or_led(request, &utterance, &body, &session));
    if (!session.i_lead)
        return FORBIDDEN;
    if (!*utterance.removed)
        TRY(utterance_take_away(request->db, request->arena, &utterance, "facilitator", form_value(request, "reason")));
    return redirect(request, place_of(request, &utterance));
}
