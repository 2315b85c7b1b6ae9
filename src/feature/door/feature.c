/* What cuts across features: the download, and forgetting. What names a persona is community's, and goes with it (community_forget). */
#include "door/door.h"

static enum status door_export(struct request *request, json_t *data)
{
    struct invitations list;
    struct trail came;
    int64_t made;
    TRY(invitation_list_own(request->db, request->arena, request->member->persona, request->now, &list, &made));
    json_object_set_new(data, N_("invitations you made in the last 30 days"), json_integer(made));
    enum status status = trail_of(request->db, request->arena, request->member->persona, &came);
    if (status == OK && came.by)
        json_object_set_new(data, N_("who invited you"), json_string(came.by));
    return status == NOT_FOUND ? OK : status;
}

static enum status run_trails(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return trail_expire(db, arena, now);
}

static const struct job_kind door_jobs[] = { { .name = "trail.expire", .run = run_trails, .every = TIME_DAY }, { 0 } };

const struct feature door_feature = { .name = "door", .export_data = door_export, .jobs = door_jobs };
