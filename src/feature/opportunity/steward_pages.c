/* Stewards look at who asks to be a partner: what was checked, until when it holds, and why not. */
#include "opportunity/pages.h"

const struct field partner_decide_form[] = { { "do", 3, 10, FIELD_LINE, false },
                                             { "checked", 0, PARTNER_WORDS_MAX, FIELD_TEXT, false },
                                             { "months", 0, 2, FIELD_LINE, false },
                                             { "reason", 0, PARTNER_WORDS_MAX, FIELD_TEXT, false },
                                             { 0 } };

enum status partner_queue_page(struct request *request)
{
    struct partners asked, verified, withdrawn;
    TRY(partner_list_state(request->db, request->arena, PARTNER_ASKED, request->now, &asked));
    TRY(partner_list_state(request->db, request->arena, PARTNER_VERIFIED, request->now, &verified));
    TRY(partner_list_state(request->db, request->arena, PARTNER_WITHDRAWN, request->now, &withdrawn));
    partner_queue_html(&request->view, &(struct partner_queue_view){ &asked, &verified, &withdrawn });
    return OK;
}

enum status partner_work_page(struct request *request)
{
    struct partner partner;
    struct partner_statement statement;
    struct partner_people people;
    struct partner_view page = { .partner = &partner, .statement = &statement, .people = &people };
    TRY(partner_get(request->db, request->arena, path_id(request, 0), request->now, &partner));
    TRY(partner_statement_read(request->db, request->arena, partner.id, &statement));
    TRY(partner_people_list(request->db, request->arena, partner.id, &people));
    for (size_t i = 0; i < people.count; i++)
        page.mine |= account_name_is_own(request, people.items[i].persona);
    partner_seen(request, partner.id);
    partner_work_html(&request->view, &page);
    return OK;
}

static enum status verify(struct request *request, const struct partner *partner)
{
    int64_t months;
    if (!*form_value(request, "checked"))
        return form_reject(request, "checked", t(&request->view, "Say what you looked at. Members read it."));
    if (!text_int(form_value(request, "months"), 1, PARTNER_MONTHS, &months))
        return form_reject(request, "months", t(&request->view, "Please choose one."));
    return partner_verify(request->db, request->arena, partner->id, request->reader, form_value(request, "checked"),
                          time_day(request->now) + months * 365 / 12, request->now);
}

static enum status refuse(struct request *request, const struct partner *partner)
{
    enum partner_state state = partner->state == PARTNER_VERIFIED ? PARTNER_WITHDRAWN : PARTNER_DECLINED;
    if (!*form_value(request, "reason"))
        return form_reject(request, "reason", t(&request->view, "Give them the reason. Only they and the stewards read it."));
    return partner_refuse(request->db, request->arena, partner->id, state, form_value(request, "reason"), request->now);
}

enum status partner_decide(struct request *request)
{
    struct partner partner;
    struct partner_people people;
    TRY(partner_get(request->db, request->arena, path_id(request, 0), request->now, &partner));
    TRY(partner_people_list(request->db, request->arena, partner.id, &people));
    for (size_t i = 0; i < people.count; i++)
        if (account_name_is_own(request, people.items[i].persona))
            return form_reject(request, NULL, t(&request->view, "You work for this partner. Another steward has to look at it."));
    TRY(text_same(form_value(request, "do"), "verify") ? verify(request, &partner) : refuse(request, &partner));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_OPPORTUNITY, partner.id));
    TRY(partner_tell(request->db, request->arena, partner.id, false, partner.id, request->now));
    return redirect_with(request, "/steward/partners", NOTICE_SAVED);
}
