/* The eleven languages, and which of them a browser asks for. */
#include "i18n/i18n.h"

#include <strings.h>

const struct language languages[LANGUAGES] = {
    { "en", "English", "ltr", "EN" }, { "it", "Italiano", "ltr", "IT" }, { "fr", "Français", "ltr", "FR" },
    { "de", "Deutsch", "ltr", "DE" }, { "pl", "Polski", "ltr", "PL" },   { "pt", "Português", "ltr", "PT" },
    { "ru", "Русский", "ltr", "RU" }, { "ar", "العربية", "rtl", "ع" },   { "ja", "日本語", "ltr", "日" },
    { "zh", "中文", "ltr", "中" },    { "es", "Español", "ltr", "ES" },
};

/* A q-value in thousandths (RFC 9110 §12.4.2); -1 when it is none. */
static int quality(const char *text, size_t len)
{
    if (!len || len > 5 || (*text != '0' && *text != '1') || (len > 1 && text[1] != '.'))
        return -1;
    int q = (*text - '0') * 1000;
    for (size_t i = 2, worth = 100; i < len; i++, worth /= 10) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        q += (text[i] - '0') * (int)worth;
    }
    return q > 1000 ? -1 : q;
}

struct wish {
    const char *tag;
    size_t len;
    int q;
};

/* Reads one item of the list, "pt-BR;q=0.8", up to the comma; false when it is malformed. */
static bool wish_read(const char *item, size_t len, struct wish *wish)
{
    while (len && strchr(" \t", item[0]))
        item++, len--;
    while (len && strchr(" \t", item[len - 1]))
        len--;
    const char *semicolon = memchr(item, ';', len);
    size_t tag = semicolon ? (size_t)(semicolon - item) : len;
    *wish = (struct wish){ item, tag, 1000 };
    while (wish->len && strchr(" \t", item[wish->len - 1]))
        wish->len--;
    if (semicolon) {
        const char *q = semicolon + 1 + strspn(semicolon + 1, " \t");
        size_t rest = (size_t)(item + len - q);
        if (q > item + len || rest < 2 || (*q | 0x20) != 'q' || q[1] != '=')
            return false;
        wish->q = quality(q + 2, rest - 2);
    }
    return wish->len && wish->q >= 0;
}

/* The index of the language that a tag such as "zh-Hant-TW" begins with; LANGUAGES when it is none of ours. */
static size_t wish_language(const struct wish *wish)
{
    size_t primary = 0;
    while (primary < wish->len && wish->tag[primary] != '-')
        primary++;
    size_t i = 0;
    while (i < LANGUAGES && (strlen(languages[i].code) != primary || strncasecmp(languages[i].code, wish->tag, primary) != 0))
        i++;
    return i;
}

const struct catalogue *catalogue_negotiate(const struct catalogues *catalogues, const char *accept_language)
{
    enum { UNNAMED = -1 };
    int wanted[LANGUAGES], others = UNNAMED;
    size_t order[LANGUAGES], named = 0;
    for (size_t i = 0; i < LANGUAGES; i++)
        wanted[i] = UNNAMED;
    for (const char *at = accept_language ? accept_language : ""; *at;) {
        size_t len = strcspn(at, ",");
        struct wish wish;
        if (wish_read(at, len, &wish)) {
            size_t i = wish_language(&wish);
            if (i < LANGUAGES && wanted[i] == UNNAMED)
                order[named++] = i;
            if (i < LANGUAGES && wish.q > wanted[i])
                wanted[i] = wish.q;
            else if (wish.len == 1 && *wish.tag == '*')
                others = wish.q;
        }
        at += len + (at[len] == ',');
    }
    /* "*" asks for any that isn't named; English speaks first. */
    for (size_t i = 0; i < LANGUAGES && others > 0; i++)
        if (wanted[i] == UNNAMED) {
            wanted[i] = others;
            order[named++] = i;
            break;
        }
    size_t best = 0;
    int best_q = 0;
    for (size_t i = 0; i < named; i++)
        if (wanted[order[i]] > best_q) {
            best = order[i];
            best_q = wanted[best];
        }
    return catalogue_find(catalogues, languages[best].code);
}
