/* The demonstration's mediators: two of those who sign in; and one mediation that ended well, of which only the sums are there. */
#include "app/demo.h"

#include "mediation/mediation.h"

enum status demo_mediation(struct db *db, struct demo *demo)
{
    static const char *const sums[] = { "asked", "began", "agreed", "holds-yes" };
    TRY(mediator_name(db, &demo->arena, demo_persona(demo, "Odile"), true));
    TRY(mediator_name(db, &demo->arena, demo_persona(demo, "Amara"), true));
    for (size_t i = 0; i < COUNT(sums); i++)
        TRY(mediation_count_add(db, &demo->arena, demo->now - 40 * TIME_DAY, sums[i]));
    return OK;
}
