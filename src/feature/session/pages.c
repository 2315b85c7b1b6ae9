/* A session's own page: the door, the waiting room, the session itself, what is left of it; and the streams. */
#include "session/pages.h"

#include "guideline/guideline.h"
#include "html/html.h"

const struct field live_session_enter_form[] = { GUIDELINE_FIELD, { 0 } };

/* ---- who is where ---- */

static bool is_inside(const struct live_session *session)
{
    return text_same(session->my_state, "in") && (session->state == LIVE_SESSION_OPEN || session->state == LIVE_SESSION_PLANNED);
}

static bool was_there(const struct live_session *session)
{
    return text_same(session->my_state, "in") || text_same(session->my_state, "away");
}

enum status live_session_inside(struct request *request, struct live_session *session, struct group *group)
{
    TRY(live_session_find(request, path_id(request, 0), session, group));
    return is_inside(session) ? OK : FORBIDDEN;
}

enum status live_session_led(struct request *request, struct live_session *session, struct group *group)
{
    TRY(live_session_find(request, path_id(request, 0), session, group));
    return session->i_lead ? OK : FORBIDDEN;
}

enum status live_session_where(struct request *request, const struct live_session *session, struct breakout *breakout)
{
    if (session->breakout_until && session->my_breakout)
        return breakout_find_id(request->db, request->arena, session->my_breakout, breakout);
    return breakout_find(request->db, request->arena, session->id, "all", 0, breakout);
}

struct bytes live_session_voter(struct request *request, const char *what, int64_t id)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    key_derive(&key, &request->member->key, what);
    hash_keyed(hash, &key, &id, sizeof id);
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

/* ---- the people ---- */

static int by_hand(const void *a, const void *b)
{
    const struct live_session_person *one = a, *other = b;
    return (one->hand > other->hand) - (one->hand < other->hand);
}

static struct live_session_people *people_none(struct arena *arena, size_t most)
{
    struct live_session_people *people = arena_alloc(arena, sizeof *people);
    *people = (struct live_session_people){ arena_array(arena, most + 1, sizeof *people->items), 0 };
    return people;
}

/* Who looks after a session acts on everybody: whom they don't meet stands there without a name. To others such people aren't there. */
static enum status people_veil(struct request *request, bool leads, struct live_session_people *people)
{
    struct block_list unseen;
    size_t count = 0;
    TRY(block_unseen_of(request, &unseen));
    for (size_t i = 0; i < people->count; i++) {
        struct live_session_person *person = &people->items[i];
        bool apart = block_has(&unseen, person->persona);
        if (apart && !leads)
            continue;
        if (apart) {
            person->name = t(&request->view, "Somebody you don’t meet");
            person->picture = 0;
            person->parting = "";
        }
        people->items[count++] = *person;
    }
    people->count = count;
    return OK;
}

static void people_sort_out(struct live_session_view *page, struct arena *arena, const struct live_session_people *all)
{
    struct live_session_people *in = people_none(arena, all->count), *waiting = people_none(arena, all->count),
                               *hands = people_none(arena, all->count), *pausing = people_none(arena, all->count);
    int64_t here = page->session->breakout_until ? page->session->my_breakout : 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct live_session_person *person = &all->items[i];
        if (text_same(person->state, "waiting"))
            waiting->items[waiting->count++] = *person;
        if (!text_same(person->state, "in"))
            continue;
        if (*person->pausing)
            pausing->items[pausing->count++] = *person;
        page->somebody_pauses = page->somebody_pauses || (text_same(person->pausing, "shown") && person->persona != page->me);
        page->partings = page->partings || *person->parting;
        if (person->hand)
            hands->items[hands->count++] = *person;
        if (person->speaks)
            page->speaker = person;
        if (person->breakout == here)
            in->items[in->count++] = *person;
    }
    qsort(hands->items, hands->count, sizeof *hands->items, by_hand);
    page->others = in->count > LIVE_SESSION_SHOWN;
    if (page->others)
        in->count = LIVE_SESSION_SHOWN;
    page->people = in;
    page->waiting = waiting;
    page->hands = hands;
    page->pausing = pausing;
}

static enum status people_read(struct request *request, struct live_session_view *page)
{
    struct live_session_people *all = arena_alloc(request->arena, sizeof *all);
    TRY(live_session_people_of(request->db, request->arena, page->session, all));
    TRY(people_veil(request, page->session->i_lead, all));
    people_sort_out(page, request->arena, all);
    return OK;
}

/* ---- the words ---- */

enum { BESIDE_MS = 10 * 60 * 1000 };

static void utterances_annotate(struct request *request, struct utterances *said)
{
    int64_t after = 0;
    bool found = false;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    for (size_t i = 0; i < said->count; i++) {
        struct utterance *one = &said->items[i];
        const struct utterance *above = i ? one - 1 : NULL;
        one->starts_new = !found && after && one->id > after && !one->is_mine;
        found |= one->starts_new;
        one->is_next = above && !one->starts_new && above->persona && above->persona == one->persona && one->at - above->at < BESIDE_MS;
    }
}

static enum status apart_of(struct request *request, uint64_t *apart)
{
    struct block_list unseen;
    TRY(block_unseen_of(request, &unseen));
    *apart = unseen.count ? bytes_digest(BYTES_DIGEST, unseen.items, unseen.count * sizeof *unseen.items) >> 1 : 0;
    return OK;
}

/* The ways from this page, below `base`: older, newer, anew, live. */
static enum status ways_set(struct request *request, struct live_session_view *page, const char *base, int64_t before)
{
    const struct utterances *said = page->utterances;
    int64_t last = said->count ? said->items[said->count - 1].id : 0;
    uint64_t apart;
    if (said->older)
        page->older = arena_printf(request->arena, "%s?before=%lld#messages", base, (long long)said->items[0].id);
    if (before)
        page->newest = arena_printf(request->arena, "%s#messages", base);
    page->refreshes = text_same(query_value(request, "refresh"), "1");
    if (page->refreshes && request->method == GET)
        header_set(request, "Refresh", "60");
    page->again = arena_printf(request->arena, "%s?after=%lld&at=%lld%s#new", base, (long long)last, (long long)request->now,
                               page->refreshes ? "&refresh=1" : "");
    TRY(apart_of(request, &apart));
    if (!before && !page->over)
        page->live = arena_printf(request->arena, "%s/live?after=%lld&in=%lld&apart=%llu", base, (long long)page->breakout->change,
                                  (long long)page->breakout->id, (unsigned long long)apart);
    return OK;
}

static enum status words_read(struct request *request, struct live_session_view *page, const char *base)
{
    struct utterances *said = arena_alloc(request->arena, sizeof *said);
    struct utterance_look *look = arena_alloc(request->arena, sizeof *look);
    int64_t before = 0;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(utterance_list(request, page->session, page->breakout->id, before, said));
    utterances_annotate(request, said);
    *look = (struct utterance_look){ .tools = page->session->i_lead };
    page->utterances = said;
    page->look = look;
    page->say_path = arena_printf(request->arena, "%s/say", base);
    return ways_set(request, page, base, before);
}

/* ---- the page ---- */

static enum status live_agenda_of(struct request *request, struct live_session_view *page)
{
    struct live_agenda *agenda = arena_alloc(request->arena, sizeof *agenda);
    size_t step = (size_t)page->session->step;
    TRY(live_agenda_read(request->db, request->arena, page->session->id, agenda));
    page->agenda = agenda;
    if (step >= 1 && step <= agenda->count)
        page->step = &agenda->items[step - 1];
    if (step < agenda->count)
        page->next = &agenda->items[step];
    return OK;
}

static enum status poll_of(struct request *request, struct live_session_view *page)
{
    struct live_session_poll *poll = arena_alloc(request->arena, sizeof *poll);
    int64_t id;
    enum status status = live_session_poll_last(request->db, request->arena, page->session->id, &id);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    TRY(live_session_poll_find(request->db, request->arena, page->session->id, id, live_session_voter(request, "session poll", id), poll));
    page->poll = poll;
    return OK;
}

/* For who looks after it: the open question that most would like to hear answered. */
static enum status question_of(struct request *request, struct live_session_view *page)
{
    struct live_session_questions questions;
    if (!page->session->i_lead)
        return OK;
    TRY(live_session_question_list(request->db, request->arena, page->session->id, true, &questions));
    if (questions.count && !questions.items[0].answered)
        page->question = questions.items[0].body;
    return OK;
}

/* When the page says something else although nobody did anything. */
static int64_t change_at_of(const struct live_session *session, int64_t now)
{
    int64_t at = session->breakout_until ? session->breakout_until : session->by_clock ? session->step_until : 0;
    return at > now ? at : 0;
}

static enum status room_show(struct request *request, struct live_session_view *page)
{
    struct breakout *breakout = arena_alloc(request->arena, sizeof *breakout);
    struct breakouts *breakouts = arena_alloc(request->arena, sizeof *breakouts);
    TRY(live_session_where(request, page->session, breakout));
    page->breakout = breakout;
    TRY(breakout_list(request->db, request->arena, page->session->id, breakouts));
    page->breakouts = breakouts;
    TRY(people_read(request, page));
    TRY(poll_of(request, page));
    TRY(question_of(request, page));
    TRY(words_read(request, page, live_session_path(&request->view, page->session, "")));
    page->why = live_session_voice_text(&request->view, page->session);
    page->hint = text_same(breakout->kind, "small") ? t(&request->view, "What is said in a small room is deleted when it closes.")
                                                    : live_session_keep_text(&request->view, page->session);
    page->change_at = change_at_of(page->session, request->now);
    live_session_html(&request->view, page);
    return OK;
}

static enum status transcript_show(struct request *request, struct live_session_view *page)
{
    struct breakout *breakout = arena_alloc(request->arena, sizeof *breakout);
    page->over = true;
    TRY(breakout_find(request->db, request->arena, page->session->id, "all", 0, breakout));
    page->breakout = breakout;
    TRY(words_read(request, page, live_session_path(&request->view, page->session, "")));
    live_session_over_html(&request->view, page);
    return OK;
}

static bool can_enter(const struct live_session *session, int64_t now)
{
    return session->i_lead || session->state == LIVE_SESSION_OPEN || now >= session->starts - LIVE_SESSION_DOOR_BEFORE;
}

enum status live_session_page(struct request *request)
{
    struct live_session session;
    struct group group;
    struct live_session_view page = { .session = &session, .group = &group, .me = request->member->persona };
    TRY(live_session_find(request, path_id(request, 0), &session, &group));
    if (*query_value(request, "part") && !is_inside(&session)) /* live.js asks for the room: another page is led to */
        return redirect(request, live_session_path(&request->view, &session, ""));
    TRY(live_agenda_of(request, &page));
    if (session.state == LIVE_SESSION_ENDED && session.keeps && session.gone_at > request->now && was_there(&session))
        return transcript_show(request, &page);
    if (session.state == LIVE_SESSION_ENDED || session.state == LIVE_SESSION_CANCELLED)
        live_session_over_html(&request->view, &page);
    else if (is_inside(&session))
        return room_show(request, &page);
    else if (text_same(session.my_state, "waiting")) {
        page.refreshes = text_same(query_value(request, "refresh"), "1");
        if (page.refreshes)
            header_set(request, "Refresh", "20");
        live_session_waiting_html(&request->view, &page);
    } else
        live_session_entry_html(&request->view, &page, can_enter(&session, request->now));
    return OK;
}

/* ---- coming and going ---- */

enum status live_session_enter(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_find(request, path_id(request, 0), &session, &group));
    const char *path = live_session_path(&request->view, &session, "");
    if (session.state == LIVE_SESSION_ENDED || session.state == LIVE_SESSION_CANCELLED || is_inside(&session))
        return redirect(request, path);
    if (text_same(session.my_state, "out"))
        return FORBIDDEN;
    if (!can_enter(&session, request->now))
        return form_reject(request, NULL, t(&request->view, "The door opens half an hour before the beginning."));
    TRY(guideline_check(request, group.id));
    bool in = session.i_lead || session.door_open;
    TRY(live_session_person_state(request->db, request->arena, session.id, request->member->persona, in ? "in" : "waiting"));
    if (session.event && session.i_lead)
        TRY(live_session_person_co(request->db, request->arena, session.id, request->member->persona, true));
    TRY(live_session_touch(request->db, request->arena, session.id));
    return redirect(request, path);
}

enum status live_session_leave(struct request *request)
{
    struct live_session session;
    struct group group;
    TRY(live_session_find(request, path_id(request, 0), &session, &group));
    if (is_inside(&session) || text_same(session.my_state, "waiting")) {
        TRY(live_session_person_state(request->db, request->arena, session.id, request->member->persona, "away"));
        TRY(live_session_touch(request->db, request->arena, session.id));
    }
    return redirect(request, live_session_home_path(&request->view, &session, &group));
}

/* ---- the back channel ---- */

enum status live_session_back_page(struct request *request)
{
    struct live_session session;
    struct group group;
    struct breakout breakout;
    struct live_session_view page = { .session = &session, .group = &group, .back = true, .me = request->member->persona };
    TRY(live_session_led(request, &session, &group));
    if (session.state != LIVE_SESSION_PLANNED && session.state != LIVE_SESSION_OPEN)
        return redirect(request, live_session_path(&request->view, &session, ""));
    TRY(breakout_find(request->db, request->arena, session.id, "back", 0, &breakout));
    page.breakout = &breakout;
    TRY(words_read(request, &page, live_session_path(&request->view, &session, "back")));
    page.hint = t(&request->view, "Only those who look after this session read it. It is deleted when the session ends.");
    live_session_back_html(&request->view, &page);
    return OK;
}

/* ---- live ---- */

static enum status stream_of(struct request *request, const struct live_session *session, const struct breakout *breakout)
{
    struct stream_wish wish = { .channel = { &breakout_live, breakout->id }, .after = breakout->change };
    uint64_t apart;
    int64_t shown;
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &wish.after);
    TRY(apart_of(request, &apart));
    /* Somebody else's room by now, or other people they don't meet: the page is to look at everything again. */
    bool moved = text_int(query_value(request, "in"), 0, INT64_MAX, &shown) && shown != breakout->id;
    if (moved)
        wish.after = breakout->change;
    wish.flags = (session->i_lead ? BREAKOUT_LIVE_TOOLS : 0) | (apart ? BREAKOUT_LIVE_APART : 0);
    TRY(stream_open(request, &wish));
    if (!request->head && (moved || (text_int(query_value(request, "apart"), 0, INT64_MAX, &shown) && (uint64_t)shown != apart)))
        buf_printf(&request->body, "event: room\ndata: %lld\n\n", (long long)breakout->id);
    return OK;
}

enum status live_session_stream(struct request *request)
{
    struct live_session session;
    struct group group;
    struct breakout breakout;
    TRY(live_session_find(request, path_id(request, 0), &session, &group));
    if (text_same(session.my_state, "waiting")) {
        TRY(breakout_find(request->db, request->arena, session.id, "all", 0, &breakout));
        struct stream_wish wish = { .channel = { &breakout_live, breakout.id }, .after = breakout.change, .flags = BREAKOUT_LIVE_DOOR };
        (void)text_int(query_value(request, "after"), 0, INT64_MAX, &wish.after);
        return stream_open(request, &wish);
    }
    if (!is_inside(&session))
        return NOT_FOUND;
    TRY(live_session_where(request, &session, &breakout));
    return stream_of(request, &session, &breakout);
}

enum status live_session_back_stream(struct request *request)
{
    struct live_session session;
    struct group group;
    struct breakout breakout;
    TRY(live_session_find(request, path_id(request, 0), &session, &group));
    if (!session.i_lead || (session.state != LIVE_SESSION_PLANNED && session.state != LIVE_SESSION_OPEN))
        return NOT_FOUND;
    TRY(breakout_find(request->db, request->arena, session.id, "back", 0, &breakout));
    return stream_of(request, &session, &breakout);
}

/* The one form that buttons inside live parts use: what live sends holds no token. */
void live_session_act_open(struct view *view)
{
    static const char open[] = "<form method=\"post\" id=\"act\" action=\"/sessions/mine\" hidden>";
    html_literal(view, open, sizeof open - 1);
    html_form_fields(view);
}

void live_session_act_end(struct view *view)
{
    html_literal(view, "</form>", 7);
}
