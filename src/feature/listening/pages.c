/* /listen: asking for a listener, and a listener's own desk. */
#include "listening/pages.h"

enum { WAIT_NOW_HOURS = 2, WAIT_TODAY_HOURS = 14, CODES_MAX = 16 };

const struct field listening_ask_form[] = {
    { "when", 0, 10, FIELD_LINE, false },
    { "wish", 0, 10, FIELD_LINE, false },
    { "language", 0, 5, FIELD_LINE, true },
    { "topic", 0, 3, FIELD_LINE, true },
    { "words", 0, LISTENING_WORDS_MAX, FIELD_TEXT, false },
    { 0 },
};
const struct field listening_here_form[] = { { "minutes", 0, 4, FIELD_LINE, false }, { 0 } };

const char *listening_path(struct view *view, const char *kind, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "/listen/%s/%lld%s%s", kind, (long long)id, *word ? "/" : "", word);
}

/* ---- the page ---- */

static enum status desk_read(struct request *request, struct listening_desk *desk)
{
    struct listener *me = arena_alloc(request->arena, sizeof *me);
    struct listening_requests *offers = arena_alloc(request->arena, sizeof *offers), all;
    struct member_personas own;
    TRY(listener_find(request->db, request->arena, request->member->persona, me));
    TRY(listening_request_for(request->db, request->arena, me->persona, &all));
    TRY(member_personas(request, &own));
    *offers = (struct listening_requests){ arena_array(request->arena, all.count + 1, sizeof *offers->items), 0 };
    for (size_t i = 0; i < all.count; i++) {
        bool self = false;
        for (size_t j = 0; j < own.count; j++)
            self |= own.items[j] == all.items[i].persona;
        if (!self)
            offers->items[offers->count++] = all.items[i];
    }
    *desk = (struct listening_desk){ .me = me, .offers = offers, .rests = me->rests_until > request->now };
    desk->presence = listening_presence_of(me, &request->view.words);
    return OK;
}

/* Talks they can read, and those where they are asked to come in. */
static enum status talks_read(struct request *request, struct listening_view *page)
{
    struct listening_talks all, *talks = arena_alloc(request->arena, sizeof *talks), *called = arena_alloc(request->arena, sizeof *called);
    TRY(listening_talk_of(request->db, request->arena, request->member->persona, &all));
    *talks = (struct listening_talks){ arena_array(request->arena, all.count + 1, sizeof *talks->items), 0 };
    *called = (struct listening_talks){ arena_array(request->arena, all.count + 1, sizeof *called->items), 0 };
    for (size_t i = 0; i < all.count; i++) {
        bool calls = all.items[i].supervisor.persona == request->member->persona && !all.items[i].supervisor.seat;
        struct listening_talks *list = calls ? called : talks;
        list->items[list->count++] = all.items[i];
    }
    page->talks = talks;
    page->called = called;
    return OK;
}

enum status listening_page(struct request *request)
{
    struct listening_view page = { 0 };
    struct listening_desk desk;
    struct listening_request mine;
    struct listening_afters afters;
    struct listening_outlook outlook;
    if (request->roles & ROLE_LISTENER) {
        enum status found = desk_read(request, &desk);
        page.desk = found == OK ? &desk : NULL;
        if (found != NOT_FOUND)
            TRY(found);
    }
    enum status asked = listening_request_of(request->db, request->arena, request->member->persona, &mine);
    if (asked != NOT_FOUND)
        TRY(asked);
    page.mine = asked == OK ? &mine : NULL;
    TRY(talks_read(request, &page));
    TRY(listening_after_of(request->db, request->arena, request->member->persona, &afters));
    TRY(listening_look_out(request, page.mine, &outlook));
    page.afters = &afters;
    page.outlook = listening_outlook_text(&request->view, &outlook);
    page.nobody = !outlook.free && !outlook.busy;
    listening_html(&request->view, &page);
    return OK;
}

/* ---- asking ---- */

/* The codes of languages we know that were ticked. */
static const char *languages_read(struct request *request)
{
    const char *ticked[CODES_MAX];
    size_t count = form_values(request, "language", ticked, COUNT(ticked));
    struct buf codes = { .arena = request->arena };
    for (int i = 0; i < LANGUAGES; i++)
        for (size_t j = 0; j < count; j++)
            if (text_same(ticked[j], languages[i].code)) {
                buf_printf(&codes, "%s%s", codes.len ? " " : "", languages[i].code);
                break;
            }
    return buf_text(&codes);
}

static unsigned topics_read(struct request *request)
{
    const char *ticked[LISTENING_TOPICS];
    size_t count = form_values(request, "topic", ticked, COUNT(ticked));
    unsigned bits = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t topic;
        if (text_int(ticked[i], 0, LISTENING_TOPICS - 1, &topic))
            bits |= 1u << topic;
    }
    return bits;
}

static enum status ask_read(struct request *request, struct listening_request *asked)
{
    struct view *view = &request->view;
    const char *when = form_value(request, "when");
    *asked = (struct listening_request){ .id = id_at(request->now), .persona = request->member->persona };
    asked->today = text_same(when, "today");
    asked->wish = form_value(request, "wish");
    asked->languages = languages_read(request);
    asked->topics = topics_read(request);
    asked->expires_at = request->now + (asked->today ? WAIT_TODAY_HOURS : WAIT_NOW_HOURS) * TIME_HOUR;
    if (!asked->today && !text_same(when, "now"))
        return form_reject(request, "when", t(view, "Please choose one."));
    if (!listening_wish_is(asked->wish))
        return form_reject(request, "wish", t(view, "Please choose one."));
    if (!*asked->languages)
        return form_reject(request, "language", t(view, "Choose at least one language."));
    return OK;
}

enum status listening_ask(struct request *request)
{
    static const struct limit asking = { "listening-ask", 6, 0.02 };
    struct listening_request asked, there;
    struct listening_talks talks;
    const char *words = form_value(request, "words");
    int64_t me = request->member->persona;
    enum status status = listening_request_of(request->db, request->arena, me, &there);
    if (status == OK)
        return redirect(request, listening_path(&request->view, "requests", there.id, ""));
    if (status != NOT_FOUND)
        return status;
    TRY(listening_talk_of(request->db, request->arena, me, &talks));
    for (size_t i = 0; i < talks.count; i++)
        if (talks.items[i].member.persona == me)
            return redirect(request, listening_path(&request->view, "talks", talks.items[i].member.seat, ""));
    TRY(ask_read(request, &asked));
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(
            request, NULL,
            t(&request->view, "You have asked a few times today. If it can’t wait, “Help now” is open; here it goes on in an hour."));
    asked.words =
        seal(request->arena, &request->member->key, arena_printf(request->arena, "listening_request.words.%lld", (long long)asked.id),
             (struct bytes){ words, strlen(words) });
    TRY(listening_request_add(request->db, request->arena, &asked));
    TRY(listening_match(request->db, request->arena, &request->view.words));
    return redirect(request, listening_path(&request->view, "requests", asked.id, ""));
}

/* ---- the desk ---- */

/* "I'm here" for so many minutes; 0: not any more. */
enum status listening_here(struct request *request)
{
    enum { STEP = 5 * TIME_MINUTE };
    int64_t minutes;
    if (!text_int(form_value(request, "minutes"), 0, 480, &minutes))
        return form_reject(request, "minutes", t(&request->view, "Please choose one."));
    int64_t until = minutes ? (request->now + minutes * TIME_MINUTE + STEP - 1) / STEP * STEP : 0;
    TRY(listener_store_available(request->db, request->arena, request->member->persona, until));
    TRY(listening_match(request->db, request->arena, &request->view.words));
    return redirect_with(request, "/listen", NOTICE_SAVED);
}

enum status listening_rest(struct request *request)
{
    TRY(listener_store_rest(request->db, request->arena, request->member->persona, request->now + LISTENING_HARD_HOURS * TIME_HOUR));
    return redirect_with(request, "/listen", NOTICE_SAVED);
}

enum status listening_stream(struct request *request)
{
    struct live_channel also[] = { { &listening_live, request->member->persona } };
    return stream_open(request, &(struct stream_wish){ .also = also, .also_count = COUNT(also) });
}

/* ---- what a listener sets ---- */

static const char *const from_names[] = { "from1", "from2", "from3", "from4", "from5", "from6", "from7" };
static const char *const until_names[] = { "until1", "until2", "until3", "until4", "until5", "until6", "until7" };

#define HOURS(n)                                                                                                                           \
    { "from" n, 0, 5, FIELD_LINE, false },                                                                                                 \
    {                                                                                                                                      \
        "until" n, 0, 5, FIELD_LINE, false                                                                                                 \
    }
const struct field listening_hours_form[] = {
    HOURS("1"),
    HOURS("2"),
    HOURS("3"),
    HOURS("4"),
    HOURS("5"),
    HOURS("6"),
    HOURS("7"),
    { "zone", 0, 60, FIELD_LINE, false },
    { "language", 0, 5, FIELD_LINE, true },
    { "topic", 0, 3, FIELD_LINE, true },
    { "most", 0, 1, FIELD_LINE, false },
    { 0 },
};

static const char *clock_text(struct view *view, const struct listening_hours *hours, int minute)
{
    return hours->from == hours->until ? "" : arena_printf(view->words.arena, "%02d:%02d", minute / 60, minute % 60);
}

enum status listening_hours_page(struct request *request)
{
    struct view *view = &request->view;
    const char *const names[] = { t(view, "Monday"), t(view, "Tuesday"),  t(view, "Wednesday"), t(view, "Thursday"),
                                  t(view, "Friday"), t(view, "Saturday"), t(view, "Sunday") };
    struct listener me;
    TRY(listener_find(request->db, request->arena, request->member->persona, &me));
    if (!*me.set.zone)
        me.set.zone = *request->member->zone ? request->member->zone : community_of(request)->zone;
    struct listening_hours_view page = { .me = &me };
    for (size_t day = 0; day < COUNT(names); day++) {
        const struct listening_hours *hours = &me.set.hours[day];
        page.days.items[page.days.count++] =
            (struct listening_day){ names[day], clock_text(view, hours, hours->from), clock_text(view, hours, hours->until),
                                    from_names[day], until_names[day] };
    }
    page.most.items = arena_array(request->arena, LISTENING_MOST, sizeof *page.most.items);
    for (int most = 1; most <= LISTENING_MOST; most++)
        page.most.items[page.most.count++] = (struct listening_option){ arena_printf(request->arena, "%d", most),
                                                                        tn(view, "{n} talk", "{n} talks", most), me.set.most == most };
    listening_hours_html(view, &page);
    return OK;
}

/* "20:30" to minutes. */
static bool clock_read(struct request *request, const char *text, int *minute)
{
    int64_t hours, minutes;
    const char *colon = strchr(text, ':');
    if (!colon || !text_int(arena_slice(request->arena, text, (size_t)(colon - text)), 0, 23, &hours) || strlen(colon + 1) != 2 ||
        !text_int(colon[1] == '0' ? colon + 2 : colon + 1, 0, 59, &minutes))
        return false;
    *minute = (int)(hours * 60 + minutes);
    return true;
}

static enum status day_read(struct request *request, size_t day, struct listening_hours *hours)
{
    const char *from = form_value(request, from_names[day]), *until = form_value(request, until_names[day]);
    if (!*from && !*until)
        return OK;
    if (!clock_read(request, from, &hours->from))
        return form_reject(request, from_names[day], t(&request->view, "Write the time like 20:00."));
    if (!clock_read(request, until, &hours->until))
        return form_reject(request, until_names[day], t(&request->view, "Write the time like 20:00."));
    return OK;
}

enum status listening_hours_save(struct request *request)
{
    struct view *view = &request->view;
    int64_t most;
    struct listening_setting set = { .zone = form_value(request, "zone"),
                                     .languages = languages_read(request),
                                     .topics = topics_read(request) };
    if (!zone_is_known(set.zone))
        return form_reject(request, "zone", t(view, "That isn’t a time zone we know. They look like Europe/Berlin."));
    if (!*set.languages)
        return form_reject(request, "language", t(view, "Choose at least one language."));
    if (!text_int(form_value(request, "most"), 1, LISTENING_MOST, &most))
        return form_reject(request, "most", t(view, "Please choose one."));
    set.most = (int)most;
    for (size_t day = 0; day < COUNT(set.hours); day++)
        TRY(day_read(request, day, &set.hours[day]));
    TRY(listening_set(request->db, request->arena, request->member->persona, &set));
    TRY(listening_match(request->db, request->arena, &view->words));
    return redirect_with(request, "/listen", NOTICE_SAVED);
}
