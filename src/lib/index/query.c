/* The tokens of texts and of searches. */
#include "index/words.h"

/* Signs of our own among the words: no letter, mark or digit, so that no word is like them. */
#define SIGN "§"
/* Before words of names, so that their beginnings are looked for among names alone and not in every text. */
#define NAME SIGN "n"

/* ---- of a text ---- */

static bool token_visit(const struct index_word *word, void *context)
{
    struct index_set *set = context;
    index_set_add(set, word->folded);
    if (word->plain)
        index_set_add(set, word->plain);
    if (word->pair)
        index_set_add(set, word->pair);
    for (size_t i = 0; i < INDEX_STEM_LANGUAGES && word->stems[i]; i++)
        index_set_add(set, word->stems[i]);
    return true;
}

static void tokens_add(struct index_set *set, const char *text, const char *lang)
{
    const char *const languages[INDEX_STEM_LANGUAGES] = { lang };
    if (text)
        index_words_each(set->arena, text, languages, token_visit, set);
}

static const char *set_text(const struct index_set *set)
{
    struct buf out = { .arena = set->arena };
    for (size_t i = 0; i < set->count; i++) {
        if (i)
            buf_putc(&out, ' ');
        buf_puts(&out, set->items[i]);
    }
    return buf_text(&out);
}

const char *index_tokens(struct arena *arena, const char *text, const char *lang)
{
    struct index_set set = { .arena = arena };
    tokens_add(&set, text, lang);
    return set_text(&set);
}

const char *index_words(struct arena *arena, const struct index_doc *doc)
{
    struct index_set set = { .arena = arena };
    struct index_set found = { .arena = arena };
    index_set_add(&set, arena_printf(arena, SIGN "k%s", doc->kind));
    if (doc->lang && *doc->lang)
        index_set_add(&set, arena_printf(arena, SIGN "l%s", doc->lang));
    if (doc->everyone)
        index_set_add(&set, SIGN "all");
    for (size_t i = 0; i < doc->groups_count; i++)
        index_set_add(&set, arena_printf(arena, SIGN "g%lld", (long long)doc->groups[i]));
    tokens_add(doc->names ? &found : &set, doc->title, doc->lang);
    tokens_add(doc->names ? &found : &set, doc->text, doc->lang);
    for (size_t i = 0; i < found.count; i++)
        index_set_add(&set, arena_printf(arena, NAME "%s", found.items[i]));
    if (doc->tokens && *doc->tokens)
        index_set_add(&set, doc->tokens);
    return set_text(&set);
}

/* ---- of a search ---- */

static bool need_visit(const struct index_word *word, void *context)
{
    struct index_needs *needs = context;
    if (word->in_run && !word->pair && !word->begins_run)
        return true; /* the last of a run: the pair before holds it */
    struct index_need *need = &needs->items[needs->count++];
    *need = (struct index_need){ .forms = { word->pair ? word->pair : word->folded }, .count = 1 };
    for (size_t i = 0; i < INDEX_STEM_LANGUAGES && word->stems[i]; i++)
        need->forms[need->count++] = word->stems[i];
    return needs->count < INDEX_QUERY_WORDS;
}

void index_needs_of(struct arena *arena, const struct index_query *query, struct index_needs *needs)
{
    needs->count = 0;
    index_words_each(arena, query->words, query->languages, need_visit, needs);
    if (query->names && needs->count)
        needs->items[needs->count - 1].begins = true;
}

/* The words of both query languages; in both a token in its quotes is safe, because it holds letters, marks, digits and our sign alone. */
struct dialect {
    const char *quote, *both, *either, *begins;
};

static void need_put(struct buf *out, const struct dialect *dialect, const char *sign, const struct index_need *need)
{
    buf_putc(out, '(');
    for (size_t i = 0; i < need->count; i++)
        buf_printf(out, "%s%s%s%s%s%s", i ? dialect->either : "", dialect->quote, sign, need->forms[i], dialect->quote,
                   need->begins && !i ? dialect->begins : "");
    buf_putc(out, ')');
}

static void groups_put(struct buf *out, const struct dialect *dialect, const struct index_query *query)
{
    buf_printf(out, "%s(", dialect->both);
    if (!query->one_group)
        buf_printf(out, "%s" SIGN "all%s", dialect->quote, dialect->quote);
    for (size_t i = 0; i < query->groups_count; i++)
        buf_printf(out, "%s%s" SIGN "g%lld%s", i || !query->one_group ? dialect->either : "", dialect->quote, (long long)query->groups[i],
                   dialect->quote);
    buf_putc(out, ')');
}

const char *index_match(struct arena *arena, const struct index_query *query, bool sqlite)
{
    static const struct dialect fts5 = { "\"", " AND ", " OR ", "*" }, tsquery = { "'", " & ", " | ", ":*" };
    const struct dialect *dialect = sqlite ? &fts5 : &tsquery;
    struct index_needs needs;
    struct buf out = { .arena = arena };
    index_needs_of(arena, query, &needs);
    if (!needs.count)
        return NULL;
    for (size_t i = 0; i < needs.count; i++) {
        if (i)
            buf_puts(&out, dialect->both);
        need_put(&out, dialect, query->names ? NAME : "", &needs.items[i]);
    }
    buf_printf(&out, "%s%s" SIGN "k%s%s", dialect->both, dialect->quote, query->kind, dialect->quote);
    if (query->lang)
        buf_printf(&out, "%s%s" SIGN "l%s%s", dialect->both, dialect->quote, query->lang, dialect->quote);
    groups_put(&out, dialect, query);
    return buf_text(&out);
}
