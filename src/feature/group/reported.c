/* A group that is reported: its name, what it is for, its rules. */
#include "group/pages.h"

enum status group_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct group group;
    if (!text_same(kind, "group"))
        return NOT_FOUND;
    if (at_work)
        TRY(group_of(request, id, &group));
    else
        TRY(group_find_id(request, id, &group));
    reported->group = id;
    reported->title = group.name;
    reported->text = arena_printf(request->arena, "%s\n\n%s", group.purpose, group.rules);
    reported->path = group_path(request->arena, &group);
    reported->mine = group.is_facilitator;
    return OK;
}
