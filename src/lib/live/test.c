/* Live without sockets: who listens is a list of readers at an outlet of the test's own. */
#include "db/test_scratch.h"
#include "live/inside.h"
#include "live/test_talk.h"
#include "tests/harness/harness.h"

#include <unistd.h>

/* ---- readers ---- */

struct reader {
    struct live_channel channel;
    const struct live_variant *variant;
    int64_t last, persona;
    bool good, dropped; /* every change once and in order; told to come back */
    struct buf text;
};

struct crowd {
    struct live_outlet outlet;
    struct live *live;
    pthread_mutex_t lock;
    struct arena arena;
    struct reader readers[8];
    size_t count;
    bool full; /* takes nothing */
};

static struct crowd *crowd_of(struct live_outlet *outlet)
{
    return (struct crowd *)(void *)outlet;
}

static void reader_take(struct reader *reader, const struct live_packet *packet)
{
    if (packet->what == LIVE_DROP) {
        reader->dropped |= !packet->persona || packet->persona == reader->persona;
        return;
    }
    if (packet->channel.id != reader->channel.id || packet->channel.source != reader->channel.source)
        return;
    if (packet->what == LIVE_BARE) {
        if (!packet->persona || packet->persona != reader->persona)
            buf_add(&reader->text, packet->data, packet->len);
        return;
    }
    if (packet->variant != reader->variant)
        return;
    size_t from = live_packet_from(packet, reader->last);
    for (size_t i = 0; i < packet->marks_count; i++)
        if (from < packet->len && packet->marks[i].number > reader->last) {
            reader->good &= packet->marks[i].number == reader->last + 1;
            reader->last = packet->marks[i].number;
        }
    buf_add(&reader->text, packet->data + from, packet->len - from);
}

static bool deliver(struct live_outlet *outlet, struct live_packet *packet)
{
    struct crowd *crowd = crowd_of(outlet);
    pthread_mutex_lock(&crowd->lock);
    bool full = crowd->full;
    for (size_t i = 0; i < crowd->count && !full; i++)
        reader_take(&crowd->readers[i], packet);
    pthread_mutex_unlock(&crowd->lock);
    if (!full)
        live_packet_release(packet);
    return !full;
}

static struct live *live_open(struct database *database, int64_t here_ms)
{
    struct live *live;
    struct live_options options = { .database = database, .sources = talk_sources, .here_ms = here_ms };
    if (live_start(&options, &live) != OK)
        abort();
    return live;
}

static void crowd_open(struct crowd *crowd, struct live *live)
{
    *crowd = (struct crowd){ .outlet = { .deliver = deliver }, .live = live };
    pthread_mutex_init(&crowd->lock, NULL);
    EXPECT_INT(live_outlet_open(live, &crowd->outlet), OK);
}

static struct reader *join(struct crowd *crowd, const struct live_source *source, int64_t channel, int64_t after, const char *language,
                           unsigned flags)
{
    struct live_kind kind = { catalogue_find(test_app()->catalogues, language), "Europe/Berlin", flags };
    struct reader *reader = &crowd->readers[crowd->count];
    *reader = (struct reader){ .channel = { source, channel },
                               .last = after,
                               .persona = (int64_t)crowd->count + 1,
                               .good = true,
                               .text = { .arena = &crowd->arena } };
    pthread_mutex_lock(&crowd->lock);
    crowd->full = true; /* an I/O thread looks at what was handed over when it has done this */
    pthread_mutex_unlock(&crowd->lock);
    live_listen(crowd->live, &crowd->outlet, reader->channel, source->read ? &kind : NULL, after, &reader->variant);
    pthread_mutex_lock(&crowd->lock);
    crowd->count++;
    crowd->full = false;
    pthread_mutex_unlock(&crowd->lock);
    return reader;
}

static void crowd_close(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->count; i++)
        live_unlisten(crowd->live, &crowd->outlet, crowd->readers[i].channel, crowd->readers[i].variant);
    live_outlet_close(crowd->live, &crowd->outlet);
    arena_free(&crowd->arena);
}

/* Waits until the reader has heard it. */
static bool hears(struct crowd *crowd, struct reader *reader, const char *text)
{
    bool found = false;
    for (int patience = 0; !found && patience < 1000; patience++) {
        pthread_mutex_lock(&crowd->lock);
        found = strstr(buf_text(&reader->text), text) != NULL;
        pthread_mutex_unlock(&crowd->lock);
        if (!found)
            usleep(5000);
    }
    return found;
}

static bool comes_to(struct crowd *crowd, struct reader *reader, int64_t last)
{
    return hears(crowd, reader, arena_printf(test_arena(), "id: %lld\n\n", (long long)last));
}

static struct database *talk_new(void)
{
    struct database *database = scratch_new();
    talk_make(database);
    return database;
}

/* ---- changes ---- */

TEST(changes_arrive_once_and_in_order_also_for_who_begins_behind)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    for (int i = 0; i < 5; i++)
        talk_say(database, 7, "before");
    struct reader *first = join(&crowd, &talk_source, 7, 5, "en", 0);
    talk_say(database, 7, "six");
    EXPECT(comes_to(&crowd, first, 6));
    struct reader *behind = join(&crowd, &talk_source, 7, 2, "en", 0), *ahead = join(&crowd, &talk_source, 7, 6, "en", 0);
    EXPECT(comes_to(&crowd, behind, 6));
    talk_say(database, 8, "elsewhere");
    talk_say(database, 7, "seven");
    EXPECT(comes_to(&crowd, first, 7) && comes_to(&crowd, behind, 7) && comes_to(&crowd, ahead, 7));
    EXPECT(first->good && behind->good && ahead->good);
    EXPECT(!strstr(buf_text(&first->text), "before") && !strstr(buf_text(&ahead->text), "six"));
    EXPECT(!strstr(buf_text(&first->text), "elsewhere"));
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

struct talker {
    struct database *database;
    int lines;
};

static void *talk(void *context)
{
    struct talker *talker = context;
    for (int i = 0; i < talker->lines; i++)
        if (!talk_say(talker->database, 7, "words"))
            i--;
    return NULL;
}

TEST(who_comes_while_several_speak_misses_nothing)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    pthread_t threads[3];
    struct talker talker = { database, 150 };
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_create(&threads[i], NULL, talk, &talker);
    for (int i = 0; i < 8; i++) {
        int64_t known = scratch_int(database, " SELECT number FROM talk_last WHERE channel = 7");
        join(&crowd, &talk_source, 7, known > 3 ? known - 3 : 0, i % 2 ? "de" : "ar", i % 3 == 0);
        usleep(10000);
    }
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 8; i++) {
        EXPECT(comes_to(&crowd, &crowd.readers[i], 450));
        EXPECT(crowd.readers[i].good);
    }
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

TEST(more_than_is_read_at_once_arrives_too)
{
    struct database *database = talk_new();
    for (int i = 0; i < 2 * LIVE_READ_MOST + 1; i++)
        talk_say(database, 7, i % 2 ? "silence" : "words");
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0);
    EXPECT(comes_to(&crowd, reader, 2 * LIVE_READ_MOST + 1));
    EXPECT(reader->good);
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

TEST(kinds_of_readers_get_their_own_words)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd, other;
    crowd_open(&crowd, live);
    crowd_open(&other, live);
    struct reader *plain = join(&crowd, &talk_source, 7, 0, "en", 0), *same = join(&crowd, &talk_source, 7, 0, "en", 0),
                  *german = join(&crowd, &talk_source, 7, 0, "de", 0), *looks_after = join(&other, &talk_source, 7, 0, "en", 3),
                  *elsewhere = join(&other, &talk_source, 7, 0, "en", 0);
    EXPECT(plain->variant == same->variant && plain->variant == elsewhere->variant);
    EXPECT(plain->variant != german->variant && plain->variant != looks_after->variant);
    talk_say(database, 7, "a <i>\nb");
    EXPECT(hears(&crowd, plain, "event: line\ndata: en, Europe/Berlin, 0: a &lt;i&gt;\ndata: b\nid: 1\n\n"));
    EXPECT(hears(&crowd, same, "id: 1") && hears(&other, elsewhere, "data: en, Europe/Berlin, 0: a"));
    EXPECT(hears(&crowd, german, "data: de, Europe/Berlin, 0: a"));
    EXPECT(hears(&other, looks_after, "data: en, Europe/Berlin, 3: a"));
    crowd_close(&other);
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

TEST(an_outlet_without_room_holds_up_what_must_arrive_and_loses_what_is_for_now)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0);
    crowd.full = true;
    talk_say(database, 7, "one");
    live_tell(live, &talk_source, 7, "typing", "Bo", 0);
    talk_say(database, 7, "two");
    usleep(50000);
    pthread_mutex_lock(&crowd.lock);
    crowd.full = false;
    pthread_mutex_unlock(&crowd.lock);
    EXPECT(comes_to(&crowd, reader, 2));
    EXPECT(reader->good);
    crowd.full = true; /* and nobody waits for one that is closed */
    talk_say(database, 7, "three");
    usleep(20000);
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

TEST(lines_that_make_no_sense_change_nothing)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0);
    static const char *const lines[] = {
        "",
        "c",
        "c ",
        "cat",
        "c talk",
        "c talk x",
        "c talk -7",
        "c nothing 7",
        "c  7",
        "d",
        "d x",
        "d 0",
        "h talk 7",
        "h talk 7 x",
        "x talk 7",
        "t talk 7",
        "t talk 7 0",
        "t talk 7 0 Typing \x01",
        "t talk 7 0 a\nb c",
        "t talk 7 0 abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz x",
        "c talk 99999999999999999999",
        "t talk 7 x typing y",
        "t talk 7 0 typing a\rb",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        live_heard(live, lines[i]);
    live_heard(live, "t talk 7 0 typing Ana and Bo");
    EXPECT(hears(&crowd, reader, "Ana"));
    EXPECT_TEXT(buf_text(&reader->text), "event: typing\ndata: Ana and Bo\n\n");
    EXPECT(!reader->dropped);
    int64_t there[1];
    EXPECT_INT(live_present(live, &talk_source, 7, there, 1), 0);
    EXPECT_INT(live_present(NULL, &talk_source, 7, there, 1), 0); /* and without live there is just nobody */
    live_tell(NULL, &talk_source, 7, "typing", "Bo", 0);
    live_here(NULL, &talk_source, 7, 1);
    live_gone(NULL, &talk_source, 7, 1);
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

TEST(a_database_that_cannot_be_read_for_a_while_delays_and_loses_nothing)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    struct crowd crowd;
    crowd_open(&crowd, live);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0), *nudged = join(&crowd, &nudge_source, 3, 0, "en", 0);
    EXPECT_INT(scratch_do(database, "ALTER TABLE talk RENAME TO talk_away"), OK);
    live_heard(live, "c talk 7");
    talk_nudge(database, 3); /* others go on meanwhile */
    EXPECT(hears(&crowd, nudged, "event: nudge\ndata: 3\n\n"));
    EXPECT_INT(scratch_do(database, "ALTER TABLE talk_away RENAME TO talk"), OK);
    talk_say(database, 7, "one");
    EXPECT(comes_to(&crowd, reader, 1));
    EXPECT(reader->good);
    crowd_close(&crowd);
    live_stop(live);
    scratch_drop(database);
}

/* ---- who is here ---- */

/* A second process on the same database; on SQLite there is only one. */
struct duo {
    struct database *databases[2];
    struct live *lives[2];
};

static struct duo duo_open(int64_t here_ms)
{
    struct duo duo;
    duo.databases[0] = talk_new();
    bool two = !database_is_sqlite(duo.databases[0]);
    duo.lives[0] = live_open(duo.databases[0], here_ms);
    duo.databases[1] = two ? scratch_again(0) : duo.databases[0];
    duo.lives[1] = two ? live_open(duo.databases[1], here_ms) : duo.lives[0];
    return duo;
}

static void duo_close(struct duo *duo)
{
    live_stop(duo->lives[0]);
    if (duo->lives[1] != duo->lives[0]) {
        live_stop(duo->lives[1]);
        database_close(duo->databases[1]);
    }
    scratch_drop(duo->databases[0]);
}

static bool present_comes_to(struct live *live, size_t wanted)
{
    int64_t there[16];
    size_t got = live_present(live, &talk_source, 7, there, COUNT(there));
    for (int patience = 0; got != wanted && patience < 1000; patience++) {
        usleep(5000);
        got = live_present(live, &talk_source, 7, there, COUNT(there));
    }
    return got == wanted;
}

TEST(all_processes_know_who_is_here)
{
    struct duo duo = duo_open(0);
    struct crowd crowd;
    crowd_open(&crowd, duo.lives[1]);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0);
    live_here(duo.lives[0], &talk_source, 7, 11);
    live_here(duo.lives[0], &talk_source, 8, 12);
    live_here(duo.lives[1], &talk_source, 7, 13);
    EXPECT(present_comes_to(duo.lives[0], 2) && present_comes_to(duo.lives[1], 2));
    EXPECT(hears(&crowd, reader, "event: here\ndata: 7\n\n"));
    live_gone(duo.lives[1], &talk_source, 7, 11);
    EXPECT(present_comes_to(duo.lives[0], 1) && present_comes_to(duo.lives[1], 1));
    EXPECT(hears(&crowd, reader, "event: here\ndata: 7\n\nevent: here\ndata: 7\n\n"));
    crowd_close(&crowd);
    duo_close(&duo);
}

TEST(who_does_not_say_so_again_is_gone_after_a_while)
{
    struct duo duo = duo_open(400);
    live_here(duo.lives[0], &talk_source, 7, 11);
    live_enter(duo.lives[0], &talk_source, 7, 12);
    live_enter(duo.lives[0], &talk_source, 7, 12);
    EXPECT(present_comes_to(duo.lives[1], 2));
    EXPECT(present_comes_to(duo.lives[0], 1)); /* 12 has a stream open */
    live_leave(duo.lives[0], &talk_source, 7, 12);
    EXPECT(present_comes_to(duo.lives[0], 1));
    live_leave(duo.lives[0], &talk_source, 7, 12);
    int64_t there[1];
    EXPECT_INT(live_present(duo.lives[0], &talk_source, 7, there, 1), 1); /* may be back in a moment */
    EXPECT(present_comes_to(duo.lives[0], 0) && present_comes_to(duo.lives[1], 0));
    live_leave(duo.lives[0], &talk_source, 7, 12); /* once too often changes nothing */
    duo_close(&duo);
}

TEST(who_is_here_is_bounded)
{
    struct database *database = talk_new();
    struct live *live = live_open(database, 0);
    if (database_is_sqlite(database)) {
        for (int64_t i = 0; i < 40000; i++) {
            char line[64];
            snprintf(line, sizeof line, "h talk %lld %lld", (long long)(i % 4000), (long long)i + 1);
            live_heard(live, line);
        }
        EXPECT_INT(live->persons, 32768);
    }
    live_stop(live);
    scratch_drop(database);
}

/* ---- between two processes ---- */

static const char cut[] = " SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                          " AND (query LIKE '%LISTEN kith%' OR query LIKE '%LATERAL pg_notify%')";

TEST(what_one_process_says_the_other_hears_also_after_the_bridge_broke)
{
    struct duo duo = duo_open(0);
    struct crowd crowd;
    crowd_open(&crowd, duo.lives[1]);
    struct reader *reader = join(&crowd, &talk_source, 7, 0, "en", 0), *nudged = join(&crowd, &nudge_source, 3, 0, "en", 0);
    talk_say(duo.databases[0], 7, "one");
    EXPECT(comes_to(&crowd, reader, 1));
    live_tell(duo.lives[0], &talk_source, 7, "typing", "not to 1", 1);
    live_tell(duo.lives[0], &talk_source, 7, "typing", "but to others", 2);
    EXPECT(hears(&crowd, reader, "data: but to others\n\n") && !strstr(buf_text(&reader->text), "not to 1"));
    talk_drop(duo.databases[0], 2);
    for (int patience = 0; patience < 1000 && !nudged->dropped; patience++)
        usleep(5000);
    EXPECT(nudged->dropped && !reader->dropped);
    if (!database_is_sqlite(duo.databases[0])) {
        EXPECT_INT(scratch_do(duo.databases[0], cut), OK);
        for (int i = 0; i < 10; i++)
            talk_say(duo.databases[0], 7, "while it was broken");
        EXPECT(comes_to(&crowd, reader, 11));
        EXPECT(hears(&crowd, nudged, "event: nudge\ndata: 3\n\n")); /* look again: perhaps there was something */
        EXPECT(reader->dropped);                                    /* perhaps a right was taken away meanwhile: everybody is asked again */
        talk_say(duo.databases[0], 7, "after it was mended");
        EXPECT(comes_to(&crowd, reader, 12));
    }
    EXPECT(reader->good);
    crowd_close(&crowd);
    duo_close(&duo);
}
