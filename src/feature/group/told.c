/* What members hear of their groups. A sentence says how it is between a group and its reader now, not what once happened. */
#include "group/pages.h"
#include "notification/notification.h"

enum status group_tell(struct request *request, int64_t group, int64_t persona, int64_t by)
{
    return notification_send(request->db, request->arena, &(struct notification){ persona, NOTIFICATION_GROUP, by, group }, request->now);
}

enum status group_tell_asked(struct request *request, int64_t group)
{
    struct group_people people;
    TRY(facilitator_list(request->db, request->arena, group, &people));
    for (size_t i = 0; i < people.count; i++) {
        const struct notification asked = { people.items[i].persona, NOTIFICATION_ASKED, request->member->persona, group };
        TRY(notification_send(request->db, request->arena, &asked, request->now));
    }
    return OK;
}

enum status group_settle_asked(struct db *db, struct arena *arena, int64_t group)
{
    bool waiting;
    TRY(group_request_waiting(db, arena, group, &waiting));
    return waiting ? OK : notification_forget(db, arena, NOTIFICATION_ASKED, group);
}

static enum status asked_subject(struct request *request, const struct group *group, struct subject *subject)
{
    bool waiting;
    TRY(group_request_waiting(request->db, request->arena, group->id, &waiting));
    subject->path = group_door_path(&request->view, group, "manage");
    return group->is_facilitator && waiting ? OK : NOT_FOUND;
}

enum status group_subject(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct view *view = &request->view;
    struct group group;
    bool asked = text_same(kind, "asked");
    if (!asked && !text_same(kind, "group"))
        return NOT_FOUND;
    TRY(group_find_id(request, id, &group));
    subject->title = group.name;
    if (asked)
        return asked_subject(request, &group, subject);
    subject->path = group_path(request->arena, &group);
    subject->text = group.is_facilitator ? tf(view, "You look after “{1}” now", group.name)
                    : group.is_member    ? tf(view, "You’re in “{1}” now", group.name)
                    : group.is_invited   ? tf(view, "You’re invited to “{1}”", group.name)
                    : group.has_asked    ? tf(view, "You’ve asked to come into “{1}”", group.name)
                                         : tf(view, "“{1}” can’t take you in just now", group.name);
    return OK;
}
