/* Reminders: a job looks once a minute which events come near; who comes to one is told by a job of its own. What was sent is written in
 * the transaction that puts that job, so that nothing is sent twice or forgotten over a restart, and an event that moves is reminded of
 * anew. Nobody is told in the night of the event's own zone; a member's own quiet hours are sealed, and keep the dot from being drawn. */
#include "agenda/pages.h"

enum { DAY_BEFORE = 1, SHORTLY_BEFORE = 2, MORNING = 8, EVENING = 21 };

static bool is_night(struct arena *arena, const char *zone_name, int64_t now)
{
    const struct calendar_zone *zone;
    if (calendar_zone_open(arena, zone_name, &zone) != OK)
        return false;
    int64_t hour = calendar_wall(zone, now) % TIME_DAY / TIME_HOUR;
    return hour < MORNING || hour >= EVENING;
}

static enum status remind_step(struct db *db, struct arena *arena, int64_t now, int64_t ahead, int64_t step)
{
    struct agenda_dues dues;
    const char *zone = "";
    bool night = false;
    TRY(agenda_due_list(db, arena, now, now + ahead, step, &dues));
    for (size_t i = 0; i < dues.count; i++) {
        const struct agenda_due *due = &dues.items[i];
        if (!text_same(zone, due->zone)) {
            zone = due->zone;
            night = is_night(arena, zone, now);
        }
        if (night)
            continue;
        TRY(agenda_reminded_store(db, arena, due, step));
        TRY(job_add(db, arena, "agenda.tell", due->event, now));
    }
    return OK;
}

static enum status remind(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t *over;
    size_t count;
    (void)subject, (void)app;
    TRY(remind_step(db, arena, now, 2 * TIME_HOUR, SHORTLY_BEFORE));
    TRY(remind_step(db, arena, now, TIME_DAY, DAY_BEFORE));
    TRY(agenda_reminded_over(db, arena, now - TIME_DAY, &over, &count));
    for (size_t i = 0; i < count; i++)
        TRY(notification_forget(db, arena, NOTIFICATION_REMINDER, over[i]));
    return OK;
}

/* Who comes now, not who came when the job was put. */
static enum status tell(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    int64_t *personas, after = 0;
    size_t count;
    (void)app;
    do {
        TRY(event_going(db, arena, subject, after, &personas, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(notification_send(db, arena, &(struct notification){ personas[i], NOTIFICATION_REMINDER, 0, subject }, now));
            after = personas[i];
        }
    } while (count);
    return OK;
}

const struct job_kind agenda_jobs[] = { { .name = "agenda.remind", .run = remind, .every = TIME_MINUTE },
                                        { .name = "agenda.tell", .run = tell },
                                        { 0 } };
