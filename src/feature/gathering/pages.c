/* Asking for dates, answering, taking one; what stands of it in the conversation. */
#include "gathering/pages.h"

#include "calendar/calendar.h"

enum { EVENT_HOURS = 2, AHEAD_DAYS = 366 };

#define CHOICE(n)                                                                                                                          \
    { "when" n, 0, 20, FIELD_LINE, false }, { "kind" n, 0, 10, FIELD_LINE, false },                                                        \
    {                                                                                                                                      \
        "region" n, 0, GATHERING_REGION_MAX, FIELD_LINE, false                                                                             \
    }
const struct field gathering_make_form[] = {
    CHOICE("1"),
    CHOICE("2"),
    CHOICE("3"),
    CHOICE("4"),
    CHOICE("5"),
    CHOICE("6"),
    { "ranked", 0, 3, FIELD_LINE, false },
    { "days", 1, 2, FIELD_LINE, false },
    { 0 },
};
#define PLACE(n)                                                                                                                           \
    {                                                                                                                                      \
        "place" n, 0, 2, FIELD_LINE, false                                                                                                 \
    }
const struct field gathering_answer_form[] = { PLACE("1"), PLACE("2"), PLACE("3"), PLACE("4"), PLACE("5"), PLACE("6"), { 0 } };
const struct field gathering_take_form[] = { { "number", 1, 2, FIELD_LINE, false }, { 0 } };

static const struct {
    const char *code;
    enum event_kind kind;
} kinds[] = { { "person", EVENT_PERSON }, { "video", EVENT_VIDEO }, { "text", EVENT_TEXT } };

/* ---- in words ---- */

const char *gathering_path(struct view *view, const struct gathering *gathering, const char *word)
{
    return arena_printf(view->words.arena, "/gatherings/%lld%s", (long long)gathering->id, word);
}

/* In the reader's own zone; who asked chose theirs. */
const char *gathering_when_text(struct view *view, const struct gathering *gathering, int64_t at)
{
    (void)gathering;
    return layout_moment(view, at);
}

const char *gathering_where_text(struct view *view, const struct gathering_option *option)
{
    if (text_same(option->kind, "video"))
        return t(view, "online, by video");
    if (text_same(option->kind, "text"))
        return t(view, "here, in words");
    return option->region;
}

const char *gathering_counted_text(struct view *view, const struct gathering *gathering, const struct gathering_option *option)
{
    if (gathering->ranked)
        return tn(view, "{n} point", "{n} points", option->points);
    return tn(view, "{n} can", "{n} can", option->people);
}

const char *gathering_prompt_text(struct view *view, int64_t prompt)
{
    static const char *const prompts[GATHERING_PROMPTS] = {
        N_("What stays with you?"),
        N_("What made it easier to come, or harder?"),
        N_("What would you like next time?"),
    };
    return prompt >= 1 && prompt <= GATHERING_PROMPTS ? t(view, prompts[prompt - 1]) : "";
}

/* ---- asking ---- */

/* The conversation, for who may write in it. */
static enum status topic_enter(struct request *request, struct topic *topic)
{
    struct group group;
    TRY(topic_find(request, path_id(request, 0), topic, &group));
    return group.may_write && !topic->closed && !topic->hidden_at ? OK : FORBIDDEN;
}

const char *gathering_zone(const struct request *request)
{
    return request->view.words.zone ? request->view.words.zone : "UTC";
}

const char *gathering_city(const struct request *request)
{
    const char *zone = gathering_zone(request), *city = zone;
    zone_cities(&request->view.words, &zone, 1, &city);
    return city;
}

enum status gathering_new_page(struct request *request)
{
    struct topic topic;
    TRY(topic_enter(request, &topic));
    struct gathering_form form = { .title = topic_title_text(&request->view, &topic), .zone = gathering_city(request) };
    form.back = arena_printf(request->arena, "/topics/%lld", (long long)topic.id);
    form.action = arena_printf(request->arena, "%s/meet", form.back);
    gathering_new_html(&request->view, &form);
    return OK;
}

/* One line of the form; *there: it isn't empty. */
static enum status choice_read(struct request *request, const struct calendar_zone *zone, int number, struct gathering_choice *choice,
                               bool *there)
{
    struct view *view = &request->view;
    const char *field = arena_printf(request->arena, "when%d", number), *when = form_value(request, field);
    const char *place = arena_printf(request->arena, "region%d", number);
    int64_t wall;
    choice->region = form_value(request, place);
    choice->kind = NULL;
    *there = *when || *choice->region;
    if (!*there)
        return OK;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(form_value(request, arena_printf(request->arena, "kind%d", number)), kinds[i].code))
            choice->kind = kinds[i].code;
    /* Where a browser has no picker, people write a blank. */
    char *written = arena_copy(request->arena, when);
    if (strlen(written) > 10 && written[10] == ' ')
        written[10] = 'T';
    if (!calendar_wall_read(written, &wall))
        return form_reject(request, field, t(view, "Please give a day and a time, such as 2026-12-04 18:30."));
    choice->starts = calendar_moment(zone, wall, NULL);
    if (choice->starts < request->now || choice->starts > request->now + AHEAD_DAYS * TIME_DAY)
        return form_reject(request, field, t(view, "Please choose a time that lies ahead, within a year."));
    if (!choice->kind)
        return form_reject(request, field, t(view, "Please say whether it’s in person or online."));
    if (text_same(choice->kind, "person") && !*choice->region)
        return form_reject(request, place, t(view, "Please say roughly where: a town, or a part of it. Never an address."));
    if (!text_same(choice->kind, "person"))
        choice->region = "";
    return OK;
}

enum status gathering_wish_read(struct request *request, struct gathering_new *wish, struct gathering_choice *choices)
{
    static const struct limit asking = { "gathering", 5, 1 };
    const struct calendar_zone *zone;
    int64_t days;
    wish->ranked = form_has(request, "ranked");
    wish->zone = gathering_zone(request);
    TRY(calendar_zone_open(request->arena, wish->zone, &zone));
    for (int number = 1; number <= GATHERING_OPTIONS; number++) {
        bool there;
        TRY(choice_read(request, zone, number, &choices[wish->choices_count], &there));
        if (there && choices[wish->choices_count].region[0])
            TRY(member_words_check(request, arena_printf(request->arena, "region%d", number), choices[wish->choices_count].region));
        wish->choices_count += there;
    }
    if (wish->choices_count < 2)
        return form_reject(request, "when2", t(&request->view, "Please give at least two dates to choose from."));
    if (!text_int(form_value(request, "days"), 1, GATHERING_DAYS_MAX, &days))
        return form_reject(request, "days", t(&request->view, "Please choose between 1 and 14 days."));
    wish->closes = request->now + days * TIME_DAY;
    wish->choices = choices;
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(request, NULL, t(&request->view, "You’ve asked a lot in a short time. Please wait a little."));
    return OK;
}

/* A conversation has one question at a time; the next may come once the last has been answered and looked back on, or came to nothing. */
static enum status gathering_is_free(struct request *request, const struct topic *topic, bool *is_free)
{
    struct gathering last;
    *is_free = true;
    if (!topic->gathering)
        return OK;
    enum status found = gathering_row_find(request->db, request->arena, topic->gathering, &last);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    *is_free = last.closed && (last.cancelled || last.forgotten || !last.event);
    return OK;
}

enum status gathering_make(struct request *request)
{
    struct topic topic;
    struct gathering_choice choices[GATHERING_OPTIONS];
    bool is_free;
    int64_t id;
    TRY(topic_enter(request, &topic));
    TRY(gathering_is_free(request, &topic, &is_free));
    if (!is_free) /* two had the same thought: the first one's question stands there */
        return redirect(request, arena_printf(request->arena, "/topics/%lld", (long long)topic.id));
    struct gathering_new wish = { .topic = topic.id, .persona = request->member->persona, .now = request->now };
    TRY(gathering_wish_read(request, &wish, choices));
    TRY(gathering_create(request->db, request->arena, &wish, &id));
    return redirect_with(request, arena_printf(request->arena, "/topics/%lld", (long long)topic.id), NOTICE_POSTED);
}

/* ---- answering ---- */

enum status gathering_page(struct request *request)
{
    struct gathering_part part;
    TRY(gathering_find(request, path_id(request, 0), &part));
    gathering_seen(request, part.gathering.id);
    gathering_html(&request->view, &part);
    return OK;
}

static const char *topic_place(struct request *request, const struct gathering_part *part)
{
    return arena_printf(request->arena, "/topics/%lld#meet", (long long)part->topic.id);
}

/* Several can be ticked; or each gets a place, and the first counts as many points as there are dates. Nothing at all takes an answer
 * back. */
enum status gathering_answer(struct request *request)
{
    struct gathering_part part;
    int64_t id = path_id(request, 0), place;
    TRY(gathering_find(request, id, &part));
    if (!part.may_answer)
        return part.gathering.closed ? form_reject(request, NULL, t(&request->view, "This question was closed in the meantime."))
                                     : FORBIDDEN;
    const int64_t count = (int64_t)part.options.count;
    for (size_t i = 0; i < part.options.count; i++) {
        struct gathering_option *option = &part.options.items[i];
        const char *given = form_value(request, arena_printf(request->arena, "place%lld", (long long)option->number));
        option->mine = 0;
        if (*given && !text_int(given, 1, count, &place))
            return form_reject(request, NULL, t(&request->view, "Something in this form didn’t fit. Please try again."));
        if (*given)
            option->mine = part.gathering.ranked ? count - place + 1 : 1;
    }
    TRY(gathering_votes_set(request->db, request->arena, id, gathering_voter(request, id), &part.options));
    return redirect_with(request, topic_place(request, &part), NOTICE_SAVED);
}

/* ---- taking one ---- */

enum status gathering_close(struct request *request)
{
    struct gathering_part part;
    TRY(gathering_find(request, path_id(request, 0), &part));
    if (!part.mine)
        return FORBIDDEN;
    TRY(gathering_count_up(request->db, request->arena, part.gathering.id));
    return redirect_with(request, topic_place(request, &part), NOTICE_SAVED);
}

static enum event_kind kind_of(const struct gathering_option *option)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].code, option->kind))
            return kinds[i].kind;
    return EVENT_PERSON;
}

/* An event's title may be shorter than a conversation's. */
static const char *event_title(struct view *view, const struct topic *topic)
{
    const char *title = topic_title_text(view, topic), *end = title;
    if (text_length(title) <= EVENT_TITLE_MAX)
        return title;
    for (int i = 0; i < EVENT_TITLE_MAX - 1; i++)
        (void)text_next(&end);
    return arena_printf(view->words.arena, "%.*s…", (int)(end - title), title);
}

/* The date becomes an event of the group with the conversation attached; its host then says the rest: where exactly, what to expect. */
enum status gathering_take(struct request *request)
{
    struct gathering_part part;
    const struct gathering_option *option = NULL;
    int64_t number, event, id = path_id(request, 0);
    TRY(gathering_find(request, id, &part));
    if (!part.mine)
        return FORBIDDEN;
    if (part.gathering.event)
        return redirect(request, event_path(request->arena, part.gathering.event));
    if (!text_int(form_value(request, "number"), 1, GATHERING_OPTIONS, &number))
        number = 0;
    for (size_t i = 0; i < part.options.count; i++)
        if (part.options.items[i].number == number)
            option = &part.options.items[i];
    if (!option || option->starts <= request->now)
        return form_reject(request, NULL, t(&request->view, "Please choose a date that lies ahead."));
    const struct event_new wish = { .group = part.topic.group_id,
                                    .host = request->member->persona,
                                    .audience = EVENT_GROUP,
                                    .kind = kind_of(option),
                                    .title = event_title(&request->view, &part.topic),
                                    .region = option->region,
                                    .lang = request->view.lang,
                                    .zone = part.gathering.zone,
                                    .starts = option->starts,
                                    .ends = option->starts + EVENT_HOURS * TIME_HOUR,
                                    .counts = EVENT_COUNTS_ROUGH,
                                    .detail = { .photos = "none", .sober = "open" },
                                    .app = request->app,
                                    .now = request->now };
    enum status made = event_create(request->db, request->arena, &wish, &event);
    if (made == INVALID) /* as the event's own form would say: it is checked there and here by the same */
        return form_reject(request, NULL, t(&request->view, "Something in this form didn’t fit. Please try again."));
    TRY(made);
    TRY(gathering_event_take(request->db, request->arena, &(struct gathering_event){ id, part.topic.id, event, wish.ends, request->now }));
    return redirect_with(request, arena_printf(request->arena, "/events/%lld/edit", (long long)event), NOTICE_SAVED);
}
