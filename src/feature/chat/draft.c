/* Words whose sending failed wait in their room, sealed with the member key: the session was over, or the room had closed meanwhile. */
#include "chat/pages.h"

static const char *draft_context(struct arena *arena, int64_t room)
{
    return arena_printf(arena, "message_draft.sealed.%lld", (long long)room);
}

/* The texts in a fixed order, each with its zero byte. */
static enum status draft_put(struct request *request, int64_t room, const struct message_form_words *words)
{
    struct buf plain = { .arena = request->arena };
    const char *const texts[] = { words->body, words->note, words->note_own,
                                  arena_printf(request->arena, "%lld", (long long)words->answer) };
    struct bytes sealed = { NULL, 0 };
    text_pack(&plain, texts, COUNT(texts));
    if (*words->body)
        sealed = seal(request->arena, &request->member->key, draft_context(request->arena, room), (struct bytes){ plain.data, plain.len });
    return room_draft_put(request->db, request->arena, room, request->member->persona, sealed, time_day(request->now));
}

enum status message_draft_open(struct request *request, int64_t room, struct bytes sealed, struct message_form_words *words)
{
    struct bytes plain;
    const char *answer = NULL;
    const char **const texts[] = { &words->body, &words->note, &words->note_own, &answer };
    if (unseal(request->arena, &request->member->key, draft_context(request->arena, room), sealed, &plain) != OK)
        return NOT_FOUND; /* sealed with a key that is no longer theirs: as good as none */
    if (text_unpack(plain, texts, COUNT(texts)) < COUNT(texts))
        return NOT_FOUND;
    words->answer = 0;
    (void)text_int(answer, 1, INT64_MAX, &words->answer);
    return OK;
}

enum status message_draft_find(struct request *request, int64_t room, struct message_form_words *words)
{
    struct bytes sealed;
    struct message_form_words kept;
    TRY(room_draft_find(request->db, request->arena, room, request->member->persona, &sealed));
    TRY(message_draft_open(request, room, sealed, &kept));
    *words = kept;
    return OK;
}

/* A refused form of ours: its words wait. */
enum status message_keep(struct request *request)
{
    struct room room;
    struct group group;
    struct message_form_words words = { form_value(request, "body"), form_value(request, "note"), form_value(request, "note_own"), 0 };
    (void)text_int(form_value(request, "answer"), 1, INT64_MAX, &words.answer);
    return *words.body && room_enter(request, &room, &group) == OK ? draft_put(request, room.id, &words) : OK;
}

enum status message_forget(struct request *request)
{
    struct room room;
    struct group group;
    TRY(room_enter(request, &room, &group));
    TRY(room_draft_put(request->db, request->arena, room.id, request->member->persona, (struct bytes){ NULL, 0 }, 0));
    return redirect(request, room_path(&request->view, &room, ""));
}

static const char *kept_value(struct arena *arena, const struct kept_form *kept, const char *name, bool line)
{
    for (size_t i = 0; i < kept->count; i++)
        if (text_same(kept->fields[i].name, name))
            return line ? text_clean_line(arena, kept->fields[i].value) : text_clean(arena, kept->fields[i].value);
    return "";
}

/* The same for a form that came when the session was over: "/rooms/5/say". */
enum status message_keep_form(struct request *request, const struct kept_form *kept, const char **go_to)
{
    static const char before[] = "/rooms/", after[] = "/say";
    struct message_form_words words = { "", "", "", 0 };
    struct room room;
    struct group group;
    int64_t id;
    if (!text_starts(kept->path, before))
        return NOT_FOUND;
    const char *digits = kept->path + sizeof before - 1, *slash = strchr(digits, '/');
    if (!slash || !text_same(slash, after) || !text_int(arena_slice(request->arena, digits, (size_t)(slash - digits)), 1, INT64_MAX, &id))
        return NOT_FOUND;
    TRY(room_find(request, id, &room, &group));
    if (!group.is_member)
        return NOT_FOUND;
    words.body = kept_value(request->arena, kept, "body", false);
    words.note = kept_value(request->arena, kept, "note", true);
    words.note_own = kept_value(request->arena, kept, "note_own", true);
    (void)text_int(kept_value(request->arena, kept, "answer", true), 1, INT64_MAX, &words.answer);
    *go_to = room_path(&request->view, &room, "");
    return draft_put(request, room.id, &words);
}
