/* The demonstration's listeners: two of those who sign in (their keys are there), with hours in the evening. */
#include "app/demo.h"

#include "listening/listening.h"

static enum status listens(struct db *db, struct demo *demo, int64_t persona, const struct listening_setting *setting)
{
    TRY(listening_name(db, &demo->arena, persona, true));
    return listening_set(db, &demo->arena, persona, setting);
}

enum status demo_listening(struct db *db, struct demo *demo)
{
    enum { COMING_OUT = 1, FAMILY = 2, GENDER = 8, LONELINESS = 32, EVENING = 19 * 60, LATE = 22 * 60, NIGHT = 60 };
    struct listening_setting evenings = { .zone = "Europe/Berlin", .languages = "en de", .topics = COMING_OUT | FAMILY, .most = 2 };
    struct listening_setting nights = { .zone = "Europe/Paris", .languages = "en fr", .topics = GENDER | LONELINESS, .most = 1 };
    for (size_t day = 0; day < COUNT(evenings.hours); day++) {
        evenings.hours[day] = (struct listening_hours){ EVENING, LATE };
        nights.hours[day] = day < 5 ? (struct listening_hours){ 0, 0 } : (struct listening_hours){ LATE, NIGHT };
    }
    static const char *const grown[] = { "Wren", "Imre", "Mireille", "Amara", "Odile" };
    for (size_t i = 0; i < COUNT(grown); i++)
        TRY(persona_band_store(db, &demo->arena, demo_persona(demo, grown[i]), BAND_ADULT));
    TRY(listens(db, demo, demo_persona(demo, "Amara"), &evenings));
    return listens(db, demo, demo_persona(demo, "Imre"), &nights);
}
