/* Listings are written by the people of a verified partner. */
#include "opportunity/pages.h"

const struct field listing_form[] = {
    { "kind", 0, 20, FIELD_LINE, false },
    { "title", 3, LISTING_TITLE_MAX, FIELD_LINE, false },
    { "body", 20, LISTING_BODY_MAX, FIELD_TEXT, false },
    { "money", 2, LISTING_MONEY_MAX, FIELD_LINE, false },
    { "region", 0, PARTNER_REGION_MAX, FIELD_LINE, false },
    { "remote", 0, 3, FIELD_LINE, false },
    { "language", 0, 5, FIELD_LINE, true },
    { "link", 0, PARTNER_LINK_MAX, FIELD_LINE, false },
    FIELDS_AGES,
    { "days", 0, 3, FIELD_LINE, false },
    { 0 },
};
const struct field listing_renew_form[] = { { "days", 1, 3, FIELD_LINE, false }, { 0 } };

static struct opportunity_options *langs_of(struct view *view, const char *chosen)
{
    struct opportunity_options *options = arena_alloc(view->words.arena, sizeof *options);
    const char *around = arena_printf(view->words.arena, " %s ", chosen);
    options->items = arena_array(view->words.arena, LANGUAGES, sizeof *options->items);
    for (int i = 0; i < LANGUAGES; i++)
        options->items[options->count++] =
            (struct opportunity_option){ languages[i].code, text_capital(view->words.arena, language_name(&view->words, languages[i].code)),
                                         strstr(around, arena_printf(view->words.arena, " %s ", languages[i].code)) != NULL };
    return options;
}

static enum status form_show(struct request *request, const struct partner *partner, const struct listing *listing)
{
    struct listing_form_view page = { .listing = listing, .partner = partner };
    page.langs = langs_of(&request->view, listing ? listing->languages : request->view.lang);
    TRY(partner_takes_minors(request->db, request->arena, partner->id, &page.minors));
    listing_form_html(&request->view, &page);
    return OK;
}

enum status listing_new_page(struct request *request)
{
    struct partner partner;
    enum status found = partner_find_mine(request, &partner);
    if (found == NOT_FOUND)
        return redirect(request, "/opportunities/partners/new");
    TRY(found);
    return form_show(request, &partner, NULL);
}

enum status listing_edit_page(struct request *request)
{
    struct listing listing;
    struct partner partner;
    TRY(listing_find_mine(request, path_id(request, 0), &listing));
    TRY(partner_get(request->db, request->arena, listing.partner, request->now, &partner));
    return form_show(request, &partner, &listing);
}

/* ---- what was typed ---- */

/* The chosen languages as codes, in our order. */
static const char *languages_typed(struct request *request)
{
    const char *chosen[LANGUAGES];
    size_t count = form_values(request, "language", chosen, COUNT(chosen));
    struct buf codes = { .arena = request->arena };
    for (int i = 0; i < LANGUAGES; i++)
        for (size_t j = 0; j < count; j++)
            if (text_same(languages[i].code, chosen[j])) {
                buf_printf(&codes, "%s%s", codes.len ? " " : "", languages[i].code);
                break;
            }
    return codes.len ? buf_text(&codes) : "";
}

static enum status places_read(struct request *request, struct listing_new *wish)
{
    struct view *view = &request->view;
    wish->region = form_value(request, "region");
    wish->remote = text_same(form_value(request, "remote"), "yes");
    wish->languages = languages_typed(request);
    wish->link = form_value(request, "link");
    const char *problem = opportunity_link_problem(view, wish->link);
    if (!*wish->region && !wish->remote)
        return form_reject(request, "region", t(view, "Say in which town or region it is, or that it can be done from anywhere."));
    if (!*wish->languages)
        return form_reject(request, "language", t(view, "Please choose at least one."));
    return problem ? form_reject(request, "link", problem) : OK;
}

static enum status ages_read(struct request *request, int64_t partner, struct listing_new *wish)
{
    bool minors;
    wish->ages = persona_bands_typed(request);
    if (!wish->ages)
        return form_reject(request, "age_adult", t(&request->view, "Please choose at least one."));
    TRY(partner_takes_minors(request->db, request->arena, partner, &minors));
    if (wish->ages & (AGES_13 | AGES_16) && !minors)
        return form_reject(request, "age_adult",
                           t(&request->view, "For people under 18, the stewards have to approve somebody of yours first. Write to them."));
    return OK;
}

static enum status days_read(struct request *request, int *days)
{
    int64_t typed;
    if (!text_int(form_value(request, "days"), 1, LISTING_DAYS, &typed))
        return form_reject(request, "days", t(&request->view, "At most 90 days; you can renew it."));
    *days = (int)typed;
    return OK;
}

static enum status form_read(struct request *request, int64_t partner, struct listing_new *wish)
{
    struct markdown body;
    *wish = (struct listing_new){ .partner = partner,
                                  .persona = request->reader,
                                  .kind = form_value(request, "kind"),
                                  .title = form_value(request, "title"),
                                  .body = form_value(request, "body"),
                                  .money = form_value(request, "money") };
    if (!opportunity_word_is(listing_kinds(), wish->kind))
        return form_reject(request, "kind", t(&request->view, "Please choose one."));
    TRY(places_read(request, wish));
    TRY(ages_read(request, partner, wish));
    TRY(days_read(request, &wish->days));
    enum status made = markdown_render(request->arena, wish->body, &body);
    if (made == INVALID)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(made);
    wish->html = body.html;
    return member_words_check(request, "body", wish->body);
}

/* ---- what is done ---- */

enum status listing_make(struct request *request)
{
    static const struct limit making = { "listing", 10, 0.2 };
    struct partner partner;
    struct listing_new wish;
    struct listings open;
    int64_t id;
    TRY(partner_find_mine(request, &partner));
    TRY(form_read(request, partner.id, &wish));
    TRY(listing_list_of(request->db, request->arena, partner.id, false, request->now, &open));
    if (open.count >= LISTINGS_OPEN || !limit_take(request, &making, member_key_text(request)))
        return form_reject(request, NULL,
                           t(&request->view, "There are many from you already. Close one that isn’t needed any more, or try later."));
    TRY(listing_create(request->db, request->arena, &wish, request->now, &id));
    return redirect_with(request, listing_path(&request->view, id, ""), NOTICE_POSTED);
}

enum status listing_edit(struct request *request)
{
    struct listing listing;
    struct listing_new wish;
    TRY(listing_find_mine(request, path_id(request, 0), &listing));
    TRY(form_read(request, listing.partner, &wish));
    TRY(listing_store(request->db, request->arena, listing.id, &wish, request->now + wish.days * TIME_DAY));
    return redirect_with(request, listing_path(&request->view, listing.id, ""), NOTICE_EDITED);
}

/* Opens one that has ended, too. */
enum status listing_renew(struct request *request)
{
    struct listing listing;
    int days = 0;
    TRY(listing_find_mine(request, path_id(request, 0), &listing));
    TRY(days_read(request, &days));
    TRY(listing_until_put(request->db, request->arena, listing.id, false, request->now + days * TIME_DAY));
    TRY(notification_forget(request->db, request->arena, NOTIFICATION_OPPORTUNITY, listing.id));
    return redirect_with(request, listing_path(&request->view, listing.id, ""), NOTICE_SAVED);
}

enum status listing_close(struct request *request)
{
    struct listing listing;
    bool mine;
    TRY(listing_find(request, path_id(request, 0), &listing, &mine));
    if (!mine)
        return NOT_FOUND;
    if (!listing.closed)
        TRY(listing_until_put(request->db, request->arena, listing.id, true, request->now));
    return redirect_with(request, listing_path(&request->view, listing.id, ""), NOTICE_SAVED);
}
