/* What was decided, for who it is about; and at work, with the way to take it back. */
#include "sanction/pages.h"

const struct field sanction_appeal_form[] = { { "body", 1, 5000, FIELD_TEXT, false }, { 0 } };
const struct field sanction_reverse_form[] = { { "why", 1, 2000, FIELD_TEXT, false }, { 0 } };

const char *sanction_path(struct view *view, const char *before, int64_t id, const char *word)
{
    return arena_printf(view->words.arena, "%s/%lld%s", before, (long long)id, word);
}

bool sanction_chosen(struct view *view, const char *field, const char *value, const char *otherwise)
{
    return text_same(form_shown(view->request, field, otherwise), value);
}

/* ---- a decision with what belongs to it ---- */

static enum status appeal_add(struct request *request, struct sanction_view *page)
{
    enum status status = appeal_find(request->db, request->arena, page->sanction.id, &page->appeal);
    page->appealed = status == OK;
    return status == NOT_FOUND ? OK : status;
}

static enum status name_add(struct request *request, int64_t id, const char **name)
{
    struct persona persona;
    enum status status = id ? persona_find(request->db, request->arena, id, &persona) : NOT_FOUND;
    if (status == OK)
        *name = persona.name;
    return status == NOT_FOUND ? OK : status;
}

static enum status group_add(struct request *request, struct sanction_view *page)
{
    struct group group;
    enum status status = page->sanction.here ? group_of(request, page->sanction.group, &group) : NOT_FOUND;
    if (status == OK)
        page->group_name = group.name;
    return status == NOT_FOUND ? OK : status;
}

/* As the reader finds it on its own page; what is hidden, its writer finds. */
static enum status path_add(struct request *request, struct sanction_view *page)
{
    struct reported thing;
    enum status status = reported_find(request, page->sanction.thing_kind, page->sanction.thing, false, &thing);
    if (status == OK && !text_same(page->sanction.thing_kind, "person"))
        page->path = thing.path;
    return status == NOT_FOUND ? OK : status;
}

enum status sanction_view_make(struct request *request, const struct sanction *sanction, struct sanction_view *page)
{
    *page = (struct sanction_view){ .sanction = *sanction, .now = request->now, .several = request->own_names_count > 1 };
    enum status status = guideline_rule_find(request, sanction->rule, &page->rule);
    if (status != NOT_FOUND)
        TRY(status);
    else
        page->rule = (struct rule){ .name = NULL };
    TRY(appeal_add(request, page));
    TRY(name_add(request, sanction->persona, &page->name));
    TRY(path_add(request, page));
    TRY(group_add(request, page));
    page->appeal_until = sanction->at + APPEAL_DAYS * TIME_DAY;
    page->answer_due = page->appeal.at + APPEAL_ANSWER_DAYS * TIME_DAY;
    page->may_appeal = sanction->kind != SANCTION_NONE && !sanction->reversed_at && !page->appealed && request->now < page->appeal_until;
    page->may_reverse =
        !sanction->reversed_at && (request->now < sanction->at + SANCTION_REVERSE_DAYS * TIME_DAY || request->roles & ROLE_STEWARD);
    return OK;
}

/* ---- for who it is about: under any of their names, also while they can't take part ---- */

/* One statement for each name. */
static enum status looks_after(struct request *request, int64_t group, bool *does)
{
    const size_t names = request->own_names_count ? request->own_names_count : 1;
    for (size_t i = 0; i < names && !*does; i++) {
        struct group_person person;
        int64_t persona = request->own_names_count ? request->own_names[i].id : request->reader;
        enum status status = membership_find(request->db, request->arena, group, persona, &person);
        if (status != NOT_FOUND)
            TRY(status);
        *does = status == OK && person.is_facilitator;
    }
    return OK;
}

enum status sanction_is_readers(struct request *request, const struct sanction *sanction, bool *is)
{
    *is = sanction->persona && account_name_is_own(request, sanction->persona);
    return text_same(sanction->thing_kind, "group") ? looks_after(request, sanction->group, is) : OK;
}

static enum status own_find(struct request *request, struct sanction *sanction)
{
    bool own;
    TRY(sanction_find(request->db, request->arena, path_id(request, 0), sanction));
    TRY(sanction_is_readers(request, sanction, &own));
    return own && sanction->kind != SANCTION_NONE ? OK : NOT_FOUND;
}

/* Who was told has read it now; of a group, who reads. */
static void read_mark(struct request *request, const struct sanction *sanction)
{
    later_push(request->app->later, sanction_read_mark, sanction->persona ? sanction->persona : request->reader, sanction->id, 0, 0);
}

/* For later_push: args are the persona and the decision. */
enum status sanction_read_mark(struct db *db, struct arena *arena, const int64_t args[4])
{
    return notification_seen(db, arena, args[0], NOTIFICATION_DECISION, args[1]);
}

enum status sanction_page(struct request *request)
{
    struct sanction sanction;
    struct sanction_view page;
    TRY(own_find(request, &sanction));
    TRY(sanction_view_make(request, &sanction, &page));
    page.may_appeal = page.may_appeal && sanction.persona;
    if (request->route->method == GET)
        read_mark(request, &sanction);
    sanction_html(&request->view, &page);
    return OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct sanction *one = a, *other = b;
    return (one->id < other->id) - (one->id > other->id);
}

/* One statement for each name, so that none holds two of them. */
static enum status own_list(struct request *request, int64_t before, struct sanctions *all)
{
    size_t names = request->own_names_count ? request->own_names_count : 1;
    *all = (struct sanctions){ .items = arena_array(request->arena, names * SANCTIONS_A_PAGE + 1, sizeof *all->items) };
    for (size_t i = 0; i < names; i++) {
        struct sanctions one;
        int64_t persona = request->own_names_count ? request->own_names[i].id : request->reader;
        TRY(sanction_of_persona(request->db, request->arena, persona, before, &one));
        if (one.count)
            memcpy(&all->items[all->count], one.items, one.count * sizeof *one.items);
        all->count += one.count;
        all->more |= one.more;
    }
    qsort(all->items, all->count, sizeof *all->items, newest_first);
    all->more |= all->count > SANCTIONS_A_PAGE;
    if (all->count > SANCTIONS_A_PAGE)
        all->count = SANCTIONS_A_PAGE;
    return OK;
}

enum status sanction_list_page(struct request *request)
{
    struct sanctions list;
    int64_t before = 0;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(own_list(request, before, &list));
    struct sanction_views page = { .items = arena_array(request->arena, list.count + 1, sizeof *page.items) };
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].kind != SANCTION_NONE)
            TRY(sanction_view_make(request, &list.items[i], &page.items[page.count++]));
    if (list.more)
        page.older = arena_printf(request->arena, "/decisions?before=%lld", (long long)list.items[list.count - 1].id);
    page.latest = before ? "/decisions" : NULL;
    sanction_list_html(&request->view, &page);
    return OK;
}

/* ---- at work ---- */

/* What is about the reader themselves they read where everybody does. */
static enum status work_find(struct request *request, struct sanction *sanction)
{
    TRY(sanction_find(request->db, request->arena, path_id(request, 0), sanction));
    return sanction->persona && account_name_is_own(request, sanction->persona) ? NOT_FOUND : OK;
}

enum status sanction_work_page(struct request *request)
{
    struct sanction sanction;
    struct sanction_view page;
    TRY(work_find(request, &sanction));
    TRY(sanction_view_make(request, &sanction, &page));
    TRY(name_add(request, sanction.by, &page.deciders));
    sanction_work_html(&request->view, &page);
    return OK;
}

/* About something a moderator has come across themselves, without a report: as they find it on its own page. */
static enum status measure_thing(struct request *request, struct reported *thing)
{
    return reported_find(request, path_text(request, 0), path_id(request, 1), false, thing);
}

enum status sanction_measure_page(struct request *request)
{
    struct reported thing;
    struct sanction_choice choice;
    struct sanctions list;
    struct sanction_views before;
    TRY(measure_thing(request, &thing));
    TRY(sanction_choice_find(request, &thing, &choice));
    TRY(sanction_of_thing(request->db, request->arena, thing.kind, thing.id, &list));
    before = (struct sanction_views){ .items = arena_array(request->arena, list.count + 1, sizeof *before.items) };
    for (; before.count < list.count; before.count++)
        TRY(sanction_view_make(request, &list.items[before.count], &before.items[before.count]));
    const struct sanction_measure_view page = { .thing = &thing, .choice = &choice, .before = &before };
    sanction_measure_html(&request->view, &page);
    return OK;
}

enum status sanction_measure_take(struct request *request)
{
    struct reported thing;
    struct sanction sanction;
    TRY(measure_thing(request, &thing));
    TRY(sanction_read(request, &thing, &sanction));
    TRY(sanction_take(request, &thing, &sanction));
    return redirect_with(request, sanction_path(&request->view, "/moderation/decisions", sanction.id, ""), NOTICE_SAVED);
}

enum status sanction_take_back(struct request *request)
{
    struct sanction sanction;
    TRY(work_find(request, &sanction));
    TRY(sanction_reverse(request, sanction.id, form_value(request, "why")));
    return redirect_with(request, sanction_path(&request->view, "/moderation/decisions", sanction.id, ""), NOTICE_SAVED);
}

enum status sanction_log_page(struct request *request)
{
    struct sanction_lines lines;
    int64_t before = 0;
    (void)text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(sanction_log_list(request->db, request->arena, before, &lines));
    struct sanction_log_view page = { .lines = &lines, .latest = before ? "/moderation/log" : NULL };
    if (lines.more)
        page.older = arena_printf(request->arena, "/moderation/log?before=%lld", (long long)lines.items[lines.count - 1].number);
    sanction_log_html(&request->view, &page);
    return OK;
}
