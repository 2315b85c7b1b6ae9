/* Listeners, their hours, and the sums that name nobody. */
#include "listening/pages.h"

/* ---- reading ---- */

#define LISTENER_COLUMNS                                                                                                                   \
    "l.persona_id, p.name, p.picture, l.zone, l.languages, l.topics, l.most, l.available_until, l.rests_until, l.day, l.talks,"            \
    " (SELECT count(*) FROM listening_talk k WHERE k.other_id = l.persona_id)"                                                             \
    " + (SELECT count(*) FROM listening_request q WHERE q.other_id = l.persona_id)"

static void listener_read(struct rows *rows, struct listener *listener)
{
    *listener = (struct listener){ .persona = rows_int(rows) };
    listener->name = rows_text(rows);
    listener->picture = rows_int(rows);
    listener->set.zone = rows_text(rows);
    listener->set.languages = rows_text(rows);
    listener->set.topics = (unsigned)rows_int(rows);
    listener->set.most = (int)rows_int(rows);
    listener->available_until = rows_int(rows);
    listener->rests_until = rows_int(rows);
    listener->day = rows_int(rows);
    listener->talks = (int)rows_int(rows);
    listener->active = (int)rows_int(rows);
}

static void hours_read(struct rows *rows, struct listener *listener)
{
    int64_t weekday = rows_int(rows);
    int from = (int)rows_int(rows), until = (int)rows_int(rows);
    if (weekday >= 0 && weekday < (int64_t)COUNT(listener->set.hours))
        listener->set.hours[weekday] = (struct listening_hours){ from, until };
}

enum status listener_find(struct db *db, struct arena *arena, int64_t persona, struct listener *listener)
{
    struct rows rows, hours;
    TRY(db_query(db, arena, &rows,
                 "SELECT " LISTENER_COLUMNS " FROM listener l JOIN persona p ON p.id = l.persona_id WHERE l.persona_id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    listener_read(&rows, listener);
    TRY(db_query(db, arena, &hours, "SELECT weekday, from_minute, until_minute FROM listening_hour WHERE persona_id = $1", P(persona)));
    while (rows_next(&hours))
        hours_read(&hours, listener);
    return OK;
}

/* Each with their hours behind them, a row for each. */
static void listeners_read(struct arena *arena, struct rows *rows, struct rows *hours, struct listeners *list)
{
    *list = (struct listeners){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows))
        listener_read(rows, &list->items[list->count++]);
    while (rows_next(hours)) {
        int64_t persona = rows_int(hours);
        for (size_t i = 0; i < list->count; i++)
            if (list->items[i].persona == persona) {
                hours_read(hours, &list->items[i]);
                break;
            }
    }
}

enum status listener_pool(struct db *db, struct arena *arena, int64_t now, struct listeners *pool)
{
    struct rows rows, hours;
    TRY(db_query(db, arena, &rows,
                 "SELECT " LISTENER_COLUMNS " FROM listener l JOIN persona p ON p.id = l.persona_id WHERE l.rests_until <= $1"
                 " ORDER BY l.rests_until, l.persona_id LIMIT $2",
                 P(now), P((int64_t)LISTENING_POOL)));
    TRY(db_query(db, arena, &hours,
                 "SELECT h.persona_id, h.weekday, h.from_minute, h.until_minute FROM listener l"
                 " JOIN listening_hour h ON h.persona_id = l.persona_id WHERE l.rests_until <= $1",
                 P(now)));
    listeners_read(arena, &rows, &hours, pool);
    return OK;
}

enum status listener_list(struct db *db, struct arena *arena, struct listeners *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT " LISTENER_COLUMNS " FROM listener l JOIN persona p ON p.id = l.persona_id ORDER BY l.rests_until, l.persona_id"
                 " LIMIT $1",
                 P((int64_t)LISTENING_POOL)));
    *list = (struct listeners){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    while (rows_next(&rows))
        listener_read(&rows, &list->items[list->count++]);
    return OK;
}

/* ---- writing ---- */

enum status listening_name(struct db *db, struct arena *arena, int64_t persona, bool on)
{
    TRY(persona_role_set(db, arena, persona, ROLE_LISTENER, on));
    if (!on)
        return listener_erase(db, arena, persona);
    return db_exec(db, arena,
                   "INSERT INTO listener (persona_id, zone, languages, topics, most, available_until, rests_until, day, talks)"
                   " VALUES ($1, '', '', 0, 1, 0, 0, 0, 0) ON CONFLICT DO NOTHING",
                   P(persona));
}

enum status listening_set(struct db *db, struct arena *arena, int64_t persona, const struct listening_setting *setting)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE listener SET zone = $2, languages = $3, topics = $4, most = $5 WHERE persona_id = $1 RETURNING persona_id",
                 P(persona), P(setting->zone), P(setting->languages), P((int64_t)setting->topics), P(setting->most)));
    if (!rows.count)
        return NOT_FOUND;
    TRY(db_exec(db, arena, "DELETE FROM listening_hour WHERE persona_id = $1", P(persona)));
    for (size_t day = 0; day < COUNT(setting->hours); day++)
        if (setting->hours[day].from != setting->hours[day].until)
            TRY(db_exec(db, arena, "INSERT INTO listening_hour (persona_id, weekday, from_minute, until_minute) VALUES ($1, $2, $3, $4)",
                        P(persona), P((int64_t)day), P(setting->hours[day].from), P(setting->hours[day].until)));
    return OK;
}

enum status listener_store_available(struct db *db, struct arena *arena, int64_t persona, int64_t until)
{
    return db_exec(db, arena, "UPDATE listener SET available_until = $2 WHERE persona_id = $1", P(persona), P(until));
}

enum status listener_store_rest(struct db *db, struct arena *arena, int64_t persona, int64_t until)
{
    int64_t hour = (until + TIME_HOUR - 1) / TIME_HOUR * TIME_HOUR;
    return db_exec(db, arena, "UPDATE listener SET rests_until = $2, available_until = 0 WHERE persona_id = $1 AND rests_until < $2",
                   P(persona), P(hour));
}

enum status listener_store_talk(struct db *db, struct arena *arena, int64_t persona, int64_t day, int64_t *talks)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "UPDATE listener SET talks = CASE WHEN day = $2 THEN talks + 1 ELSE 1 END, day = $2 WHERE persona_id = $1 RETURNING talks",
                 P(persona), P(day)));
    *talks = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status listener_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM listening_hour WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "DELETE FROM listener WHERE persona_id = $1", P(persona));
}

/* ---- sums ---- */

static int64_t week_of(int64_t now)
{
    return time_day(now) / 7;
}

enum status listening_sum_add(struct db *db, struct arena *arena, int64_t now, int64_t ms)
{
    int64_t quarter = 15 * TIME_MINUTE, quarters = (ms + quarter - 1) / quarter;
    return db_exec(db, arena,
                   "INSERT INTO listening_sum (week, talks, quarters) VALUES ($1, 1, $2)"
                   " ON CONFLICT (week) DO UPDATE SET talks = listening_sum.talks + 1, quarters = listening_sum.quarters + $2",
                   P(week_of(now)), P(quarters));
}

enum status listening_sum_read(struct db *db, struct arena *arena, int64_t now, int64_t *talks, int64_t *quarters)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT talks, quarters FROM listening_sum WHERE week > $1", P(week_of(now) - LISTENING_WEEKS)));
    *talks = *quarters = 0;
    while (rows_next(&rows)) {
        *talks += rows_int(&rows);
        *quarters += rows_int(&rows);
    }
    return OK;
}

enum status listening_answer_add(struct db *db, struct arena *arena, int64_t year, const char *question, const char *answer)
{
    return db_exec(db, arena,
                   "INSERT INTO listening_answer (year, question, answer, count) VALUES ($1, $2, $3, 1)"
                   " ON CONFLICT (year, question, answer) DO UPDATE SET count = listening_answer.count + 1",
                   P(year), P(question), P(answer));
}

enum status listening_answer_list(struct db *db, struct arena *arena, int64_t year, struct listening_counts *counts)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT question, answer, count FROM listening_answer WHERE year = $1 ORDER BY question, answer",
                 P(year)));
    *counts = (struct listening_counts){ arena_array(arena, rows.count + 1, sizeof *counts->items), 0 };
    while (rows_next(&rows)) {
        struct listening_count *count = &counts->items[counts->count++];
        count->question = rows_text(&rows);
        count->answer = rows_text(&rows);
        count->count = rows_int(&rows);
    }
    return OK;
}
