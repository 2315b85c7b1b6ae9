/* The stewards' side of help now: correct, add, check, retire. */
#include "safety/pages.h"

const struct field help_entry_form[] = {
    { .name = "name", .min = 1, .max = 120 },
    { .name = "kind", .min = 1, .max = 20 },
    { .name = "countries", .max = 200 },
    { .name = "phone", .max = 80 },
    { .name = "sms", .max = 120 },
    { .name = "web", .max = 300 },
    { .name = "hours", .max = 200 },
    { .name = "audience", .max = 200 },
    { .name = "about", .min = 1, .max = 400 },
    { .name = "languages", .max = 100 },
    { .name = "general", .max = 3 },
    { .name = "confidence", .min = 1, .max = 10 },
    { .name = "source_url", .max = 400 },
    { .name = "source_seen", .max = 120 },
    { .name = "caveat", .max = 500 },
    { 0 },
};
const struct field help_retired_form[] = { { .name = "retired", .max = 3 }, { 0 } };
const struct field help_numbers_form[] = {
    { .name = "country", .min = 2, .max = 2 },
    { .name = "numbers", .min = 1, .max = 120 },
    { .name = "note", .max = 400 },
    { 0 },
};

/* ---- codes that people type ---- */

/* "de, at  ch" → "DE AT CH" (or lower case); NULL when a piece isn't what `known` takes. */
static const char *codes_clean(struct view *view, const char *text, bool upper, bool (*known)(struct view *, const char *))
{
    struct arena *arena = view->request->arena;
    struct buf out = { .arena = arena };
    while (*text) {
        size_t len = strcspn(text, " ,;");
        char *code = arena_slice(arena, text, len);
        for (char *c = code; upper && *c; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
        if (len && !known(view, code))
            return NULL;
        if (len)
            buf_printf(&out, "%s%s", out.len ? " " : "", code);
        text += len + (text[len] != 0);
    }
    return buf_text(&out);
}

/* ICU answers with the code itself when it knows no name for it. */
static bool country_is_known(struct view *view, const char *code)
{
    return strlen(code) == 2 && !text_same(country_name(&view->words, code), code) && !text_same(code, "ZZ");
}

static bool language_is_known(struct view *view, const char *code)
{
    return strlen(code) >= 2 && !text_same(language_name(&view->words, code), code);
}

/* ---- the list ---- */

static struct help_rows rows_of(struct view *view, const struct help_entries *entries)
{
    struct help_rows rows = { .items = arena_array(view->request->arena, entries->count + 1, sizeof *rows.items), .count = entries->count };
    for (size_t i = 0; i < entries->count; i++) {
        const struct help_entry *entry = &entries->items[i];
        rows.items[i] = (struct help_row){ .entry = entry, .kind = help_kind_name(view, entry->kind) };
        rows.items[i].places = entry->countries[0] ? help_names(view, entry->countries, country_name) : t(view, "Anywhere");
        if (entry->checked_day)
            rows.items[i].checked = date(view, entry->checked_day * TIME_DAY, DATE_LONG);
    }
    return rows;
}

enum status help_steward_page(struct request *request)
{
    struct view *view = &request->view;
    struct help_countries countries;
    struct help_entries entries;
    int64_t after = 0;
    bool more;
    /* On the numbers form's way back the country comes with the form. */
    const char *country = form_shown(request, "country", query_value(request, "country"));
    struct help_desk desk = { .country = country_is_known(view, country) ? country : "" };
    if (!text_int(query_value(request, "after"), 1, INT64_MAX, &after))
        after = 0;
    TRY(help_country_list(request->db, request->arena, &countries));
    TRY(help_list(request, desk.country, after, &entries, &more));
    desk.emergency = (struct help_emergency){ .country = desk.country, .numbers = "", .note = "" };
    enum status found = help_emergency_find(request->db, request->arena, desk.country, &desk.emergency);
    if (found != OK && found != NOT_FOUND)
        return found;
    desk.countries = help_options_sorted(view, &countries, desk.country);
    desk.country_name = desk.country[0] ? country_name(&view->words, desk.country) : NULL;
    desk.rows = rows_of(view, &entries);
    if (more)
        desk.older = arena_printf(request->arena, "/steward/help?country=%s&after=%lld", desk.country,
                                  (long long)entries.items[entries.count - 1].id);
    help_desk_show(view, &desk);
    return OK;
}

/* ---- one entry ---- */

enum status help_new_page(struct request *request)
{
    struct help_entry entry = { .name = "",
                                .kind = "peer_line",
                                .phone = "",
                                .sms = "",
                                .web = "",
                                .hours = "",
                                .audience = "",
                                .about = "",
                                .languages = "",
                                .confidence = "medium",
                                .source_url = "",
                                .source_seen = "",
                                .corroboration = "",
                                .caveat = "",
                                .countries = "" };
    help_entry_show(&request->view, &entry, NULL);
    return OK;
}

enum status help_edit_page(struct request *request)
{
    struct help_entry entry;
    TRY(help_find(request, path_id(request, 0), &entry));
    help_entry_show(&request->view, &entry, entry.checked_day ? date(&request->view, entry.checked_day * TIME_DAY, DATE_LONG) : NULL);
    return OK;
}

static bool is_web_address(const char *text)
{
    return !text[0] || text_starts(text, "https://") || text_starts(text, "http://");
}

static enum status entry_from_form(struct request *request, struct help_entry *entry)
{
    struct view *view = &request->view;
    bool kind_is_known = false;
    struct help_kinds kinds = help_kind_list();
    entry->name = form_value(request, "name");
    entry->kind = form_value(request, "kind");
    entry->phone = form_value(request, "phone");
    entry->sms = form_value(request, "sms");
    entry->web = form_value(request, "web");
    entry->hours = form_value(request, "hours");
    entry->audience = form_value(request, "audience");
    entry->about = form_value(request, "about");
    entry->general = text_same(form_value(request, "general"), "yes");
    entry->confidence = form_value(request, "confidence");
    entry->source_url = form_value(request, "source_url");
    entry->source_seen = form_value(request, "source_seen");
    entry->caveat = form_value(request, "caveat");
    entry->countries = codes_clean(view, form_value(request, "countries"), true, country_is_known);
    entry->languages = codes_clean(view, form_value(request, "languages"), false, language_is_known);
    for (size_t i = 0; i < kinds.count; i++)
        kind_is_known = kind_is_known || text_same(kinds.items[i].code, entry->kind);
    if (!entry->countries)
        return form_reject(request, "countries", t(view, "Please use the two letters of each country, for example DE, PT or JP."));
    if (!entry->languages)
        return form_reject(request, "languages", t(view, "Please use the letters of each language, for example de, pt or ja."));
    if (!is_web_address(entry->web))
        return form_reject(request, "web", t(view, "A web address begins with https://"));
    if (!entry->phone[0] && !entry->sms[0] && !entry->web[0])
        return form_reject(request, "phone", t(view, "Give at least one way to reach them: a number, a message or a web address."));
    if (!kind_is_known)
        return form_reject(request, "kind", t(view, "Please choose what they are."));
    if (!text_same(entry->confidence, "high") && !text_same(entry->confidence, "medium"))
        return form_reject(request, "confidence", t(view, "Please choose how sure we are."));
    return OK;
}

enum status help_make(struct request *request)
{
    struct help_entry entry = { .id = id_random(), .corroboration = "", .kept = true };
    TRY(entry_from_form(request, &entry));
    TRY(help_add(request->db, request->arena, &entry));
    return redirect_with(request, arena_printf(request->arena, "/steward/help/%lld", (long long)entry.id), NOTICE_SAVED);
}

enum status help_edit(struct request *request)
{
    struct help_entry entry;
    TRY(help_find(request, path_id(request, 0), &entry));
    TRY(entry_from_form(request, &entry));
    TRY(help_save(request->db, request->arena, &entry));
    return redirect_with(request, arena_printf(request->arena, "/steward/help/%lld", (long long)entry.id), NOTICE_SAVED);
}

enum status help_checked(struct request *request)
{
    struct help_entry entry;
    TRY(help_find(request, path_id(request, 0), &entry));
    TRY(help_check(request->db, request->arena, entry.id, time_day(request->now)));
    return redirect_with(request, arena_printf(request->arena, "/steward/help/%lld", (long long)entry.id), NOTICE_SAVED);
}

enum status help_retired(struct request *request)
{
    struct help_entry entry;
    bool retired = text_same(form_value(request, "retired"), "yes");
    TRY(help_find(request, path_id(request, 0), &entry));
    TRY(help_retire(request->db, request->arena, entry.id, retired));
    return redirect_with(request, arena_printf(request->arena, "/steward/help/%lld", (long long)entry.id),
                         retired ? NOTICE_HIDDEN : NOTICE_RESTORED);
}

/* ---- emergency numbers of a country ---- */

static bool number_is_known(struct view *view, const char *code)
{
    (void)view;
    return strlen(code) >= 2 && strspn(code, "0123456789") == strlen(code) && strlen(code) <= 8;
}

enum status help_numbers(struct request *request)
{
    struct view *view = &request->view;
    struct help_emergency emergency = { .country = form_value(request, "country"),
                                        .note = form_value(request, "note"),
                                        .source_url = "",
                                        .as_of = "",
                                        .kept = true,
                                        .checked_day = time_day(request->now) };
    if (!country_is_known(view, emergency.country))
        return form_reject(request, NULL, t(view, "Please choose a country first."));
    emergency.numbers = codes_clean(view, form_value(request, "numbers"), false, number_is_known);
    if (!emergency.numbers || !emergency.numbers[0])
        return form_reject(request, "numbers", t(view, "Only digits, with a blank between two numbers, for example 110 112."));
    TRY(help_emergency_save(request->db, request->arena, &emergency));
    return redirect_with(request, arena_printf(request->arena, "/steward/help?country=%s", emergency.country), NOTICE_SAVED);
}
