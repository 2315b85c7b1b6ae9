/* "Shall we meet?", asked at the end of a live session by who looks after it: a conversation begins in the session's group with the
 * question in it, and the session is what it says was talked before. */
#include "gathering/pages.h"

#include "circle/circle.h"
#include "session/session.h"
#include "trust/trust.h"

/* The session of ":id", for who looks after it and may write in its group. NOT_FOUND: it belongs to an event, where people meet already.
 * CONFLICT: it hasn't begun, or never took place. *topic: where it was asked before; 0: nowhere. */
static enum status session_enter(struct request *request, struct live_session *session, struct group *group, int64_t *topic)
{
    TRY(live_session_find(request, path_id(request, 0), session, group));
    if (session->event)
        return NOT_FOUND;
    if (!session->i_lead || !group->may_write)
        return FORBIDDEN;
    if (session->state != LIVE_SESSION_OPEN && session->state != LIVE_SESSION_ENDED)
        return CONFLICT;
    *topic = 0;
    enum status found = gathering_of_session(request->db, request->arena, session->id, topic);
    return found == NOT_FOUND ? OK : found;
}

static enum status topic_open(struct request *request, int64_t topic)
{
    return redirect(request, arena_printf(request->arena, "/topics/%lld", (long long)topic));
}

enum status gathering_session_page(struct request *request)
{
    struct live_session session;
    struct group group;
    int64_t topic;
    TRY(session_enter(request, &session, &group, &topic));
    if (topic)
        return topic_open(request, topic);
    const char *back = arena_printf(request->arena, "/sessions/%lld", (long long)session.id);
    struct gathering_form form = { .back = back, .title = session.title, .zone = gathering_city(request), .opens = true };
    form.action = arena_printf(request->arena, "%s/meet", back);
    gathering_new_html(&request->view, &form);
    return OK;
}

/* It holds the session's name, and a sentence of ours in the language of who asks. */
static enum status topic_begin(struct request *request, const struct live_session *session, const struct group *group, int64_t *id)
{
    struct boards boards;
    struct markdown markdown;
    const char *body = t(&request->view, "We talked in a session, and would like to meet. Which date suits you?");
    TRY(board_list(request, group->id, &boards));
    if (!boards.count)
        return form_reject(request, NULL, t(&request->view, "This group has no board for it yet."));
    TRY(markdown_render(request->arena, body, &markdown));
    struct topic_new wish = { .board = boards.items[0].id, .group = group->id, .title = session->title, .lang = request->view.lang };
    wish.opening = (struct post_new){ .id = id_at(request->now),
                                      .group = group->id,
                                      .persona = request->member->persona,
                                      .body = body,
                                      .html = markdown.html,
                                      .at = request->now };
    TRY(topic_create(request->db, request->arena, &wish, id));
    TRY(topic_mark(request->db, request->arena, (int64_t[]){ request->member->persona, *id, wish.opening.id, 0 }));
    TRY(follow_set(request->db, request->arena, request->member->persona, *id, true));
    return block_publish(request->db, request->arena, &group_news, group->id, request->member->persona);
}

enum status gathering_session_make(struct request *request)
{
    struct live_session session;
    struct group group;
    struct gathering_choice choices[GATHERING_OPTIONS];
    struct gathering_new wish = { .persona = request->member->persona, .now = request->now };
    int64_t topic, id;
    TRY(session_enter(request, &session, &group, &topic));
    if (topic) /* somebody else who looks after it had the same thought */
        return topic_open(request, topic);
    wish.session = session.id;
    TRY(gathering_wish_read(request, &wish, choices));
    TRY(trust_open(request, NULL, TRUST_TOPICS));
    TRY(topic_begin(request, &session, &group, &wish.topic));
    TRY(gathering_create(request->db, request->arena, &wish, &id));
    return redirect_with(request, arena_printf(request->arena, "/topics/%lld", (long long)wish.topic), NOTICE_POSTED);
}
