/* /notifications: what one was told, and what one wants to be told. */
#include "notification/pages.h"

#include "text/text.h"

const struct field notification_choices_form[] = { { "kind", 0, 20, FIELD_LINE, true }, { 0 } };

/* ---- the list ---- */

/* NOT_FOUND: gone, or nothing for this reader any more. */
static enum status subject_find(struct request *request, const struct notification_row *row, struct subject *subject)
{
    const struct feature *const *features = request->app->features;
    enum status status = NOT_FOUND;
    for (size_t i = 0; features[i] && status == NOT_FOUND; i++)
        if (features[i]->subject)
            status = features[i]->subject(request, notification_word(row->kind), row->subject, subject);
    return status;
}

/* A list of rows as entries: what is about the same is said once, where the newest stands. */
struct telling {
    struct request *request;
    const struct notification_rows *rows;
    struct notification_entries fresh, earlier;
};

static bool is_said(const struct notification_rows *rows, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (rows->items[i].kind == rows->items[at].kind && rows->items[i].subject == rows->items[at].subject)
            return true;
    return false;
}

/* The one person of whom all rows about the same speak; NULL: there are several. */
static const char *one_name(const struct notification_rows *rows, size_t at)
{
    const struct notification_row *first = &rows->items[at];
    for (size_t i = at + 1; i < rows->count; i++) {
        const struct notification_row *row = &rows->items[i];
        bool same = row->kind == first->kind && row->subject == first->subject && row->seen == first->seen;
        if (same && (!first->name || !row->name || !text_same(row->name, first->name)))
            return NULL;
    }
    return first->name;
}

static enum status tell(struct telling *telling, size_t at)
{
    struct request *request = telling->request;
    const struct notification_row *row = &telling->rows->items[at];
    struct subject subject = { 0 };
    enum status status = subject_find(request, row, &subject);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    struct notification_entries *list = row->seen ? &telling->earlier : &telling->fresh;
    struct notification_entry *entry = &list->items[list->count++];
    *entry = (struct notification_entry){ .id = row->id, .path = subject.path, .at = row->id >> 20, .fresh = !row->seen };
    entry->icon = request->discreet ? "info" : notification_icon(row->kind);
    entry->text = request->discreet ? t(&request->view, "Something new")
                  : subject.text
                      ? subject.text
                      : notification_sentence(&request->view, row->kind, one_name(telling->rows, at), subject.title ? subject.title : "");
    return OK;
}

/* Whoever has the list before them has seen what stands in it, also what was about things that are gone. */
static void remember(struct request *request, const struct notification_rows *rows)
{
    bool fresh = false;
    for (size_t i = 0; i < rows->count; i++)
        fresh |= !rows->items[i].seen;
    if (fresh && request->method == GET && !request->head)
        later_push(request->app->later, notification_mark, request->reader, rows->items[0].id, rows->items[rows->count - 1].id, 0);
}

static struct notification_names others_waiting(struct request *request)
{
    struct own_name *names = arena_array(request->arena, request->own_names_count + 1, sizeof *names);
    struct notification_names others = { names, 0 };
    for (size_t i = 0; i < request->own_names_count; i++)
        if (request->own_names[i].id != request->reader && notification_waits(request, request->own_names[i].id))
            names[others.count++] = request->own_names[i];
    return others;
}

enum status notification_page(struct request *request)
{
    struct notification_rows rows;
    int64_t before = 0;
    bool more;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(notification_list(request, before, &rows, &more));
    struct telling telling = { .request = request, .rows = &rows };
    telling.fresh.items = arena_array(request->arena, rows.count + 1, sizeof *telling.fresh.items);
    telling.earlier.items = arena_array(request->arena, rows.count + 1, sizeof *telling.earlier.items);
    for (size_t i = 0; i < rows.count; i++)
        if (!is_said(&rows, i))
            TRY(tell(&telling, i));
    const struct notification_names others = others_waiting(request);
    struct notification_view page = { .fresh = &telling.fresh, .earlier = &telling.earlier, .others = &others, .first = !before };
    if (more && rows.count)
        page.next = arena_printf(request->arena, "/notifications?before=%lld", (long long)rows.items[rows.count - 1].id);
    remember(request, &rows);
    notification_html(&request->view, &page);
    return OK;
}

const char *notification_delete_path(struct view *view, const struct notification_entry *entry)
{
    return arena_printf(view->request->arena, "/notifications/%lld/delete", (long long)entry->id);
}

enum status notification_see_all(struct request *request)
{
    TRY(notification_mark_all(request->db, request->arena, request->reader));
    return redirect_with(request, "/notifications", NOTICE_SAVED);
}

enum status notification_delete(struct request *request)
{
    TRY(notification_drop(request->db, request->arena, request->reader, path_id(request, 0)));
    return redirect_with(request, "/notifications", NOTICE_DELETED);
}

enum status notification_delete_all(struct request *request)
{
    TRY(notification_drop_all(request->db, request->arena, request->reader));
    return redirect_with(request, "/notifications", NOTICE_DELETED);
}

/* ---- choices ---- */

enum status notification_choices_page(struct request *request)
{
    struct notification_choice choices[NOTIFICATION_KINDS];
    struct notification_wishes wishes = { .count = 0 };
    TRY(notification_choices(request->db, request->arena, request->reader, choices));
    for (int i = 0; i < NOTIFICATION_KINDS; i++) {
        enum notification_kind kind = (enum notification_kind)i;
        const char *hint = notification_hint(kind);
        if (!notification_label(kind))
            continue;
        struct notification_wish *wish = &wishes.items[wishes.count++];
        wish->word = notification_word(kind);
        wish->label = t(&request->view, notification_label(kind));
        wish->hint = hint ? t(&request->view, hint) : NULL;
        wish->shown = choices[i].shown;
    }
    notification_choices_html(&request->view, &wishes);
    return OK;
}

enum status notification_choices_save(struct request *request)
{
    const char *words[NOTIFICATION_KINDS];
    size_t count = form_values(request, "kind", words, NOTIFICATION_KINDS);
    for (int i = 0; i < NOTIFICATION_KINDS; i++) {
        enum notification_kind kind = (enum notification_kind)i;
        bool shown = false;
        for (size_t n = 0; n < count; n++)
            shown |= text_same(words[n], notification_word(kind));
        if (notification_label(kind))
            TRY(notification_choose(request->db, request->arena, request->reader, kind, shown));
    }
    return redirect_with(request, "/notifications/choices", NOTICE_SAVED);
}
