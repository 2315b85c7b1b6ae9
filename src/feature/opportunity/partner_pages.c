/* Partners: asking to become one, their page, and who works for them here. */
#include "opportunity/pages.h"

#define QUESTION(name_)                                                                                                                    \
    { name_, 0, 10, FIELD_LINE, false },                                                                                                   \
    {                                                                                                                                      \
        name_ "_words", 0, PARTNER_ANSWER_MAX, FIELD_TEXT, false                                                                           \
    }
#define PARTNER_FIELDS                                                                                                                     \
    { "about", 20, PARTNER_ABOUT_MAX, FIELD_TEXT, false }, { "region", 0, PARTNER_REGION_MAX, FIELD_LINE, false },                         \
        { "link", 0, PARTNER_LINK_MAX, FIELD_LINE, false }, { "words", 0, PARTNER_WORDS_MAX, FIELD_TEXT, false }, QUESTION("policy"),      \
        QUESTION("transition"), QUESTION("partners"), QUESTION("health"), QUESTION("contact"), QUESTION("dress"), QUESTION("complaint")

const struct field partner_form[] = {
    { "name", 2, PARTNER_NAME_MAX, FIELD_LINE, false }, { "kind", 0, 20, FIELD_LINE, false }, PARTNER_FIELDS, { 0 }
};
const struct field partner_edit_form[] = { PARTNER_FIELDS, { 0 } };
const struct field partner_people_form[] = {
    { "do", 3, 10, FIELD_LINE, false }, { "name", 0, 80, FIELD_LINE, false }, { "person", 0, 20, FIELD_LINE, false }, { 0 }
};
const struct field partner_join_form[] = { { "answer", 2, 5, FIELD_LINE, false }, { 0 } };

/* ---- pages ---- */

enum status partner_list_page(struct request *request)
{
    struct partners list;
    struct partner_list_view page = { .list = &list };
    int64_t after = 0;
    enum partner_seat seat;
    (void)text_int(query_value(request, "after"), 1, INT64_MAX, &after);
    TRY(partner_list(request, after, &list));
    if (list.count > PARTNER_PAGE) {
        list.count = PARTNER_PAGE;
        page.next = arena_printf(request->arena, "/opportunities/partners?after=%lld", (long long)list.items[PARTNER_PAGE - 1].id);
    }
    enum status found = partner_seat_of(request->db, request->arena, request->reader, &page.mine, &seat);
    if (found != NOT_FOUND)
        TRY(found);
    partner_list_html(&request->view, &page);
    return OK;
}

enum status partner_page(struct request *request)
{
    struct partner partner;
    struct partner_statement statement;
    struct partner_people people;
    struct listings list;
    struct partner_view page = { .partner = &partner, .statement = &statement, .list = &list };
    TRY(partner_find(request, path_id(request, 0), &partner, &page.seat, &page.mine));
    TRY(partner_statement_read(request->db, request->arena, partner.id, &statement));
    TRY(listing_list_of(request->db, request->arena, partner.id, page.mine && page.seat != PARTNER_INVITED, request->now, &list));
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++)
        if (page.mine || persona_band_admitted(request->member->band, list.items[i].ages))
            list.items[count++] = list.items[i];
    list.count = partner.verified || page.mine ? count : 0;
    TRY(partner_people_list(request->db, request->arena, partner.id, &people));
    page.people = page.mine ? &people : NULL;
    if (page.mine)
        partner_seen(request, partner.id);
    partner_html(&request->view, &page);
    return OK;
}

enum status partner_new_page(struct request *request)
{
    struct partner_statement statement;
    int64_t own;
    enum partner_seat seat;
    enum status found = partner_seat_of(request->db, request->arena, request->reader, &own, &seat);
    if (found == OK)
        return redirect(request, partner_path(&request->view, own, ""));
    if (found != NOT_FOUND)
        return found;
    TRY(partner_statement_read(request->db, request->arena, 0, &statement));
    partner_form_html(&request->view, &(struct partner_form_view){ NULL, &statement });
    return OK;
}

enum status partner_edit_page(struct request *request)
{
    struct partner partner;
    struct partner_statement statement;
    TRY(partner_find_kept(request, path_id(request, 0), &partner));
    TRY(partner_statement_read(request->db, request->arena, partner.id, &statement));
    partner_form_html(&request->view, &(struct partner_form_view){ &partner, &statement });
    return OK;
}

/* ---- what was typed ---- */

/* "Not yet" needs no words; "yes" and "in part" say concretely what. */
static enum status statement_read(struct request *request, struct partner_answer *answers)
{
    struct opportunity_words questions = partner_questions();
    for (size_t i = 0; i < questions.count; i++) {
        const char *code = questions.items[i].code, *words_name = arena_printf(request->arena, "%s_words", code);
        answers[i] = (struct partner_answer){ code, form_value(request, code), form_value(request, words_name) };
        if (!opportunity_word_is(partner_answers(), answers[i].answer))
            return form_reject(request, code, t(&request->view, "Please choose one. “Not yet” is a good answer, too."));
        if ((text_same(answers[i].answer, "yes") || text_same(answers[i].answer, "part")) && !*answers[i].words)
            return form_reject(request, words_name, t(&request->view, "Say in a sentence what it is."));
    }
    return OK;
}

enum status partner_ask(struct request *request)
{
    static const struct limit asking = { "partner-ask", 3, 0.01 };
    struct view *view = &request->view;
    struct partner_answer answers[PARTNER_QUESTIONS];
    struct partner_new wish = { .name = form_value(request, "name"),
                                .kind = form_value(request, "kind"),
                                .about = form_value(request, "about"),
                                .region = form_value(request, "region"),
                                .link = form_value(request, "link"),
                                .words = form_value(request, "words"),
                                .answers = answers,
                                .answers_count = COUNT(answers),
                                .keeper = request->reader };
    const char *problem = opportunity_link_problem(view, wish.link);
    int64_t id;
    if (!opportunity_word_is(partner_kinds(), wish.kind))
        return form_reject(request, "kind", t(view, "Please choose one."));
    if (problem)
        return form_reject(request, "link", problem);
    if (!*wish.words)
        return form_reject(request, "words", t(view, "Say how the stewards can see that it’s really you who asks."));
    TRY(statement_read(request, answers));
    if (!limit_take(request, &asking, member_key_text(request)))
        return form_reject(request, NULL, t(view, "That was a lot in a short time. Your words stay here; send them in a while."));
    enum status made = partner_create(request->db, request->arena, &wish, request->now, &id);
    if (made == CONFLICT)
        return form_reject(request, "name", t(view, "There’s a partner with this name, or you work for one already."));
    TRY(made);
    TRY(partner_tell_stewards(request, id));
    return redirect_with(request, partner_path(view, id, ""), NOTICE_ASKED);
}

/* What stands on a verified partner's page may change; the page then says that it did after it was looked at. Who was declined asks
 * again. */
enum status partner_edit(struct request *request)
{
    struct partner partner;
    struct partner_answer answers[PARTNER_QUESTIONS];
    TRY(partner_find_kept(request, path_id(request, 0), &partner));
    partner.about = form_value(request, "about");
    partner.region = form_value(request, "region");
    partner.link = form_value(request, "link");
    partner.words = form_value(request, "words");
    const char *problem = opportunity_link_problem(&request->view, partner.link);
    if (problem)
        return form_reject(request, "link", problem);
    TRY(statement_read(request, answers));
    if (!partner.verified && partner.state != PARTNER_ASKED) {
        partner.state = PARTNER_ASKED;
        TRY(partner_tell_stewards(request, partner.id));
    }
    TRY(partner_change(request->db, request->arena, &partner, request->now));
    TRY(partner_statement_put(request->db, request->arena, partner.id, answers, COUNT(answers)));
    return redirect_with(request, partner_path(&request->view, partner.id, ""), NOTICE_EDITED);
}

/* ---- its people ---- */

/* By the exact name alone: a partner's people get no list of anybody. Who was asked decides. */
static enum status person_invite(struct request *request, const struct partner *partner, const struct partner_people *people)
{
    struct view *view = &request->view;
    struct persona persona;
    bool blocked = false;
    if (people->count >= PARTNER_PEOPLE)
        return form_reject(request, "name",
                           tn(view, "A partner has at most {n} person here.", "A partner has at most {n} people here.", PARTNER_PEOPLE));
    enum status found = persona_by_name(request->db, request->arena, form_value(request, "name"), &persona);
    if (found == OK)
        TRY(block_between(request->db, request->arena, request->reader, persona.id, &blocked));
    if (found == NOT_FOUND || blocked)
        return form_reject(request, "name", t(view, "Nobody here has that name. Names must be written exactly."));
    TRY(found);
    for (size_t i = 0; i < people->count; i++)
        if (people->items[i].persona == persona.id)
            return OK;
    found = partner_seat_put(request->db, request->arena, partner->id, persona.id, PARTNER_INVITED);
    if (found == CONFLICT)
        return form_reject(request, "name", t(view, "This person can’t be asked just now."));
    TRY(found);
    return notification_send(request->db, request->arena, &(struct notification){ persona.id, NOTIFICATION_OPPORTUNITY, 0, partner->id },
                             request->now);
}

static enum status person_change(struct request *request, const struct partner *partner, const struct partner_people *people)
{
    int64_t id;
    const char *what = form_value(request, "do");
    size_t at = 0, keepers = 0;
    if (!text_int(form_value(request, "person"), 1, INT64_MAX, &id))
        return NOT_FOUND;
    while (at < people->count && people->items[at].persona != id)
        at++;
    if (at == people->count)
        return NOT_FOUND;
    for (size_t i = 0; i < people->count; i++)
        keepers += people->items[i].seat == PARTNER_KEEPS;
    bool last = people->items[at].seat == PARTNER_KEEPS && keepers == 1;
    if (text_same(what, "keep") && people->items[at].seat != PARTNER_INVITED)
        return partner_seat_put(request->db, request->arena, partner->id, id, PARTNER_KEEPS);
    if (last)
        return form_reject(request, "name", t(&request->view, "Somebody has to look after it. Ask another to do so first."));
    if (text_same(what, "write") && people->items[at].seat != PARTNER_INVITED)
        return partner_seat_put(request->db, request->arena, partner->id, id, PARTNER_WRITES);
    if (text_same(what, "remove"))
        return partner_seat_remove(request->db, request->arena, partner->id, id);
    return NOT_FOUND;
}

enum status partner_people(struct request *request)
{
    struct partner partner;
    struct partner_people people;
    TRY(partner_find_kept(request, path_id(request, 0), &partner));
    TRY(partner_people_list(request->db, request->arena, partner.id, &people));
    TRY(text_same(form_value(request, "do"), "invite") ? person_invite(request, &partner, &people)
                                                       : person_change(request, &partner, &people));
    return redirect_with(request, partner_path(&request->view, partner.id, ""), NOTICE_SAVED);
}

/* "yes" and "no" to being asked; "leave" later. The last one takes the partner with them. */
enum status partner_join(struct request *request)
{
    struct partner partner;
    enum partner_seat seat;
    bool mine;
    const char *answer = form_value(request, "answer");
    TRY(partner_find(request, path_id(request, 0), &partner, &seat, &mine));
    if (!mine)
        return NOT_FOUND;
    TRY(notification_forget_one(request->db, request->arena, request->reader, NOTIFICATION_OPPORTUNITY, partner.id));
    if (text_same(answer, "yes")) {
        if (seat == PARTNER_INVITED)
            TRY(partner_seat_put(request->db, request->arena, partner.id, request->reader, PARTNER_WRITES));
        return redirect_with(request, partner_path(&request->view, partner.id, ""), NOTICE_SAVED);
    }
    TRY(partner_seat_remove(request->db, request->arena, partner.id, request->reader));
    return redirect_with(request, "/opportunities", NOTICE_SAVED);
}
