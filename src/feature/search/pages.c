/* /search: what one may read, by its words. */
#include "search/pages.h"

#include "text/text.h"

enum {
    HITS_A_PAGE = 20,
    POSTS_FIRST = 10,
    OTHERS_FIRST = 3,
    ASKED_AT_ONCE = 30,
    ASKED_MOST = 300,
    EXCERPT = 200,
    TITLE = 140,
    KINDS_MOST = 32
};

/* ---- paths ---- */

static void query_add(struct buf *buf, const char *name, const char *value)
{
    if (!*value)
        return;
    buf_printf(buf, "%s%s=", strchr(buf->data, '?') ? "&" : "?", name);
    buf_percent(buf, value, "");
}

const char *search_path(struct view *view, const struct search_wish *wish)
{
    struct buf path = { .arena = view->words.arena };
    buf_puts(&path, "/search");
    query_add(&path, "q", wish->words);
    query_add(&path, "kind", wish->kind);
    query_add(&path, "group", wish->group);
    query_add(&path, "lang", wish->lang);
    return buf_text(&path);
}

const char *search_forget_path(struct view *view, const struct search_kept *kept)
{
    return arena_printf(view->words.arena, "/search/kept/%lld/forget", (long long)kept->id);
}

const char *search_kept_text(struct view *view, const struct search_kept *kept)
{
    const struct index_kind *kind = search_kind_find(view->request->app, kept->wish.kind);
    return kind ? arena_printf(view->words.arena, "%s · %s", kept->wish.words, t(view, kind->label)) : kept->wish.words;
}

/* ---- what is asked ---- */

/* A search as it was typed into the page, or sent to be kept. */
static struct search_wish wish_read(struct request *request)
{
    const char *(*read)(const struct request *, const char *) = request->method == POST ? form_value : query_value;
    struct search_wish wish = { read(request, "q"), read(request, "kind"), read(request, "group"), read(request, "lang") };
    const char *end = wish.words;
    for (size_t i = 0; i < SEARCH_WORDS_MAX && *end; i++)
        (void)text_next(&end);
    wish.words = text_clean_line(request->arena, arena_slice(request->arena, wish.words, (size_t)(end - wish.words)));
    if (!search_kind_find(request->app, wish.kind))
        wish.kind = "";
    return wish;
}

static enum status scopes_read(struct request *request, struct index_scopes *scopes)
{
    *scopes = (struct index_scopes){ 0 };
    for (const struct feature *const *feature = request->app->features; *feature; feature++)
        if ((*feature)->index_scopes)
            return (*feature)->index_scopes(request, scopes);
    return OK;
}

static void language_add(struct index_query *query, const char *lang)
{
    for (size_t i = 0; i < INDEX_STEM_LANGUAGES && *lang; i++) {
        if (!query->languages[i])
            query->languages[i] = lang;
        if (text_same(query->languages[i], lang))
            return;
    }
}

/* The stems of the reader's language and of those their groups speak. */
static void query_make(struct request *request, struct search_wish *wish, const struct index_scopes *scopes, struct index_query *query)
{
    *query = (struct index_query){ .words = wish->words, .lang = *wish->lang ? wish->lang : NULL };
    int64_t *groups = arena_array(request->arena, scopes->count + 1, sizeof *groups);
    language_add(query, wish->lang);
    language_add(query, request->view.lang);
    for (size_t i = 0; i < scopes->count; i++) {
        const struct index_scope *scope = &scopes->items[i];
        if (scope->own)
            language_add(query, scope->lang);
        if (!text_same(scope->slug, wish->group))
            continue;
        groups[0] = scope->id;
        query->groups = groups;
        query->groups_count = 1;
        query->one_group = true;
        return;
    }
    wish->group = ""; /* not one that the reader may read */
    for (size_t i = 0; i < scopes->count; i++)
        groups[query->groups_count++] = scopes->items[i].id;
    query->groups = groups;
}

/* ---- what is found ---- */

static void hit_cut(struct request *request, const struct index_query *query, struct search_hit *found)
{
    const struct index_hit *hit = &found->hit;
    found->title = index_excerpt(request->arena, query, hit->title, hit->lang, TITLE);
    if (hit->note) {
        struct index_piece *piece = arena_alloc(request->arena, sizeof *piece);
        piece->text = hit->note;
        found->text = (struct index_pieces){ piece, 1, false };
    } else if (hit->text) {
        found->text = index_excerpt(request->arena, query, hit->text, hit->lang, EXCERPT);
    }
}

/* The first `most` that the reader may see, from the key `before` on. */
static enum status part_find(struct request *request, struct index_query *query, const struct index_kind *kind, int64_t before, size_t most,
                             struct search_part *part)
{
    struct index_ids ids = { .count = ASKED_AT_ONCE };
    *part = (struct search_part){ .kind = kind, .items = arena_array(request->arena, most + 1, sizeof *part->items) };
    query->kind = kind->name;
    query->names = kind->names;
    for (size_t asked = 0; asked < ASKED_MOST && ids.count == ASKED_AT_ONCE && !part->more; asked += ids.count) {
        TRY(index_find(request->db, request->arena, query, before, ASKED_AT_ONCE, &ids));
        for (size_t i = 0; i < ids.count && !part->more; i++) {
            struct search_hit *found = &part->items[part->count];
            *found = (struct search_hit){ .hit = { .id = ids.items[i], .kind = kind->name, .lang = "" } };
            enum status status = kind->show(request, ids.items[i], &found->hit);
            if (status != OK && status != NOT_FOUND)
                return status;
            part->more = status == OK && part->count == most;
            before = part->more ? before : ids.items[i];
            if (status == OK && part->count < most) {
                hit_cut(request, query, found);
                part->count++;
            }
        }
    }
    part->more |= ids.count == ASKED_AT_ONCE; /* so many that the reader can't see: they may go on */
    part->next = before;
    return OK;
}

struct search_kinds {
    const struct index_kind **items;
    size_t count;
};

/* Names first: there are few, and who looks for one looks for nothing else. */
static struct search_kinds kinds_of(struct request *request)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    struct search_kinds kinds = { .items = arena_array(request->arena, KINDS_MOST, sizeof *kinds.items) };
    for (int names = 1; names >= 0; names--)
        for (const struct feature *const *feature = request->app->features; *feature; feature++)
            for (const struct index_kind *kind = (*feature)->finds; kind && kind->name && kinds.count < KINDS_MOST; kind++)
                if (kind->names == (names == 1))
                    kinds.items[kinds.count++] = kind;
    return kinds;
}

/* With a kind chosen a page of it, else the first few of each. */
static enum status parts_find(struct request *request, const struct search_wish *wish, struct index_query *query,
                              struct search_parts *parts)
{
    int64_t before = 0;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    struct search_kinds kinds = kinds_of(request);
    for (size_t i = 0; i < kinds.count; i++) {
        const struct index_kind *kind = kinds.items[i];
        bool alone = text_same(kind->name, wish->kind);
        struct search_part *part = &parts->items[parts->count];
        struct search_wish wider = *wish;
        size_t most = alone ? HITS_A_PAGE : text_same(kind->name, INDEX_POST) ? POSTS_FIRST : OTHERS_FIRST;
        if (*wish->kind && !alone)
            continue;
        TRY(part_find(request, query, kind, alone ? before : 0, most, part));
        wider.kind = kind->name;
        part->path = search_path(&request->view, &wider);
        parts->count += part->count > 0;
    }
    return OK;
}

/* ---- the choices ---- */

static struct search_choices *choices_new(struct request *request, size_t most, const char *any)
{
    struct search_choices *choices = arena_alloc(request->arena, sizeof *choices);
    choices->items = arena_array(request->arena, most + 1, sizeof *choices->items);
    choices->items[choices->count++] = (struct search_choice){ "", any, false };
    return choices;
}

static void choice_add(struct search_choices *choices, const char *value, const char *label, const char *chosen)
{
    choices->items[choices->count++] = (struct search_choice){ value, label, text_same(value, chosen) };
}

static void choices_make(struct request *request, const struct search_wish *wish, const struct index_scopes *scopes,
                         struct search_view *page)
{
    struct view *view = &request->view;
    struct search_choices *kinds = choices_new(request, KINDS_MOST + 1, t(view, "Everything"));
    struct search_choices *groups = choices_new(request, scopes->count + 1, t(view, "Everywhere I can read"));
    struct search_choices *langs = choices_new(request, LANGUAGES + 1, t(view, "Any language"));
    struct search_kinds all = kinds_of(request);
    for (size_t i = 0; i < all.count; i++)
        choice_add(kinds, all.items[i]->name, t(view, all.items[i]->label), wish->kind);
    for (size_t i = 0; i < scopes->count; i++)
        if (scopes->items[i].own || text_same(scopes->items[i].slug, wish->group))
            choice_add(groups, scopes->items[i].slug, scopes->items[i].name, wish->group);
    for (size_t i = 0; i < LANGUAGES; i++)
        choice_add(langs, languages[i].code, languages[i].own_name, wish->lang);
    page->kinds = kinds;
    page->groups = groups;
    page->langs = langs;
}

/* ---- the page ---- */

static bool wish_same(const struct search_wish *a, const struct search_wish *b)
{
    return text_same(a->words, b->words) && text_same(a->kind, b->kind) && text_same(a->group, b->group) && text_same(a->lang, b->lang);
}

enum status search_page(struct request *request)
{
    struct index_scopes scopes;
    struct index_query query;
    struct search_kept_list kept;
    struct search_wish wish = wish_read(request);
    struct search_parts parts = { .items = arena_array(request->arena, KINDS_MOST + 1, sizeof *parts.items) };
    TRY(scopes_read(request, &scopes));
    query_make(request, &wish, &scopes, &query);
    if (*wish.words)
        TRY(parts_find(request, &wish, &query, &parts));
    TRY(search_kept_of(request, &kept));
    struct search_view page = { .wish = &wish, .parts = &parts, .kept = &kept, .asked = *wish.words != '\0' };
    page.narrowed = *wish.kind || *wish.group || *wish.lang;
    page.first = !*query_value(request, "before");
    page.wider = search_path(&request->view, &(struct search_wish){ wish.words, "", "", "" });
    for (size_t i = 0; i < parts.count; i++)
        if (parts.items[i].more)
            page.older = arena_printf(request->arena, "%s&before=%lld", parts.items[i].path, (long long)parts.items[i].next);
    for (size_t i = 0; i < kept.count; i++)
        page.is_kept |= wish_same(&wish, &kept.items[i].wish);
    choices_make(request, &wish, &scopes, &page);
    search_html(&request->view, &page);
    return OK;
}
