/* What is open to oneself, the stewards' table, and holding somebody at a step. */
#include "trust/pages.h"

#include "notification/notification.h"
#include "text/text.h"

/* "a" and the act's number, one value for each step. */
#define AMOUNT(n)                                                                                                                          \
    {                                                                                                                                      \
        "a" #n "[]", 1, 4, FIELD_LINE, true                                                                                                \
    }
const struct field trust_table_form[] = { AMOUNT(0), AMOUNT(1), AMOUNT(2), AMOUNT(3), AMOUNT(4),  AMOUNT(5),
                                          AMOUNT(6), AMOUNT(7), AMOUNT(8), AMOUNT(9), AMOUNT(10), { 0 } };
const struct field trust_person_form[] = {
    { "name", 1, 80, FIELD_LINE, false }, { "step", 1, 6, FIELD_LINE, false }, { "reason", 0, 1000, FIELD_TEXT, false }, { 0 }
};

enum status trust_page(struct request *request)
{
    struct trust_standing standing;
    TRY(trust_standing_of(request, request->member->persona, &standing));
    struct trust_lines lines = { .count = TRUST_ACTS };
    for (int act = 0; act < TRUST_ACTS; act++) {
        lines.items[act].label = trust_act_text(&request->view, act);
        for (int step = 0; step < TRUST_STEPS; step++)
            lines.items[act].text[step] = trust_amount_text(&request->view, act, standing.amounts[step][act]);
    }
    trust_html(&request->view, &standing, &lines);
    return OK;
}

/* ---- the table ---- */

enum status trust_table_page(struct request *request)
{
    struct trust_lines lines = { .count = TRUST_AMOUNTS };
    int64_t amounts[TRUST_STEPS][TRUST_AMOUNTS];
    TRY(trust_amounts_read(request->db, request->arena, amounts));
    for (int act = 0; act < TRUST_AMOUNTS; act++) {
        struct trust_line *line = &lines.items[act];
        line->name = arena_printf(request->arena, "a%d[]", act);
        line->label = trust_act_text(&request->view, act);
        for (int step = 0; step < TRUST_STEPS; step++)
            line->text[step] = arena_printf(request->arena, "%lld", (long long)amounts[step][act]);
        if (request->method == POST)
            form_values(request, line->name, line->text, TRUST_STEPS);
    }
    trust_table_html(&request->view, &lines);
    return OK;
}

enum status trust_table_save(struct request *request)
{
    for (int act = 0; act < TRUST_AMOUNTS; act++) {
        const char *name = arena_printf(request->arena, "a%d[]", act), *typed[TRUST_STEPS];
        int64_t amount;
        if (form_values(request, name, typed, TRUST_STEPS) != TRUST_STEPS)
            return form_reject(request, NULL, t(&request->view, "Something in this form didn’t fit. Please try again."));
        for (int step = 0; step < TRUST_STEPS; step++) {
            if (!text_int(typed[step], 0, TRUST_FREELY, &amount))
                return form_reject(request, name, t(&request->view, "Write a number from 0 to 1000."));
            if (act == TRUST_DAYS && amount > TRUST_DAYS_MOST)
                return form_reject(request, name, t(&request->view, "Days are counted up to 100."));
            TRY(trust_amount_store(request->db, request->arena, (enum trust_step)step, act, amount));
        }
    }
    return redirect_with(request, "/steward/trust", NOTICE_SAVED);
}

/* ---- one person ---- */

enum status trust_person_page(struct request *request)
{
    trust_person_html(&request->view);
    return OK;
}

static bool step_read(const char *word, enum trust_step *step)
{
    static const char *const words[] = { "0", "1", "2", "earned" };
    for (size_t i = 0; i < COUNT(words); i++)
        if (text_same(word, words[i])) {
            *step = (enum trust_step)i;
            return true;
        }
    return false;
}

enum status trust_person_save(struct request *request)
{
    struct view *view = &request->view;
    struct persona persona;
    enum trust_step step;
    if (!step_read(form_value(request, "step"), &step))
        return form_reject(request, "step", t(view, "Please choose one."));
    if (step != TRUST_STEPS && !*form_value(request, "reason"))
        return form_reject(request, "reason", t(view, "Please say why. They read it, and nobody else does."));
    enum status status = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (status == NOT_FOUND)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(status);
    if (account_name_is_own(request, persona.id))
        return form_reject(request, "name", t(view, "That’s you. Somebody else has to do this."));
    TRY(trust_hold(request->db, request->arena, persona.id, step, form_value(request, "reason"), request->now));
    return redirect_with(request, "/steward/trust/person", NOTICE_SAVED);
}

/* ---- what cuts across features ---- */

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    (void)id;
    if (!text_same(kind, "trust"))
        return NOT_FOUND;
    *subject = (struct subject){ .path = "/settings/trust", .title = "", .text = t(&request->view, "What’s open to you here has changed") };
    return OK;
}

static enum status trust_export(struct request *request, json_t *data)
{
    struct trust_standing standing = { .step = TRUST_STEPS };
    TRY(trust_presence_read(request->db, request->arena, request->member->persona, &standing));
    enum status status = trust_hold_read(request->db, request->arena, request->member->persona, &standing);
    if (status != NOT_FOUND)
        TRY(status);
    json_t *said = json_object();
    json_object_set_new(said, N_("days you were here, counted up to 100"), json_integer(standing.days));
    if (standing.reason)
        json_object_set_new(said, N_("why it was set"), json_string(standing.reason));
    json_object_set_new(data, N_("What’s open to you"), said);
    return OK;
}

static enum status name_more(struct request *request)
{
    return trust_open(request, "name", TRUST_NAMES);
}

const struct feature trust_feature = { .name = "trust",
                                       .export_data = trust_export,
                                       .erase = trust_erase,
                                       .present = trust_presence_push,
                                       .name_more = name_more,
                                       .subject = subject_find };
