#include "harness/harness.h"
#include "i18n/inside.h"

#include <pthread.h>

static struct catalogues *opened(void)
{
    struct catalogues *catalogues = NULL;
    if (!test_expect(catalogues_open(&catalogues) == OK, "catalogues_open", __FILE__, __LINE__))
        abort();
    return catalogues;
}

/* ---- plural rules ---- */

static const int64_t counts[] = { 0, 1, 2, 3, 5, 11, 21, 22, 100, 102, 111 };

static void expect_forms(const struct catalogues *catalogues, const char *code, const char *forms)
{
    const struct plural *plural = catalogue_find(catalogues, code)->plural;
    for (size_t i = 0; i < COUNT(counts); i++)
        EXPECT_INT(catalogue_plural_form(plural, (uint64_t)counts[i]), forms[i] - '0');
}

UNIT_TEST(each_language_picks_the_right_plural_form)
{
    struct catalogues *catalogues = opened();
    /*                                0 1 2 3 5 11 21 22 100 102 111 */
    expect_forms(catalogues, "pl", "20112221212");
    expect_forms(catalogues, "ru", "20112201212");
    expect_forms(catalogues, "ar", "01233444554");
    expect_forms(catalogues, "fr", "00111111111");
    expect_forms(catalogues, "de", "10111111111");
    expect_forms(catalogues, "pt", "10111111111");
    expect_forms(catalogues, "ja", "00000000000");
    EXPECT_TEXT(catalogue_plural(catalogue_find(catalogues, "en"), "one", "many", 1), "one");
    EXPECT_TEXT(catalogue_plural(catalogue_find(catalogues, "en"), "one", "many", 0), "many");
    EXPECT_TEXT(catalogue_plural(NULL, "one", "many", -1), "one");
    catalogues_close(catalogues);
}

UNIT_TEST(a_plural_rule_that_could_fail_is_refused)
{
    static const char *const wrong[] = {
        "",
        "Plural-Forms: nplurals=2;",
        "Plural-Forms: nplurals=0; plural=0;",
        "Plural-Forms: nplurals=2; plural=n;",
        "Plural-Forms: nplurals=2; plural=n/0;",
        "Plural-Forms: nplurals=2; plural=n%(n-5);",
        "Plural-Forms: nplurals=2; plural=(n!=1;",
        "Plural-Forms: nplurals=2; plural=n!=1",
        "Plural-Forms: nplurals=2; plural=n ? 1;",
        "Plural-Forms: nplurals=2; plural=;",
        "Plural-Forms: nplurals=2; plural=system(1);",
        "Plural-Forms: nplurals=2; plural=((((((((((((((((((((((((((((((((((((((((((n!=1))))))))))))))))))))))))))))))))))))))))));",
    };
    struct arena arena = { 0 };
    const struct plural *plural;
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (!test_expect(catalogue_plural_read(&arena, wrong[i], &plural) == INVALID, wrong[i], __FILE__, __LINE__))
            break;
    EXPECT(catalogue_plural_read(&arena, "X: y\nPlural-Forms: nplurals=3; plural=!n ? 0 : n>=2 && n<4 || n==7 ? 1 : 2-0*n;\n", &plural) ==
           OK);
    EXPECT_INT(catalogue_plural_form(plural, 0), 0);
    EXPECT_INT(catalogue_plural_form(plural, 3), 1);
    EXPECT_INT(catalogue_plural_form(plural, 7), 1);
    EXPECT_INT(catalogue_plural_form(plural, 4), 2);
    arena_free(&arena);
}

/* ---- catalogues ---- */

#define HEADER_TEXT "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;\n"

struct text {
    const char *data;
    uint32_t len;
};
#define TEXT(literal)                                                                                                                      \
    {                                                                                                                                      \
        literal, sizeof(literal) - 1                                                                                                       \
    }

static void put_word(unsigned char *out, size_t at, uint32_t word)
{
    memcpy(out + at, &word, sizeof word);
}

/* A small .mo file; returns its length. */
static size_t mo_make(unsigned char *out, const struct text (*pairs)[2], uint32_t count)
{
    put_word(out, 0, 0x950412de);
    put_word(out, 4, 0);
    put_word(out, 8, count);
    put_word(out, 12, 28);
    put_word(out, 16, 28 + count * 8);
    put_word(out, 20, 0);
    put_word(out, 24, 0);
    uint32_t at = 28 + count * 16;
    for (uint32_t side = 0; side < 2; side++)
        for (uint32_t i = 0; i < count; i++) {
            put_word(out, 28 + side * count * 8 + i * 8, pairs[i][side].len);
            put_word(out, 28 + side * count * 8 + i * 8 + 4, at);
            memcpy(out + at, pairs[i][side].data, pairs[i][side].len + 1);
            at += pairs[i][side].len + 1;
        }
    return at;
}

static const struct text pairs[][2] = {
    { TEXT(""), TEXT(HEADER_TEXT) },
    { TEXT("button\4Open"), TEXT("Öffnen") },
    { TEXT("{n} reply\0{n} replies"), TEXT("eine\0zwei\0viele") },
    { TEXT("Open"), TEXT("Offen") },
};

UNIT_TEST(a_catalogue_answers_with_context_and_plural)
{
    struct arena arena = { 0 };
    unsigned char file[512];
    struct catalogue_data data = { "de", file, mo_make(file, pairs, COUNT(pairs)) };
    struct catalogue catalogue = { 0 };
    EXPECT(catalogue_read(&arena, &data, &catalogue) == OK);
    EXPECT_TEXT(catalogue_text(&catalogue, NULL, "Open"), "Offen");
    EXPECT_TEXT(catalogue_text(&catalogue, "button", "Open"), "Öffnen");
    EXPECT_TEXT(catalogue_text(&catalogue, "door", "Open"), "Open");
    EXPECT_TEXT(catalogue_text(&catalogue, NULL, "Close"), "Close");
    EXPECT_TEXT(catalogue_text(&catalogue, NULL, ""), "");
    EXPECT_TEXT(catalogue_plural(&catalogue, "{n} reply", "{n} replies", 1), "eine");
    EXPECT_TEXT(catalogue_plural(&catalogue, "{n} reply", "{n} replies", 2), "zwei");
    EXPECT_TEXT(catalogue_plural(&catalogue, "{n} reply", "{n} replies", 0), "viele");
    EXPECT_TEXT(catalogue_plural(&catalogue, "{n} topic", "{n} topics", 1), "{n} topic");
    arena_free(&arena);
}

UNIT_TEST(a_damaged_catalogue_is_refused_without_reading_past_it)
{
    unsigned char whole[512];
    size_t len = mo_make(whole, pairs, COUNT(pairs));
    for (size_t cut = 0; cut < len; cut++) {
        /* A block of its own, so that the address sanitizer sees a byte read too far. */
        unsigned char *part = malloc(cut + 1);
        memcpy(part, whole, cut);
        struct arena arena = { 0 };
        struct catalogue catalogue = { 0 };
        struct catalogue_data data = { "de", part, cut };
        if (!test_expect(catalogue_read(&arena, &data, &catalogue) == INVALID, "a cut catalogue", __FILE__, __LINE__))
            cut = len;
        arena_free(&arena);
        free(part);
    }
    for (size_t at = 0; at < 28 + COUNT(pairs) * 16; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            unsigned char *broken = calloc(len + 1, 1);
            memcpy(broken, whole, len);
            broken[at] ^= (unsigned char)(1U << bit);
            struct arena arena = { 0 };
            struct catalogue catalogue = { 0 };
            struct catalogue_data data = { "de", broken, len };
            if (catalogue_read(&arena, &data, &catalogue) == OK)
                EXPECT(catalogue_text(&catalogue, NULL, "Open") != NULL);
            arena_free(&arena);
            free(broken);
        }
}

/* ---- Accept-Language ---- */

UNIT_TEST(the_best_of_our_languages_is_found_for_a_browser)
{
    static const struct {
        const char *header, *code;
    } table[] = {
        { NULL, "en" },
        { "", "en" },
        { "de", "de" },
        { "pt-BR,pt;q=0.9,en;q=0.5", "pt" },
        { "zh-Hant-TW", "zh" },
        { "ZH-hans", "zh" },
        { "en;q=0.1, pl;q=0.9", "pl" },
        { "it;q=0.5,fr;q=0.5", "it" },
        { "fi, sv;q=0.9, ru;q=0.2", "ru" },
        { "fi", "en" },
        { "*", "en" },
        { "en;q=0, *;q=0.5", "it" },
        { "de;q=0, *", "en" },
        { "de;q=0", "en" },
        { " ja ; q=1.000 , ar;q=1.001", "ja" },
        { "ar;q=2,es;q=0.3", "es" },
        { "ar;q=,es;q=0.3", "es" },
        { "ar;level=1,es;q=0.3", "es" },
        { "english,es;q=0.3", "es" },
        { ",,;;q=1,--,es", "es" },
        { "fr;q=0.8,fr-CA;q=0.2,de;q=0.5", "fr" },
    };
    struct catalogues *catalogues = opened();
    for (size_t i = 0; i < COUNT(table); i++)
        if (!EXPECT_TEXT(catalogue_language(catalogue_negotiate(catalogues, table[i].header))->code, table[i].code))
            fprintf(stderr, "  Accept-Language: %s\n", table[i].header);
    EXPECT(catalogue_find(catalogues, "xx") == NULL);
    EXPECT(catalogue_find(catalogues, NULL) == NULL);
    catalogues_close(catalogues);
}

/* ---- dates, numbers, names ---- */

enum { SECOND_2026_11_23_21_40 = 1795470000 };
static const int64_t evening = SECOND_2026_11_23_21_40 * TIME_SECOND; /* UTC */

UNIT_TEST(a_date_says_today_and_yesterday_in_the_readers_zone)
{
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    struct words words = { .catalogue = catalogue_find(catalogues, "en"), .arena = &arena, .now = evening };
    EXPECT_TEXT(date_text(&words, evening, DATE_TIME), "Today, 21:40");
    EXPECT_TEXT(date_text(&words, evening - 22 * TIME_HOUR, DATE_TIME), "Yesterday, 23:40");
    EXPECT_TEXT(date_text(&words, evening - 48 * TIME_HOUR, DATE_TIME), "21 Nov, 21:40");
    EXPECT_TEXT(date_text(&words, evening - 365 * TIME_DAY, DATE_TIME), "23 Nov 2025");
    EXPECT_TEXT(date_text(&words, evening, DATE_LONG), "23 November 2026");
    EXPECT_TEXT(date_text(&words, evening, DATE_SHORT), "23 Nov");
    EXPECT_TEXT(date_text(&words, evening, DATE_MONTH), "November 2026");
    EXPECT_TEXT(date_text(&words, evening, DATE_CLOCK), "21:40");
    EXPECT_TEXT(date_text(&words, evening - 365 * TIME_DAY, DATE_MOMENT), "23 November 2025, 21:40");
    EXPECT_TEXT(date_machine(&arena, evening), "2026-11-23T21:40:00Z");
    EXPECT_TEXT(date_machine(&arena, -1000), "1969-12-31T23:59:59Z");
    words.zone = "Asia/Tokyo"; /* already the 24th */
    EXPECT_TEXT(date_text(&words, evening, DATE_TIME), "Today, 06:40");
    EXPECT_TEXT(date_text(&words, evening - 7 * TIME_HOUR, DATE_TIME), "Yesterday, 23:40");
    words.zone = "Europe/Berlin";
    EXPECT_TEXT(date_text(&words, evening, DATE_CLOCK), "22:40");
    EXPECT_TEXT(date_text(&words, evening + 180 * TIME_DAY, DATE_CLOCK), "23:40"); /* summer time */
    words.zone = "Mars/Olympus";
    EXPECT_TEXT(date_text(&words, evening, DATE_CLOCK), "21:40");
    words.zone = "America/St_Johns";
    EXPECT_TEXT(date_text(&words, evening, DATE_CLOCK), "18:10");
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(a_machines_date_is_read_back_and_nothing_else_is)
{
    static const int64_t moments[] = { 0, 951782400000, 951868799000, 1795400005000, 4107542399000 }; /* leap days among them */
    static const char *const others[] = { "", "2026-11-23", "2026-11-23T21:40:05", "2026-11-23T21:40:05Z.", "2026-11-23 21:40:05Z", "x" };
    struct arena arena = { 0 };
    int64_t ms = -1;
    for (size_t i = 0; i < COUNT(moments); i++) {
        EXPECT(date_read(date_machine(&arena, moments[i]), &ms));
        EXPECT_INT(ms, moments[i]);
    }
    for (size_t i = 0; i < COUNT(others); i++)
        EXPECT(!date_read(others[i], &ms));
    EXPECT_INT(date_day(1970, 1, 1), 0);
    EXPECT_INT(date_day(1600, 2, 29), -135081);
    arena_free(&arena);
}

UNIT_TEST(every_language_writes_dates_its_own_way)
{
    static const struct {
        const char *code, *text, *day, *month, *time;
    } table[] = {
        { "it", "23 novembre 2026", "23 nov", "novembre 2026", "Oggi, 21:40" },
        { "fr", "23 novembre 2026", "23 nov.", "novembre 2026", "Aujourd’hui, 21:40" },
        { "de", "23. November 2026", "23. Nov.", "November 2026", "Heute, 21:40" },
        { "pl", "23 listopada 2026", "23 lis", "listopad 2026", "Dzisiaj, 21:40" },
        { "pt", "23 de novembro de 2026", "23 de nov.", "novembro de 2026", "Hoje, 21:40" },
        { "ru", "23 ноября 2026\u202fг.", "23 нояб.", "ноябрь 2026\u202fг.", "Сегодня, 21:40" },
        { "ar", "23 نوفمبر 2026", "23 نوفمبر", "نوفمبر 2026", "اليوم، 21:40" },
        { "ja", "2026年11月23日", "11月23日", "2026年11月", "今日 21:40" },
        { "zh", "2026年11月23日", "11月23日", "2026年11月", "今天 21:40" },
        { "es", "23 de noviembre de 2026", "23 nov", "noviembre de 2026", "Hoy, 21:40" },
    };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct words words = { .catalogue = catalogue_find(catalogues, table[i].code), .arena = &arena, .now = evening };
        EXPECT_TEXT(date_text(&words, evening, DATE_LONG), table[i].text);
        EXPECT_TEXT(date_text(&words, evening, DATE_SHORT), table[i].day);
        EXPECT_TEXT(date_text(&words, evening, DATE_MONTH), table[i].month);
        EXPECT_TEXT(date_text(&words, evening, DATE_TIME), table[i].time);
    }
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(any_moment_has_a_date_in_any_language)
{
    static const int64_t moments[] = {
        0, -1, INT64_C(-62135596800000), INT64_C(253402300799999), INT64_C(1709164800000), INT64_C(951782400000)
    };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    for (size_t i = 0; i < LANGUAGES; i++)
        for (size_t m = 0; m < COUNT(moments); m++)
            for (int style = DATE_LONG; style <= DATE_CLOCK; style++) {
                struct words words = { .catalogue = catalogue_find(catalogues, languages[i].code),
                                       .arena = &arena,
                                       .zone = "Asia/Kathmandu" };
                const char *text = date_text(&words, moments[m], (enum date_style)style);
                EXPECT(*text && text_is_utf8(text, strlen(text)));
                EXPECT(!strstr(text, "\xd9\xa0") && !strstr(text, "\xd9\xa1")); /* no Arabic-Indic 0 or 1 */
            }
    EXPECT_TEXT(date_machine(&arena, moments[4]), "2024-02-29T00:00:00Z");
    EXPECT_TEXT(date_machine(&arena, moments[5]), "2000-02-29T00:00:00Z");
    EXPECT_TEXT(date_machine(&arena, moments[3]), "9999-12-31T23:59:59Z");
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(numbers_are_grouped_as_the_language_does)
{
    static const struct {
        const char *code, *thousand, *ten_thousands, *minus;
    } table[] = {
        { "en", "1,234", "12,345", "-5" },           { "de", "1.234", "12.345", "-5" },     { "es", "1234", "12.345", "-5" },
        { "fr", "1\u202f234", "12\u202f345", "-5" }, { "pl", "1234", "12\u00a0345", "-5" }, { "ar", "1,234", "12,345", "\u200e-5" },
    };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct words words = { .catalogue = catalogue_find(catalogues, table[i].code), .arena = &arena };
        EXPECT_TEXT(number_text(&words, 7), "7");
        EXPECT_TEXT(number_text(&words, 123), "123");
        EXPECT_TEXT(number_text(&words, 1234), table[i].thousand);
        EXPECT_TEXT(number_text(&words, 12345), table[i].ten_thousands);
        EXPECT_TEXT(number_text(&words, -5), table[i].minus);
    }
    struct words english = { .catalogue = catalogue_find(catalogues, "en"), .arena = &arena };
    EXPECT_TEXT(number_text(&english, INT64_MIN), "-9,223,372,036,854,775,808");
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(languages_and_countries_have_names_in_the_readers_language)
{
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    struct words words = { .catalogue = catalogue_find(catalogues, "en"), .arena = &arena };
    EXPECT_TEXT(language_name(&words, "de"), "German");
    EXPECT_TEXT(country_name(&words, "FR"), "France");
    EXPECT_TEXT(country_name(&words, "ZZZZ"), "ZZZZ");
    words.catalogue = catalogue_find(catalogues, "fr");
    EXPECT_TEXT(language_name(&words, "de"), "Allemand");
    EXPECT_TEXT(country_name(&words, "DE"), "Allemagne");
    words.catalogue = catalogue_find(catalogues, "ja");
    EXPECT_TEXT(country_name(&words, "PL"), "ポーランド");
    EXPECT(zone_is_known("Europe/Berlin") && zone_is_known("UTC"));
    EXPECT(!zone_is_known("Europe/Atlantis") && !zone_is_known("") && !zone_is_known(NULL) && !zone_is_known("../etc/passwd"));
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(zones_are_shown_by_their_cities)
{
    static const char *const zones[] = { "Europe/Rome", "America/New_York", "UTC", "Mars/Olympus" };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    struct words words = { .catalogue = catalogue_find(catalogues, "it"), .arena = &arena };
    const char *cities[COUNT(zones)];
    zone_cities(&words, zones, COUNT(zones), cities);
    EXPECT_TEXT(cities[0], "Roma");
    EXPECT_TEXT(cities[1], "New York");
    EXPECT_TEXT(cities[2], "UTC");
    EXPECT(*cities[3]);
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(texts_are_listed_as_the_language_does)
{
    static const struct {
        const char *code, *three;
    } table[] = {
        { "en", "tea, salt and bread" },
        { "de", "tea, salt und bread" },
        { "ja", "tea、salt、bread" },
        { "ar", "tea وsalt وbread" },
    };
    static const char *const texts[] = { "tea", "salt", "bread" };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT(table); i++) {
        struct words words = { .catalogue = catalogue_find(catalogues, table[i].code), .arena = &arena };
        EXPECT_TEXT(language_list(&words, texts, 3), table[i].three);
        EXPECT_TEXT(language_list(&words, texts, 1), "tea");
        EXPECT_TEXT(language_list(&words, texts, 0), "");
    }
    arena_free(&arena);
    catalogues_close(catalogues);
}

UNIT_TEST(names_are_sorted_as_the_language_does)
{
    static const char *const texts[] = { "Zürich", "Ärzte", "Apfel", "apfel", "Zug" };
    struct catalogues *catalogues = opened();
    struct arena arena = { 0 };
    struct words words = { .catalogue = catalogue_find(catalogues, "de"), .arena = &arena };
    size_t order[COUNT(texts)];
    collate(&words, texts, COUNT(texts), order);
    static const size_t german[] = { 3, 2, 1, 4, 0 };
    for (size_t i = 0; i < COUNT(order); i++)
        EXPECT_INT(order[i], german[i]);
    collate(&words, texts, 0, order);
    static const char *const polish[] = { "ż", "ł", "l", "z", "m" };
    words.catalogue = catalogue_find(catalogues, "pl");
    collate(&words, polish, COUNT(polish), order);
    static const size_t alphabet[] = { 2, 1, 4, 3, 0 };
    for (size_t i = 0; i < COUNT(order); i++)
        EXPECT_INT(order[i], alphabet[i]);
    arena_free(&arena);
    catalogues_close(catalogues);
}

/* ---- threads ---- */

static void *speak(void *context)
{
    const struct catalogues *catalogues = context;
    static const char *const zones[] = { "Europe/Rome", "Asia/Tokyo", "America/Sao_Paulo", NULL };
    struct arena arena = { 0 };
    size_t wrong = 0;
    for (size_t round = 0; round < 40; round++)
        for (size_t i = 0; i < LANGUAGES; i++) {
            struct words words = { .catalogue = catalogue_find(catalogues, languages[i].code),
                                   .arena = &arena,
                                   .zone = zones[(round + i) % 4] };
            const char *text = date_text(&words, evening, DATE_LONG), *year = strstr(text, "2026");
            size_t order[2];
            collate(&words, (const char *const[]){ "b", "a" }, 2, order);
            wrong += !year || order[0] != 1 || !*country_name(&words, "PT") || !*number_text(&words, 12345);
        }
    arena_free(&arena);
    return wrong ? context : NULL;
}

UNIT_TEST(many_threads_speak_many_languages_at_once)
{
    struct catalogues *catalogues = opened();
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        if (pthread_create(&threads[i], NULL, speak, catalogues))
            abort();
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        EXPECT(!failed);
    }
    catalogues_close(catalogues);
}
