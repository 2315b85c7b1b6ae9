/* /cases/:id: a case as those see it who work on it. */
#include "moderation/pages.h"

const struct field case_give_form[] = { { "to", 0, 20, FIELD_LINE, false }, { 0 } };
const struct field case_note_form[] = { { "body", 1, CASE_WORDS_MAX, FIELD_TEXT, false }, { 0 } };
const struct field case_ask_form[] = { { "to", 0, 20, FIELD_LINE, false }, { "body", 1, CASE_WORDS_MAX, FIELD_TEXT, false }, { 0 } };
const struct field case_answer_form[] = {
    { "body", 1, CASE_WORDS_MAX, FIELD_TEXT, false },
    { "close", 0, 3, FIELD_LINE, false },
    { 0 },
};

/* From so many reports of one person within a week on, their number is shown for what it may be. */
enum { WAVE = 5, WAVE_DAYS = 7 };

/* ---- showing it ---- */

static enum status reports_read(struct request *request, const struct reported_case *about, bool names, struct case_reports *list)
{
    struct report_rows rows;
    TRY(report_row_of_case(request->db, request->arena, about->id, &rows));
    *list = (struct case_reports){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0 };
    for (size_t i = 0; i < rows.count; i++) {
        struct persona persona = { .name = NULL };
        struct case_report *report = &list->items[list->count++];
        int64_t id;
        *report = (struct case_report){ &rows.items[i], NULL };
        if (!names || report_open(request->arena, request->app, &rows.items[i], &id) != OK)
            continue;
        enum status status = persona_find(request->db, request->arena, id, &persona);
        if (status != NOT_FOUND)
            TRY(status);
        report->name = talk_author_text(&request->view, persona.name);
    }
    return OK;
}

static enum status wave_read(struct request *request, const struct reported_case *about, struct case_view *page)
{
    TRY(report_row_wave(request->db, request->arena, about, time_day(request->now) - WAVE_DAYS, &page->wave, &page->wave_people));
    if (page->wave < WAVE)
        page->wave = 0;
    return OK;
}

/* What is there now, beside what the case has kept. */
static enum status thing_read(struct request *request, const struct reported_case *about, struct reported *thing, struct case_view *page)
{
    if (page->contact)
        return OK;
    enum status status = reported_find(request, about->kind, about->thing, true, thing);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    page->thing = thing;
    page->changed = !text_same(about->kind, "letter") && (!text_same(thing->text, about->words) || !text_same(thing->title, about->title));
    return OK;
}

/* Whether the reader finds it on its own page; if not, who has the case may open what stands around it. */
static enum status reach_read(struct request *request, const struct reported_case *about, struct case_view *page)
{
    static const char *const kinds[] = { "topic", "post", "message" };
    struct reported thing;
    enum status status = reported_find(request, about->kind, about->thing, false, &thing);
    if (status != NOT_FOUND && status != FORBIDDEN)
        TRY(status);
    page->reached = status == OK;
    for (size_t i = 0; i < COUNT(kinds); i++)
        page->stands |= text_same(about->kind, kinds[i]);
    return OK;
}

/* What is shown only on asking. */
struct case_shown {
    bool names;
    const struct reported_words *around;
};

static enum status case_show(struct request *request, const struct reported_case *about, struct case_shown shown)
{
    struct reported thing;
    struct case_reports reports;
    struct case_words words;
    struct reported_cases earlier;
    struct sanctions sanctions = { 0 };
    struct case_people colleagues;
    struct case_saveds saved;
    struct case_view page = { .about = about, .reports = &reports, .words = &words, .earlier = &earlier, .sanctions = &sanctions };
    page.colleagues = &colleagues;
    page.saved = &saved;
    page.mine = !about->closed_at && about->claimed_by == request->reader;
    page.asked = !about->closed_at && about->asked == request->reader;
    page.contact = text_same(about->kind, "contact");
    page.around = shown.around;
    TRY(thing_read(request, about, &thing, &page));
    TRY(reach_read(request, about, &page));
    TRY(reports_read(request, about, shown.names, &reports));
    TRY(case_word_list(request->db, request->arena, about->id, &words));
    TRY(case_row_earlier(request->db, request->arena, about, &earlier));
    TRY(case_list_settle(request, &earlier));
    TRY(case_colleagues(request, about, &colleagues));
    TRY(case_saved_list(request->db, request->arena, &saved));
    TRY(wave_read(request, about, &page));
    if (about->persona)
        TRY(sanction_of_persona(request->db, request->arena, about->persona, 0, &sanctions));
    case_html(&request->view, &page);
    return OK;
}

enum status case_page(struct request *request)
{
    struct reported_case about;
    TRY(case_find(request, path_id(request, 0), &about));
    return case_show(request, &about, (struct case_shown){ 0 });
}

/* Asking is written down: so this is a POST, and its own answer holds the names. */
enum status case_who(struct request *request)
{
    struct reported_case about;
    TRY(case_find_own(request, &about));
    TRY(case_word_add(request->db, request->arena, about.id, "deed", request->reader, "who", request->now));
    return case_show(request, &about, (struct case_shown){ .names = true });
}

/* The same of what stands around the thing, for who has the case and as long as they do. Nobody in the group notices. */
enum status case_around(struct request *request)
{
    struct reported_case about;
    struct reported_words words;
    TRY(case_find_own(request, &about));
    TRY(reported_around(request, about.kind, about.thing, &words));
    TRY(case_word_add(request->db, request->arena, about.id, "deed", request->reader, "around", request->now));
    return case_show(request, &about, (struct case_shown){ .around = &words });
}

/* ---- whose it is ---- */

enum status case_claim(struct request *request)
{
    struct reported_case about;
    TRY(case_find(request, path_id(request, 0), &about));
    TRY(case_row_claim(request->db, request->arena, about.id, request->reader, request->now));
    TRY(case_word_add(request->db, request->arena, about.id, "deed", request->reader, "claim", request->now));
    if (!about.claimed_by) /* the first to look at it */
        TRY(report_tell(request, about.id));
    return redirect(request, case_path(&request->view, &about, ""));
}

/* One of those who were offered. */
static enum status colleague_read(struct request *request, const struct reported_case *about, int64_t *to)
{
    struct case_people people;
    TRY(case_colleagues(request, about, &people));
    if (text_int(form_value(request, "to"), 1, INT64_MAX, to))
        for (size_t i = 0; i < people.count; i++)
            if (people.items[i].id == *to)
                return OK;
    return form_reject(request, "to", t(&request->view, "Choose somebody from the list."));
}

static enum status colleague_tell(struct request *request, const struct reported_case *about, int64_t to)
{
    return notification_send(request->db, request->arena, &(struct notification){ to, NOTIFICATION_CASE, request->reader, about->id },
                             request->now);
}

enum status case_give(struct request *request)
{
    struct reported_case about;
    int64_t to = 0;
    TRY(case_find_own(request, &about));
    if (*form_value(request, "to"))
        TRY(colleague_read(request, &about, &to));
    TRY(case_row_give(request->db, request->arena, about.id, request->reader, to, request->now));
    TRY(case_word_add(request->db, request->arena, about.id, "deed", request->reader, "give", request->now));
    if (to)
        TRY(colleague_tell(request, &about, to));
    return redirect_with(request, "/moderation", NOTICE_SAVED);
}

/* ---- what is written about it ---- */

enum status case_note(struct request *request)
{
    struct reported_case about;
    TRY(case_find(request, path_id(request, 0), &about));
    TRY(case_word_add(request->db, request->arena, about.id, "note", request->reader, form_value(request, "body"), request->now));
    return redirect_with(request, case_path(&request->view, &about, ""), NOTICE_SAVED);
}

enum status case_ask(struct request *request)
{
    struct reported_case about;
    int64_t to;
    TRY(case_find_own(request, &about));
    TRY(colleague_read(request, &about, &to));
    TRY(case_row_ask(request->db, request->arena, about.id, request->reader, to));
    TRY(case_word_add(request->db, request->arena, about.id, "asked", request->reader, form_value(request, "body"), request->now));
    TRY(colleague_tell(request, &about, to));
    return redirect_with(request, case_path(&request->view, &about, ""), NOTICE_SAVED);
}

enum status case_opinion(struct request *request)
{
    struct reported_case about;
    TRY(case_find(request, path_id(request, 0), &about));
    if (about.closed_at || about.asked != request->reader)
        return CONFLICT;
    TRY(case_row_ask(request->db, request->arena, about.id, about.claimed_by, 0));
    TRY(case_word_add(request->db, request->arena, about.id, "opinion", request->reader, form_value(request, "body"), request->now));
    if (about.claimed_by)
        TRY(colleague_tell(request, &about, about.claimed_by));
    return redirect_with(request, case_path(&request->view, &about, ""), NOTICE_SAVED);
}

/* To somebody who wrote by the contact form. */
enum status case_answer(struct request *request)
{
    struct reported_case about;
    TRY(case_find_own(request, &about));
    if (!text_same(about.kind, "contact"))
        return NOT_FOUND;
    TRY(case_word_add(request->db, request->arena, about.id, "answer", request->reader, form_value(request, "body"), request->now));
    if (form_has(request, "close"))
        TRY(case_row_close(request->db, request->arena, about.id, request->reader, "answered", request->now));
    return redirect_with(request, case_path(&request->view, &about, ""), NOTICE_SAVED);
}
