/* Language, time, light and discretion: for members in their settings, for visitors in this browser's cookies. */
#include "account/pages.h"

const struct field account_comfort_form[] = {
    { "language", 0, 8, FIELD_LINE, false }, { "zone", 0, 64, FIELD_LINE, false }, { "theme", 0, 10, FIELD_LINE, false },
    { "discreet", 0, 1, FIELD_LINE, false }, { "rest", 0, 4, FIELD_LINE, false },  { 0 },
};
const struct field account_language_form[] = { { "lang", 1, 8, FIELD_LINE, false }, { "to", 0, 1000, FIELD_LINE, false }, { 0 } };
const struct field account_display_form[] = {
    { "theme", 0, 10, FIELD_LINE, false },
    { "discreet", 0, 1, FIELD_LINE, false },
    { "to", 0, 1000, FIELD_LINE, false },
    { 0 },
};

static const int64_t cookie_year = 365 * 24 * 3600;

struct named {
    const char *value, *label;
};

static const struct named themes[] = {
    { "device", N_("As my device") },
    { "light", N_("Light") },
    { "dark", N_("Dark") },
    { "contrast", N_("High contrast") },
};

/* A zone for every clock that people use, by a city; the full list of some 400 would be harder to find oneself in. */
static const char *const zones[] = {
    "Pacific/Auckland",    "Pacific/Fiji",
    "Australia/Sydney",    "Australia/Adelaide",
    "Australia/Brisbane",  "Australia/Darwin",
    "Australia/Perth",     "Asia/Tokyo",
    "Asia/Seoul",          "Asia/Shanghai",
    "Asia/Hong_Kong",      "Asia/Taipei",
    "Asia/Singapore",      "Asia/Manila",
    "Asia/Jakarta",        "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",    "Asia/Dhaka",
    "Asia/Kolkata",        "Asia/Kathmandu",
    "Asia/Karachi",        "Asia/Tashkent",
    "Asia/Almaty",         "Asia/Kabul",
    "Asia/Tehran",         "Asia/Dubai",
    "Asia/Baku",           "Asia/Tbilisi",
    "Asia/Yerevan",        "Asia/Riyadh",
    "Asia/Baghdad",        "Asia/Amman",
    "Asia/Damascus",       "Asia/Beirut",
    "Asia/Jerusalem",      "Asia/Vladivostok",
    "Asia/Novosibirsk",    "Asia/Yekaterinburg",
    "Europe/Moscow",       "Europe/Samara",
    "Europe/Kaliningrad",  "Europe/Minsk",
    "Europe/Istanbul",     "Europe/Kyiv",
    "Europe/Bucharest",    "Europe/Sofia",
    "Europe/Athens",       "Europe/Helsinki",
    "Europe/Tallinn",      "Europe/Riga",
    "Europe/Vilnius",      "Europe/Warsaw",
    "Europe/Prague",       "Europe/Budapest",
    "Europe/Belgrade",     "Europe/Vienna",
    "Europe/Zurich",       "Europe/Berlin",
    "Europe/Rome",         "Europe/Paris",
    "Europe/Brussels",     "Europe/Amsterdam",
    "Europe/Copenhagen",   "Europe/Oslo",
    "Europe/Stockholm",    "Europe/Madrid",
    "Europe/Lisbon",       "Europe/London",
    "Europe/Dublin",       "Atlantic/Reykjavik",
    "Atlantic/Azores",     "Africa/Cairo",
    "Africa/Khartoum",     "Africa/Nairobi",
    "Africa/Addis_Ababa",  "Africa/Kampala",
    "Africa/Johannesburg", "Africa/Maputo",
    "Africa/Lagos",        "Africa/Accra",
    "Africa/Dakar",        "Africa/Algiers",
    "Africa/Tunis",        "Africa/Casablanca",
    "America/St_Johns",    "America/Halifax",
    "America/Sao_Paulo",   "America/Argentina/Buenos_Aires",
    "America/Montevideo",  "America/Santiago",
    "America/La_Paz",      "America/Caracas",
    "America/Bogota",      "America/Lima",
    "America/Toronto",     "America/New_York",
    "America/Havana",      "America/Jamaica",
    "America/Mexico_City", "America/Guatemala",
    "America/Chicago",     "America/Winnipeg",
    "America/Denver",      "America/Edmonton",
    "America/Phoenix",     "America/Los_Angeles",
    "America/Vancouver",   "America/Anchorage",
    "Pacific/Honolulu",    "UTC",
};

static const int rests[] = { 10, 30, 60, 120 };

/* ---- choices ---- */

static struct account_options options_new(struct request *request, size_t most)
{
    return (struct account_options){ arena_array(request->arena, most, sizeof(struct account_option)), 0 };
}

static void option_add(struct account_options *options, const char *value, const char *label, const char *lang, bool chosen)
{
    options->items[options->count++] = (struct account_option){ value, label, lang, chosen };
}

static struct account_options language_options(struct request *request)
{
    struct account_options options = options_new(request, LANGUAGES);
    const char *now = form_shown(request, "language", request->view.lang);
    for (size_t i = 0; i < LANGUAGES; i++)
        option_add(&options, languages[i].code, languages[i].own_name, languages[i].code, text_same(languages[i].code, now));
    return options;
}

/* By the city's name in the reader's language and order, behind "as it is here". A zone set elsewhere stays in the list. */
static struct account_options zone_options(struct request *request)
{
    enum { ALL = COUNT(zones) + 1 };
    const char *now = form_shown(request, "zone", request->member->zone);
    const char *all[ALL], *cities[ALL];
    size_t order[ALL], count = 0;
    struct account_options options = options_new(request, ALL + 1);
    bool listed = !now[0] || !zone_is_known(now);
    for (; count < COUNT(zones); count++) {
        all[count] = zones[count];
        listed = listed || text_same(zones[count], now);
    }
    if (!listed)
        all[count++] = now;
    zone_cities(&request->view.words, all, count, cities);
    collate(&request->view.words, cities, count, order);
    option_add(&options, "", t(&request->view, "As it is here"), NULL, !now[0]);
    for (size_t i = 0; i < count; i++)
        option_add(&options, all[order[i]], cities[order[i]], NULL, text_same(all[order[i]], now));
    return options;
}

const char *account_theme_name(struct view *view, const char *theme)
{
    for (size_t i = 0; i < COUNT(themes); i++)
        if (text_same(themes[i].value, theme))
            return t(view, themes[i].label);
    return t(view, themes[0].label);
}

static struct account_options theme_options(struct request *request)
{
    struct account_options options = options_new(request, COUNT(themes));
    const char *now = form_shown(request, "theme", request->theme[0] ? request->theme : "device");
    for (size_t i = 0; i < COUNT(themes); i++)
        option_add(&options, themes[i].value, t(&request->view, themes[i].label), NULL, text_same(themes[i].value, now));
    return options;
}

static struct account_options rest_options(struct request *request)
{
    struct view *view = &request->view;
    struct account_options options = options_new(request, COUNT(rests) + 1);
    int chosen = request->member->rest_minutes;
    const char *now = form_shown(request, "rest", arena_printf(request->arena, "%d", chosen));
    option_add(&options, "0",
               tn(view, "As it is here: {n} minute", "As it is here: {n} minutes", (int64_t)community_of(request)->rest_minutes), NULL,
               text_same(now, "0"));
    for (size_t i = 0; i < COUNT(rests); i++) {
        const char *value = arena_printf(request->arena, "%d", rests[i]);
        option_add(&options, value, tn(view, "{n} minute", "{n} minutes", (int64_t)rests[i]), NULL, text_same(now, value));
    }
    return options;
}

void account_comfort_options(struct request *request, struct account_settings_view *settings)
{
    settings->languages = language_options(request);
    settings->zones = zone_options(request);
    settings->themes = theme_options(request);
    settings->rests = rest_options(request);
    settings->discreet = text_same(form_shown(request, "discreet", request->discreet ? "1" : ""), "1");
}

/* ---- cookies: what this browser shows before anyone is signed in ---- */

static void cookie_language(struct request *request, const char *code)
{
    cookie_set(request, "l", code, cookie_year);
}

static void cookie_theme(struct request *request, const char *theme)
{
    bool plain = text_same(theme, "device");
    cookie_set(request, "t", plain ? "" : theme, plain ? -1 : cookie_year);
}

static void cookie_discreet(struct request *request, bool discreet)
{
    cookie_set(request, "n", discreet ? "1" : "", discreet ? cookie_year : -1);
}

/* The word as it stands in the table; NULL for any other. */
static const char *theme_known(const char *theme)
{
    for (size_t i = 0; i < COUNT(themes); i++)
        if (text_same(themes[i].value, theme))
            return themes[i].value;
    return NULL;
}

static const char *language_known(struct request *request, const char *code)
{
    const struct catalogue *catalogue = catalogue_find(request->app->catalogues, code);
    return catalogue ? catalogue_language(catalogue)->code : NULL;
}

/* ---- answers ---- */

enum status account_comfort_change(struct request *request)
{
    struct account_settings settings = account_settings_of(request->member);
    const char *language = language_known(request, form_value(request, "language")), *zone = form_value(request, "zone");
    const char *theme = theme_known(form_value(request, "theme"));
    bool discreet = text_same(form_value(request, "discreet"), "1");
    int64_t rest = 0;
    bool rest_known = text_int(form_value(request, "rest"), 0, 120, &rest) && rest == 0;
    for (size_t i = 0; i < COUNT(rests); i++)
        rest_known = rest_known || rest == rests[i];
    if (!language || !theme || !rest_known || (zone[0] && !zone_is_known(zone)))
        return form_reject(request, NULL, t(&request->view, "Please choose from what is offered in each list."));
    settings = (struct account_settings){ .language = language,
                                          .zone = zone,
                                          .theme = theme,
                                          .discreet = discreet,
                                          .rest_minutes = (int)rest,
                                          .recovery_code = settings.recovery_code };
    TRY(account_settings_save(request, &settings));
    cookie_language(request, language);
    cookie_theme(request, theme);
    cookie_discreet(request, discreet);
    return redirect_with(request, "/settings", NOTICE_SAVED);
}

/* From the footer of any page, back to the same page. */
enum status account_language(struct request *request)
{
    const char *language = language_known(request, form_value(request, "lang"));
    if (language && request->member) {
        struct account_settings settings = account_settings_of(request->member);
        settings.language = language;
        TRY(account_settings_save(request, &settings));
    }
    if (language)
        cookie_language(request, language);
    return redirect(request, own_path(form_value(request, "to"), "/"));
}

/* A field that didn't come changes nothing; discreet comes as "1" or "0". */
enum status account_display(struct request *request)
{
    const char *theme = theme_known(form_value(request, "theme"));
    bool discreet_came = form_has(request, "discreet"), discreet = text_same(form_value(request, "discreet"), "1");
    if (request->member && (theme || discreet_came)) {
        struct account_settings settings = account_settings_of(request->member);
        settings.theme = theme ? theme : settings.theme;
        settings.discreet = discreet_came ? discreet : settings.discreet;
        TRY(account_settings_save(request, &settings));
    }
    if (theme)
        cookie_theme(request, theme);
    if (discreet_came)
        cookie_discreet(request, discreet);
    return redirect(request, own_path(form_value(request, "to"), "/"));
}
