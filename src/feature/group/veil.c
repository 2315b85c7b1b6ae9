/* What a facilitator sees of somebody they don't meet: that there is somebody to be looked after, and nothing else. */
#include "circle/circle.h"
#include "group/group.h"

static void person_veil(struct request *request, const struct block_list *blocked, struct group_person *person)
{
    if (person->is_facilitator || !block_has(blocked, person->persona))
        return;
    person->name = t(&request->view, "Somebody you don’t meet");
    person->picture = 0;
    person->why = NULL;
}

enum status group_people_veil(struct request *request, struct group_people *people)
{
    struct block_list blocked;
    TRY(block_list_of(request, &blocked));
    for (size_t i = 0; i < people->count; i++)
        person_veil(request, &blocked, &people->items[i]);
    return OK;
}

enum status membership_find_veiled(struct request *request, int64_t group, int64_t persona, struct group_person *person)
{
    struct group_people one = { person, 1 };
    TRY(membership_find(request->db, request->arena, group, persona, person));
    return group_people_veil(request, &one);
}
