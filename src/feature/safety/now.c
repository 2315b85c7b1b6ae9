/* /help-now: somebody to talk to, in the reader's country, without an account and without being recorded. */
#include "safety/pages.h"

enum { REMEMBER_SECONDS = 180 * 24 * 3600 };
static const char elsewhere[] = "ZZ";

const struct field help_country_form[] = { { .name = "country", .max = 2 }, { .name = "remember", .max = 3 }, { 0 } };

/* ---- words ---- */

struct help_kinds help_kind_list(void)
{
    static const struct help_kind kinds[] = {
        { "crisis_line", N_("Crisis line") },
        { "peer_line", N_("People like you, listening") },
        { "mental_health", N_("Counselling") },
        { "legal", N_("Legal help and reporting") },
        { "advocacy", N_("Association or information") },
    };
    return (struct help_kinds){ kinds, COUNT(kinds) };
}

static size_t kind_rank(const char *kind)
{
    struct help_kinds kinds = help_kind_list();
    size_t at = 0;
    while (at < kinds.count && !text_same(kinds.items[at].code, kind))
        at++;
    return at;
}

const char *help_kind_name(struct view *view, const char *kind)
{
    struct help_kinds kinds = help_kind_list();
    size_t at = kind_rank(kind);
    return t(view, kinds.items[at < kinds.count ? at : kinds.count - 1].name);
}

const char *help_names(struct view *view, const char *codes, const char *(*name)(const struct words *words, const char *code))
{
    struct arena *arena = view->request->arena;
    const char **names = arena_array(arena, strlen(codes) + 1, sizeof *names);
    size_t count = 0;
    while (*codes) {
        size_t len = strcspn(codes, " ");
        if (len)
            names[count++] = name(&view->words, arena_slice(arena, codes, len));
        codes += len + (codes[len] == ' ');
    }
    return language_list(&view->words, names, count);
}

const char *help_url_host(struct arena *arena, const char *url)
{
    const char *host = text_starts(url, "https://") ? url + 8 : text_starts(url, "http://") ? url + 7 : NULL;
    if (!host)
        return NULL;
    if (text_starts(host, "www."))
        host += 4;
    size_t len = strcspn(host, "/?#");
    for (int part = 0; part < 2 && text_starts(host, "github.com/") && host[len] == '/'; part++)
        len += 1 + strcspn(host + len + 1, "/?#");
    return arena_slice(arena, host, len);
}

/* "2023-07-05 (page's own date)" → "5 July 2023", "2026-06 (approx.)" → "June 2026", "2021" → "2021", "unknown" → NULL. A list that says
 * when it was told ("entry dated 2019-01-14") is as old as that. */
static const char *seen_text(struct view *view, const char *seen)
{
    const char *entry = strstr(seen, "entry dated ");
    int year = 0, month = 0, day = 0;
    int parts = sscanf(entry ? entry + strlen("entry dated ") : seen, "%4d-%2d-%2d", &year, &month, &day);
    if (parts < 1 || year < 1970 || year > 9999)
        return NULL;
    if (parts < 2 || month < 1 || month > 12)
        return arena_printf(view->request->arena, "%d", year);
    bool full = parts == 3 && day >= 1 && day <= 31;
    return date(view, date_day(year, month, full ? day : 1) * TIME_DAY, full ? DATE_LONG : DATE_MONTH);
}

static struct help_source source_of(struct view *view, const char *url, const char *seen)
{
    struct help_source source = { .host = help_url_host(view->request->arena, url), .url = url, .when = seen_text(view, seen) };
    return source;
}

struct help_options help_options_sorted(struct view *view, const struct help_countries *countries, const char *chosen)
{
    struct arena *arena = view->request->arena;
    const char **names = arena_array(arena, countries->count + 1, sizeof *names);
    size_t *order = arena_array(arena, countries->count + 1, sizeof *order);
    for (size_t i = 0; i < countries->count; i++)
        names[i] = country_name(&view->words, countries->items[i]);
    collate(&view->words, names, countries->count, order);
    struct help_options options = { .items = arena_array(arena, countries->count + 1, sizeof *options.items), .count = countries->count };
    for (size_t i = 0; i < countries->count; i++)
        options.items[i] =
            (struct help_option){ countries->items[order[i]], names[order[i]], text_same(countries->items[order[i]], chosen) };
    return options;
}

/* ---- lines ---- */

static struct help_line line_of(struct view *view, const struct help_entry *entry)
{
    struct arena *arena = view->request->arena;
    struct help_line line = { .entry = entry, .confirmed = text_same(entry->confidence, "high") || entry->checked_day };
    line.kind = help_kind_name(view, entry->kind);
    line.languages = help_names(view, entry->languages, language_name);
    line.tel = help_phone_uri(arena, entry->phone);
    line.number = help_phone_number(arena, entry->phone);
    line.sms = help_sms_uri(arena, entry->sms);
    line.host = help_url_host(arena, entry->web);
    line.checked = entry->checked_day ? date(view, entry->checked_day * TIME_DAY, DATE_LONG) : NULL;
    line.source = source_of(view, entry->source_url, entry->source_seen);
    return line;
}

/* Somebody answers: not an office, a website or a campaign. */
static bool entry_is_talk(const struct help_entry *entry)
{
    return kind_rank(entry->kind) <= kind_rank("mental_health");
}

/* Confirmed first, then nearest to the reader's life, then by who can answer tonight. */
static int line_compare(const void *left, const void *right)
{
    const struct help_line *a = left, *b = right;
    bool a_here = a->entry->countries[0] != 0, b_here = b->entry->countries[0] != 0;
    size_t a_rank = kind_rank(a->entry->kind), b_rank = kind_rank(b->entry->kind);
    if (a_here != b_here)
        return a_here ? -1 : 1;
    if (a->confirmed != b->confirmed)
        return a->confirmed ? -1 : 1;
    if (a->entry->general != b->entry->general)
        return a->entry->general ? 1 : -1;
    if (a_rank != b_rank)
        return a_rank < b_rank ? -1 : 1;
    return strcmp(a->entry->name, b->entry->name);
}

static struct help_lines lines_of(struct view *view, const struct help_entries *entries, bool talk)
{
    struct help_lines lines = { .items = arena_array(view->request->arena, entries->count + 1, sizeof *lines.items) };
    for (size_t i = 0; i < entries->count; i++)
        if (entry_is_talk(&entries->items[i]) == talk)
            lines.items[lines.count++] = line_of(view, &entries->items[i]);
    qsort(lines.items, lines.count, sizeof *lines.items, line_compare);
    for (size_t i = 0; talk && i < lines.count; i++)
        if (lines.items[i].confirmed && lines.items[i].tel) {
            lines.items[i].lamp = true;
            break;
        }
    return lines;
}

struct help_lines help_lines_talk(struct view *view, const struct help_entries *entries)
{
    return lines_of(view, entries, true);
}

static struct help_numbers_list numbers_of(struct arena *arena, const char *text)
{
    struct help_numbers_list list = { .items = arena_array(arena, strlen(text) + 1, sizeof *list.items) };
    while (*text) {
        size_t len = strcspn(text, " ");
        const char *number = arena_slice(arena, text, len);
        if (len)
            list.items[list.count++] = (struct help_number){ arena_printf(arena, "tel:%s", number), number };
        text += len + (text[len] == ' ');
    }
    return list;
}

/* ---- the page ---- */

static bool code_is_country(const char *code)
{
    return strlen(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
}

/* Chosen on the page, else remembered on this device; never guessed. */
static const char *country_asked(struct request *request)
{
    const char *asked = query_value(request, "country");
    if (!asked[0])
        asked = cookie_value(request, HELP_COUNTRY_COOKIE);
    return code_is_country(asked) ? asked : "";
}

const char *help_country_here(struct request *request)
{
    const char *country = cookie_value(request, HELP_COUNTRY_COOKIE);
    return code_is_country(country) && !text_same(country, elsewhere) ? country : "";
}

/* The copy that a device keeps for offline has nothing about its reader on it. */
static void reader_forget(struct request *request)
{
    request->reader_name = NULL;
    request->reader_picture = 0;
    request->rest_minutes = 0;
    request->roles = ROLE_VISITOR;
}

enum status help_now_page(struct request *request)
{
    struct view *view = &request->view;
    struct help_now page = { .country = country_asked(request), .offline = query_value(request, "offline")[0] != 0 };
    struct help_countries countries;
    struct help_entries entries;
    TRY(help_country_list(request->db, request->arena, &countries));
    TRY(help_list_in(request->db, request->arena, page.country, &entries));
    enum status found = help_emergency_find(request->db, request->arena, page.country, &page.emergency);
    if (found == OK) {
        page.numbers = numbers_of(request->arena, page.emergency.numbers);
        page.emergency_source = source_of(view, page.emergency.source_url, page.emergency.as_of);
    } else if (found != NOT_FOUND) {
        return found;
    }
    if (page.offline)
        reader_forget(request);
    page.countries = help_options_sorted(view, &countries, page.country);
    for (size_t i = 0; i < page.countries.count; i++)
        page.known = page.known || page.countries.items[i].chosen;
    if (page.country[0] && !text_same(page.country, elsewhere))
        page.country_name = country_name(&view->words, page.country);
    page.remembered = page.country[0] && text_same(page.country, cookie_value(request, HELP_COUNTRY_COOKIE));
    page.talk = lines_of(view, &entries, true);
    page.more = lines_of(view, &entries, false);
    help_now_show(view, &page);
    return OK;
}

enum status help_near_find(struct request *request, struct help_near *near)
{
    const char *country = cookie_value(request, HELP_COUNTRY_COOKIE);
    struct help_emergency emergency;
    *near = (struct help_near){ 0 };
    if (!code_is_country(country) || text_same(country, elsewhere))
        return OK;
    near->country_name = country_name(&request->view.words, country);
    enum status found = help_emergency_find(request->db, request->arena, country, &emergency);
    if (found == OK)
        near->numbers = numbers_of(request->arena, emergency.numbers);
    return found == NOT_FOUND ? OK : found;
}

enum status help_country_keep(struct request *request)
{
    const char *country = form_value(request, "country");
    if (!code_is_country(country))
        return redirect(request, "/help-now");
    bool remember = text_same(form_value(request, "remember"), "yes");
    cookie_set(request, HELP_COUNTRY_COOKIE, remember ? country : "", remember ? REMEMBER_SECONDS : -1);
    return redirect(request, arena_printf(request->arena, "/help-now?country=%s", country));
}
