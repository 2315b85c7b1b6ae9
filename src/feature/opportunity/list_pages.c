/* /opportunities, and one of them. */
#include "opportunity/pages.h"

static const char *list_path(struct view *view, const struct listing_wish *wish, int64_t before)
{
    const char *const pairs[][2] = {
        { "kind", wish->kind }, { "lang", wish->lang }, { "where", wish->region }, { "remote", wish->remote ? "yes" : "" },
        { "q", wish->words },
    };
    struct buf path = { .arena = view->words.arena };
    char sign = '?';
    buf_puts(&path, "/opportunities");
    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (!*pairs[i][1])
            continue;
        buf_printf(&path, "%c%s=", sign, pairs[i][0]);
        buf_percent(&path, pairs[i][1], "");
        sign = '&';
    }
    if (before)
        buf_printf(&path, "%cbefore=%lld", sign, (long long)before);
    return buf_text(&path);
}

static struct listing_wish wish_read(struct request *request)
{
    struct listing_wish wish = { .kind = query_value(request, "kind"),
                                 .lang = query_value(request, "lang"),
                                 .region = query_value(request, "where"),
                                 .words = query_value(request, "q"),
                                 .remote = text_same(query_value(request, "remote"), "yes") };
    if (!opportunity_word_is(listing_kinds(), wish.kind))
        wish.kind = "";
    if (!catalogue_find(request->app->catalogues, wish.lang))
        wish.lang = "";
    return wish;
}

static struct opportunity_options *kinds_of(struct view *view, const char *chosen)
{
    struct opportunity_words kinds = listing_kinds();
    struct opportunity_options *options = arena_alloc(view->words.arena, sizeof *options);
    options->items = arena_array(view->words.arena, kinds.count + 1, sizeof *options->items);
    options->items[options->count++] = (struct opportunity_option){ "", t(view, "All of it"), !*chosen };
    for (size_t i = 0; i < kinds.count; i++)
        options->items[options->count++] =
            (struct opportunity_option){ kinds.items[i].code, t(view, kinds.items[i].label), text_same(kinds.items[i].code, chosen) };
    return options;
}

static struct opportunity_options *langs_of(struct view *view, const char *chosen)
{
    struct opportunity_options *options = arena_alloc(view->words.arena, sizeof *options);
    options->items = arena_array(view->words.arena, LANGUAGES + 1, sizeof *options->items);
    options->items[options->count++] = (struct opportunity_option){ "", t(view, "Any language"), !*chosen };
    for (int i = 0; i < LANGUAGES; i++)
        options->items[options->count++] =
            (struct opportunity_option){ languages[i].code, text_capital(view->words.arena, language_name(&view->words, languages[i].code)),
                                         text_same(languages[i].code, chosen) };
    return options;
}

enum status opportunity_page(struct request *request)
{
    struct view *view = &request->view;
    struct listing_wish wish = wish_read(request);
    struct listings list;
    struct partner mine;
    int64_t before = INT64_MAX;
    enum partner_seat seat;
    struct opportunity_view page = { .list = &list, .wish = &wish, .kinds = kinds_of(view, wish.kind), .langs = langs_of(view, wish.lang) };
    page.band_unsaid = request->member->band == BAND_UNSAID;
    bool later = text_int(query_value(request, "before"), 1, INT64_MAX, &before);
    TRY(listing_list(request, &wish, before, &list));
    page.narrowed = *wish.kind || *wish.lang || *wish.region || *wish.words || wish.remote;
    page.latest = later ? list_path(view, &wish, 0) : NULL;
    page.older = list.more ? list_path(view, &wish, list.items[list.count - 1].id) : NULL;
    enum status found = partner_find_mine(request, &mine);
    if (found != NOT_FOUND)
        TRY(found);
    page.mine = found == OK ? &mine : NULL;
    found = partner_seat_of(request->db, request->arena, request->reader, &page.invited_by, &seat);
    if (found != NOT_FOUND)
        TRY(found);
    page.invited = found == OK && seat == PARTNER_INVITED;
    opportunity_html(view, &page);
    return OK;
}

enum status listing_page(struct request *request)
{
    struct listing listing;
    struct partner partner;
    struct partner_statement statement;
    struct opportunity_letters letters;
    struct listing_view page = { .listing = &listing, .partner = &partner, .statement = &statement };
    TRY(listing_find(request, path_id(request, 0), &listing, &page.mine));
    TRY(partner_get(request->db, request->arena, listing.partner, request->now, &partner));
    TRY(partner_statement_read(request->db, request->arena, listing.partner, &statement));
    page.ended = listing.closed || listing.until <= request->now;
    TRY(opportunity_letter_list(request, &letters));
    for (size_t i = 0; i < letters.count; i++)
        if (letters.items[i].mine && letters.items[i].listing == listing.id)
            page.letter = &letters.items[i];
    listing_html(&request->view, &page);
    return OK;
}
