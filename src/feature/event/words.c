/* The words of events: codes, dates in two zones, how many come. */
#include "event/pages.h"

static const struct event_code kinds[] = {
    { "text", N_("In words, here"), N_("A live conversation in this place. Nobody is seen or heard.") },
    { "video", N_("By video"), N_("Elsewhere. The link is shown only to those who have a place.") },
    { "person", N_("In person"), NULL },
    { "hybrid", N_("In person and by video"), NULL },
};
static const struct event_code audiences[] = {
    { "group", N_("One group"), N_("Only its members find it.") },
    { "members", N_("Members"), N_("Everybody who is signed in here.") },
    { "public", N_("Everyone"), N_("People who aren’t signed in, too. They read the region, never the place.") },
};
static const struct event_code countings[] = {
    { "hidden", N_("Not at all"), NULL },
    { "rough", N_("As “a few” or “many”"), NULL },
};
static const struct event_code accesses[] = {
    { "step_free", N_("Step-free way in"), NULL },     { "toilet", N_("Accessible toilet"), NULL },
    { "quiet_room", N_("Quiet room"), NULL },          { "lighting", N_("Soft lighting"), NULL },
    { "scent", N_("Free of scents"), NULL },           { "animals", N_("Assistance animals welcome"), NULL },
    { "captions", N_("Captions or live text"), NULL },
};
static const struct event_code photos[] = {
    { "none", N_("None, by agreement"), NULL },
    { "ask", N_("Only of people who said yes"), NULL },
    { "open", N_("There will be photographs"), NULL },
};
static const struct event_code sobers[] = {
    { "sober", N_("Sober: no alcohol, no drugs"), NULL },
    { "open", N_("There may be alcohol"), NULL },
};
static const struct event_code signs[] = {
    { "ase", N_("American Sign Language"), NULL },   { "bfi", N_("British Sign Language"), NULL },
    { "csl", N_("Chinese Sign Language"), NULL },    { "fsl", N_("French Sign Language"), NULL },
    { "gsg", N_("German Sign Language"), NULL },     { "ils", N_("International Sign"), NULL },
    { "ise", N_("Italian Sign Language"), NULL },    { "jsl", N_("Japanese Sign Language"), NULL },
    { "psr", N_("Portuguese Sign Language"), NULL }, { "pso", N_("Polish Sign Language"), NULL },
    { "rsl", N_("Russian Sign Language"), NULL },    { "ssp", N_("Spanish Sign Language"), NULL },
};
const struct event_codes event_kinds = { kinds, COUNT(kinds) }, event_audiences = { audiences, COUNT(audiences) },
                         event_countings = { countings, COUNT(countings) }, event_accesses = { accesses, COUNT(accesses) },
                         event_photos = { photos, COUNT(photos) }, event_sobers = { sobers, COUNT(sobers) },
                         event_signs = { signs, COUNT(signs) };

int event_code_read(const struct event_codes *codes, const char *code, int otherwise)
{
    for (size_t i = 0; i < codes->count; i++)
        if (text_same(codes->items[i].code, code))
            return (int)i;
    return otherwise;
}

const char *event_label(struct view *view, const struct event_codes *codes, const char *code)
{
    int n = event_code_read(codes, code, -1);
    return n < 0 ? "" : t(view, codes->items[n].label);
}

/* ---- languages ---- */

enum { CODES_MOST = 32 };

static const char *codes_text(struct view *view, const char *codes, const char *(*name)(struct view *view, const char *code))
{
    const char *names[CODES_MOST];
    size_t count = 0;
    for (const char *at = codes; *at && count < CODES_MOST; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        names[count++] = name(view, arena_slice(view->words.arena, at, len));
        at += len;
    }
    return language_list(&view->words, names, count);
}

static const char *spoken_name(struct view *view, const char *code)
{
    return language_name(&view->words, code);
}

static const char *signed_name(struct view *view, const char *code)
{
    return event_label(view, &event_signs, code);
}

const char *event_spoken_text(struct view *view, const char *codes)
{
    return codes_text(view, codes, spoken_name);
}

const char *event_signed_text(struct view *view, const char *codes)
{
    return codes_text(view, codes, signed_name);
}

static const struct event_tongues tongues = { languages, LANGUAGES };

const struct event_tongues *event_tongues(void)
{
    return &tongues;
}

bool event_code_has(const char *codes, const char *code)
{
    size_t len = strlen(code);
    for (const char *at = codes ? codes : ""; *at; at += strspn(at, " ")) {
        size_t here = strcspn(at, " ");
        if (here == len && strncmp(at, code, len) == 0)
            return true;
        at += here;
    }
    return false;
}

/* ---- when ---- */

static struct words words_in(const struct view *view, const char *zone)
{
    struct words words = view->words;
    words.zone = zone ? zone : words.zone;
    return words;
}

static int64_t day_of(const struct words *words, int64_t at)
{
    return date_wall(words, at) / TIME_DAY;
}

const char *event_day_text(struct view *view, const struct event *event, const char *zone)
{
    struct words words = words_in(view, zone);
    return tf(view, "{1}, {2}", layout_weekday(view, day_of(&words, event->starts), false), date_text(&words, event->starts, DATE_LONG));
}

const char *event_clock_text(struct view *view, const struct event *event, const char *zone)
{
    struct words words = words_in(view, zone);
    bool same = day_of(&words, event->starts) == day_of(&words, event->ends);
    return tf(view, "{1} to {2}", date_text(&words, event->starts, DATE_CLOCK),
              date_text(&words, event->ends, same ? DATE_CLOCK : DATE_MOMENT));
}

const char *event_zone_city(struct view *view, const char *zone)
{
    zone = zone ? zone : "Etc/UTC";
    const char *city = zone;
    zone_cities(&view->words, &zone, 1, &city);
    return city;
}

const char *event_day_number(struct view *view, int64_t at)
{
    const char *text = calendar_wall_text(view->words.arena, date_wall(&view->words, at)); /* "2026-11-23T19:30" */
    return number(view, (text[8] - '0') * 10 + (text[9] - '0'));
}

/* When a step of the place opens, on the event's own clock: "Wednesday, 18:30". */
const char *event_moment_text(struct view *view, const struct event *event, int64_t at)
{
    struct words words = words_in(view, event->zone);
    return tf(view, "{1}, {2}", layout_weekday(view, day_of(&words, at), false), date_text(&words, at, DATE_MOMENT));
}

/* ---- the rest ---- */

const char *event_rough_text(struct view *view, int64_t taken)
{
    enum { MANY = 12 };
    return taken == 0     ? t(view, "Nobody yet has said that they come.")
           : taken < MANY ? t(view, "A few people come.")
                          : t(view, "Many people come.");
}

const char *event_ages_text(struct view *view, int64_t ages)
{
    const char *names[3];
    size_t count = 0;
    if (ages & AGES_13)
        names[count++] = t(view, "13 to 15");
    if (ages & AGES_16)
        names[count++] = t(view, "16 or 17");
    if (ages & AGES_ADULT)
        names[count++] = t(view, "18 or older");
    return ages == AGES_ALL ? t(view, "All ages") : language_list(&view->words, names, count);
}

const char *event_rule_text(struct view *view, const struct recurrence *rule)
{
    const char *every = rule->frequency == RECURRENCE_DAILY && rule->interval == 1     ? t(view, "Every day")
                        : rule->frequency == RECURRENCE_WEEKLY && rule->interval == 1  ? t(view, "Every week")
                        : rule->frequency == RECURRENCE_WEEKLY && rule->interval == 2  ? t(view, "Every two weeks")
                        : rule->frequency == RECURRENCE_MONTHLY && rule->interval == 1 ? t(view, "Every month")
                                                                                       : t(view, "It repeats");
    return rule->until ? tf(view, "{1}, until {2}", every, date(view, rule->until, DATE_LONG)) : every;
}

const char *event_region_word(struct arena *arena, const char *region)
{
    return text_fold(arena, text_clean_line(arena, region ? region : ""));
}

const char *event_group_word(struct arena *arena, int64_t group)
{
    return arena_printf(arena, "group:%lld", (long long)group);
}

const char *event_reason_text(struct view *view, const char *reason)
{
    return text_same(reason, "host")    ? t(view, "Whoever was going to look after it can’t any more, and nobody could take it over.")
           : text_same(reason, "moved") ? t(view, "Its dates have changed. You may find another one that suits you.")
                                        : reason;
}

static const struct {
    const char *what, *path, *label;
} things[] = {
    { "session", "/sessions/", N_("The live session") },
    { "networking", "/networking/", N_("The rounds, one to one") },
    { "topic", "/topics/", N_("The conversation") },
    { "before", "/topics/", N_("The conversation it grew out of") },
    { "gathering", "/gatherings/", N_("Talked, met, looked back") },
};

const char *event_thing_path(struct view *view, const struct event_attachment *thing)
{
    for (size_t i = 0; i < COUNT(things); i++)
        if (text_same(things[i].what, thing->what))
            return arena_printf(view->words.arena, "%s%lld", things[i].path, (long long)thing->id);
    return "/events";
}

const char *event_thing_text(struct view *view, const char *what)
{
    for (size_t i = 0; i < COUNT(things); i++)
        if (text_same(things[i].what, what))
            return t(view, things[i].label);
    return "";
}
