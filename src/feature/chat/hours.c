/* When a room is open: by weekdays and hours of the place's own clock, which springs forward and falls back. */
#include "chat/pages.h"

enum { WEEK = 7, DAY_MINUTES = 24 * 60 };

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
        if (!(room->days & 1u << date_weekday(day)))
            continue;
        int64_t from = date_moment(words, day, room->from_minute), until = date_moment(words, day, room->from_minute + length);
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
