/* What people look for and offer, and their fields, in words. */
#include "networking/pages.h"

static const struct {
    const char *label, *within, *offer; /* in a list of choices; inside a sentence, "you look for …"; in a list of what is offered */
} wishes[NETWORKING_WISHES] = {
    { NC_("networking", "A job"), NC_("networking", "a job"), NC_("networking", "Jobs, or a way to them") },
    { NC_("networking", "A mentor"), NC_("networking", "a mentor"), NC_("networking", "Being a mentor") },
    { NC_("networking", "Somebody to work with"), NC_("networking", "somebody to work with"), NULL },
    { NC_("networking", "A friend"), NC_("networking", "a friend"), NULL },
};
/* In this order their bits are kept: add at the end. */
static const char *const fields[NETWORKING_FIELDS] = {
    N_("care and health"),   N_("teaching and youth work"), N_("crafts and building"),       N_("computers"),
    N_("arts and media"),    N_("food and hospitality"),    N_("office and administration"), N_("law and public service"),
    N_("science and study"), N_("transport and trade"),     N_("farming and nature"),        N_("community and activism"),
};

static struct networking_options *options_make(struct view *view, size_t most)
{
    struct networking_options *options = arena_alloc(view->words.arena, sizeof *options);
    options->items = arena_array(view->words.arena, most, sizeof *options->items);
    return options;
}

static const char *digits(struct view *view, int i)
{
    return arena_printf(view->words.arena, "%d", i);
}

struct networking_options *networking_wish_list(struct view *view, unsigned bits, bool offers)
{
    struct networking_options *options = options_make(view, NETWORKING_WISHES);
    for (int i = 0; i < NETWORKING_WISHES; i++)
        if (!offers || wishes[i].offer)
            options->items[options->count++] =
                (struct networking_option){ digits(view, i), tc(view, "networking", offers ? wishes[i].offer : wishes[i].label),
                                            (bits & 1u << i) != 0 };
    return options;
}

struct networking_options *networking_field_list(struct view *view, unsigned bits)
{
    struct networking_options *options = options_make(view, NETWORKING_FIELDS);
    for (int i = 0; i < NETWORKING_FIELDS; i++)
        options->items[options->count++] =
            (struct networking_option){ digits(view, i), text_capital(view->words.arena, t(view, fields[i])), (bits & 1u << i) != 0 };
    return options;
}

static bool has_code(const char *codes, const char *code)
{
    size_t len = strlen(code);
    for (const char *at = strstr(codes, code); at; at = strstr(at + 1, code))
        if ((at == codes || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}

struct networking_options *networking_language_list(struct view *view, const char *codes)
{
    struct networking_options *options = options_make(view, LANGUAGES);
    for (int i = 0; i < LANGUAGES; i++)
        options->items[options->count++] =
            (struct networking_option){ languages[i].code, text_capital(view->words.arena, language_name(&view->words, languages[i].code)),
                                        has_code(codes, languages[i].code) };
    return options;
}

const char *networking_wishes_text(struct view *view, unsigned bits, bool offers)
{
    const char *named[NETWORKING_WISHES];
    size_t count = 0;
    for (int i = 0; i < NETWORKING_WISHES; i++)
        if (bits & 1u << i)
            named[count++] = tc(view, "networking", offers && wishes[i].offer ? wishes[i].offer : wishes[i].within);
    return language_list(&view->words, named, count);
}

const char *networking_fields_text(struct view *view, unsigned bits)
{
    const char *named[NETWORKING_FIELDS];
    size_t count = 0;
    for (int i = 0; i < NETWORKING_FIELDS; i++)
        if (bits & 1u << i)
            named[count++] = t(view, fields[i]);
    return language_list(&view->words, named, count);
}

const char *networking_languages_text(struct view *view, const char *codes)
{
    const char *named[LANGUAGES];
    size_t count = 0;
    for (int i = 0; i < LANGUAGES; i++)
        if (has_code(codes, languages[i].code))
            named[count++] = language_name(&view->words, languages[i].code);
    return language_list(&view->words, named, count);
}

unsigned networking_bits_typed(const struct request *request, const char *field, int64_t most)
{
    const char *ticked[NETWORKING_FIELDS];
    size_t count = form_values(request, field, ticked, COUNT(ticked));
    unsigned bits = 0;
    int64_t bit;
    for (size_t i = 0; i < count; i++)
        if (text_int(ticked[i], 0, most - 1, &bit))
            bits |= 1u << bit;
    return bits;
}

const char *networking_languages_typed(struct request *request)
{
    const char *ticked[LANGUAGES];
    size_t count = form_values(request, "language", ticked, COUNT(ticked));
    struct buf codes = { .arena = request->arena };
    for (int i = 0; i < LANGUAGES; i++)
        for (size_t j = 0; j < count; j++)
            if (text_same(ticked[j], languages[i].code)) {
                buf_printf(&codes, "%s%s", codes.len ? " " : "", languages[i].code);
                break;
            }
    return buf_text(&codes);
}
