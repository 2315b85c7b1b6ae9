/* Words that weren't sent wait for their writer, sealed with the member key and filled up to one of a few lengths. */
#include "message/pages.h"

enum { DRAFT_LEAST = 256 };

static const char *draft_context(struct arena *arena, int64_t seat)
{
    return arena_printf(arena, "conversation_draft.sealed.%lld", (long long)seat);
}

enum status conversation_draft_keep(struct request *request, int64_t seat, const struct conversation_draft *draft)
{
    struct buf plain = { .arena = request->arena };
    const char *const texts[] = { draft->to, draft->name, draft->body };
    size_t size = DRAFT_LEAST;
    struct bytes sealed = { NULL, 0 };
    text_pack(&plain, texts, COUNT(texts));
    while (size < plain.len)
        size *= 2;
    char *padded = arena_alloc(request->arena, size);
    memcpy(padded, plain.data, plain.len);
    if (*draft->body)
        sealed = seal(request->arena, &request->member->key, draft_context(request->arena, seat), (struct bytes){ padded, size });
    return conversation_draft_put(request->db, request->arena, request->reader, seat, sealed, time_day(request->now));
}

enum status conversation_draft_open(struct request *request, int64_t seat, struct bytes sealed, struct conversation_draft *draft)
{
    struct bytes plain;
    const char **const texts[] = { &draft->to, &draft->name, &draft->body };
    if (unseal(request->arena, &request->member->key, draft_context(request->arena, seat), sealed, &plain) != OK)
        return NOT_FOUND; /* sealed with a key that is no longer theirs: as good as none */
    return text_unpack(plain, texts, COUNT(texts)) == COUNT(texts) ? OK : NOT_FOUND;
}

enum status conversation_draft_read(struct request *request, int64_t seat, struct conversation_draft *draft)
{
    struct bytes sealed;
    *draft = (struct conversation_draft){ "", "", "" };
    TRY(conversation_draft_find(request->db, request->arena, request->reader, seat, &sealed));
    return conversation_draft_open(request, seat, sealed, draft);
}

/* A refused form of ours: its words wait. */
enum status conversation_keep_say(struct request *request)
{
    struct conversation conversation;
    int64_t seat = path_id(request, 0);
    const struct conversation_draft draft = { form_value(request, "to"), form_value(request, "name"), form_value(request, "body") };
    if (!*draft.body || (seat && conversation_find(request, seat, &conversation) != OK))
        return OK;
    return conversation_draft_keep(request, seat, &draft);
}

enum status conversation_forget(struct request *request)
{
    struct conversation conversation;
    int64_t seat = path_id(request, 0);
    if (seat)
        TRY(conversation_find(request, seat, &conversation));
    TRY(conversation_draft_put(request->db, request->arena, request->reader, seat, (struct bytes){ NULL, 0 }, 0));
    return redirect(request, seat ? conversation_path(&request->view, &conversation, "") : "/messages/new");
}

static const char *kept_value(struct arena *arena, const struct kept_form *kept, const char *name)
{
    for (size_t i = 0; i < kept->count; i++)
        if (text_same(kept->fields[i].name, name))
            return text_clean(arena, kept->fields[i].value);
    return "";
}

/* The same for a form that came when the session was over: "/messages/new", "/messages/5/say". */
enum status conversation_keep_form(struct request *request, const struct kept_form *kept, const char **go_to)
{
    static const char before[] = "/messages/";
    const struct conversation_draft draft = { kept_value(request->arena, kept, "to"), kept_value(request->arena, kept, "name"),
                                              kept_value(request->arena, kept, "body") };
    struct conversation conversation;
    int64_t seat = 0;
    if (!text_starts(kept->path, before))
        return NOT_FOUND;
    const char *at = kept->path + sizeof before - 1, *slash = strchr(at, '/');
    *go_to = "/messages/new";
    if (!text_same(at, "new")) {
        if (!slash || !text_same(slash, "/say") || !text_int(arena_slice(request->arena, at, (size_t)(slash - at)), 1, INT64_MAX, &seat))
            return NOT_FOUND;
        TRY(conversation_find(request, seat, &conversation));
        *go_to = conversation_path(&request->view, &conversation, "");
    }
    return conversation_draft_keep(request, seat, &draft);
}
