/* Hosts who go, and the jobs: dates ahead, forgetting afterwards. */
#include "event/pages.h"

enum { STEWARDS_MOST = 20, AHEAD_AGAIN_DAYS = 7 };

static enum status may_act(struct db *db, struct arena *arena, int64_t persona, int64_t at, bool *may)
{
    int64_t until = 0;
    enum status found = persona_paused_until(db, arena, persona, &until);
    *may = found == OK && until <= at;
    return found == NOT_FOUND ? OK : found;
}

/* Those who may take it over: who looks after its group, else the stewards. */
static enum status others_tell(struct db *db, struct arena *arena, const struct event_facts *facts, int64_t now)
{
    struct group_people facilitators = { .count = 0 };
    int64_t stewards[STEWARDS_MOST];
    size_t count;
    if (facts->group)
        TRY(facilitator_list(db, arena, facts->group, &facilitators));
    for (size_t i = 0; i < facilitators.count; i++)
        TRY(event_tell(db, arena, facts->id, facilitators.items[i].persona, 0, now));
    TRY(persona_role_list(db, arena, ROLE_STEWARD, stewards, COUNT(stewards), &count));
    for (size_t i = 0; i < count; i++)
        TRY(event_tell(db, arena, facts->id, stewards[i], 0, now));
    return OK;
}

/* Somebody has a week for it, and it is called off a day before it would begin; half of what is left when that is less. */
static int64_t orphan_due(const struct event_facts *facts, int64_t now)
{
    int64_t week = now + 7 * TIME_DAY, day = facts->starts - TIME_DAY;
    if (day <= now)
        return now + (facts->starts > now ? (facts->starts - now) / 2 : 0);
    return day < week ? day : week;
}

enum status event_host_gone(struct db *db, struct arena *arena, int64_t event, int64_t now)
{
    struct event_facts facts;
    int64_t *personas;
    size_t count;
    bool may = false;
    TRY(event_facts_find(db, arena, event, &facts));
    TRY(event_cohosts(db, arena, event, &personas, &count));
    if (facts.host)
        TRY(event_live_host(db, arena, event, facts.host, false));
    for (size_t i = 0; i < count && !may; i++) {
        TRY(may_act(db, arena, personas[i], facts.starts, &may));
        if (may) {
            TRY(event_host_store(db, arena, event, personas[i]));
            TRY(event_tell(db, arena, event, personas[i], 0, now));
        }
    }
    if (may)
        return OK;
    TRY(event_host_store(db, arena, event, 0));
    if (!text_same(facts.state, "on") || facts.ends <= now)
        return OK;
    TRY(others_tell(db, arena, &facts, now));
    return job_add(db, arena, "event.orphan", event, orphan_due(&facts, now));
}

/* Nobody took it over: called off, kindly. */
static enum status orphan_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct event_facts facts;
    (void)app;
    enum status found = event_facts_find(db, arena, subject, &facts);
    if (found != OK || facts.host || facts.ends <= now)
        return found == NOT_FOUND ? OK : found;
    return event_cancel(db, arena, subject, "host", now);
}

static enum status paused_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t *ids;
    size_t count;
    (void)app;
    (void)subject;
    TRY(event_paused_list(db, arena, now, now + EVENT_NEWCOMER_DAYS * TIME_DAY, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(event_host_gone(db, arena, ids[i], now));
    return OK;
}

static enum status expand_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    return event_series_expand(db, arena, app, subject, now);
}

static enum status ahead_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t *ids;
    size_t count;
    (void)subject;
    TRY(event_series_due(db, arena, now + (EVENT_AHEAD_DAYS - AHEAD_AGAIN_DAYS) * TIME_DAY, &ids, &count));
    for (size_t i = 0; i < count; i++)
        TRY(event_series_expand(db, arena, app, ids[i], now));
    return OK;
}

static enum status settle_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    (void)app;
    return event_settle(db, arena, now);
}

const struct job_kind event_jobs[] = {
    { .name = EVENT_CHANGED, .run = event_changed_run },
    { .name = "event.expand", .run = expand_run },
    { .name = "event.orphan", .run = orphan_run },
    { .name = "event.ahead", .run = ahead_run, .every = TIME_HOUR },
    { .name = "event.paused", .run = paused_run, .every = TIME_HOUR },
    { .name = "event.settle", .run = settle_run, .every = 20 * TIME_MINUTE, .checkpoint = true },
    { 0 },
};
