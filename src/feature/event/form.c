/* The form an event is made and changed with: from fields to a wish, and back. */
#include "event/pages.h"
#include "guideline/guideline.h"
#include "trust/trust.h"

enum { CODES_MOST = 24, HOURS_MOST = 720 };

static const struct event_code repeats[] = {
    { "", N_("It doesn’t repeat"), NULL },
    { "daily", N_("Every day"), NULL },
    { "weekly", N_("Every week"), NULL },
    { "fortnightly", N_("Every two weeks"), NULL },
    { "monthly", N_("Every month, on this day of the month"), NULL },
    { "weekday", N_("Every month, on this day of the week"), NULL },
};
const struct event_codes event_repeats = { repeats, COUNT(repeats) };

#define LINE(name_, max_)                                                                                                                  \
    {                                                                                                                                      \
        name_, 0, max_, FIELD_LINE, false                                                                                                  \
    }
#define MANY(name_)                                                                                                                        \
    {                                                                                                                                      \
        name_, 0, 20, FIELD_LINE, true                                                                                                     \
    }
#define FORM_FIELDS                                                                                                                        \
    LINE("kind", 10), LINE("audience", 10), LINE("group", 20), LINE("title", EVENT_TITLE_MAX), LINE("region", EVENT_REGION_MAX),           \
        { "about", 0, EVENT_ABOUT_MAX, FIELD_TEXT, false }, LINE("lang", 5), LINE("zone", 60), LINE("day", 10), LINE("from", 8),           \
        LINE("until", 8), LINE("capacity", 7), LINE("guests", 2), LINE("approval", 3), LINE("counts", 10), FIELDS_AGES,                    \
        LINE("cost", EVENT_LINE_MAX), MANY("spoken"), MANY("signs"), MANY("access"), LINE("step_free", EVENT_LINE_MAX),                    \
        LINE("toilet", EVENT_LINE_MAX), LINE("quiet_room", EVENT_LINE_MAX), LINE("lighting", EVENT_LINE_MAX),                              \
        LINE("scent", EVENT_LINE_MAX), LINE("animals", EVENT_LINE_MAX), LINE("captions", EVENT_LINE_MAX), LINE("ask", EVENT_LINE_MAX),     \
        { "first_time", 0, EVENT_FIRST_MAX, FIELD_TEXT, false }, LINE("photos", 10), LINE("sober", 10), LINE("quarter", EVENT_PLACE_MAX),  \
        LINE("exact", EVENT_PLACE_MAX), LINE("door", EVENT_PLACE_MAX), LINE("link", EVENT_PLACE_MAX), LINE("quarter_when", 10),            \
        LINE("exact_hours", 4), LINE("door_minutes", 5), LINE("repeat", 12), LINE("repeat_until", 10), LINE("hosts", 300),                 \
        LINE("scope", 6), GUIDELINE_FIELD
const struct field event_make_form[] = { FORM_FIELDS, { 0 } };
const struct field event_edit_form[] = { FORM_FIELDS, { 0 } };

/* ---- from the form ---- */

/* Known codes that were ticked, separated by blanks. */
static const char *signs_read(struct request *request)
{
    const char *ticked[CODES_MOST];
    size_t count = form_values(request, "signs", ticked, COUNT(ticked));
    struct buf codes = { .arena = request->arena };
    for (size_t i = 0; i < count; i++)
        if (event_code_read(&event_signs, ticked[i], -1) >= 0)
            buf_printf(&codes, "%s%s", codes.len ? " " : "", ticked[i]);
    return buf_text(&codes);
}

static const char *spoken_read(struct request *request)
{
    const char *ticked[CODES_MOST];
    size_t count = form_values(request, "spoken", ticked, COUNT(ticked));
    struct buf codes = { .arena = request->arena };
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < LANGUAGES; j++)
            if (text_same(ticked[i], languages[j].code))
                buf_printf(&codes, "%s%s", codes.len ? " " : "", ticked[i]);
    return buf_text(&codes);
}

static void detail_read(struct request *request, struct event_detail *detail)
{
    const char *ticked[CODES_MOST];
    size_t count = form_values(request, "access", ticked, COUNT(ticked));
    *detail = (struct event_detail){ .about = form_value(request, "about"), .html = request->prepared };
    detail->cost = form_value(request, "cost");
    detail->spoken = spoken_read(request);
    detail->signs = signs_read(request);
    detail->ask = form_value(request, "ask");
    detail->first_time = form_value(request, "first_time");
    detail->photos = event_code_read(&event_photos, form_value(request, "photos"), -1) < 0 ? "" : form_value(request, "photos");
    detail->sober = event_code_read(&event_sobers, form_value(request, "sober"), -1) < 0 ? "" : form_value(request, "sober");
    for (size_t i = 0; i < count; i++) {
        int bit = event_code_read(&event_accesses, ticked[i], -1);
        detail->access |= bit < 0 ? 0 : 1u << bit;
    }
    for (size_t i = 0; i < EVENT_ACCESS; i++)
        detail->access_text[i] = form_value(request, event_accesses.items[i].code);
}

static enum status moment_read(struct request *request, const struct calendar_zone *zone, const char *field, const char *day, int64_t *at,
                               int64_t *wall)
{
    enum calendar_clock clock;
    const char *text = arena_printf(request->arena, "%sT%s", day, form_value(request, field));
    if (!calendar_wall_read(text, wall))
        return form_reject(request, field, t(&request->view, "Please choose a day and a time."));
    *at = calendar_moment(zone, *wall, &clock);
    if (clock == CALENDAR_SKIPPED)
        return form_reject(request, field,
                           t(&request->view, "On that day the clocks go forward, and this time is left out. Please choose another."));
    return OK;
}

enum status event_fault_reject(struct request *request, enum event_fault fault)
{
    static const struct {
        const char *field, *why;
    } faults[] = {
        [EVENT_FAULT_TITLE] = { "title", N_("Please give it a title.") },
        [EVENT_FAULT_ZONE] = { "zone", N_("That isn’t a time zone we know. They look like Europe/Berlin.") },
        [EVENT_FAULT_TIMES] = { "until", N_("It ends before it begins, or lasts longer than two weeks.") },
        [EVENT_FAULT_OVER] = { "day", N_("That is over already. Please choose a day that is still to come.") },
        [EVENT_FAULT_FAR] = { "day", N_("That is more than five years away. Please choose an earlier day.") },
        [EVENT_FAULT_REGION] = { "region", N_("Please say roughly where: a town or a region.") },
        [EVENT_FAULT_LINK] = { "link", N_("The address begins with https://.") },
        [EVENT_FAULT_LENGTH] = { NULL, N_("Something in this form didn’t fit. Please try again.") },
    };
    return form_reject(request, faults[fault].field, t(&request->view, faults[fault].why));
}

static enum status times_read(struct request *request, struct event_new *wish)
{
    const struct calendar_zone *zone;
    int64_t from, until;
    if (calendar_zone_open(request->arena, wish->zone, &zone) != OK)
        return event_fault_reject(request, EVENT_FAULT_ZONE);
    TRY(moment_read(request, zone, "from", form_value(request, "day"), &wish->starts, &from));
    TRY(moment_read(request, zone, "until", form_value(request, "day"), &wish->ends, &until));
    if (until <= from) /* over midnight */
        wish->ends = calendar_moment(zone, until + TIME_DAY, NULL);
    return OK;
}

/* The rule that the two fields ask for; "" for none. */
static enum status rule_read(struct request *request, struct event_new *wish)
{
    const struct calendar_zone *zone;
    const char *until = form_value(request, "repeat_until");
    int repeat = event_code_read(&event_repeats, form_value(request, "repeat"), EVENT_ONCE);
    wish->rule = "";
    if (repeat == EVENT_ONCE)
        return OK;
    TRY(calendar_zone_open(request->arena, wish->zone, &zone));
    int64_t day = calendar_wall(zone, wish->starts) / TIME_DAY, ends = 0;
    struct recurrence rule = { .frequency = repeat == EVENT_DAILY    ? RECURRENCE_DAILY
                                            : repeat < EVENT_MONTHLY ? RECURRENCE_WEEKLY
                                                                     : RECURRENCE_MONTHLY,
                               .interval = repeat == EVENT_FORTNIGHTLY ? 2 : 1 };
    if (repeat == EVENT_MONTHLY_WEEKDAY) {
        const char *text = calendar_wall_text(request->arena, day * TIME_DAY);
        int64_t of_month = (text[8] - '0') * 10 + (text[9] - '0');
        rule.weekdays = 1u << date_weekday(day);
        rule.nth = of_month > 28 ? -1 : (int)((of_month - 1) / 7 + 1);
    }
    if (*until) {
        if (!calendar_wall_read(arena_printf(request->arena, "%sT23:59", until), &ends))
            return form_reject(request, "repeat_until", t(&request->view, "Please choose a day and a time."));
        rule.until = calendar_moment(zone, ends, NULL);
        if (rule.until < wish->starts)
            return form_reject(request, "repeat_until", t(&request->view, "That is before the first date."));
    }
    wish->rule = recurrence_text(request->arena, &rule);
    return OK;
}

static enum status link_read(struct request *request, const struct event_setting *setting, struct event_new *wish)
{
    bool video = wish->kind == EVENT_VIDEO || wish->kind == EVENT_HYBRID;
    unsigned char room[15];
    const char *at = strstr(setting->room_link, "{room}");
    wish->link = video ? form_value(request, "link") : "";
    if (!video)
        return OK;
    if (*wish->link)
        return OK;
    if (!at)
        return form_reject(request, "link", t(&request->view, "Please give the address of the room."));
    random_bytes(room, sizeof room);
    wish->link = arena_printf(request->arena, "%.*s%s%s", (int)(at - setting->room_link), setting->room_link,
                              token_text(request->arena, room, sizeof room), at + strlen("{room}"));
    return OK;
}

static enum status place_read(struct request *request, struct event_new *wish)
{
    struct event_setting setting;
    bool place = wish->kind == EVENT_PERSON || wish->kind == EVENT_HYBRID;
    TRY(event_setting_find(request->db, request->arena, &setting));
    wish->region = place ? form_value(request, "region") : "";
    wish->quarter = place ? form_value(request, "quarter") : "";
    wish->exact = place ? form_value(request, "exact") : "";
    wish->door = place ? form_value(request, "door") : "";
    bool seen = text_same(form_value(request, "quarter_when"), "seen") && setting.quarter_when == EVENT_QUARTER_SEEN;
    wish->quarter_when = seen ? EVENT_QUARTER_SEEN : EVENT_QUARTER_JOINED;
    if (!text_int(form_value(request, "exact_hours"), 0, HOURS_MOST, &wish->exact_hours))
        wish->exact_hours = setting.exact_hours;
    if (setting.exact_hours && (!wish->exact_hours || wish->exact_hours > setting.exact_hours))
        wish->exact_hours = setting.exact_hours;
    if (!text_int(form_value(request, "door_minutes"), 0, 10000, &wish->door_minutes))
        wish->door_minutes = 0;
    return link_read(request, &setting, wish);
}

/* Names separated by commas. */
static enum status hosts_read(struct request *request, struct event_new *wish)
{
    int64_t *hosts = arena_array(request->arena, EVENT_HOSTS_MAX, sizeof *hosts);
    wish->hosts = hosts;
    for (const char *at = form_value(request, "hosts"); *at;) {
        size_t len = strcspn(at, ",");
        const char *name = text_clean_line(request->arena, arena_slice(request->arena, at, len));
        struct persona persona;
        bool blocked = false;
        at += len + (at[len] == ',');
        if (!*name)
            continue;
        enum status found = persona_by_name(request->db, request->arena, name, &persona);
        if (found == OK)
            TRY(block_between(request->db, request->arena, request->reader, persona.id, &blocked));
        if (found == NOT_FOUND || blocked || wish->hosts_count == EVENT_HOSTS_MAX)
            return form_reject(request, "hosts",
                               tf(&request->view, "We don’t find anybody called {1} who could look after it with you.", name));
        TRY(found);
        hosts[wish->hosts_count++] = persona.id;
    }
    return OK;
}

enum status event_form_allowed(struct request *request, const struct event_new *wish)
{
    enum trust_step step;
    struct group group;
    if (wish->group) {
        enum status found = group_find_id(request, wish->group, &group);
        if (found == NOT_FOUND || (found == OK && (!group.is_member || (group.joining == GROUP_HIDDEN && wish->audience != EVENT_GROUP))))
            return form_reject(request, "group", t(&request->view, "Please choose one of your groups."));
        TRY(found);
        TRY(guideline_check(request, wish->group));
    }
    if (wish->audience == EVENT_GROUP)
        return wish->group ? OK : form_reject(request, "group", t(&request->view, "Please choose one of your groups."));
    TRY(trust_step_of(request, request->reader, &step));
    if (step == TRUST_NEWCOMER && !(request->roles & (MODERATORS | ROLE_LISTENER | ROLE_PRACTITIONER)))
        return form_reject(request, "audience",
                           t(&request->view, "Inviting the whole place opens with some days here. Until then, your groups can come."));
    return OK;
}

static enum status numbers_read(struct request *request, struct event_new *wish)
{
    struct view *view = &request->view;
    const char *capacity = form_value(request, "capacity"), *guests = form_value(request, "guests");
    if (*capacity && !text_int(capacity, 0, EVENT_CAPACITY_MAX, &wish->capacity))
        return form_reject(request, "capacity", t(view, "Please write a number, or nothing."));
    if (*guests && !text_int(guests, 0, EVENT_GUESTS_MAX, &wish->guests))
        return form_reject(request, "guests", t(view, "Please choose one."));
    (void)text_int(form_value(request, "group"), 1, INT64_MAX, &wish->group);
    wish->ages = persona_bands_typed(request);
    wish->approval = form_has(request, "approval");
    wish->counts = (enum event_counts)event_code_read(&event_countings, form_value(request, "counts"), EVENT_COUNTS_HIDDEN);
    return OK;
}

enum status event_form_read(struct request *request, struct event_new *wish)
{
    struct view *view = &request->view;
    *wish = (struct event_new){ .host = request->reader, .app = request->app, .now = request->now };
    int kind = event_code_read(&event_kinds, form_value(request, "kind"), -1);
    int audience = event_code_read(&event_audiences, form_value(request, "audience"), -1);
    wish->title = form_value(request, "title");
    wish->lang = view->lang;
    for (size_t i = 0; i < LANGUAGES; i++)
        if (text_same(form_value(request, "lang"), languages[i].code))
            wish->lang = languages[i].code;
    wish->zone = form_value(request, "zone");
    if (kind < 0)
        return form_reject(request, "kind", t(view, "Please choose one."));
    if (audience < 0)
        return form_reject(request, "audience", t(view, "Please choose one."));
    wish->kind = (enum event_kind)kind;
    wish->audience = (enum event_audience)audience;
    detail_read(request, &wish->detail);
    TRY(numbers_read(request, wish));
    TRY(times_read(request, wish));
    TRY(place_read(request, wish));
    enum event_fault fault = event_fault_of(wish);
    if (fault != EVENT_FINE)
        return event_fault_reject(request, fault);
    TRY(rule_read(request, wish));
    TRY(hosts_read(request, wish));
    TRY(event_form_allowed(request, wish));
    TRY(trust_links(request, "about", wish->detail.html));
    return member_words_check(request, "about", wish->detail.about);
}

/* ---- to the form ---- */

static void times_show(struct request *request, const struct calendar_zone *zone, struct event_form *form)
{
    const char *from = calendar_wall_text(request->arena, calendar_wall(zone, form->now.starts));
    form->day = arena_slice(request->arena, from, 10);
    form->from = from + 11;
    form->until = calendar_wall_text(request->arena, calendar_wall(zone, form->now.ends)) + 11;
}

static enum status rule_show(struct request *request, const struct calendar_zone *zone, int64_t id, struct event_form *form)
{
    struct event_series series;
    struct recurrence rule;
    enum status found = id ? event_series_find(request->db, request->arena, id, &series) : NOT_FOUND;
    form->repeat = form->repeat_until = "";
    form->series = found == OK;
    if (found != OK || !*series.rule)
        return found == NOT_FOUND ? OK : found;
    TRY(recurrence_read(request->arena, series.rule, zone, &rule));
    enum event_repeat repeat = rule.frequency == RECURRENCE_DAILY    ? EVENT_DAILY
                               : rule.frequency == RECURRENCE_WEEKLY ? (rule.interval == 2 ? EVENT_FORTNIGHTLY : EVENT_WEEKLY)
                               : rule.nth                            ? EVENT_MONTHLY_WEEKDAY
                                                                     : EVENT_MONTHLY;
    form->repeat = event_repeats.items[repeat].code;
    if (rule.until)
        form->repeat_until = arena_slice(request->arena, calendar_wall_text(request->arena, calendar_wall(zone, rule.until)), 10);
    return OK;
}

static const char *hosts_show(struct request *request, const struct event_persons *hosts)
{
    struct buf names = { .arena = request->arena };
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->items[i].persona != request->reader)
            buf_printf(&names, "%s%s", names.len ? ", " : "", hosts->items[i].name);
    return buf_text(&names);
}

static enum status form_of_event(struct request *request, const struct event *event, struct event_form *form)
{
    struct event_place place;
    struct event_persons hosts;
    struct event_new *now = &form->now;
    *now = (struct event_new){ .group = event->group, .audience = event->audience, .kind = event->kind, .title = event->title };
    now->region = event->region;
    now->lang = event->lang;
    now->zone = event->zone;
    now->starts = event->starts;
    now->ends = event->ends;
    now->capacity = event->capacity;
    now->guests = event->guests;
    now->approval = event->approval;
    now->counts = event->counts;
    now->ages = event->ages;
    TRY(event_detail_find(request->db, request->arena, event->id, &now->detail));
    TRY(event_place(request, event, &place));
    now->quarter = place.quarter;
    now->exact = place.exact;
    now->door = place.door;
    now->link = place.link;
    now->quarter_when = place.quarter_when;
    now->exact_hours = place.exact_at ? (event->starts - place.exact_at) / TIME_HOUR : 0;
    now->door_minutes = place.door_at ? (event->starts - place.door_at) / TIME_MINUTE : 0;
    TRY(event_host_list(request, event, &hosts));
    form->hosts = hosts_show(request, &hosts);
    return OK;
}

enum status event_form_begin(struct request *request, const struct event *event, struct event_form *form)
{
    struct groups *groups = arena_alloc(request->arena, sizeof *groups);
    struct event_setting *setting = arena_alloc(request->arena, sizeof *setting);
    const struct calendar_zone *zone;
    TRY(group_mine(request, groups));
    TRY(event_setting_find(request->db, request->arena, setting));
    form->groups = groups;
    form->setting = setting;
    if (event) {
        TRY(form_of_event(request, event, form));
    } else {
        const char *own = request->member->zone;
        form->now = (struct event_new){ .kind = EVENT_PERSON, .audience = EVENT_MEMBERS, .lang = request->view.lang, .ages = AGES_ALL };
        form->now.zone = *own ? own : community_of(request)->zone;
        form->now.exact_hours = setting->exact_hours;
        form->now.quarter_when = setting->quarter_when;
        form->now.detail.spoken = request->view.lang;
        form->now.detail.signs = form->now.detail.photos = form->now.detail.sober = "";
        form->now.starts = (request->now / TIME_DAY + 7) * TIME_DAY + 18 * TIME_HOUR;
        form->now.ends = form->now.starts + 2 * TIME_HOUR;
        form->hosts = "";
        (void)text_int(query_value(request, "group"), 1, INT64_MAX, &form->now.group);
    }
    TRY(calendar_zone_open(request->arena, form->now.zone, &zone));
    times_show(request, zone, form);
    return rule_show(request, zone, event ? event->series : 0, form);
}
