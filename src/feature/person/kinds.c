/* The fields of a profile, and what is suggested for them: words to begin with, never a list to be sorted into. */
#include "person/pages.h"

static const struct profile_suggestion pronouns[] = {
    { "she", N_("she/her") },
    { "he", N_("he/him") },
    { "they", N_("they/them") },
    { "name", N_("just my name") },
};
static const struct profile_suggestion identities[] = {
    { "woman", N_("woman") },          { "man", N_("man") },
    { "nonbinary", N_("non-binary") }, { "trans", N_("trans") },
    { "intersex", N_("intersex") },    { "genderfluid", N_("genderfluid") },
    { "agender", N_("agender") },      { "questioning", N_("questioning") },
};
static const struct profile_suggestion orientations[] = {
    { "lesbian", N_("lesbian") }, { "gay", N_("gay") },       { "bi", N_("bisexual") }, { "pan", N_("pansexual") },
    { "ace", N_("asexual") },     { "aro", N_("aromantic") }, { "queer", N_("queer") }, { "open", N_("still finding out") },
};
static const struct profile_suggestion interests[] = {
    { "reading", N_("reading") },   { "music", N_("music") },     { "cooking", N_("cooking") }, { "walking", N_("walking") },
    { "climbing", N_("climbing") }, { "films", N_("films") },     { "games", N_("games") },     { "gardening", N_("gardening") },
    { "drawing", N_("drawing") },   { "dancing", N_("dancing") },
};
static const struct profile_suggestion seeks[] = {
    { "friends", N_("friends") },
    { "peers", N_("people in the same place as me") },
    { "mentors", N_("people who are further along") },
    { "reading", N_("just reading") },
};
static const struct profile_suggestion offers[] = {
    { "listening", N_("a listening ear") },
    { "company", N_("company on a hard day") },
    { "paperwork", N_("help with forms") },
    { "tongue", N_("practising a language") },
};
/* Names come from ICU; the eleven first. */
static const char *const tongues[] = { "en", "it", "fr", "de", "pl", "pt", "ru", "ar", "ja", "zh", "es", "uk", "tr",
                                       "nl", "sv", "el", "ro", "cs", "hu", "fa", "ku", "hi", "bn", "ur", "vi", "ko" };

#define SUGGESTED(list) .suggestions = (list), .suggestions_count = COUNT(list)
const struct profile_look profile_looks[PROFILE_KINDS] = {
    [PROFILE_PRONOUNS] = { "words", N_("Words for me"),
                           N_("How others speak about you. It can differ by language. Where a language has genders, say which one to use; "
                              "otherwise texts about you are phrased without."),
                           6, false, false, SUGGESTED(pronouns) },
    [PROFILE_IDENTITY] = { "identities", N_("Who I am"), N_("In your own words, as many as you like."), PROFILE_VALUES, true, true,
                           SUGGESTED(identities) },
    [PROFILE_ORIENTATION] = { "orientation", N_("Whom I love or don’t"), N_("You don’t have to be sure."), PROFILE_VALUES, true, true,
                              SUGGESTED(orientations) },
    [PROFILE_ABOUT] = { "about", N_("About me"), N_("A few lines, if you like."), 1, false, false, NULL, 0 },
    [PROFILE_INTEREST] = { "interests", N_("What I like"), N_("What you could talk about for an evening."), PROFILE_VALUES, true, true,
                           SUGGESTED(interests) },
    [PROFILE_LANGUAGE] = { "languages", N_("Languages I speak"), N_("A little is enough."), PROFILE_VALUES, true, true, NULL, 0 },
    [PROFILE_REGION] = { "where", N_("Roughly where I am"), N_("A region or a big city. Nobody needs a street or a village."), 1, false,
                         false, NULL, 0 },
    [PROFILE_SEEK] = { "looking-for", N_("What I’m looking for"), N_("Only reading is fine, too."), 6, true, true, SUGGESTED(seeks) },
    [PROFILE_OFFER] = { "offer", N_("What I can offer"), N_("Small things count."), 6, true, false, SUGGESTED(offers) },
};

enum profile_kind profile_kind_read(const char *word)
{
    enum profile_kind kind = 0;
    while (kind < PROFILE_KINDS && !text_same(profile_looks[kind].word, word))
        kind++;
    return kind;
}

/* ---- audiences ---- */

const char *const profile_audience_words[PROFILE_AUDIENCES] = { "me", "circle", "circles", "group", "members", "everyone" };

enum profile_audience profile_audience_read(const char *word)
{
    enum profile_audience audience = 0;
    while (audience < PROFILE_AUDIENCES && !text_same(profile_audience_words[audience], word))
        audience++;
    return audience;
}

const char *profile_audience_text(struct view *view, enum profile_audience audience)
{
    static const char *const texts[PROFILE_AUDIENCES] = {
        N_("Only you"),           N_("One of your circles"), N_("People you’re connected with"),
        N_("One of your groups"), N_("All members"),         N_("Everyone, also without signing in")
    };
    return t(view, texts[audience]);
}

/* ---- suggestions ---- */

struct profile_texts profile_suggested(struct view *view, enum profile_kind kind)
{
    const struct profile_look *look = &profile_looks[kind];
    size_t count = kind == PROFILE_LANGUAGE ? COUNT(tongues) : look->suggestions_count;
    struct profile_texts texts = { arena_array(view->words.arena, count + 1, sizeof *texts.items), count };
    for (size_t i = 0; i < count; i++)
        texts.items[i] = kind == PROFILE_LANGUAGE ? language_name(&view->words, tongues[i]) : t(view, look->suggestions[i].label);
    return texts;
}

static bool same_folded(struct arena *arena, const char *folded, const char *text)
{
    return text_same(folded, text_fold(arena, text));
}

const char *profile_code(struct request *request, enum profile_kind kind, const char *text)
{
    const struct profile_look *look = &profile_looks[kind];
    const char *folded = text_fold(request->arena, text);
    for (size_t n = 0; n < LANGUAGES; n++) {
        struct words words = request->view.words;
        words.catalogue = catalogue_find(request->app->catalogues, languages[n].code);
        for (size_t i = 0; i < look->suggestions_count; i++)
            if (same_folded(request->arena, folded, catalogue_text(words.catalogue, NULL, look->suggestions[i].label)))
                return look->suggestions[i].code;
        for (size_t i = 0; kind == PROFILE_LANGUAGE && i < COUNT(tongues); i++)
            if (same_folded(request->arena, folded, language_name(&words, tongues[i])))
                return tongues[i];
        if (kind == PROFILE_LANGUAGE && same_folded(request->arena, folded, languages[n].own_name))
            return languages[n].code;
    }
    return "";
}

const char *profile_value_text(struct view *view, enum profile_kind kind, const struct profile_value *value)
{
    if (kind == PROFILE_LANGUAGE && value->code[0])
        return language_name(&view->words, value->code);
    if (kind == PROFILE_SEEK || kind == PROFILE_OFFER)
        for (size_t i = 0; i < profile_looks[kind].suggestions_count; i++)
            if (text_same(profile_looks[kind].suggestions[i].code, value->code))
                return t(view, profile_looks[kind].suggestions[i].label);
    return value->text;
}

static bool runs_to_left(const char *text)
{
    for (const char *at = text; *at;) {
        int32_t c = text_next(&at);
        if ((c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff))
            return true;
    }
    return false;
}

const char *profile_list_text(struct view *view, const char *const *texts, size_t count)
{
    static const char isolate[] = { -30, -127, -88, 0 }, end[] = { -30, -127, -87, 0 }; /* in UTF-8 */
    const char *apart[PROFILE_LIST];
    bool rtl = text_same(view->direction, "rtl");
    for (size_t i = 0; i < count; i++)
        rtl = rtl || runs_to_left(texts[i]);
    for (size_t i = 0; i < count; i++) /* by Unicode's isolates, U+2068 and U+2069 */
        apart[i] = rtl ? arena_printf(view->words.arena, "%s%s%s", isolate, texts[i], end) : texts[i];
    return language_list(&view->words, apart, count);
}

const char *profile_value_key(struct arena *arena, const struct profile_value *value)
{
    return value->code[0] ? arena_printf(arena, "=%s", value->code) : text_fold(arena, value->text);
}

/* ---- places ---- */

/* Digits of the scripts that people type coordinates in, as ASCII. */
static const char *with_plain_digits(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    for (const char *at = text_fold(arena, text), *from = at; *at; from = at) {
        int32_t c = text_next(&at);
        int32_t zero = c >= 0x660 && c <= 0x669 ? 0x660 : c >= 0x6f0 && c <= 0x6f9 ? 0x6f0 : c >= 0x966 && c <= 0x96f ? 0x966 : 0;
        if (zero)
            buf_putc(&out, (char)('0' + c - zero));
        else if (c == 0x66b)
            buf_putc(&out, '.');
        else
            buf_add(&out, from, (size_t)(at - from));
    }
    return buf_text(&out);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool profile_region_is_exact(struct arena *arena, const char *text)
{
    static const char *const signs[] = { "°", "′", "″", "geo:", "http", "www.", "maps." };
    const char *plain = with_plain_digits(arena, text);
    size_t fine = 0;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (strstr(plain, signs[i]))
            return true;
    for (const char *at = plain; *at; at++) /* 52.5200: more than two decimals are a street */
        if (at > plain && is_digit(at[-1]) && (*at == '.' || *at == ',') && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]))
            fine++;
    const char *plus = strchr(plain, '+'); /* 9f4mgc2m+xv */
    return fine >= 2 ||
           (plus && plus - plain >= 4 && strspn(plus - 4, "23456789cfghjmpqrvwx") == 4 && strspn(plus + 1, "23456789cfghjmpqrvwx") >= 2);
}
