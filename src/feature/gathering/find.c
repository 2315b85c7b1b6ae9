/* A gathering as its reader meets it: through its conversation, which decides who finds it. */
#include "gathering/pages.h"

#include "session/session.h"

/* One for a person, whichever of their names speaks: nobody answers twice. */
struct bytes gathering_voter(struct request *request, int64_t id)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    key_derive(&key, &request->member->key, "gathering answer");
    hash_keyed(hash, &key, &id, sizeof id);
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

/* Whether the reader had a seat, or was there, while that is still known. */
static enum status came_find(struct request *request, struct gathering_part *part)
{
    const struct gathering *gathering = &part->gathering;
    bool attends = false;
    if (!request->member || !gathering->reflects || gathering->forgotten ||
        request->now >= gathering->ends + GATHERING_KEEP_DAYS * TIME_DAY)
        return OK;
    TRY(event_came(request->db, request->arena, gathering->event, request->member->persona, &part->came));
    if (!part->came)
        TRY(event_attends(request, gathering->event, &attends));
    part->came |= attends;
    return OK;
}

static enum status talked_find(struct request *request, struct gathering_part *part)
{
    struct live_session session;
    struct group group;
    if (!request->member || !part->gathering.session)
        return OK;
    enum status found = live_session_find(request, part->gathering.session, &session, &group);
    part->talked = found == OK;
    return found == NOT_FOUND ? OK : found;
}

enum status gathering_find(struct request *request, int64_t id, struct gathering_part *part)
{
    struct gathering *gathering = &part->gathering;
    const struct topic *topic = &part->topic;
    const struct group *group = &part->group;
    *part = (struct gathering_part){ .may_answer = false };
    TRY(gathering_row_find(request->db, request->arena, id, gathering));
    TRY(topic_find(request, gathering->topic, &part->topic, &part->group));
    gathering->closed |= request->now >= gathering->closes; /* the job that counts may come a little later */
    TRY(gathering_option_list(request->db, request->arena, gathering, &part->options));
    TRY(gathering_answered(request->db, request->arena, gathering, &part->answered));
    part->may_answer = request->member && group->may_write && !gathering->closed && !topic->closed;
    part->mine = request->member && group->may_write &&
                 (group->is_facilitator || (gathering->persona && gathering->persona == request->member->persona));
    if (part->may_answer)
        TRY(gathering_votes_of(request->db, request->arena, id, gathering_voter(request, id), &part->options));
    TRY(talked_find(request, part));
    return came_find(request, part);
}

enum status gathering_part_find(struct request *request, int64_t id, const void **part)
{
    struct gathering_part *found = arena_alloc(request->arena, sizeof *found);
    *part = NULL;
    enum status status = gathering_find(request, id, found);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    *part = found;
    return OK;
}

void gathering_part_show(struct view *view, const void *part)
{
    gathering_card_html(view, part);
}

enum status reflection_enter(struct request *request, int64_t id, struct gathering_part *part)
{
    TRY(gathering_find(request, id, part));
    return part->came ? OK : NOT_FOUND;
}

/* ---- what was told of it ---- */

static enum status seen_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    return notification_seen(db, arena, args[0], NOTIFICATION_GATHERING, args[1]);
}

void gathering_seen(struct request *request, int64_t id)
{
    if (request->method == GET && request->member)
        later_push(request->app->later, seen_mark, request->member->persona, id, 0, 0);
}

/* ---- what is reported ---- */

enum status gathering_reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct reflection words;
    struct gathering_part part;
    struct gathering gathering;
    bool blocked;
    if (!text_same(kind, "reflection"))
        return NOT_FOUND;
    TRY(reflection_find(request, id, &words));
    if (!at_work) {
        TRY(reflection_enter(request, words.gathering, &part));
        TRY(block_between(request->db, request->arena, request->reader, words.persona, &blocked));
        if (blocked || (words.hidden && !words.is_mine))
            return NOT_FOUND;
    }
    TRY(gathering_row_find(request->db, request->arena, words.gathering, &gathering));
    reported->persona = words.persona;
    reported->by = words.name ? words.name : "";
    reported->title = "";
    reported->text = words.body;
    reported->hidden = words.hidden;
    reported->path = arena_printf(request->arena, "/reflections/%lld#words-%lld", (long long)words.gathering, (long long)id);
    reported->mine = words.persona && account_name_is_own(request, words.persona);
    return topic_group_of(request->db, request->arena, gathering.topic, &reported->group);
}

enum status gathering_reported_hide(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct reflection words;
    (void)reason; /* the decision itself tells its writer */
    if (!text_same(kind, "reflection"))
        return NOT_FOUND;
    TRY(reflection_find(request, id, &words));
    return reflection_hide(request->db, request->arena, id, hide);
}
