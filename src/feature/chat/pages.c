/* The room: reading along, who is here, what others see of oneself. */
#include "chat/pages.h"

#include "html/html.h"

const struct field room_choices_form[] = {
    { "typing", 0, 3, FIELD_LINE, false }, { "here", 0, 3, FIELD_LINE, false }, { "room", 0, 20, FIELD_LINE, false }, { 0 }
};

const char *room_path(struct view *view, const struct room *room, const char *word)
{
    return arena_printf(view->words.arena, "/rooms/%lld%s%s", (long long)room->id, *word ? "/" : "", word);
}

const char *message_path(struct view *view, const struct message *message, const char *word)
{
    return arena_printf(view->words.arena, "/said/%lld%s%s", (long long)message->id, *word ? "/" : "", word);
}

enum status room_enter(struct request *request, struct room *room, struct group *group)
{
    TRY(room_find(request, path_id(request, 0), room, group));
    return group->is_member ? OK : FORBIDDEN;
}

/* ---- what the room is at this moment ---- */

static struct words place_words(const struct request *request)
{
    struct words place = request->view.words;
    place.zone = community_of(request)->zone;
    return place;
}

enum status room_now_of(struct request *request, const struct room *room, const struct group *group, struct room_now *now)
{
    struct words place = place_words(request);
    int64_t last;
    *now = (struct room_now){ .hours = room_hours_at(room, &place, request->now) };
    enum status muted = room_mute_mine(request, room->id, group, &now->mute);
    if (muted != NOT_FOUND)
        TRY(muted);
    now->voice = room->closed        ? ROOM_CLOSED
                 : room->paused_word ? ROOM_PAUSED
                 : !now->hours.open  ? ROOM_RESTING
                 : muted == OK       ? ROOM_MUTED
                                     : ROOM_FREE;
    if (!room->slow_seconds || group->is_facilitator)
        return OK;
    TRY(message_last_of(request->db, request->arena, room->id, request->member->persona, &last));
    now->wait_ms = last + room->slow_seconds * TIME_SECOND - request->now;
    if (now->wait_ms < 0)
        now->wait_ms = 0;
    return OK;
}

static const char *room_lead(struct view *view, const struct room *room, const struct room_now *now)
{
    if (now->voice == ROOM_CLOSED || now->voice == ROOM_RESTING)
        return room_voice_text(view, room, now);
    if (now->hours.until)
        return tf(view, "Open until {1}. No one has to talk.", date(view, now->hours.until, DATE_CLOCK));
    return t(view, "Open at any time. No one has to talk.");
}

/* ---- who is here ---- */

enum { PRESENT_LOOKED_AT = 40 };

static const char *room_keeper(struct view *view, const struct room_people *talking, const struct room_people *listening)
{
    const struct room_people *sides[] = { talking, listening };
    for (size_t side = 0; side < COUNT(sides); side++)
        for (size_t i = 0; i < sides[side]->count; i++)
            if (sides[side]->items[i].is_facilitator)
                return tf(view, "{1} is keeping the room", sides[side]->items[i].name);
    return NULL;
}

/* What the reader shows of themselves in a room of this group. */
static enum status choice_in(struct request *request, const struct group *group, struct room_choice *choice)
{
    return room_choice_find(request->db, request->arena, request->member->persona, !group->hides, choice);
}

static enum status round_read(struct request *request, struct room_view *page)
{
    struct room_people *talking = arena_alloc(request->arena, sizeof *talking), *listening = arena_alloc(request->arena, sizeof *listening);
    int64_t present[PRESENT_LOOKED_AT];
    struct room_choice choice;
    struct block_list unseen;
    size_t count;
    TRY(block_unseen_of(request, &unseen));
    page->apart = room_apart(&unseen);
    TRY(choice_in(request, page->group, &choice));
    if (choice.here && request->method == GET && !request->head)
        live_here(request->app->live, &room_live, page->room->id, request->member->persona);
    count = live_present(request->app->live, &room_live, page->room->id, present, COUNT(present));
    TRY(room_talking(request->db, request->arena, page->room, request->now - ROOM_TALKING_FOR, &unseen, talking));
    TRY(room_listening(request->db, request->arena, page->room, present, count, talking, &unseen, listening));
    page->talking = talking;
    page->listening = listening;
    page->shows_typing = choice.typing;
    page->keeper = room_keeper(&request->view, talking, listening);
    page->here_text = talking->count && listening->count ? t(&request->view, "Talking above, listening below.")
                      : talking->count                   ? t(&request->view, "People talked here in the last half hour.")
                      : listening->count                 ? t(&request->view, "People are reading along.")
                                                         : t(&request->view, "Nobody shows that they’re here. Read, or begin.");
    return OK;
}

/* ---- the messages ---- */

enum { BESIDE_MS = 10 * 60 * 1000 };

/* Which follow on from the one above, and where the news begin: behind what the reader has seen, or behind "?after=". */
static void messages_annotate(struct request *request, const struct room *room, struct messages *messages)
{
    int64_t seen = room->seen, after;
    bool found = false;
    if (text_int(query_value(request, "after"), 1, INT64_MAX, &after))
        seen = after;
    for (size_t i = 0; i < messages->count; i++) {
        struct message *message = &messages->items[i];
        const struct message *above = i ? message - 1 : NULL;
        message->starts_new = !found && seen && message->id > seen && !message->is_mine;
        found |= message->starts_new;
        message->is_next = above && !message->starts_new && above->persona && above->persona == message->persona &&
                           message->created_at - above->created_at < BESIDE_MS;
    }
}

/* What is loaded is seen. A HEAD, which an open page sends, says itself how far its reader came: more may have been said since. */
static void room_remember(struct request *request, const struct room *room, const struct messages *messages)
{
    int64_t last = messages->count ? messages->items[messages->count - 1].id : 0, seen = 0;
    (void)text_int(query_value(request, "seen"), 1, INT64_MAX, &seen);
    if (request->head && seen < last)
        last = seen;
    bool by_itself = *query_value(request, "part"); /* a piece of the page, asked for without its reader */
    if (request->method == GET && !by_itself && last > room->seen)
        later_push(request->app->later, room_mark, request->member->persona, room->id, last, time_day(request->now));
}

static void room_ways(struct request *request, struct room_view *page, int64_t before)
{
    const struct messages *messages = page->messages;
    const char *path = room_path(&request->view, page->room, "");
    int64_t last = messages->count ? messages->items[messages->count - 1].id : 0;
    bool refreshes = text_same(query_value(request, "refresh"), "1");
    if (messages->older)
        page->older = arena_printf(request->arena, "%s?before=%lld#messages", path, (long long)messages->items[0].id);
    if (before)
        page->newest = arena_printf(request->arena, "%s#messages", path);
    /* "at" makes it another address each time: a browser asked for the one it is at, with a #, loads nothing. */
    page->again = arena_printf(request->arena, "%s?after=%lld&at=%lld%s#new", path, (long long)last, (long long)request->now,
                               refreshes ? "&refresh=1" : "");
    page->refreshes = refreshes;
    if (refreshes && request->method == GET)
        header_set(request, "Refresh", "60");
    if (!before)
        page->live = arena_printf(request->arena, "%s/live?after=%lld&apart=%llu&muted=%lld", path, (long long)page->room->change,
                                  (unsigned long long)page->apart, (long long)page->now->mute.until);
}

/* When the page says something else although nobody did anything. */
static int64_t room_change_at(const struct room_now *now)
{
    int64_t hours = now->hours.open ? now->hours.until : now->hours.opens, mute = now->mute.until;
    return hours && (!mute || hours < mute) ? hours : mute;
}

/* ---- what waits in the field ---- */

static enum status compose_answer(struct request *request, const struct room *room, struct room_compose *compose)
{
    struct message *answer = arena_alloc(request->arena, sizeof *answer);
    struct room of;
    struct group group;
    const char *body;
    if (!compose->words.answer)
        return OK;
    enum status status = message_find(request, compose->words.answer, answer, &body, &of, &group);
    if (status == NOT_FOUND || (status == OK && (of.id != room->id || *answer->removed)))
        return OK;
    TRY(status);
    const char *note = talk_note_text(&request->view, answer->note_category, answer->note_text);
    compose->answer = answer;
    compose->answer_text = note ? note : markdown_excerpt(request->arena, body, 160);
    return OK;
}

static const char *compose_hint(struct view *view, const struct room *room, const struct room_now *now)
{
    const char *slow = room_slow_text(view, room), *keep = room_keep_text(view, room);
    const char *wait = now->wait_ms ? tn(view, "You can send again in {n} second.", "You can send again in {n} seconds.",
                                         (now->wait_ms + TIME_SECOND - 1) / TIME_SECOND)
                                    : slow;
    return wait ? arena_printf(view->words.arena, "%s %s", wait, keep) : keep;
}

static enum status compose_read(struct request *request, const struct room *room, const struct room_now *now, struct room_compose *compose)
{
    *compose = (struct room_compose){ .words = { "", "", "", 0 }, .hint = compose_hint(&request->view, room, now) };
    if (request->method == POST) {
        (void)text_int(form_value(request, "answer"), 1, INT64_MAX, &compose->words.answer);
        return compose_answer(request, room, compose);
    }
    enum status status = message_draft_find(request, room->id, &compose->words);
    compose->drafted = status == OK;
    if (status != NOT_FOUND)
        TRY(status);
    (void)text_int(query_value(request, "answer"), 1, INT64_MAX, &compose->words.answer);
    return compose_answer(request, room, compose);
}

/* ---- the page ---- */

static enum status room_note_by(struct request *request, struct room_view *page)
{
    struct group_people facilitators;
    if (!*page->room->note)
        return OK;
    TRY(facilitator_list(request->db, request->arena, page->group->id, &facilitators));
    page->note_by = facilitators.count == 1 ? tf(&request->view, "From {1}.", facilitators.items[0].name)
                                            : t(&request->view, "From those who look after this room.");
    return OK;
}

/* The part of the page that says who is here, for pages that are open. */
static enum status room_round_page(struct request *request, struct room_view *page)
{
    TRY(round_read(request, page));
    room_round(&request->view, page);
    return OK;
}

enum status room_page(struct request *request)
{
    struct room room;
    struct group group;
    struct room_now now;
    struct messages messages;
    struct room_compose compose;
    int64_t before = 0;
    TRY(room_find(request, path_id(request, 0), &room, &group));
    if (!group.is_member)
        return redirect(request, group_path(request->arena, &group));
    struct room_view page = { .room = &room, .group = &group, .now = &now, .messages = &messages, .me = request->member->persona };
    if (text_same(query_value(request, "part"), "round"))
        return room_round_page(request, &page);
    TRY(room_now_of(request, &room, &group, &now));
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(message_list(request, &room, before, &messages));
    messages_annotate(request, &room, &messages);
    TRY(round_read(request, &page));
    TRY(room_note_by(request, &page));
    page.lead = room_lead(&request->view, &room, &now);
    struct message_look look = { .tools = group.is_facilitator, .may_write = now.voice == ROOM_FREE };
    page.look = &look;
    room_ways(request, &page, before);
    if ((now.voice == ROOM_FREE && !page.refreshes) ||
        form_failed(request)) { /* what was typed stays, also when the room has closed meanwhile */
        TRY(compose_read(request, &room, &now, &compose));
        page.compose = &compose;
    }
    page.change_at = room_change_at(&now);
    room_remember(request, &room, &messages);
    room_html(&request->view, &page);
    return OK;
}

/* ---- live ---- */

/* The page shows ("muted") until when its reader only reads, and ("apart") whom they don't meet. Nobody but them is told when that
 * changes: their streams end, and the one that comes back begins with the event that has the page load the room anew. */
static enum status stream_mute(struct request *request, const struct room *room, const struct group *group, uint64_t apart)
{
    struct room_mute mute = { .until = 0 };
    int64_t shown;
    enum status status = room_mute_mine(request, room->id, group, &mute);
    if (status != NOT_FOUND)
        TRY(status);
    bool differs = text_int(query_value(request, "muted"), 0, INT64_MAX, &shown) && shown != mute.until;
    if (differs || (text_int(query_value(request, "apart"), 0, INT64_MAX, &shown) && (uint64_t)shown != apart))
        buf_printf(&request->body, "event: room\ndata: %lld\n\n", (long long)room->id);
    return OK;
}

enum status room_stream(struct request *request)
{
    struct room room;
    struct group group;
    struct room_choice choice;
    struct block_list unseen;
    struct stream_wish wish = { .channel = { &room_live, 0 } };
    TRY(room_find(request, path_id(request, 0), &room, &group));
    if (!group.is_member)
        return NOT_FOUND;
    TRY(choice_in(request, &group, &choice));
    wish.channel.id = room.id;
    wish.after = room.change;
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &wish.after);
    TRY(block_unseen_of(request, &unseen));
    wish.flags = (group.is_facilitator ? ROOM_LIVE_TOOLS : 0) | (unseen.count ? ROOM_LIVE_APART : 0);
    wish.here = choice.here;
    TRY(stream_open(request, &wish));
    return request->head ? OK : stream_mute(request, &room, &group, room_apart(&unseen));
}

/* Whether it is to be told that the reader is writing in the room of ":id". */
static enum status typing_allowed(struct request *request, struct room *room, bool *allowed)
{
    static const struct limit typing = { "room-typing", 10, 30 };
    struct group group;
    struct room_now now;
    struct room_choice choice;
    bool avoided;
    TRY(room_enter(request, room, &group));
    TRY(room_now_of(request, room, &group, &now));
    TRY(choice_in(request, &group, &choice));
    /* What is told at once is told to all who listen: not of somebody whom one of them may not want to meet. */
    TRY(block_is_avoided(request->db, request->arena, request->member->persona, &avoided));
    *allowed = choice.typing && !avoided && now.voice == ROOM_FREE && limit_take(request, &typing, member_key_text(request));
    return OK;
}

struct typing {
    struct request *request;
    struct room room;
    bool allowed;
};

static enum status typing_work(struct db *db, void *context)
{
    struct typing *typing = context;
    typing->request->db = db;
    enum status status = typing_allowed(typing->request, &typing->room, &typing->allowed);
    typing->request->db = NULL;
    return status;
}

/* Tells who listens that somebody is writing, if that somebody wants it told. Nothing is stored, so it needs no transaction. */
enum status room_typing_prepare(struct request *request)
{
    struct typing typing = { .request = request };
    if (!request->member)
        return OK;
    TRY(database_read(request->app->database, typing_work, &typing));
    struct buf name = { .arena = request->arena };
    struct view view = { .out = &name };
    html_text_str(&view, request->member->name);
    if (typing.allowed)
        live_tell(request->app->live, &room_live, typing.room.id, "typing", buf_text(&name), request->member->persona);
    return OK;
}

enum status room_typing(struct request *request)
{
    request->status = 204;
    return OK;
}

/* ---- what others see ---- */

enum status room_choices_page(struct request *request)
{
    struct room_choice choice;
    struct room room;
    struct group group = { .hides = false };
    int64_t id = 0;
    /* Who comes from a room and chose nothing yet is shown what holds in it. */
    if (text_int(request->method == POST ? form_value(request, "room") : query_value(request, "room"), 1, INT64_MAX, &id)) {
        enum status status = room_find(request, id, &room, &group);
        if (status != NOT_FOUND)
            TRY(status);
    }
    TRY(choice_in(request, &group, &choice));
    room_choices_html(&request->view, &choice, id ? arena_printf(request->arena, "%lld", (long long)id) : "");
    return OK;
}

enum status room_choices_save(struct request *request)
{
    const struct room_choice choice = { .typing = form_has(request, "typing"), .here = form_has(request, "here") };
    int64_t room;
    TRY(room_choice_put(request->db, request->arena, request->member->persona, &choice));
    TRY(live_drop(request->db, request->arena, request->member->persona)); /* their streams begin anew, seen or unseen */
    if (!text_int(form_value(request, "room"), 1, INT64_MAX, &room))
        return redirect_with(request, "/rooms/choices", NOTICE_SAVED);
    return redirect_with(request, arena_printf(request->arena, "/rooms/%lld", (long long)room), NOTICE_SAVED);
}

/* The one form of a room's page that buttons inside messages use: what live sends holds no token. */
void room_act_open(struct view *view)
{
    static const char open[] = "<form method=\"post\" id=\"act\" action=\"/rooms/choices\" hidden>";
    html_literal(view, open, sizeof open - 1);
    html_form_fields(view);
}

void room_act_end(struct view *view)
{
    html_literal(view, "</form>", 7);
}
