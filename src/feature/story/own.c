/* Whose a story without a name is. Its row carries a mark made with a key that only its writer's member key gives. A member has a fixed
 * number of marks, so nothing has to be stored to find their stories again, and no two marks show that they are one member's. */
#include "story/pages.h"

void story_marks_make(struct request *request, struct story_marks *marks)
{
    struct hash *hashes = arena_array(request->arena, STORY_UNNAMED_MOST, sizeof *hashes);
    struct key key;
    key_derive(&key, &request->member->key, "story without a name");
    for (size_t n = 0; n < STORY_UNNAMED_MOST; n++) {
        unsigned char number = (unsigned char)n;
        hash_keyed(&hashes[n], &key, &number, sizeof number);
        marks->items[n] = (struct bytes){ hashes[n].byte, sizeof hashes[n].byte };
    }
    key_wipe(&key);
}

static bool same(struct bytes a, struct bytes b)
{
    return a.len == b.len && !memcmp(a.data, b.data, a.len);
}

bool story_mark_is_mine(struct request *request, struct bytes owner)
{
    struct story_marks marks;
    if (!request->member || !owner.data)
        return false;
    story_marks_make(request, &marks);
    for (size_t i = 0; i < STORY_UNNAMED_MOST; i++)
        if (same(marks.items[i], owner))
            return true;
    return false;
}

enum status story_mark_free(struct request *request, struct bytes *owner)
{
    struct story_marks marks;
    struct stories mine;
    TRY(story_list_unnamed(request, &mine));
    story_marks_make(request, &marks);
    for (size_t i = 0; i < STORY_UNNAMED_MOST; i++) {
        bool used = false;
        for (size_t n = 0; n < mine.count; n++)
            used = used || same(marks.items[i], mine.items[n].owner);
        if (used)
            continue;
        *owner = marks.items[i];
        return OK;
    }
    return CONFLICT;
}
