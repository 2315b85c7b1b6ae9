/* Full text search: tokens, and the one table they are found in, behind one header for two dialects (SQLite's FTS5; tsvector and GIN on
 * PostgreSQL). Features never search. They note what changed with index_mark, in the transaction that changed it, and say with an
 * `index_kind` how a thing is read for the index and shown as a hit; feature/search does the rest. Private text is never indexed: what no
 * group or every member may read has no place here. docs/decisions/search.md says how far the words reach. */
#ifndef INDEX_H
#define INDEX_H

#include "db/db.h"

struct request;

/* ---- tokens ---- */

enum {
    INDEX_WORD_MAX = 40,     /* characters of a token; of a longer word the first ones count */
    INDEX_QUERY_WORDS = 12,  /* words of a search that count */
    INDEX_TEXT_MAX = 20000,  /* characters of a text that are looked at */
    INDEX_STEM_LANGUAGES = 8 /* in which a search is put into its stems */
};

/* The tokens of `text`, each once, with one blank between them; "" for none. Words are ICU's, cut at whatever is no letter, mark or digit;
 * each is folded (NFKC case fold; Arabic marks and tatweel go, forms of alef, ya and ta marbuta become one, ё is е, digits are ASCII) and
 * stands with its stem (Snowball: en it fr de pt es ru ar; by the script where that says the language, else by `lang`; NULL or another
 * language: none) and, in Latin letters, without its accents. Chinese, Japanese and Korean letters stand alone and in pairs. Tokens hold
 * letters, marks and digits alone, lower case. `text` is well-formed UTF-8 (a malformed byte ends a word). */
const char *index_tokens(struct arena *arena, const char *text, const char *lang);

/* The language that `text` is probably in: by its script, in Latin letters by its small words ("the", "und", "non"); `otherwise` when they
 * don't say. One of the eleven, or `otherwise`. For texts whose writers didn't say. */
const char *index_language(struct arena *arena, const char *text, const char *otherwise);

/* What a reader asks for. */
struct index_query {
    const char *words;                           /* as typed */
    const char *languages[INDEX_STEM_LANGUAGES]; /* whose stems the words may have; ends with NULL or at its size */
    bool names;                                  /* a kind with `names`: the last word may be the beginning of one */
    const char *kind;
    const char *lang;      /* texts of this language alone; NULL: any */
    const int64_t *groups; /* whose texts the reader may read, beside those that every member may */
    size_t groups_count;
    bool one_group; /* nothing but what those groups may read */
};

/* The part of `text` around the first words that `query` finds in it, about `max` characters on one line, in pieces; all pieces together
 * are that part, with an ellipsis where it was cut. Without any such word: its beginning, in one piece. */
struct index_piece {
    const char *text;
    bool found;
};
struct index_pieces {
    struct index_piece *items;
    size_t count;
    bool found; /* any */
};
struct index_pieces index_excerpt(struct arena *arena, const struct index_query *query, const char *text, const char *lang, size_t max);

/* ---- what changed ---- */

/* The kinds that several features speak of. */
#define INDEX_POST "post"
#define INDEX_GROUP "group"
#define INDEX_STORY "story"
#define INDEX_PERSON "person" /* of a persona: their name, and what they let others find */

/* Inside a write: this thing was written, changed, hidden, brought back or deleted; the index looks at it soon. Idempotent. `kind` is the
 * name of an index_kind. */
enum status index_mark(struct db *db, struct arena *arena, const char *kind, int64_t id) MUST_USE;

struct index_due {
    const char *kind;
    int64_t id;
};
struct index_due_list {
    struct index_due *items;
    size_t count;
};
/* The next `most` that wait, in an order that the database writes quickly. */
enum status index_due_list(struct db *db, struct arena *arena, size_t most, struct index_due_list *list) MUST_USE;
enum status index_due_end(struct db *db, struct arena *arena, const struct index_due *due) MUST_USE;

/* ---- the documents ---- */

/* A thing as the index reads it. Who wrote it isn't kept: whose words a reader may meet is asked anew for every hit. */
struct index_doc {
    int64_t id; /* the thing's own; newest first is by it. Of two kinds never the same in practice: ids are random */
    const char *kind;
    const char *title, *text; /* plain words, no markup; NULL: none */
    const char *tokens;       /* index_tokens of more text, made before; NULL: none */
    const char *lang;         /* "" or NULL: not known */
    bool names;               /* its kind's: found by beginnings of words */
    bool everyone;            /* every member may find it */
    const int64_t *groups;    /* whose readers may find it */
    size_t groups_count;
};
/* In both, *was_there: words went, see index_purge. */
enum status index_put(struct db *db, struct arena *arena, const struct index_doc *doc, bool *was_there) MUST_USE;
enum status index_drop(struct db *db, struct arena *arena, int64_t id, bool *was_there) MUST_USE;

/* The row of a document, made outside the writers' turn, for whoever adds many of the same words (`kith demo`). */
const char *index_words(struct arena *arena, const struct index_doc *doc);
/* A document that isn't there yet, with words from index_words. In order of id is quickest. */
enum status index_add(struct db *db, struct arena *arena, const struct index_doc *doc, const char *words) MUST_USE;
/* Before and after adding a great many: keeps their words together in larger pieces. */
enum status index_bulk(struct db *db, struct arena *arena, bool on) MUST_USE;

/* SQLite keeps the words of what was deleted in its full text index until it merges the pieces they stand in. This merges a part of them,
 * some 20 ms of work; *done says that nothing deleted is left. Nothing to do on PostgreSQL, which cleans up as with any row. */
enum status index_purge(struct db *db, struct arena *arena, bool *done) MUST_USE;
/* Notes that there is something to purge: *first when there wasn't, and then in *steps how many times index_purge was called for it last.
 */
enum status index_purge_want(struct db *db, struct arena *arena, bool *first, int64_t *steps) MUST_USE;

/* ---- finding ---- */

struct index_ids {
    int64_t *items;
    size_t count;
};
/* What of query->kind matches, newest first, `most` of those before the id `before` (0: from the newest). A search without words finds
 * nothing. The reader's right to see a hit is still to be asked: the hit's kind does that. */
enum status index_find(struct db *db, struct arena *arena, const struct index_query *query, int64_t before, size_t most,
                       struct index_ids *ids) MUST_USE;

/* ---- what features say ---- */

/* A hit, as its reader may see it. */
struct index_hit {
    int64_t id;
    const char *kind;
    const char *path, *title;
    const char *text;  /* plain words to show a part of; NULL: none */
    const char *note;  /* a content note: shown instead of the text; NULL: none */
    const char *lang;  /* "": not known */
    const char *place; /* the group it stands in; NULL: none */
    const char *by;    /* who wrote it, as everybody there sees them; NULL: nobody to name */
    int64_t picture;
    enum index_plate { INDEX_PLATE_PERSON, INDEX_PLATE_GROUP, INDEX_PLATE_ANONYMOUS } plate;
    int64_t at; /* 0: no time to tell */
};
/* One kind of thing that can be found. */
struct index_kind {
    const char *name;  /* "post": in the rows and in addresses */
    const char *label; /* N_("Conversations"): many of them */
    bool names;        /* found by the beginning of a word, too */
    /* Everything but id and kind. NOT_FOUND: it is gone, hidden, or nobody's to find: it leaves the index. */
    enum status (*read)(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc);
    /* NOT_FOUND unless request->member may see it on its own page, and none of the two has blocked the other. */
    enum status (*show)(struct request *request, int64_t id, struct index_hit *hit);
};
/* A group whose texts a reader may read. */
struct index_scope {
    int64_t id;
    const char *slug, *name, *lang;
    bool own; /* the reader belongs to it */
};
struct index_scopes {
    struct index_scope *items;
    size_t count;
};

#endif
