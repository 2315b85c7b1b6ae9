/* Searches that a member keeps: only they can read what they look for. */
#include "search/pages.h"

const struct field search_keep_form[] = {
    { "q", 1, SEARCH_WORDS_MAX, FIELD_LINE, false },
    { "kind", 0, 20, FIELD_LINE, false },
    { "group", 0, 60, FIELD_LINE, false },
    { "lang", 0, 10, FIELD_LINE, false },
    { 0 },
};

static const char *kept_context(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "saved_search.sealed.%lld", (long long)id);
}

/* The four texts in a fixed order, each with its zero byte. */
static struct bytes wish_pack(struct arena *arena, const struct search_wish *wish)
{
    struct buf buf = { .arena = arena };
    const char *const texts[] = { wish->words, wish->kind, wish->group, wish->lang };
    text_pack(&buf, texts, COUNT(texts));
    return (struct bytes){ buf.data, buf.len };
}

static bool wish_unpack(struct request *request, const struct search_row *row, struct search_wish *wish)
{
    struct bytes plain;
    const char **const texts[] = { &wish->words, &wish->kind, &wish->group, &wish->lang };
    if (unseal(request->arena, &request->member->key, kept_context(request->arena, row->id), row->sealed, &plain) != OK)
        return false; /* sealed with a key that is no longer theirs: as good as none */
    return text_unpack(plain, texts, COUNT(texts)) == COUNT(texts);
}

enum status search_kept_of(struct request *request, struct search_kept_list *list)
{
    struct search_rows rows;
    TRY(search_row_list(request->db, request->arena, request->member->persona, &rows));
    *list = (struct search_kept_list){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    for (size_t i = 0; i < rows.count; i++) {
        struct search_kept *kept = &list->items[list->count];
        kept->id = rows.items[i].id;
        list->count += wish_unpack(request, &rows.items[i], &kept->wish);
    }
    return OK;
}

enum status search_keep(struct request *request)
{
    struct search_kept_list kept;
    const struct search_wish wish = { form_value(request, "q"), form_value(request, "kind"), form_value(request, "group"),
                                      form_value(request, "lang") };
    const char *path = search_path(&request->view, &wish);
    struct bytes plain = wish_pack(request->arena, &wish);
    TRY(search_kept_of(request, &kept));
    for (size_t i = 0; i < kept.count; i++) {
        struct bytes other = wish_pack(request->arena, &kept.items[i].wish);
        if (other.len == plain.len && !memcmp(other.data, plain.data, plain.len))
            return redirect_with(request, path, NOTICE_SAVED);
    }
    if (kept.count >= SEARCH_KEPT_MOST)
        return form_reject(request, NULL, t(&request->view, "You keep twenty searches. Let go of one that you don’t need any more."));
    int64_t id = id_random();
    TRY(search_row_add(request->db, request->arena, id, request->member->persona,
                       seal(request->arena, &request->member->key, kept_context(request->arena, id), plain)));
    return redirect_with(request, path, NOTICE_SAVED);
}

enum status search_forget(struct request *request)
{
    TRY(search_row_drop(request->db, request->arena, path_id(request, 0), request->member->persona));
    return redirect_with(request, "/search", NOTICE_SAVED);
}

enum status search_export(struct request *request, json_t *data)
{
    struct search_kept_list kept;
    json_t *list = json_array();
    TRY(search_kept_of(request, &kept));
    for (size_t i = 0; i < kept.count; i++)
        json_array_append_new(list, json_string(kept.items[i].wish.words));
    json_object_set_new(data, N_("searches you keep"), list);
    return OK;
}

enum status search_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words; /* they were nobody else's */
    return search_row_drop_all(db, arena, persona);
}
