/* Coming, waiting, approval, series, hosts who go, the form. */
#include "board/test_parts.h"
#include "event/test_parts.h"
#include "tests/harness/harness.h"
#include <pthread.h>

/* ---- a thousand at once ---- */

enum { JOINERS = 1000, THREADS = 8, SEATS = 10 };
struct joiners {
    int64_t event, *personas;
    int first;
    int failed;
};

static enum status joiners_make(struct db *db, void *context)
{
    struct joiners *all = context;
    for (int i = 0; i < JOINERS; i++)
        TRY(persona_create(db, test_arena(), test_path("Joiner %d", i), i, BAND_ADULT, test_now(), &all->personas[i]));
    return OK;
}

struct join {
    int64_t event, persona, now;
    struct arena *arena;
};

static enum status join_one(struct db *db, void *context)
{
    struct join *join = context;
    enum event_coming state;
    return event_join(db, join->arena, join->event, join->persona, &(struct event_wish){ .party = 1 }, join->now, &state);
}

static void *joiners_run(void *context)
{
    struct joiners *part = context;
    struct arena arena = { 0 };
    for (int i = part->first; i < JOINERS; i += THREADS) {
        struct join join = { part->event, part->personas[i], part->event >> 20, &arena };
        part->failed += database_write(test_app()->database, join_one, &join) != OK;
    }
    arena_free(&arena);
    return NULL;
}

TEST(a_thousand_who_join_at_once_get_ten_seats_and_an_ordered_list)
{
    struct event_new wish = test_event_wish();
    wish.capacity = SEATS;
    struct joiners all = { .personas = arena_array(test_arena(), JOINERS, sizeof(int64_t)) }, parts[THREADS];
    pthread_t threads[THREADS];
    all.event = test_event(&wish);
    EXPECT_INT(database_write(test_app()->database, joiners_make, &all), OK);
    for (int i = 0; i < THREADS; i++) {
        parts[i] = all;
        parts[i].first = i;
        EXPECT(pthread_create(&threads[i], NULL, joiners_run, &parts[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        EXPECT_INT(parts[i].failed, 0);
    }
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_coming WHERE state = 'going'"), SEATS);
    EXPECT_INT(test_sql_int("SELECT taken FROM event_seats"), SEATS);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT number) FROM event_coming WHERE state = 'waiting'"), JOINERS - SEATS);
    EXPECT_INT(test_sql_int("SELECT max(number) FROM event_coming WHERE state = 'going'"), SEATS);
    EXPECT_INT(test_sql_int("SELECT min(number) FROM event_coming WHERE state = 'waiting'"), SEATS + 1);
    EXPECT_INT(test_sql_int("SELECT max(number) FROM event_coming"), JOINERS);
}

TEST(who_waits_moves_up_in_order_and_is_told)
{
    struct event_new wish = test_event_wish();
    wish.capacity = 2;
    wish.guests = 1;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_comes("ana", event), 303);
    EXPECT_INT(test_event_joins(event, "bo", &(struct event_wish){ .party = 2 }), EVENT_WAITING); /* one seat is free, two are wanted */
    EXPECT_INT(test_event_comes("cyd", event), 303);
    EXPECT_TEXT(test_event_state(event, "ana"), "going");
    EXPECT_TEXT(test_event_state(event, "cyd"), "waiting"); /* nobody passes somebody */
    EXPECT(test_get("cyd", "/events/%lld", (long long)event) == 200 && shows(test_page(), "on the waiting list"));
    EXPECT(test_get("bo", "/notifications") == 200 && !shows(test_page(), "Soup"));
    EXPECT_INT(test_send("ana", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT_TEXT(test_event_state(event, "ana"), "");
    EXPECT_TEXT(test_event_state(event, "bo"), "going");
    EXPECT_TEXT(test_event_state(event, "cyd"), "waiting");
    EXPECT(test_get("bo", "/notifications") == 200 && shows(test_page(), "Soup"));
    EXPECT_INT(test_sql_int("SELECT taken FROM event_seats"), 2);
    EXPECT_INT(test_send("bo", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT_TEXT(test_event_state(event, "cyd"), "going");
    EXPECT_INT(test_send("bo", test_path("/events/%lld/leave", (long long)event), NULL), 404);
}

TEST(hosts_say_yes_or_no_first_where_they_wish_so)
{
    struct event_new wish = test_event_wish();
    wish.approval = true;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_comes("ana", event), 303);
    EXPECT_INT(test_event_comes("bo", event), 303);
    EXPECT_TEXT(test_event_state(event, "ana"), "asked");
    EXPECT(test_get("fay", "/notifications") == 200 && shows(test_page(), "Somebody asks to come to"));
    EXPECT_INT(test_send("bo", test_path("/events/%lld/people/%lld", (long long)event, (long long)persona_of("bo")), "answer", "yes", NULL),
               403);
    EXPECT_INT(
        test_send("fay", test_path("/events/%lld/people/%lld", (long long)event, (long long)persona_of("ana")), "answer", "yes", NULL),
        303);
    EXPECT_INT(test_send("fay", test_path("/events/%lld/people/%lld", (long long)event, (long long)persona_of("bo")), "answer", "no", NULL),
               303);
    EXPECT_TEXT(test_event_state(event, "ana"), "going");
    EXPECT_TEXT(test_event_state(event, "bo"), "declined");
    EXPECT_INT(test_event_comes("bo", event), 422);
    EXPECT(shows(test_page(), "offer you a place this time"));
}

TEST(not_sure_yet_takes_no_seat_and_becomes_one_later)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_send("ana", test_path("/events/%lld/come", (long long)event), "do", "maybe", NULL), 303);
    EXPECT_TEXT(test_event_state(event, "ana"), "maybe");
    EXPECT_INT(test_sql_int("SELECT taken FROM event_seats"), 0);
    EXPECT_INT(test_event_comes("ana", event), 303);
    EXPECT_TEXT(test_event_state(event, "ana"), "going");
    EXPECT_INT(test_sql_int("SELECT taken FROM event_seats"), 1);
}

TEST(somebody_new_is_brought_together_with_somebody_who_has_been_before)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_sql("UPDATE persona SET band = 2"), OK);
    EXPECT_INT(test_send("ana", test_path("/events/%lld/come", (long long)event), "buddy", "1", NULL), 303);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && shows(test_page(), "We look for somebody who goes with you"));
    EXPECT_INT(test_send("cyd", test_path("/events/%lld/come", (long long)event), "buddy", "1", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/events/%lld/come", (long long)event), "buddy", "2", NULL), 303);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && names(test_page(), "Bo"));
    EXPECT(test_get("bo", "/events/%lld", (long long)event) == 200 && names(test_page(), "Ana"));
    EXPECT_INT(test_send("ana", test_path("/events/%lld/leave", (long long)event), NULL), 303);
    EXPECT(test_get("bo", "/events/%lld", (long long)event) == 200 && names(test_page(), "Cyd") && !names(test_page(), "Ana"));
}

TEST(checking_in_takes_the_code_at_the_time_and_notes_only_that_one_came)
{
    struct event_new wish = test_event_wish();
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_comes("ana", event), 303);
    EXPECT_INT(test_get("fay", "/events/%lld/people", (long long)event), 200);
    const char *at = strstr(buf_text(&test_page()->body), "class=\"h2\">");
    const char *code = at ? arena_slice(test_arena(), at + 11, 6) : "";
    const char *path = test_path("/events/%lld/check-in", (long long)event);
    EXPECT_INT(test_send("ana", path, "code", code, NULL), 422);
    EXPECT_INT(test_sql(test_path("UPDATE event SET starts_at = %lld", (long long)(test_now() + TIME_HOUR))), OK);
    EXPECT_INT(test_send("ana", path, "code", "000", NULL), 422);
    EXPECT_INT(test_send("bo", path, "code", code, NULL), 404);
    EXPECT_INT(test_send("ana", path, "code", code, NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_coming WHERE came"), 1);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && shows(test_page(), "checked in") && !shows(test_page(), code));
}

/* ---- who finds it ---- */

TEST(an_event_of_a_group_is_found_by_its_members_and_a_public_one_by_everyone)
{
    struct test_place place = test_group("kitchen", GROUP_REQUEST, false, "fay");
    test_joins(place.group, "ana");
    struct event_new wish = test_event_wish();
    wish.group = place.group;
    wish.audience = EVENT_GROUP;
    int64_t event = test_event(&wish);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && test_get("ana", "/events") == 200 && shows(test_page(), "Soup"));
    EXPECT(test_get("ana", "/events/month") == 200);
    EXPECT(test_get("bo", "/events/%lld", (long long)event) == 404 && test_get("bo", "/events") == 200 && !shows(test_page(), "Soup"));
    EXPECT(test_get("visitor", "/events/%lld", (long long)event) == 404);
    EXPECT_INT(test_event_comes("bo", event), 404);
    EXPECT_INT(test_event_comes("ana", event), 303);
}

TEST(a_group_shows_what_it_has_ahead_and_the_list_is_found_by_group)
{
    struct test_place place = test_group("kitchen", GROUP_REQUEST, false, "fay"), hidden = test_group("attic", GROUP_HIDDEN, false, "fay");
    test_joins(place.group, "ana");
    struct event_new wish = test_event_wish();
    (void)test_event(&wish);
    wish.title = "Attic tea";
    wish.group = hidden.group;
    wish.audience = EVENT_GROUP;
    (void)test_event(&wish);
    wish.title = "Kitchen soup";
    wish.group = place.group;
    for (int i = 0; i < 5; i++) {
        wish.starts += TIME_HOUR;
        wish.ends += TIME_HOUR;
        int64_t event = test_event(&wish);
        wish.title = i ? "Later soup" : wish.title;
        if (i == 1)
            EXPECT_INT(test_send("fay", test_path("/events/%lld/cancel", (long long)event), "reason", "", NULL), 303);
    }
    const char *path = test_path("group=%lld", (long long)place.group);
    EXPECT(test_get("ana", "/groups/kitchen") == 200 && shows(test_page(), ">Kitchen soup<") && shows(test_page(), path));
    EXPECT(shows(test_page(), ">Later soup<") && !shows(test_page(), ">Soup<") && !shows(test_page(), "Attic tea"));
    EXPECT(test_get("bo", "/groups/kitchen") == 200 && !shows(test_page(), "Kitchen soup") && !shows(test_page(), path));
    EXPECT(test_get("ana", "/events?%s", path) == 200 && shows(test_page(), ">Kitchen soup<") && !shows(test_page(), ">Soup<"));
    EXPECT(test_get("ana", "/events/month?%s", path) == 200 && !shows(test_page(), ">Soup<"));
    EXPECT(test_get("ana", "/events?%s&kind=text", path) == 200 && !shows(test_page(), ">Kitchen soup<"));
    EXPECT(test_get("bo", "/events?%s", path) == 200 && !shows(test_page(), "Kitchen soup"));
    /* who may not know of a group learns nothing of it by asking */
    EXPECT_INT(test_get("ana", "/events?group=%lld", (long long)hidden.group), 200);
    EXPECT(!shows(test_page(), "attic") && !shows(test_page(), "Attic"));
    EXPECT(test_get("fay", "/events?group=%lld", (long long)hidden.group) == 200 && shows(test_page(), ">Attic tea<"));
    EXPECT(test_get("fay", "/groups/attic") == 200 && shows(test_page(), ">Attic tea<"));
}

TEST(filters_find_by_place_language_access_kind_and_age)
{
    struct event_new wish = test_event_wish();
    wish.detail.spoken = "de pl";
    wish.detail.signs = "gsg";
    wish.detail.access = 1u << EVENT_TOILET;
    wish.ages = AGES_ADULT;
    (void)test_event(&wish);
    static const struct {
        const char *query;
        bool found;
    } table[] = {
        { "place=markregion", true },
        { "place=Elsewhere", false },
        { "lang=de", true },
        { "lang=fr", false },
        { "lang=pl&access=toilet", true },
        { "access=captions", false },
        { "kind=video", true },
        { "kind=text", false },
        { "age=4&sign=gsg", true },
        { "age=1", false },
        { "lang=de&kind=text", false },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        EXPECT_INT(test_get("ana", "/events?%s", table[i].query), 200);
        if (shows(test_page(), ">Soup<") != table[i].found)
            test_expect(false, table[i].query, __FILE__, __LINE__);
        EXPECT_INT(test_get("ana", "/events/month?%s", table[i].query), 200);
    }
}

/* ---- the form ---- */

static struct request *form_on(const char *who, const char *path, const char *day)
{
    struct request *form = with(with(as(who, "POST", path), "kind", "person"), "audience", "members");
    form = with(with(with(form, "title", "Walk"), "region", "Cologne"), "zone", "Europe/Berlin");
    form = with(with(with(form, "age_13", "yes"), "age_16", "yes"), "age_adult", "yes");
    return with(with(with(form, "day", day), "from", "19:00"), "until", "01:30");
}

static struct request *form_of(const char *who, const char *path)
{
    return form_on(who, path, "2027-03-27");
}

TEST(an_event_is_made_changed_and_called_off)
{
    struct request *made = with(with(form_of("stu", "/events/new"), "about", "Along the **river**."), "exact", "MARKDOOR 5");
    EXPECT_INT(fetch(made), 303);
    int64_t event = test_sql_int("SELECT id FROM event");
    EXPECT_INT(test_sql_int("SELECT ends_at - starts_at FROM event"), 6 * TIME_HOUR + TIME_HOUR / 2);
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && shows(test_page(), "<strong>river</strong>"));
    EXPECT_INT(test_get("ana", "/events/%lld/edit", (long long)event), 403);
    EXPECT(test_get("stu", "/events/%lld/edit", (long long)event) == 200 && shows(test_page(), "MARKDOOR 5"));
    EXPECT_INT(test_event_comes("ana", event), 303);
    const char *edit = test_path("/events/%lld/edit", (long long)event);
    EXPECT_INT(fetch(form_of("ana", edit)), 403);
    EXPECT_INT(fetch(with(form_of("stu", edit), "about", "Along the sea.")), 303);
    test_settle();
    EXPECT(test_get("ana", "/events/%lld", (long long)event) == 200 && shows(test_page(), "Along the sea") &&
           test_get("ana", "/notifications") == 200 && shows(test_page(), "Walk"));
    EXPECT_INT(test_send("stu", test_path("/events/%lld/cancel", (long long)event), "reason", "The river is high", NULL), 303);
    test_settle();
    EXPECT(test_get("ana", "/notifications") == 200 && shows(test_page(), "is called off"));
    EXPECT(test_get("ana", "/events") == 200 && shows(test_page(), "Called off"));
    EXPECT(test_get("bo", "/events") == 200 && !shows(test_page(), "Walk"));
    EXPECT_INT(test_event_comes("bo", event), 422);
}

TEST(times_that_cannot_be_are_refused_kindly_and_nothing_typed_is_lost)
{
    static const struct {
        const char *field, *value, *why;
    } table[] = {
        { "day", "2027-13-01", "Please choose a day and a time." },
        { "day", "2020-01-01", "That is over already" },
        { "zone", "Mars/Olympus", "time zone we know" },
        { "from", "25:00", "Please choose a day and a time." },
        { "capacity", "many", "Please write a number" },
        { "kind", "dream", "Please choose one." },
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct request *form = with(as("stu", "POST", "/events/new"), table[i].field, table[i].value);
        static const char *const rest[][2] = { { "kind", "person" }, { "audience", "members" },   { "title", "MARKKEPT" },
                                               { "region", "Bonn" }, { "zone", "Europe/Berlin" }, { "day", "2027-03-28" },
                                               { "from", "19:00" },  { "until", "21:00" } };
        for (size_t j = 0; j < COUNT(rest); j++)
            if (!text_same(rest[j][0], table[i].field))
                form = with(form, rest[j][0], rest[j][1]);
        EXPECT_INT(fetch(form), 422);
        EXPECT(shows(form, "MARKKEPT"));
        if (!shows(form, table[i].why))
            test_expect(false, table[i].why, __FILE__, __LINE__);
    }
    struct request *gap = with(with(with(as("stu", "POST", "/events/new"), "kind", "person"), "audience", "members"), "title", "Gap");
    gap = with(with(with(gap, "region", "Bonn"), "zone", "Europe/Berlin"), "day", "2027-03-28");
    EXPECT_INT(fetch(with(with(gap, "from", "02:30"), "until", "05:00")), 422);
    EXPECT(shows(gap, "the clocks go forward"));
    char *letters = arena_alloc(test_arena(), EVENT_ABOUT_MAX + 2);
    memset(letters, 'a', EVENT_ABOUT_MAX + 1);
    EXPECT_INT(fetch(with(form_of("stu", "/events/new"), "about", letters)), 422);
    letters[EVENT_ABOUT_MAX] = '\0';
    EXPECT_INT(fetch(with(form_of("stu", "/events/new"), "about", letters)), 303);
}

static enum status creating_run(struct db *db, void *context)
{
    int64_t id;
    return event_create(db, test_arena(), context, &id);
}

TEST(what_the_form_refuses_nobody_else_makes_either)
{
    char *letters = arena_alloc(test_arena(), EVENT_ABOUT_MAX + 2);
    memset(letters, 'a', EVENT_ABOUT_MAX + 1);
    enum { CASES = 10 };
    for (int i = 0; i < CASES; i++) {
        struct event_new wish = test_event_wish();
        wish.title = i == 1 ? "" : i == 2 ? arena_slice(test_arena(), letters, EVENT_TITLE_MAX + 1) : wish.title;
        wish.zone = i == 3 ? "Mars/Olympus" : wish.zone;
        wish.ends = i == 4 ? wish.starts : i == 5 ? wish.starts + (EVENT_LENGTH_DAYS + 1) * TIME_DAY : wish.ends;
        wish.now += i == 6 ? 3 * TIME_DAY : i == 7 ? -6 * 366 * TIME_DAY : 0;
        wish.region = i == 8 ? "" : wish.region;
        wish.link = i == 9 ? "http://meet.example.org/1" : wish.link;
        if (database_write(test_app()->database, creating_run, &wish) != (i ? INVALID : OK))
            test_expect(false, test_path("case %d", i), __FILE__, __LINE__);
    }
    struct event_new wish = test_event_wish();
    wish.detail.about = letters;
    EXPECT_INT(database_write(test_app()->database, creating_run, &wish), INVALID);
    letters[EVENT_ABOUT_MAX] = '\0';
    EXPECT_INT(database_write(test_app()->database, creating_run, &wish), OK);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event"), 2);
}

/* ---- series ---- */

static int64_t dates_on(int64_t series)
{
    return test_sql_int(test_path("SELECT count(*) FROM event WHERE series_id = %lld AND state = 'on'", (long long)series));
}

struct changing {
    int64_t id;
    enum event_scope scope;
    const struct event_new *wish;
};

static enum status changing_run(struct db *db, void *context)
{
    const struct changing *changing = context;
    return event_change(db, test_arena(), changing->id, changing->scope, changing->wish);
}

static enum status test_change(int64_t id, enum event_scope scope, const struct event_new *wish)
{
    return database_write(test_app()->database, changing_run, &(struct changing){ id, scope, wish });
}

TEST(a_series_is_made_ahead_once_and_within_bounds)
{
    struct event_new wish = test_event_wish();
    wish.rule = "FREQ=DAILY";
    int64_t event = test_event(&wish), series = test_sql_int("SELECT id FROM event_series");
    test_settle();
    int64_t made = dates_on(series);
    EXPECT(made > 300 && made <= EVENT_AHEAD);
    EXPECT_INT(test_sql_int("SELECT count(DISTINCT id / 1048576) FROM event"), made); /* no two ids by chance alone */
    test_settle();
    EXPECT_INT(dates_on(series), made);
    test_advance(30 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM event WHERE starts_at > %lld", (long long)test_now())) <= EVENT_AHEAD, true);
    EXPECT(dates_on(series) >= made + 27);
    EXPECT(event > 0);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event_detail"), 1);
}

TEST(this_one_this_and_later_or_all_dates_change)
{
    struct event_new wish = test_event_wish();
    wish.rule = "FREQ=WEEKLY;COUNT=6";
    (void)test_event(&wish);
    test_settle();
    int64_t series = test_sql_int("SELECT id FROM event_series");
    EXPECT_INT(dates_on(series), 6);
    int64_t second = test_sql_int("SELECT id FROM event ORDER BY starts_at LIMIT 1 OFFSET 1");
    int64_t fourth = test_sql_int("SELECT id FROM event ORDER BY starts_at LIMIT 1 OFFSET 3");
    EXPECT_INT(test_event_joins(fourth, "ana", NULL), EVENT_GOING);
    struct event_new changed = wish;
    changed.title = "Only this";
    changed.starts = wish.starts + 7 * TIME_DAY + TIME_HOUR;
    changed.ends = changed.starts + TIME_HOUR;
    EXPECT_INT(test_change(second, EVENT_THIS, &changed), OK);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE title = 'Only this'"), 1);
    changed.title = "Later ones";
    changed.starts = wish.starts + 21 * TIME_DAY + 2 * TIME_HOUR;
    changed.ends = changed.starts + TIME_HOUR;
    changed.rule = "FREQ=WEEKLY;COUNT=3";
    EXPECT_INT(test_change(fourth, EVENT_LATER, &changed), OK);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE title = 'Later ones'"), 3);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE title = 'Soup'"), 2);
    EXPECT_TEXT(test_event_state(fourth, "ana"), "going"); /* who had a place keeps it */
    EXPECT_INT(test_sql_int(test_path("SELECT starts_at FROM event WHERE id = %lld", (long long)fourth)), changed.starts);
    EXPECT_INT(dates_on(series), 3);
    changed.title = "All";
    changed.starts = wish.starts + 3 * TIME_HOUR;
    changed.ends = changed.starts + TIME_HOUR;
    changed.rule = "FREQ=WEEKLY;COUNT=3";
    int64_t first = test_sql_int("SELECT id FROM event ORDER BY starts_at LIMIT 1");
    EXPECT_INT(test_change(first, EVENT_ALL, &changed), OK);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE title = 'All'"), 2);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE title = 'Only this'"), 1); /* an exception stays one */
}

static int64_t cohosted(const char *who)
{
    return test_sql_int(test_path("SELECT count(*) FROM event_host WHERE persona_id = %lld", (long long)persona_of(who)));
}

/* The form of a date of Stu's series, sent with these co-hosts. */
static int hosts_send(int64_t event, const char *hosts, const char *scope)
{
    int64_t starts = test_sql_int(test_path("SELECT starts_at FROM event WHERE id = %lld", (long long)event));
    const char *day = arena_slice(test_arena(), calendar_wall_text(test_arena(), starts / TIME_DAY * TIME_DAY), 10);
    struct request *form = form_on("stu", test_path("/events/%lld/edit", (long long)event), day);
    return fetch(with(with(with(form, "repeat", "weekly"), "hosts", hosts), "scope", scope));
}

/* A series of Stu's, every week at noon; when it starts. */
static int64_t six_weeks_of_stus(void)
{
    struct event_new wish = test_event_wish();
    wish.host = persona_of("stu");
    wish.starts = (test_now() / TIME_DAY + 2) * TIME_DAY + 12 * TIME_HOUR;
    wish.ends = wish.starts + TIME_HOUR;
    wish.rule = "FREQ=WEEKLY;COUNT=6";
    (void)test_event(&wish);
    test_settle();
    return wish.starts;
}

static int64_t nth_date(int n)
{
    return test_sql_int(test_path("SELECT id FROM event ORDER BY starts_at LIMIT 1 OFFSET %d", n));
}

TEST(co_hosts_change_for_one_date_for_later_ones_or_for_all)
{
    int64_t starts = six_weeks_of_stus();
    int64_t first = nth_date(0), second = nth_date(1), third = nth_date(2);
    EXPECT_INT(hosts_send(second, "Bo", "this"), 303);
    EXPECT_INT(cohosted("bo"), 1);
    EXPECT_INT(test_event_joins(third, "cyd", NULL), EVENT_GOING);
    EXPECT_INT(hosts_send(third, "Cyd", "later"), 303);
    test_settle();
    EXPECT(cohosted("cyd") >= 4 && test_sql_int("SELECT count(*) FROM event") >= 6);
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM event WHERE starts_at < %lld AND id IN (SELECT event_id FROM event_host"
                                      " WHERE persona_id = %lld)",
                                      (long long)(starts + 13 * TIME_DAY), (long long)persona_of("cyd"))),
               0);
    EXPECT_TEXT(test_event_state(third, "cyd"), ""); /* who looks after it takes no seat */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification"), 2);
    EXPECT_INT(test_get("ana", "/events/%lld/edit", (long long)third), 403);
    /* whom Stu doesn't meet stays, unseen; what was said of one date alone stays, too */
    int64_t later = cohosted("cyd");
    EXPECT_INT(test_sql(test_path("INSERT INTO block (persona_id, other_id, by_me) VALUES (%1$lld, %2$lld, FALSE), (%2$lld, %1$lld, TRUE)",
                                  (long long)persona_of("cyd"), (long long)persona_of("stu"))),
               OK);
    EXPECT_INT(hosts_send(third, "Ana", "all"), 303);
    EXPECT(cohosted("ana") == later && cohosted("cyd") == later);
    EXPECT_INT(hosts_send(first, "Ana", "all"), 303);
    EXPECT(cohosted("ana") == later + 1 && cohosted("bo") == 1);
    EXPECT_INT(hosts_send(third, "", "all"), 303);
    EXPECT(cohosted("ana") == 1 && cohosted("cyd") == later);
}

/* `who` sends the form that calls this date off, or more of them. */
static int calls_off(const char *who, int64_t event, const char *scope)
{
    return test_send(who, test_path("/events/%lld/cancel", (long long)event), "reason", "Snow", "scope", scope, NULL);
}

TEST(who_helps_with_one_date_of_a_series_has_no_say_over_the_others)
{
    (void)six_weeks_of_stus();
    int64_t second = nth_date(1), fifth = nth_date(4);
    EXPECT_INT(hosts_send(second, "Bo", "this"), 303);
    EXPECT_INT(calls_off("bo", second, "all"), 422);
    EXPECT(shows(test_page(), "Others look after some of these dates") && shows(test_page(), "Snow"));
    EXPECT_INT(calls_off("bo", second, "later"), 422);
    const char *edit = test_path("/events/%lld/edit", (long long)second);
    EXPECT_INT(fetch(with(with(form_of("bo", edit), "repeat", "weekly"), "scope", "all")), 422);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'on' AND title = 'Soup'"), 5); /* the form calls it "Walk" */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'on'"), 6);
    EXPECT_INT(calls_off("bo", second, "this"), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'on'"), 5);
    EXPECT_INT(hosts_send(fifth, "Cyd", "later"), 303);
    EXPECT_INT(calls_off("cyd", fifth, "later"), 303); /* both of them are Cyd's, too */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'on'"), 3);
}

/* ---- hosts who go ---- */

TEST(when_a_host_goes_a_co_host_takes_over_or_a_steward_or_it_is_called_off)
{
    int64_t co = persona_of("bo");
    struct event_new wish = test_event_wish();
    wish.hosts = &co;
    wish.hosts_count = 1;
    wish.starts += 20 * TIME_DAY;
    wish.ends += 20 * TIME_DAY;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_event_comes("ana", event), 303);
    EXPECT_INT(test_send("fay", test_path("/events/%lld/step-down", (long long)event), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT host_id FROM event"), co);
    EXPECT_INT(test_send("bo", test_path("/events/%lld/step-down", (long long)event), NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE host_id IS NULL AND state = 'on'"), 1);
    EXPECT_INT(test_send("cyd", test_path("/events/%lld/take-over", (long long)event), NULL), 403);
    EXPECT(test_get("stu", "/events/%lld", (long long)event) == 200 && shows(test_page(), "I’ll look after it"));
    EXPECT_INT(test_send("stu", test_path("/events/%lld/take-over", (long long)event), NULL), 303);
    test_advance(8 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'on'"), 1);
    /* paused for longer than until then */
    EXPECT_INT(test_sql(test_path("UPDATE persona SET paused_until = %lld WHERE id = %lld", (long long)PAUSE_ENDLESS,
                                  (long long)persona_of("stu"))),
               OK);
    test_advance(2 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE host_id IS NULL"), 1);
    test_advance(8 * TIME_DAY);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT count(*) FROM event WHERE state = 'cancelled'"), 1);
    EXPECT_TEXT(test_sql_text(" SELECT reason FROM event"), "host");
}

TEST(ages_decide_who_may_join_and_a_reported_event_can_be_hidden)
{
    struct event_new wish = test_event_wish();
    wish.ages = AGES_ADULT;
    int64_t event = test_event(&wish);
    EXPECT_INT(test_sql(test_path("UPDATE persona SET band = 3 WHERE id = %lld", (long long)persona_of("ana"))), OK);
    EXPECT_INT(test_sql(test_path("UPDATE persona SET band = 2 WHERE id = %lld", (long long)persona_of("bo"))), OK);
    EXPECT_INT(test_event_comes("ana", event), 422);
    EXPECT_INT(test_event_comes("bo", event), 303);
    EXPECT_INT(test_get("ana", "/report/event/%lld", (long long)event), 200);
    EXPECT_INT(test_sql(test_path("UPDATE event SET state = 'hidden' WHERE id = %lld", (long long)event)), OK);
    EXPECT_INT(test_get("bo", "/events/%lld", (long long)event), 404);
    EXPECT(test_get("fay", "/events/%lld", (long long)event) == 200 && test_get("mod", "/events/%lld", (long long)event) == 200);
    EXPECT(test_get("bo", "/events") == 200 && !shows(test_page(), ">Soup<"));
}

TEST(the_stewards_set_how_early_an_address_may_open_and_how_rooms_are_made)
{
    EXPECT_INT(test_send("stu", "/steward/events", "room_link", "http://plain.example/{room}", "exact_hours", "3", NULL), 422);
    EXPECT_INT(test_send("ana", "/steward/events", "room_link", "", "exact_hours", "3", NULL), 403);
    EXPECT_INT(test_send("stu", "/steward/events", "room_link", "https://meet.example.org/kith-{room}", "exact_hours", "3", NULL), 303);
    struct request *form = with(with(form_of("stu", "/events/new"), "exact", "Somewhere 3"), "exact_hours", "48");
    EXPECT_INT(fetch(form), 303);
    EXPECT_INT(test_sql_int("SELECT exact_hours FROM event_place"), 3);
    struct request *video = with(with(with(as("stu", "POST", "/events/new"), "kind", "video"), "audience", "members"), "title", "Call");
    video = with(with(with(video, "zone", "Europe/Berlin"), "day", "2027-03-27"), "from", "19:00");
    EXPECT_INT(fetch(with(video, "until", "20:00")), 303);
    EXPECT_INT(test_get("stu", "/events/%lld", (long long)test_sql_int("SELECT id FROM event WHERE title = 'Call'")), 200);
    EXPECT(shows(test_page(), "https://meet.example.org/kith-"));
}
