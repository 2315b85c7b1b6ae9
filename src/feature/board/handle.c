/* Words without a name: the made-up names, and how a writer knows their own again. A handle is made from the member's own key, the persona
 * and the conversation; so it is the same through a conversation and another one elsewhere, and nobody without that key can tell whose it
 * is. */
#include "board/pages.h"

static const char *const creatures[HANDLE_CREATURES] = {
    NC_("anonymous name", "Heron"),  NC_("anonymous name", "Otter"),    NC_("anonymous name", "Hedgehog"), NC_("anonymous name", "Swallow"),
    NC_("anonymous name", "Badger"), NC_("anonymous name", "Moth"),     NC_("anonymous name", "Wren"),     NC_("anonymous name", "Hare"),
    NC_("anonymous name", "Owl"),    NC_("anonymous name", "Deer"),     NC_("anonymous name", "Snail"),    NC_("anonymous name", "Seal"),
    NC_("anonymous name", "Crane"),  NC_("anonymous name", "Squirrel"), NC_("anonymous name", "Turtle"),   NC_("anonymous name", "Finch"),
    NC_("anonymous name", "Beetle"), NC_("anonymous name", "Dolphin"),  NC_("anonymous name", "Lark"),     NC_("anonymous name", "Fox"),
    NC_("anonymous name", "Bee"),    NC_("anonymous name", "Gull"),     NC_("anonymous name", "Lizard"),   NC_("anonymous name", "Mouse"),
};
static const char *const places[HANDLE_PLACES] = {
    NC_("anonymous name", "by the lake"),        NC_("anonymous name", "in the reeds"),     NC_("anonymous name", "at the window"),
    NC_("anonymous name", "under the stairs"),   NC_("anonymous name", "on the roof"),      NC_("anonymous name", "in the orchard"),
    NC_("anonymous name", "on the night train"), NC_("anonymous name", "behind the dunes"), NC_("anonymous name", "in the rain"),
    NC_("anonymous name", "by the fire"),        NC_("anonymous name", "on the bridge"),    NC_("anonymous name", "in the long grass"),
    NC_("anonymous name", "at the harbour"),     NC_("anonymous name", "in the snow"),      NC_("anonymous name", "under the lamp"),
    NC_("anonymous name", "on the hill"),        NC_("anonymous name", "in the library"),   NC_("anonymous name", "at the well"),
    NC_("anonymous name", "in the morning"),     NC_("anonymous name", "by the hedge"),     NC_("anonymous name", "in the attic"),
    NC_("anonymous name", "at the crossroads"),  NC_("anonymous name", "under the bridge"), NC_("anonymous name", "in the moonlight"),
};

const char *handle_name(struct view *view, int64_t alias)
{
    const char *creature = tc(view, "anonymous name", creatures[alias % HANDLE_CREATURES]);
    const char *place = tc(view, "anonymous name", places[alias / HANDLE_CREATURES % HANDLE_PLACES]);
    /* i18n: a made-up name: a creature and where it is, as in “Heron by the lake” */
    return tf(view, "{1} {2}", creature, place);
}

struct bytes handle_of(struct request *request, int64_t topic)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    const int64_t what[2] = { request->member->persona, topic };
    key_derive(&key, &request->member->key, "topic handle");
    hash_keyed(hash, &key, what, sizeof what);
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

struct bytes handle_once(struct request *request, struct bytes once)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    key_derive(&key, &request->member->key, "sent without a name");
    hash_keyed(hash, &key, once.data, once.len);
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

enum status handle_settle(struct request *request, struct topic *topic)
{
    bool muted;
    if (topic->alias)
        topic->name = handle_name(&request->view, topic->alias);
    if (!topic->handles || !request->member)
        return OK;
    enum status status = handle_find(request->db, request->arena, topic->id, handle_of(request, topic->id), &topic->own_alias, &muted);
    topic->is_mine = topic->is_mine || (status == OK && topic->alias == topic->own_alias);
    return status == NOT_FOUND ? OK : status;
}

/* Every conversation in which somebody speaks without a name is asked whether it was this member: only their key can tell. */
enum status handle_each(struct request *request, int64_t persona, int64_t group, handle_work *work, void *context)
{
    struct member *member = request->member;
    int64_t speaks = member->persona, after = 0;
    bool more = true;
    enum status status = OK;
    while (more && status == OK) {
        struct handle_topics topics;
        status = handle_topic_list(request->db, request->arena, group, after, &topics);
        more = status == OK && topics.count > 0;
        for (size_t i = 0; status == OK && i < topics.count; i++) {
            int64_t alias;
            bool muted;
            after = topics.items[i];
            member->persona = persona;
            struct bytes handle = handle_of(request, after);
            member->persona = speaks;
            status = handle_find(request->db, request->arena, after, handle, &alias, &muted);
            if (status == OK)
                status = work(request, after, alias, context);
            else if (status == NOT_FOUND)
                status = OK;
        }
    }
    return status;
}
