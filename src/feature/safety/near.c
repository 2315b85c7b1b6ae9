/* When new words sound like danger: their writer is offered help with the next page they get, and nothing of it is kept about them. Only
 * where a group asked for it, somebody on duty reads those words first. */
#include "safety/pages.h"

#include "danger/danger.h"
#include "layout/layout.h"

/* On the writer's device alone: that the next page is to show the card ("1"; "2" where somebody on duty reads), and that they closed it. */
#define NEAR_COOKIE "near"
#define NEAR_CLOSED_COOKIE "near-closed"
enum { NEAR_SECONDS = 600, CLOSED_SECONDS = 86400, EXPIRES_EVERY = TIME_HOUR };

const struct field help_near_form[] = { { "to", 0, 300, FIELD_LINE, false }, { 0 } };

bool help_near_look(struct request *request, const char *text, const char *more)
{
    return danger_look(request->arena, text) || (more && danger_look(request->arena, more));
}

enum status help_words_prepare(struct request *request)
{
    struct help_words *made = arena_alloc(request->arena, sizeof *made);
    if (markdown_render(request->arena, form_value(request, "body"), &made->markdown) != OK)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    made->danger = help_near_look(request, form_value(request, "body"), NULL);
    request->prepared = made;
    return OK;
}

enum status help_near_heed(struct request *request, const struct help_wrote *wrote, bool *offered)
{
    bool watched = false, closed = *cookie_value(request, NEAR_CLOSED_COOKIE) != '\0';
    *offered = false;
    if (!wrote->danger)
        return OK;
    TRY(help_watch_is(request->db, request->arena, wrote->group, &watched));
    if (watched)
        TRY(help_sign_add(request->db, request->arena,
                          &(struct help_sign){ wrote->group, wrote->thing, wrote->persona, request->now, wrote->kind, wrote->path }));
    if (!closed)
        cookie_set(request, NEAR_COOKIE, watched ? "2" : "1", NEAR_SECONDS);
    *offered = !closed;
    return OK;
}

/* The first that stands on /help-now and can be called, of those for the chosen country. */
static enum status line_find(struct request *request, struct help_soft *soft)
{
    struct help_entries entries;
    TRY(help_list_in(request->db, request->arena, soft->country, &entries));
    const struct help_lines lines = help_lines_talk(&request->view, &entries);
    for (size_t i = 0; i < lines.count && !soft->line; i++)
        if (lines.items[i].lamp)
            soft->line = lines.items + i;
    return OK;
}

void help_near_show(struct view *view)
{
    struct request *request = view->request;
    struct help_soft soft = { .to = request->method == GET ? own_path(layout_page_path(request), "/home") : "/home" };
    const char *why = cookie_value(request, NEAR_COOKIE);
    bool asks = *query_value(request, "part") || !request->reader || !request->db;
    if (!*why || asks || help_near_find(request, &soft.near) != OK)
        return;
    soft.watched = text_same(why, "2");
    soft.country = help_country_here(request);
    if (*soft.country && line_find(request, &soft) != OK)
        return;
    cookie_set(request, NEAR_COOKIE, "", -1);
    answer_own_begin(view);
    help_soft_card(view, &soft);
    answer_own_end(view);
}

enum status help_near_close(struct request *request)
{
    cookie_set(request, NEAR_CLOSED_COOKIE, "1", CLOSED_SECONDS);
    cookie_set(request, NEAR_COOKIE, "", -1);
    return redirect(request, own_path(form_value(request, "to"), "/home"));
}

/* ---- for whoever is on duty ---- */

enum status help_signs_page(struct request *request)
{
    struct help_signs signs;
    TRY(help_sign_list(request->db, request->arena, request->now, &signs));
    help_signs_html(&request->view, &signs);
    return OK;
}

/* ---- work that cuts across features ---- */

static enum status export_data(struct request *request, json_t *data)
{
    int64_t count;
    TRY(help_sign_count(request->db, request->arena, request->member->persona, &count));
    json_object_set_new(data, N_("texts of yours that a person on duty is asked to read, for a week at most"),
                        json_integer((json_int_t)count));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return help_sign_erase(db, arena, persona);
}

static enum status run_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return help_sign_expire(db, arena, now);
}

static const struct job_kind jobs[] = {
    { .name = "danger.expire", .run = run_expire, .every = EXPIRES_EVERY, .checkpoint = true },
    { 0 },
};

const struct feature safety_feature = { .name = "safety", .export_data = export_data, .erase = erase, .jobs = jobs };
