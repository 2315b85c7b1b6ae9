/* The queue: offers go out one at a time, come back when nobody answers, and everything ends in time. */
#include "listening/pages.h"

enum { OFFER_NOW = 5 * 60 * 1000, OFFER_TODAY = 45 * 60 * 1000 };

const struct live_source listening_live = { .name = "listening" };

enum status listening_tell(struct db *db, struct arena *arena, int64_t persona)
{
    return live_publish(db, arena, &listening_live, persona);
}

struct words listening_words(const struct app *app, struct arena *arena, int64_t now)
{
    return (struct words){ .catalogue = catalogue_find(app->catalogues, "en"), .arena = arena, .now = now };
}

/* ---- requests ---- */

/* Both sides look again; what was said of it to them is no longer so. */
static enum status request_changed(struct db *db, struct arena *arena, const struct listening_request *request)
{
    TRY(notification_forget(db, arena, NOTIFICATION_LISTENING, request->id));
    if (request->other)
        TRY(listening_tell(db, arena, request->other));
    return listening_tell(db, arena, request->persona);
}

enum status listening_pass(struct db *db, struct arena *arena, const struct listening_request *request)
{
    TRY(listening_pass_add(db, arena, request->id, request->other));
    TRY(listening_request_store(db, arena, request->id, LISTENING_WAITS, 0, 0));
    return request_changed(db, arena, request);
}

enum status listening_request_end(struct db *db, struct arena *arena, const struct listening_request *request)
{
    TRY(listening_request_remove(db, arena, request->id));
    return request_changed(db, arena, request);
}

/* An offer nobody answered goes to the next. A yes the asker didn't come back for ends the request: they ask anew when they are there. */
static enum status late_take_back(struct db *db, struct arena *arena, int64_t now)
{
    struct listening_requests late;
    TRY(listening_request_late(db, arena, now, &late));
    for (size_t i = 0; i < late.count; i++) {
        const struct listening_request *request = &late.items[i];
        bool over = request->state != LISTENING_OFFERED || request->expires_at <= now;
        TRY(over ? listening_request_end(db, arena, request) : listening_pass(db, arena, request));
    }
    return OK;
}

static enum status offer(struct db *db, struct arena *arena, const struct listening_request *request, struct listener *listener,
                         int64_t now)
{
    int64_t until = now + (request->today ? OFFER_TODAY : OFFER_NOW);
    TRY(listening_request_store(db, arena, request->id, LISTENING_OFFERED, listener->persona, until));
    TRY(notification_send(db, arena, &(struct notification){ listener->persona, NOTIFICATION_LISTENING, 0, request->id }, now));
    TRY(job_add(db, arena, "listening.match", request->id, until));
    TRY(listening_tell(db, arena, listener->persona));
    listener->active++;
    return listening_tell(db, arena, request->persona);
}

static enum status request_match(struct db *db, struct arena *arena, const struct listening_request *request, struct listeners *pool,
                                 const struct words *words)
{
    listening_sort(request, pool, time_day(words->now));
    for (size_t i = 0; i < pool->count; i++) {
        bool may = false;
        if (listening_free(&pool->items[i], words))
            TRY(listening_may(db, arena, request->id, request->persona, pool->items[i].persona, &may));
        if (may)
            return offer(db, arena, request, &pool->items[i], words->now);
    }
    return OK;
}

enum status listening_match(struct db *db, struct arena *arena, const struct words *words)
{
    struct listening_requests queue;
    struct listeners pool;
    TRY(late_take_back(db, arena, words->now));
    TRY(listening_request_queue(db, arena, &queue));
    if (!queue.count)
        return OK;
    TRY(listener_pool(db, arena, words->now, &pool));
    for (size_t i = 0; i < queue.count; i++)
        TRY(request_match(db, arena, &queue.items[i], &pool, words));
    return OK;
}

/* ---- talks ---- */

enum status listening_talk_end(struct db *db, struct arena *arena, const struct listening_talk *talk, int64_t now)
{
    const int64_t people[] = { talk->member.persona, talk->listener.persona, talk->supervisor.persona };
    struct listener listener;
    TRY(listening_talk_remove(db, arena, talk, now));
    TRY(listening_sum_add(db, arena, now, now - talk->began_at));
    TRY(notification_forget(db, arena, NOTIFICATION_LISTENING, talk->id));
    for (size_t i = 0; i < COUNT(people); i++)
        if (people[i])
            TRY(listening_tell(db, arena, people[i]));
    enum status status = listener_find(db, arena, talk->listener.persona, &listener);
    if (status == OK && listener.day == time_day(now) && listener.talks >= LISTENING_DAY_TALKS)
        TRY(listener_store_rest(db, arena, listener.persona, now + LISTENING_PAUSE_HOURS * TIME_HOUR));
    if (status != NOT_FOUND)
        TRY(status);
    return job_add(db, arena, "listening.forget", 0, now);
}

/* ---- how long ---- */

enum status listening_look_out(struct request *request, const struct listening_request *asked, struct listening_outlook *outlook)
{
    struct listeners pool;
    int64_t ahead = 0, talks, quarters;
    const struct words *words = &request->view.words;
    *outlook = (struct listening_outlook){ 0 };
    TRY(listener_pool(request->db, request->arena, request->now, &pool));
    for (size_t i = 0; i < pool.count; i++) {
        const struct listener *listener = &pool.items[i];
        struct listening_presence presence = listening_presence_of(listener, words);
        bool may = false;
        if (presence.here || presence.next)
            TRY(listening_may(request->db, request->arena, asked ? asked->id : 0, request->member->persona, listener->persona, &may));
        if (may && presence.here)
            *(listener->active < listener->set.most ? &outlook->free : &outlook->busy) += 1;
        else if (may && (!outlook->next || presence.next < outlook->next))
            outlook->next = presence.next;
    }
    if (asked)
        TRY(listening_request_before(request->db, request->arena, asked->id, &ahead));
    TRY(listening_sum_read(request->db, request->arena, request->now, &talks, &quarters));
    if (!outlook->free && outlook->busy && talks >= LISTENING_TALKS_LEAST) {
        int64_t minutes = quarters * 15 * (ahead + 1) / talks / outlook->busy;
        outlook->minutes = (minutes + 9) / 10 * 10;
    }
    return OK;
}

/* ---- jobs ---- */

static enum status run_match(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct words words = listening_words(app, arena, now);
    (void)subject;
    return listening_match(db, arena, &words);
}

/* Hours begin and end without anybody's doing; a talk that both left is over some time, and so is one between two who block each other. */
static enum status run_tick(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct listening_talks talks;
    TRY(listening_talk_late(db, arena, now, &talks));
    for (size_t i = 0; i < talks.count; i++) {
        bool blocked, late = talks.items[i].began_at <= now - LISTENING_TALK_HOURS * TIME_HOUR;
        TRY(block_between(db, arena, talks.items[i].member.persona, talks.items[i].listener.persona, &blocked));
        if (late || blocked)
            TRY(listening_talk_end(db, arena, &talks.items[i], now));
    }
    return run_match(db, arena, now, subject, app);
}

/* Its rows went with the talk's end; the checkpoint behind this job takes them out of the files, too. */
static enum status run_forget(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return listening_after_expire(db, arena, time_day(now));
}

const struct job_kind listening_jobs[] = {
    { .name = "listening.match", .run = run_match },
    { .name = "listening.tick", .run = run_tick, .every = TIME_MINUTE },
    { .name = "listening.forget", .run = run_forget, .checkpoint = true },
    { .name = "listening.expire", .run = run_forget, .every = TIME_DAY, .checkpoint = true },
    { 0 },
};
