/* What the files of this folder share; nobody else includes it. */
#ifndef INDEX_WORDS_H
#define INDEX_WORDS_H

#include "index/index.h"

/* A word of a text, or one letter of a run of Chinese, Japanese or Korean ones. */
struct index_word {
    const char *folded;                      /* never "" */
    const char *plain;                       /* without accents; NULL: the same */
    const char *stems[INDEX_STEM_LANGUAGES]; /* that differ from folded, in order of `languages`; ends with NULL or at its size */
    const char *pair;                        /* with the next letter of a run; NULL: not in a run, or its last */
    bool in_run, begins_run;
    size_t from, to, pair_to; /* bytes of the text: the word; where the pair ends */
};
/* False: enough. */
typedef bool index_word_visit(const struct index_word *word, void *context);
/* Every word of the first INDEX_TEXT_MAX characters, in order. `languages` as in index_query. */
void index_words_each(struct arena *arena, const char *text, const char *const languages[INDEX_STEM_LANGUAGES], index_word_visit *visit,
                      void *context);

/* Texts, each once, in the order they came. */
struct index_set {
    struct arena *arena;
    const char **items;
    size_t count, room;
    uint32_t *slots; /* twice as many as room: place in items, from 1 */
};
void index_set_add(struct index_set *set, const char *text);
bool index_set_has(const struct index_set *set, const char *text);

/* ---- query.c ---- */

/* A word that must be there, in one of these forms. */
struct index_need {
    const char *forms[INDEX_STEM_LANGUAGES + 1];
    size_t count;
    bool begins; /* or a word that begins so */
};
struct index_needs {
    struct index_need items[INDEX_QUERY_WORDS];
    size_t count;
};
void index_needs_of(struct arena *arena, const struct index_query *query, struct index_needs *needs);
/* The whole query in FTS5's language or tsquery's; NULL when it has no words. */
const char *index_match(struct arena *arena, const struct index_query *query, bool sqlite);

#endif
