/* One's people: who asks, who is there, whom one doesn't meet; and the page of one person. */
#include "contact/pages.h"
#include "trust/trust.h"

const struct field contact_ask_form[] = { { "note", 0, CONTACT_NOTE_MAX, FIELD_TEXT, false }, { 0 } };
const struct field contact_circles_form[] = { { "circle", 0, 20, FIELD_LINE, true }, { 0 } };

const char *contact_path(struct arena *arena, int64_t persona, const char *word)
{
    return arena_printf(arena, "/connections/%lld%s%s", (long long)persona, *word ? "/" : "", word);
}

enum status contact_find(struct request *request, struct persona *persona)
{
    bool blocked;
    struct member_personas own;
    int64_t id = path_id(request, 0);
    TRY(member_personas(request, &own));
    for (size_t i = 0; i < own.count; i++)
        if (own.items[i] == id)
            return NOT_FOUND; /* also a name of theirs that doesn't speak here: a row of both would join the two */
    TRY(persona_find(request->db, request->arena, id, persona));
    TRY(block_between(request->db, request->arena, request->member->persona, id, &blocked));
    return blocked ? NOT_FOUND : OK;
}

enum status contact_state_of(struct request *request, int64_t persona, struct contact_state *state)
{
    const int64_t me = request->reader;
    *state = (struct contact_state){ .persona = persona };
    TRY(connection_between(request->db, request->arena, me, persona, &state->connected));
    TRY(connection_asked(request->db, request->arena, me, persona, &state->asked));
    TRY(connection_waits(request->db, request->arena, me, persona, &state->waits, &state->note));
    return block_is_muted(request->db, request->arena, me, persona, &state->muted);
}

const char *contact_letter_path(struct view *view, const char *name)
{
    static const char path[] = "/messages/new";
    const struct app *app = view->request->app;
    struct buf to = { .arena = view->words.arena };
    bool there = false;
    for (size_t i = 0; i < app->routes_count; i++)
        there = there || text_same(app->routes[i].path, path);
    buf_printf(&to, "%s?to=", path);
    buf_percent(&to, name, "");
    return there ? buf_text(&to) : NULL;
}

static enum status actions_read(struct request *request, struct contact_state *state, bool *blocked)
{
    TRY(block_between(request->db, request->arena, request->reader, state->persona, blocked));
    return contact_state_of(request, state->persona, state);
}

void contact_actions(struct view *view, int64_t persona, const char *name)
{
    struct contact_state state = { .persona = persona };
    bool blocked = false;
    if (!view->request->member || !persona || persona == view->request->reader)
        return;
    if (actions_read(view->request, &state, &blocked) != OK || blocked)
        return; /* the failure is in the log; the page stands without its buttons */
    state.name = name;
    contact_actions_row(view, &state);
}

/* ---- notes, sealed to who is asked ---- */

static const char *note_open(const struct key_pair *pair, struct request *request, struct bytes sealed)
{
    struct bytes plain;
    return sealed.data && unseal_from(request->arena, pair, sealed, &plain) == OK ? plain.data : "";
}

/* Nobody reads it but the person who is asked; for one without a key (a persona of the demonstration) there is no note. */
static enum status note_seal(struct request *request, int64_t persona, const char *note, struct bytes *sealed)
{
    struct key open;
    *sealed = (struct bytes){ NULL, 0 };
    if (!*note)
        return OK;
    enum status status = persona_open_key(request->db, request->arena, persona, &open);
    if (status == OK)
        *sealed = seal_to(request->arena, &open, (struct bytes){ note, strlen(note) });
    return status == NOT_FOUND ? OK : status;
}

/* ---- the lists ---- */

const struct contact_tabs *contact_tabs_of(struct request *request, const char *href)
{
    struct view *view = &request->view;
    const struct contact_tab all[] = {
        { "/connections", tc(view, "connections", "People"), false },
        { "/circles", t(view, "Circles"), false },
        { "/connections?of=asked", tc(view, "connections", "Asked"), false },
        { "/connections?of=muted", tc(view, "connections", "Muted"), false },
        { "/connections?of=blocked", tc(view, "connections", "Blocked"), false },
        { "/connections/choices", tc(view, "connections", "Your choices"), false },
    };
    struct contact_tabs *tabs = arena_alloc(request->arena, sizeof *tabs);
    *tabs = (struct contact_tabs){ arena_array(request->arena, COUNT(all), sizeof *tabs->items), COUNT(all) };
    for (size_t i = 0; i < COUNT(all); i++) {
        tabs->items[i] = all[i];
        tabs->items[i].current = text_same(all[i].href, href);
    }
    return tabs;
}

static enum status asking_read(struct request *request, struct contact_askings *asking)
{
    struct circle_people people;
    struct key_pair pair;
    int64_t next;
    TRY(circle_people_of(request, CIRCLE_ASKING, 0, &people, &next));
    *asking = (struct contact_askings){ arena_array(request->arena, people.count + 1, sizeof *asking->items), people.count };
    if (!people.count)
        return OK;
    TRY(member_pair(request, &pair));
    for (size_t i = 0; i < people.count; i++) {
        const struct circle_person *person = &people.items[i];
        asking->items[i] =
            (struct contact_asking){ person->persona, person->picture, person->name, note_open(&pair, request, person->note) };
    }
    key_wipe(&pair.secret);
    return OK;
}

enum status contact_list_page(struct request *request)
{
    static const struct {
        const char *of, *path;
        enum circle_list list;
    } lists[] = {
        { "", "/connections", CIRCLE_CONNECTED },
        { "asked", "/connections?of=asked", CIRCLE_ASKED },
        { "muted", "/connections?of=muted", CIRCLE_MUTED },
        { "blocked", "/connections?of=blocked", CIRCLE_BLOCKED },
    };
    size_t at = COUNT(lists) - 1;
    int64_t after = 0, next;
    struct circle_people people;
    struct contact_askings asking = { 0 };
    while (at && !text_same(query_value(request, "of"), lists[at].of))
        at--;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(circle_people_of(request, lists[at].list, after, &people, &next));
    if (!at && !after)
        TRY(asking_read(request, &asking));
    struct contact_list_view page = { .asking = &asking, .people = &people, .list = lists[at].list };
    page.tabs = contact_tabs_of(request, lists[at].path);
    if (next)
        page.next = arena_printf(request->arena, "%s%cafter=%lld", lists[at].path, at ? '&' : '?', (long long)next);
    if (after)
        page.first = lists[at].path;
    contact_list_html(&request->view, &page);
    return OK;
}

/* ---- one person ---- */

enum status contact_page(struct request *request)
{
    struct persona person;
    struct contact_state state;
    struct circles circles;
    TRY(contact_find(request, &person));
    TRY(contact_state_of(request, person.id, &state));
    TRY(circle_list_with(request, person.id, &circles));
    struct contact_view page = { .person = &person, .state = &state, .circles = &circles, .note = "" };
    if (state.note.data) {
        struct key_pair pair;
        TRY(member_pair(request, &pair));
        page.note = note_open(&pair, request, state.note);
        key_wipe(&pair.secret);
    }
    contact_html(&request->view, &page);
    return OK;
}

static enum status contact_done(struct request *request, const struct persona *person, enum notice notice)
{
    const char *path = contact_path(request->arena, person->id, "");
    return notice == NOTICE_NONE ? redirect(request, path) : redirect_with(request, path, notice);
}

static enum status tell(struct request *request, int64_t persona)
{
    const struct notification notification = {
        .persona = persona, .kind = NOTIFICATION_CONNECTION, .by = request->member->persona, .subject = request->member->persona
    };
    return notification_send(request->db, request->arena, &notification, request->now);
}

/* What one of the two was told of the other's asking or agreeing says nothing any more. */
static enum status untell(struct request *request, int64_t told, int64_t about)
{
    return notification_forget_one(request->db, request->arena, told, NOTIFICATION_CONNECTION, about);
}

static enum status agree(struct request *request, const struct persona *person)
{
    TRY(connection_set(request->db, request->arena, request->member->persona, person->id));
    TRY(untell(request, request->member->persona, person->id));
    TRY(tell(request, person->id));
    return contact_done(request, person, NOTICE_CONNECTED);
}

/* Whether an ask may reach them. The sentence is the same for who takes no asks at all and for who may not meet the reader in private,
 * so that it reveals nobody's age. */
static enum status ask_allowed(struct request *request, const struct persona *person)
{
    bool open, meet;
    TRY(connection_open(request->db, request->arena, person->id, &open));
    TRY(persona_bands_meet(request->db, request->arena, request->member->persona, person->id, &meet));
    if (!open || !meet)
        return form_reject(
            request, NULL,
            tf(&request->view, "{1} can’t be asked at the moment. You can still meet in the groups you share.", person->name));
    return OK;
}

enum status contact_ask(struct request *request)
{
    struct persona person;
    struct contact_state state;
    struct bytes note;
    bool reaches;
    TRY(contact_find(request, &person));
    TRY(contact_state_of(request, person.id, &state));
    if (state.connected || state.asked)
        return contact_done(request, &person, NOTICE_NONE);
    TRY(ask_allowed(request, &person));
    if (state.waits)
        return agree(request, &person);
    TRY(trust_open(request, NULL, TRUST_ASKS));
    TRY(member_words_check(request, "note", form_value(request, "note")));
    TRY(note_seal(request, person.id, form_value(request, "note"), &note));
    enum status status = connection_ask(request->db, request->arena, request->member->persona, person.id, note, request->now, &reaches);
    if (status == CONFLICT)
        return form_reject(request, NULL,
                           t(&request->view, "Thirty people haven’t answered you yet. Wait for some of them, or take an ask back."));
    TRY(status);
    if (reaches)
        TRY(tell(request, person.id));
    return contact_done(request, &person, NOTICE_ASKED_TO_CONNECT);
}

enum status contact_withdraw(struct request *request)
{
    struct persona person;
    TRY(contact_find(request, &person));
    TRY(connection_withdraw(request->db, request->arena, request->member->persona, person.id));
    TRY(untell(request, person.id, request->member->persona));
    return contact_done(request, &person, NOTICE_SAVED);
}

enum status contact_accept(struct request *request)
{
    bool meet;
    struct persona person;
    struct contact_state state;
    TRY(contact_find(request, &person));
    TRY(contact_state_of(request, person.id, &state));
    TRY(persona_bands_meet(request->db, request->arena, request->member->persona, person.id, &meet));
    if (!state.waits || !meet) /* they took it back, it was accepted in another tab, or one of the two is of another age by now */
        return contact_done(request, &person, NOTICE_NONE);
    return agree(request, &person);
}

enum status contact_decline(struct request *request)
{
    struct persona person;
    TRY(contact_find(request, &person));
    enum status status = connection_decline(request->db, request->arena, request->member->persona, person.id);
    if (status != NOT_FOUND)
        TRY(status);
    TRY(untell(request, request->member->persona, person.id));
    return redirect_with(request, "/connections", NOTICE_SAVED);
}

enum status contact_end(struct request *request)
{
    struct persona person;
    TRY(contact_find(request, &person));
    TRY(connection_end(request->db, request->arena, request->member->persona, person.id));
    TRY(untell(request, request->member->persona, person.id));
    TRY(untell(request, person.id, request->member->persona));
    return contact_done(request, &person, NOTICE_SAVED);
}

enum status contact_circles_save(struct request *request)
{
    const char *values[CIRCLES_MAX];
    struct persona person;
    struct circles circles;
    TRY(contact_find(request, &person));
    TRY(circle_list_with(request, person.id, &circles));
    size_t count = form_values(request, "circle", values, COUNT(values));
    for (size_t i = 0; i < circles.count; i++) {
        const struct circle *circle = &circles.items[i];
        const char *id = arena_printf(request->arena, "%lld", (long long)circle->id);
        bool in = false;
        for (size_t n = 0; n < count; n++)
            in = in || text_same(values[n], id);
        if (in != circle->has)
            TRY(circle_put(request, circle->id, person.id, in));
    }
    return contact_done(request, &person, NOTICE_SAVED);
}

/* ---- not meeting somebody ---- */

static enum status mute_set(struct request *request, bool on)
{
    struct persona person;
    TRY(contact_find(request, &person));
    TRY(block_mute(request->db, request->arena, request->member->persona, person.id, on));
    return contact_done(request, &person, on ? NOTICE_MUTED : NOTICE_SAVED);
}

enum status contact_mute(struct request *request)
{
    return mute_set(request, true);
}

enum status contact_unmute(struct request *request)
{
    return mute_set(request, false);
}

enum status contact_block_page(struct request *request)
{
    struct persona person;
    TRY(contact_find(request, &person));
    contact_block_html(&request->view, &person);
    return OK;
}

enum status contact_block(struct request *request)
{
    struct persona person;
    TRY(contact_find(request, &person));
    TRY(block_set(request->db, request->arena, request->member->persona, person.id));
    TRY(untell(request, request->member->persona, person.id));
    TRY(untell(request, person.id, request->member->persona));
    return redirect_with(request, "/connections?of=blocked", NOTICE_BLOCKED);
}

/* Only who set it; for the other side there is nobody. */
enum status contact_unblock(struct request *request)
{
    bool mine;
    int64_t id = path_id(request, 0);
    TRY(block_is_mine(request->db, request->arena, request->member->persona, id, &mine));
    if (!mine)
        return NOT_FOUND;
    TRY(block_end(request->db, request->arena, request->member->persona, id));
    return redirect_with(request, "/connections?of=blocked", NOTICE_SAVED);
}
