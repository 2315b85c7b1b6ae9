/* What decisions offer to work that cuts across features: one's own data, erasing, jobs, what one was told. */
#include "sanction/pages.h"

static json_t *appeal_json(struct request *request, const struct sanction_view *page)
{
    if (!page->appealed)
        return json_null();
    return json_pack("{s:s, s:s, s:s}", N_("text"), page->appeal.body, N_("when"), date_machine(request->arena, page->appeal.at),
                     N_("answer"), page->appeal.answer);
}

static json_t *sanction_json(struct request *request, const struct sanction_view *page)
{
    const struct sanction *sanction = &page->sanction;
    struct view *view = &request->view;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", N_("what was decided"), sanction_said(view, page), N_("when"),
                     date_machine(request->arena, sanction->at), N_("rule"), page->rule.name ? page->rule.name : "", N_("facts"),
                     sanction->facts, N_("note"), sanction->note, N_("your words"), sanction->quote, N_("until"),
                     sanction->until ? date_machine(request->arena, sanction->until) : "", N_("automatic"),
                     sanction->automatic ? t(view, "yes") : t(view, "no"), N_("taken back"),
                     sanction->reversed_at ? date_machine(request->arena, sanction->reversed_at) : "", N_("your appeal"),
                     appeal_json(request, page));
}

static enum status export_data(struct request *request, json_t *data)
{
    struct sanctions list = { .more = true };
    json_t *out = json_array();
    json_object_set_new(data, N_("decisions about you"), out);
    for (int64_t before = 0; list.more; before = list.items[list.count - 1].id) {
        TRY(sanction_of_persona(request->db, request->arena, request->member->persona, before, &list));
        for (size_t i = 0; i < list.count; i++) {
            struct sanction_view page;
            TRY(sanction_view_make(request, &list.items[i], &page));
            json_array_append_new(out, sanction_json(request, &page));
        }
        if (!list.count)
            break;
    }
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    TRY(appeal_erase(db, arena, persona));
    return sanction_erase(db, arena, persona);
}

/* Told to who it is about, and of an appeal to those who may answer it. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct sanction sanction;
    struct appeal appeal;
    bool is;
    if (!text_same(kind, "decision"))
        return NOT_FOUND;
    TRY(sanction_find(request->db, request->arena, id, &sanction));
    TRY(sanction_is_readers(request, &sanction, &is));
    if (is) {
        subject->path = sanction_path(&request->view, "/decisions", id, "");
        subject->text = t(&request->view, "There’s a letter for you from those who look after this place");
        return OK;
    }
    if (!(request->roles & MODERATORS))
        return NOT_FOUND;
    TRY(appeal_find(request->db, request->arena, id, &appeal));
    subject->path = sanction_path(&request->view, "/moderation/appeals", id, "");
    subject->text = t(&request->view, "An appeal waits for an answer");
    return OK;
}

/* ---- jobs ---- */

/* What is over ended by itself already (nothing asks for more than `until`); this takes the reason out of the persona's row, and says so.
 */
static enum status run_end(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct sanction sanction;
    (void)app;
    enum status status = sanction_find(db, arena, subject, &sanction);
    if (status == NOT_FOUND || (status == OK && (sanction.reversed_at || sanction.until > now || !sanction.persona)))
        return OK;
    TRY(status);
    TRY(sanction_settle(db, arena, sanction.persona, now));
    return sanction_tell(db, arena, sanction.persona, sanction.id, now);
}

static const struct job_kind jobs[] = { { .name = "sanction.end", .run = run_end },
                                        { .name = "appeal.remind", .run = appeal_remind },
                                        { 0 } };

const struct feature sanction_feature = { .name = "sanction",
                                          .export_data = export_data,
                                          .erase = erase,
                                          .jobs = jobs,
                                          .subject = subject_find,
                                          .sums = sanction_sums,
                                          .measured = sanction_runs };
