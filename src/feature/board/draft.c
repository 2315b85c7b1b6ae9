/* What somebody has begun to write survives a failed send, the back button and the session's end: sealed with their member key, so
 * that neither the words nor where they belong can be read from the disk. */
#include "board/pages.h"

enum { DRAFT_BODY_MAX = 100000, DRAFT_TEXTS_FIRST = 6 /* drafts that are older than the last of the texts have so many */ };

const struct field draft_form[] = {
    { "place", 1, 100, FIELD_LINE, false },   { "title", 0, 1000, FIELD_LINE, false },
    { "wish", 0, 20, FIELD_LINE, false },     { "body", 0, DRAFT_BODY_MAX, FIELD_TEXT, false },
    { "note", 0, 20, FIELD_LINE, false },     { "note_own", 0, 1000, FIELD_LINE, false },
    { "anonymous", 0, 3, FIELD_LINE, false }, { 0 },
};
const struct field draft_discard_form[] = { { "place", 1, 100, FIELD_LINE, false }, { 0 } };

/* The forms whose words are kept, by the path they are sent to; where they wait to be written on. */
static bool place_is_known(struct arena *arena, const char *place, const char **page)
{
    static const struct {
        const char *before, *after;
    } places[] = { { "/boards/", "/new" }, { "/topics/", "/reply" }, { "/posts/", "/edit" } };
    for (size_t i = 0; i < COUNT(places); i++) {
        size_t before = strlen(places[i].before), digits;
        int64_t id;
        if (!text_starts(place, places[i].before))
            continue;
        digits = strcspn(place + before, "/");
        if (!text_int(arena_slice(arena, place + before, digits), 1, INT64_MAX, &id) ||
            !text_same(place + before + digits, places[i].after))
            continue;
        *page = arena_copy(arena, place);
        return true;
    }
    return false;
}

/* ---- sealing ---- */

static struct bytes place_hash(struct request *request, const char *place)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    key_derive(&key, &request->member->key, "draft place");
    hash_keyed(hash, &key, place, strlen(place));
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

static const char *draft_context(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "draft.sealed.%lld", (long long)id);
}

/* The texts in a fixed order, each with its zero byte. */
static void draft_pack(struct buf *buf, const struct draft *draft)
{
    const char *const texts[] = { draft->place, draft->title, draft->wish, draft->body, draft->note, draft->note_own, draft->anonymous };
    text_pack(buf, texts, COUNT(texts));
}

static enum status draft_unpack(struct request *request, const struct draft_row *row, struct draft *draft)
{
    struct bytes plain;
    const char **const texts[] = { &draft->place, &draft->title,    &draft->wish,     &draft->body,
                                   &draft->note,  &draft->note_own, &draft->anonymous };
    if (unseal(request->arena, &request->member->key, draft_context(request->arena, row->id), row->sealed, &plain) != OK)
        return NOT_FOUND; /* sealed with a key that is no longer theirs: as good as none */
    if (text_unpack(plain, texts, COUNT(texts)) < DRAFT_TEXTS_FIRST)
        return NOT_FOUND;
    draft->day = row->day;
    return OK;
}

enum status draft_find(struct request *request, const char *place, struct draft *draft)
{
    struct draft_row row;
    if (!request->member)
        return NOT_FOUND;
    TRY(draft_row_find(request->db, request->arena, request->member->persona, place_hash(request, place), &row));
    return draft_unpack(request, &row, draft);
}

enum status draft_drop(struct request *request, const char *place)
{
    return draft_row_drop(request->db, request->arena, request->member->persona, place_hash(request, place));
}

enum status draft_put(struct request *request, const struct draft *draft)
{
    struct draft_row row;
    struct buf plain = { .arena = request->arena };
    struct bytes place = place_hash(request, draft->place);
    if (!*draft->title && !*draft->body)
        return draft_drop(request, draft->place);
    enum status status = draft_row_find(request->db, request->arena, request->member->persona, place, &row);
    if (status == NOT_FOUND)
        row.id = id_random();
    else
        TRY(status);
    draft_pack(&plain, draft);
    struct bytes sealed =
        seal(request->arena, &request->member->key, draft_context(request->arena, row.id), (struct bytes){ plain.data, plain.len });
    return draft_row_put(request->db, request->arena, row.id, request->member->persona, place, sealed, time_day(request->now));
}

/* ---- forms ---- */

struct draft draft_of_form(struct request *request, const char *place)
{
    return (struct draft){ .place = place,
                           .title = form_value(request, "title"),
                           .wish = form_value(request, "wish"),
                           .body = form_value(request, "body"),
                           .note = form_value(request, "note"),
                           .note_own = form_value(request, "note_own"),
                           .anonymous = form_value(request, "anonymous") };
}

/* What kith.js sends while one writes. */
enum status draft_save(struct request *request)
{
    static const struct limit saving = { "draft", 60, 40 };
    const char *page;
    struct draft draft = draft_of_form(request, form_value(request, "place"));
    if (!place_is_known(request->arena, draft.place, &page))
        return NOT_FOUND;
    if (!limit_take(request, &saving, member_key_text(request)))
        return limit_refuse(request, TIME_SECOND * 2);
    TRY(draft_put(request, &draft));
    request->status = 204;
    return OK;
}

enum status draft_discard(struct request *request)
{
    const char *page, *place = form_value(request, "place");
    if (!place_is_known(request->arena, place, &page))
        return NOT_FOUND;
    TRY(draft_drop(request, place));
    return redirect(request, page);
}

/* A refused form of ours: its words wait as a draft. */
enum status draft_keep(struct request *request)
{
    const char *page;
    struct draft draft = draft_of_form(request, request->path);
    return request->member && place_is_known(request->arena, draft.place, &page) ? draft_put(request, &draft) : OK;
}

static const char *kept_value(struct arena *arena, const struct kept_form *kept, const char *name, bool line)
{
    for (size_t i = 0; i < kept->count; i++)
        if (text_same(kept->fields[i].name, name))
            return line ? text_clean_line(arena, kept->fields[i].value) : text_clean(arena, kept->fields[i].value);
    return "";
}

/* The same for a form that came when the session was over. */
enum status draft_keep_form(struct request *request, const struct kept_form *kept, const char **go_to)
{
    struct arena *arena = request->arena;
    if (!place_is_known(arena, kept->path, go_to))
        return NOT_FOUND;
    struct draft draft = { .place = kept->path,
                           .title = kept_value(arena, kept, "title", true),
                           .wish = kept_value(arena, kept, "wish", true) };
    draft.body = kept_value(arena, kept, "body", false);
    draft.note = kept_value(arena, kept, "note", true);
    draft.note_own = kept_value(arena, kept, "note_own", true);
    draft.anonymous = kept_value(arena, kept, "anonymous", true);
    return draft_put(request, &draft);
}

/* ---- one's own data ---- */

enum status draft_export(struct request *request, json_t *data)
{
    struct draft_rows rows;
    struct bytes after = { "", 0 };
    json_t *list = json_array();
    json_object_set_new(data, N_("drafts"), list);
    do {
        TRY(draft_row_list(request->db, request->arena, request->member->persona, &after, &rows));
        for (size_t i = 0; i < rows.count; i++) {
            struct draft draft;
            if (draft_unpack(request, &rows.items[i], &draft) == OK)
                json_array_append_new(list, json_pack("{s:s, s:s, s:s}", N_("title"), draft.title, N_("text"), draft.body, N_("kept on"),
                                                      date_machine(request->arena, draft.day * TIME_DAY)));
        }
    } while (rows.count);
    return OK;
}
