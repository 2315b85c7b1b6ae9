/* The server's clock: rounds begin and end by jobs. A job that comes twice, or after another did its work, finds nothing due. One that
 * comes late (the server was down) begins what is next now, and that lasts as long as it was meant to. */
#include "listening/listening.h"
#include "networking/pages.h"

/* Pages that wait for something with a listener listen to the same bare events; channels are ids, which nothing shares. */
enum status networking_tell(struct db *db, struct arena *arena, int64_t channel)
{
    return live_publish(db, arena, &listening_live, channel);
}

/* Who never went into their room isn't put with anybody else until they say that they are here. */
static enum status absent_mark(struct db *db, struct arena *arena, const struct networking *networking)
{
    struct networking_ids absent;
    TRY(networking_pair_absent(db, arena, networking->id, networking->round, &absent));
    for (size_t i = 0; i < absent.count; i++)
        for (int side = 0; side < 2; side++) {
            struct networking_seat seat;
            if (!absent.items[i][side])
                continue;
            enum status found = networking_seat_find(db, arena, networking->id, absent.items[i][side], &seat);
            if (found == OK && seat.state == NETWORKING_HERE)
                found = networking_seat_set(db, arena, networking->id, seat.persona, NETWORKING_COMING);
            if (found != NOT_FOUND)
                TRY(found);
        }
    return OK;
}

static enum status round_begin(struct db *db, struct arena *arena, struct networking *networking, int64_t now)
{
    networking->round++;
    networking->state = NETWORKING_ROUND;
    networking->until = now + networking->minutes * TIME_MINUTE;
    return networking_pair_up(db, arena, networking, now);
}

static enum status round_end(struct db *db, struct arena *arena, struct networking *networking, int64_t now)
{
    bool last = networking->round >= networking->rounds;
    networking->state = last ? NETWORKING_OVER : NETWORKING_BETWEEN;
    networking->until = now + (last ? TIME_DAY : NETWORKING_BREAK * TIME_MINUTE);
    return absent_mark(db, arena, networking);
}

static enum status clock_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct networking networking;
    (void)app;
    enum status found = networking_store_find(db, arena, subject, &networking);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    if (now < networking.until)
        return OK;
    if (networking.state >= NETWORKING_OVER)
        return networking_store_forget(db, arena, subject);
    TRY(networking.state == NETWORKING_ROUND ? round_end(db, arena, &networking, now) : round_begin(db, arena, &networking, now));
    TRY(networking_store_state(db, arena, &networking));
    TRY(job_add(db, arena, "networking.clock", subject, networking.until));
    return networking_tell(db, arena, subject);
}

enum status networking_call_off(struct db *db, struct arena *arena, int64_t id, int64_t now)
{
    struct networking networking;
    enum status found = networking_store_find(db, arena, id, &networking);
    if (found != OK || networking.state >= NETWORKING_OVER)
        return found == NOT_FOUND ? OK : found;
    networking.state = NETWORKING_CANCELLED;
    networking.until = now + TIME_DAY;
    TRY(networking_store_state(db, arena, &networking));
    TRY(job_add(db, arena, "networking.clock", id, networking.until));
    return networking_tell(db, arena, id);
}

enum status networking_is_off(struct db *db, struct arena *arena, int64_t id, bool *off)
{
    struct networking networking;
    enum status found = networking_store_find(db, arena, id, &networking);
    *off = found == NOT_FOUND || networking.state == NETWORKING_CANCELLED;
    return found == NOT_FOUND ? OK : found;
}

enum status networking_event_of(struct db *db, struct arena *arena, int64_t id, int64_t *event)
{
    struct networking networking = { .event = 0 };
    enum status found = networking_store_find(db, arena, id, &networking);
    *event = found == OK ? networking.event : 0;
    return found == NOT_FOUND ? OK : found;
}

/* Before it begins nothing stays of it; later, whom they met stays theirs to answer. */
enum status networking_dismiss(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    struct networking networking;
    enum status found = networking_store_find(db, arena, id, &networking);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    if (networking.state == NETWORKING_OPEN)
        TRY(networking_seat_remove(db, arena, id, persona));
    else
        TRY(networking_seat_set(db, arena, id, persona, NETWORKING_GONE));
    return networking_tell(db, arena, id);
}

/* ---- mentoring ---- */

static enum status remind(struct db *db, struct arena *arena, const struct mentoring *mentoring, int64_t now)
{
    const int64_t people[] = { mentoring->asker.persona, mentoring->mentor.persona };
    for (size_t i = 0; i < COUNT(people); i++)
        TRY(notification_send(db, arena, &(struct notification){ people[i], NOTIFICATION_NETWORKING, 0, mentoring->id }, now));
    return OK;
}

static enum status mentoring_clock(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct mentoring mentoring;
    (void)app;
    enum status found = mentoring_find_row(db, arena, subject, &mentoring);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    if (now >= mentoring.until && mentoring.state != MENTORING_GOES_ON)
        return mentoring_remove(db, arena, subject);
    if (now >= mentoring.until) {
        mentoring.state = MENTORING_OVER;
        mentoring.until = now + MENTORING_KEEP_DAYS * TIME_DAY;
        mentoring.next_at = mentoring.until;
    } else if (mentoring.state == MENTORING_GOES_ON && now >= mentoring.next_at) {
        mentoring.next_at = now + mentoring.days * TIME_DAY;
        mentoring.next_at = mentoring.next_at > mentoring.until ? mentoring.until : mentoring.next_at;
    } else {
        return OK;
    }
    TRY(mentoring_store(db, arena, &mentoring));
    TRY(job_add(db, arena, "mentoring.clock", subject, mentoring.next_at));
    return remind(db, arena, &mentoring, now);
}

const struct job_kind networking_jobs[] = {
    { .name = "networking.clock", .run = clock_run, .checkpoint = true },
    { .name = "mentoring.clock", .run = mentoring_clock, .checkpoint = true },
    { 0 },
};
