/* When a room is open: by weekdays and hours of the place's own clock, which springs forward and falls back. */
#include "chat/pages.h"

enum { WEEK = 7, DAY_MINUTES = 24 * 60, THURSDAY = 3 };

/* Monday is 0; 1970-01-01 was a Thursday. */
static unsigned weekday_of(int64_t day)
{
    return (unsigned)(((day + THURSDAY) % WEEK + WEEK) % WEEK);
}

/* The moment at which the place's clock shows this minute of this day. Of an hour that comes twice, the first. */
static int64_t moment_of(const struct words *place, int64_t day, int64_t minute)
{
    int64_t wall = day * TIME_DAY + minute * TIME_MINUTE, guess = wall;
    for (int i = 0; i < 2; i++) {
        struct words at = *place;
        guess = wall - (date_wall(&at, guess) - guess);
    }
    return guess;
}

/* From the evening before, which may reach into this morning, to a week ahead. */
struct room_hours room_hours_at(const struct room *room, const struct words *words, int64_t now)
{
    struct room_hours hours = { .open = true };
    if (!room->by_hours)
        return hours;
    hours.open = false;
    int64_t today = time_day(date_wall(words, now));
    int64_t length = room->until_minute - room->from_minute + (room->until_minute <= room->from_minute ? DAY_MINUTES : 0);
    for (int64_t day = today - 1; day <= today + WEEK && !hours.opens; day++) {
        if (!(room->days & 1u << weekday_of(day)))
            continue;
        int64_t from = moment_of(words, day, room->from_minute), until = moment_of(words, day, room->from_minute + length);
        if (from > now)
            hours.opens = from;
        else if (until > now) {
            hours.open = true;
            hours.until = until;
            return hours;
        }
    }
    return hours;
}

const char *room_clock(struct view *view, int minute)
{
    return arena_printf(view->words.arena, "%02d:%02d", minute / 60, minute % 60);
}
