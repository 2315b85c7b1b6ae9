/* Who goes into which small room. */
#include "session/pages.h"

static bool fits(size_t count, const bool *apart, const size_t *room, size_t person, size_t into)
{
    for (size_t i = 0; i < count; i++)
        if (room[i] == into && (apart[person * count + i] || apart[i * count + person]))
            return false;
    return true;
}

static size_t held(size_t count, const size_t *room, size_t in)
{
    size_t people = 0;
    for (size_t i = 0; i < count; i++)
        people += room[i] == in;
    return people;
}

/* Into the emptiest room that has a place and nobody they don't meet. */
static void place_one(size_t count, size_t rooms, const bool *apart, size_t *room, size_t person)
{
    size_t best = 0, fewest = BREAKOUT_MOST;
    for (size_t into = 1; into <= rooms; into++) {
        size_t people = held(count, room, into);
        if (people < fewest && fits(count, apart, room, person, into)) {
            best = into;
            fewest = people;
        }
    }
    room[person] = best;
}

static size_t troubles_of(size_t count, const bool *apart, size_t person)
{
    size_t troubles = 0;
    for (size_t i = 0; i < count; i++)
        troubles += apart[person * count + i] || apart[i * count + person];
    return troubles;
}

/* Rooms in which one person was left alone are given up, and the numbers closed up. */
static size_t rooms_close(size_t count, size_t rooms, const bool *apart, size_t *room)
{
    size_t kept = 0;
    for (size_t number = 1; number <= rooms; number++) {
        bool stays = held(count, room, number) >= BREAKOUT_LEAST;
        kept += stays;
        for (size_t i = 0; i < count; i++)
            if (room[i] == number)
                room[i] = stays ? kept : 0;
    }
    for (size_t i = 0; i < count; i++)
        if (!room[i])
            place_one(count, kept, apart, room, i);
    return kept;
}

size_t breakout_place(size_t count, size_t size, const bool *apart, const size_t *order, size_t *room)
{
    size_t rooms = count / size ? count / size : 1;
    while (rooms * BREAKOUT_MOST < count)
        rooms++;
    for (size_t i = 0; i < count; i++)
        room[i] = 0;
    if (count < BREAKOUT_LEAST)
        return 0;
    /* Who has somebody here they don't meet first: they find a place most hardly. */
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++)
            if ((troubles_of(count, apart, order[i]) > 0) == (pass == 0))
                place_one(count, rooms, apart, room, order[i]);
    return rooms_close(count, rooms, apart, room);
}
