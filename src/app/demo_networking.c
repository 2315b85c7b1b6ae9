/* The demonstration's networking: an evening in two days and one that begins in an hour, with people who mean to come, and some mentors. */
#include "app/demo.h"

#include "networking/networking.h"

enum status demo_networking(struct db *db, struct demo *demo)
{
    static const struct {
        const char *title, *about;
        int64_t in;
        int minutes, rounds;
    } evenings[] = {
        { "Work without hiding", "For who looks for work, offers it, or remembers looking. Come as you are; nobody has to sell anything.",
          TIME_HOUR, 8, 4 },
        { "New in town, new at it", "Four short conversations with people you might not have met otherwise.", 2 * TIME_DAY, 10, 4 },
    };
    static const struct {
        const char *name;
        struct networking_card card;
    } people[] = {
        { "Wren", { 1u << NETWORKING_JOB | 1u << NETWORKING_FRIEND, 0, 1u << 3 | 1u << 4, "en", false, false } },
        { "Odile", { 1u << NETWORKING_COLLABORATOR, 1u << NETWORKING_MENTOR, 1u << 0 | 1u << 11, "en fr", false, false } },
        { "Amara", { 1u << NETWORKING_FRIEND, 1u << NETWORKING_JOB, 1u << 3, "en", true, false } },
        { "Imre", { 1u << NETWORKING_MENTOR, 0, 1u << 1 | 1u << 8, "en de", false, false } },
    };
    for (size_t i = 0; i < COUNT(evenings); i++) {
        const struct networking_new wish = { .host = demo_persona(demo, "Odile"),
                                             .title = evenings[i].title,
                                             .about = evenings[i].about,
                                             .starts = demo->now + evenings[i].in,
                                             .minutes = evenings[i].minutes,
                                             .rounds = evenings[i].rounds,
                                             .ages = AGES_ADULT };
        int64_t id;
        TRY(networking_create(db, &demo->arena, &wish, &id));
        for (size_t j = 0; j < COUNT(people); j++)
            if (demo_persona(demo, people[j].name))
                TRY(networking_come(db, &demo->arena, id, demo_persona(demo, people[j].name), &people[j].card));
    }
    for (size_t j = 0; j < COUNT(people); j++)
        if (demo_persona(demo, people[j].name) && j % 2)
            TRY(mentor_offer(db, &demo->arena, demo_persona(demo, people[j].name), people[j].card.fields, people[j].card.languages));
    return OK;
}
