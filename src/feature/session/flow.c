/* What moves a session on: somebody who looks after it, or the clock. All of it is rows, so it goes on where it was after a restart; the
 * jobs look at the rows and do what is due, however often they run. */
#include "job/job.h"
#include "session/pages.h"

static enum status flow_keep(struct db *db, struct arena *arena, const struct live_session *session)
{
    TRY(live_session_put(db, arena, session));
    return live_session_touch(db, arena, session->id);
}

/* ---- the agenda ---- */

enum status live_session_step_to(struct db *db, struct arena *arena, struct live_session *session, int64_t step, int64_t now)
{
    struct live_agenda agenda;
    TRY(live_agenda_read(db, arena, session->id, &agenda));
    if (step < 1 || step > (int64_t)agenda.count)
        return OK;
    session->state = LIVE_SESSION_OPEN;
    session->step = step;
    session->step_until = now + agenda.items[step - 1].minutes * TIME_MINUTE;
    TRY(job_add(db, arena, "session.clock", session->id, session->step_until));
    return flow_keep(db, arena, session);
}

enum status live_session_start(struct db *db, struct arena *arena, int64_t id, int64_t now)
{
    struct live_session session;
    TRY(live_session_read(db, arena, id, &session));
    return session.state == LIVE_SESSION_PLANNED ? live_session_step_to(db, arena, &session, 1, now) : OK;
}

enum status live_session_end(struct db *db, struct arena *arena, struct live_session *session, int64_t now)
{
    if (session->state != LIVE_SESSION_OPEN && session->state != LIVE_SESSION_PLANNED)
        return OK;
    bool happened = session->state == LIVE_SESSION_OPEN;
    session->state = happened ? LIVE_SESSION_ENDED : LIVE_SESSION_CANCELLED;
    session->ended_at = now;
    session->gone_at = happened && session->keeps ? now + session->keep_days * TIME_DAY : now;
    session->breakout_until = 0;
    TRY(live_session_people_gather(db, arena, session->id));
    TRY(flow_keep(db, arena, session));
    return job_add(db, arena, "session.drop", session->id, now);
}

enum status live_session_follow(struct db *db, struct arena *arena, int64_t id, const char *title, int64_t starts)
{
    struct live_session session;
    TRY(live_session_read(db, arena, id, &session));
    session.title = title;
    if (session.state == LIVE_SESSION_PLANNED)
        session.starts = starts;
    TRY(live_session_plan_put(db, arena, &session));
    return live_session_touch(db, arena, id);
}

enum status live_session_call_off(struct db *db, struct arena *arena, int64_t id, int64_t now)
{
    struct live_session session;
    TRY(live_session_read(db, arena, id, &session));
    return live_session_end(db, arena, &session, now);
}

enum status live_session_is_off(struct db *db, struct arena *arena, int64_t id, bool *off)
{
    struct live_session session;
    enum status found = live_session_read(db, arena, id, &session);
    *off = found == NOT_FOUND || session.state == LIVE_SESSION_CANCELLED;
    return found == NOT_FOUND ? OK : found;
}

/* ---- who speaks ---- */

enum status live_session_word_to(struct db *db, struct arena *arena, struct live_session *session, int64_t persona)
{
    struct live_session_people people;
    const struct live_session_person *next = NULL;
    TRY(live_session_people_of(db, arena, session, &people));
    for (size_t i = 0; i < people.count; i++) {
        const struct live_session_person *person = &people.items[i];
        if (!text_same(person->state, "in") || (persona ? person->persona != persona : !person->hand))
            continue;
        if (!next || person->hand < next->hand)
            next = person;
    }
    TRY(live_session_people_hush(db, arena, session->id));
    if (next)
        TRY(live_session_person_hand(db, arena, session->id, next->persona, 0, true));
    session->in_order = true;
    return flow_keep(db, arena, session);
}

enum status live_session_round(struct db *db, struct arena *arena, struct live_session *session)
{
    struct live_session_people people;
    TRY(live_session_people_of(db, arena, session, &people));
    /* Begins anywhere: who joined the place first isn't always the first to speak. */
    size_t start = people.count ? random_below((uint32_t)people.count) : 0;
    for (size_t i = 0; i < people.count; i++) {
        const struct live_session_person *person = &people.items[(start + i) % people.count];
        if (text_same(person->state, "in") && !person->hand && !person->speaks)
            TRY(live_session_person_hand(db, arena, session->id, person->persona, ++session->hands, false));
    }
    return live_session_word_to(db, arena, session, 0);
}

/* ---- small rooms ---- */

static size_t *shuffled(struct arena *arena, size_t count)
{
    size_t *order = arena_array(arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t with = random_below((uint32_t)i), was = order[i - 1];
        order[i - 1] = order[with];
        order[with] = was;
    }
    return order;
}

static bool *apart_of(struct arena *arena, const struct live_session_people *people, const struct live_session_pairs *pairs)
{
    bool *apart = arena_array(arena, people->count * people->count + 1, sizeof *apart);
    memset(apart, 0, people->count * people->count * sizeof *apart);
    for (size_t n = 0; n < pairs->count; n++)
        for (size_t i = 0; i < people->count; i++)
            for (size_t k = 0; k < people->count; k++)
                if (people->items[i].persona == pairs->items[n][0] && people->items[k].persona == pairs->items[n][1])
                    apart[i * people->count + k] = true;
    return apart;
}

enum status live_session_break(struct db *db, struct arena *arena, struct live_session *session, int64_t size, int64_t minutes, int64_t now)
{
    struct live_session_people people;
    struct live_session_pairs pairs;
    size_t count = 0;
    TRY(live_session_people_gather(db, arena, session->id));
    TRY(live_session_people_of(db, arena, session, &people));
    TRY(live_session_blocks(db, arena, session->id, &pairs));
    for (size_t i = 0; i < people.count; i++)
        if (text_same(people.items[i].state, "in") && !people.items[i].leads)
            people.items[count++] = people.items[i];
    people.count = count;
    size_t *room = arena_array(arena, count + 1, sizeof *room);
    size_t rooms = breakout_place(count, (size_t)size, apart_of(arena, &people, &pairs), shuffled(arena, count), room);
    if (!rooms)
        return NOT_FOUND;
    int64_t *ids = arena_array(arena, rooms + 1, sizeof *ids);
    for (size_t i = 1; i <= rooms; i++)
        TRY(breakout_open(db, arena, session->id, (int64_t)i, now, &ids[i]));
    for (size_t i = 0; i < count; i++)
        if (room[i])
            TRY(live_session_person_place(db, arena, session->id, people.items[i].persona, ids[room[i]]));
    session->breakout_until = now + minutes * TIME_MINUTE;
    TRY(job_add(db, arena, "session.clock", session->id, session->breakout_until));
    return flow_keep(db, arena, session);
}

enum status live_session_gather(struct db *db, struct arena *arena, struct live_session *session)
{
    if (!session->breakout_until)
        return OK;
    session->breakout_until = 0;
    TRY(live_session_people_gather(db, arena, session->id));
    return flow_keep(db, arena, session);
}

/* ---- the clock ---- */

static enum status clock_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct live_session session;
    struct live_agenda agenda;
    (void)app;
    enum status status = live_session_read(db, arena, subject, &session);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (session.state != LIVE_SESSION_OPEN)
        return OK;
    if (session.breakout_until) { /* the agenda waits for those who are in small rooms */
        if (session.breakout_until > now)
            return OK;
        TRY(live_session_gather(db, arena, &session));
    }
    TRY(live_agenda_read(db, arena, session.id, &agenda));
    if (!session.by_clock || session.step_until > now || session.step >= (int64_t)agenda.count)
        return OK;
    return live_session_step_to(db, arena, &session, session.step + 1, now);
}

static enum status drop_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct live_session session;
    (void)app;
    enum status status = live_session_read(db, arena, subject, &session);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (session.state != LIVE_SESSION_ENDED && session.state != LIVE_SESSION_CANCELLED)
        return OK;
    return live_session_clear(db, arena, subject, session.gone_at <= now);
}

/* What nobody ended ends, and what was kept goes when its time is over. */
static enum status expire_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t ids[100];
    size_t count;
    (void)subject;
    TRY(live_session_overdue(db, arena, now, ids, COUNT(ids), &count));
    for (size_t i = 0; i < count; i++) {
        struct live_session session;
        TRY(live_session_read(db, arena, ids[i], &session));
        TRY(live_session_end(db, arena, &session, now));
        if (session.gone_at <= now)
            TRY(drop_run(db, arena, now, ids[i], app));
    }
    return OK;
}

const struct job_kind live_session_jobs[] = {
    { .name = "session.clock", .run = clock_run },
    { .name = "session.drop", .run = drop_run, .checkpoint = true },
    { .name = "session.expire_all", .run = expire_run, .every = 5 * TIME_MINUTE, .checkpoint = true },
    { 0 },
};
