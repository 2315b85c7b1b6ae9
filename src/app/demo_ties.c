/* Who knows whom in the demonstration, and who would like to. */
#include "app/demo.h"

#include "circle/circle.h"

static enum status ask(struct db *db, struct demo *demo, const char *by, const char *whom, const char *note)
{
    struct key open;
    bool reaches;
    int64_t persona = demo_persona(demo, by), other = demo_persona(demo, whom);
    if (!persona || !other)
        return OK;
    TRY(persona_open_key(db, &demo->arena, other, &open));
    struct bytes sealed = seal_to(&demo->arena, &open, (struct bytes){ note, strlen(note) });
    return connection_ask(db, &demo->arena, persona, other, sealed, demo->now, &reaches);
}

enum status demo_ties(struct db *db, struct demo *demo)
{
    static const char *const pairs[][2] = { { "Wren", "Odalys" }, { "Wren", "Juniper" }, { "Imre", "Amara" }, { "Mireille", "Odile" } };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        int64_t a = demo_persona(demo, pairs[i][0]), b = demo_persona(demo, pairs[i][1]);
        if (a && b)
            TRY(connection_set(db, &demo->arena, a, b));
    }
    TRY(ask(db, demo, "Farida", "Wren", "You wrote that four in the morning is the honest hour. I’m up then too, most weeks."));
    return ask(db, demo, "Juniper", "Imre", "You kept the kettle on the night I deleted my first post. I’d like to know you a little.");
}
