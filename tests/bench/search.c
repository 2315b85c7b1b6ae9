/* What a search costs inside the process, from the request to its compressed page: bench-search FOLDER COOKIE [TIMES]. Every request asks
 * for other words, taken from what was written there: one, or two of the same text, everywhere or in conversations alone. Prints the median
 * and the 95th percentile in milliseconds. */
#include "within.h"

#include <stdio.h>

struct asking {
    struct arena *arena;
    char **path;
    size_t count;
};

/* The n-th word of a document's, none of the signs that stand before them. */
static const char *word_at(struct arena *arena, const char *words, size_t n)
{
    const char *at = words;
    for (size_t left = n % 40 + 3; left && *at; left--)
        at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
    return arena_slice(arena, at, strcspn(at, " "));
}

static enum status words_read(struct db *db, void *context)
{
    struct asking *words = context;
    struct rows ends;
    TRY(db_query(db, words->arena, &ends, " SELECT min(id), max(id) FROM index_doc WHERE kind = 'post'"));
    if (!rows_next(&ends))
        return NOT_FOUND;
    int64_t first = rows_int(&ends), last = rows_int(&ends);
    for (size_t i = 0; i < words->count; i++) {
        struct rows rows;
        int64_t at = first + (int64_t)((double)(last - first) * (double)i / (double)words->count);
        TRY(db_query(db, words->arena, &rows, " SELECT words FROM index_doc WHERE id >= $1 AND kind = 'post' ORDER BY id LIMIT 1", P(at)));
        const char *text = rows_next(&rows) ? rows_text(&rows) : "";
        struct buf path = { .arena = words->arena };
        buf_puts(&path, "/search?q=");
        buf_percent(&path, word_at(words->arena, text, i / 2), "");
        if (i % 2) {
            buf_puts(&path, "+");
            buf_percent(&path, word_at(words->arena, text, i / 2 + 7), "");
        }
        buf_puts(&path, i % 4 > 1 ? "&kind=post" : "");
        words->path[i] = arena_copy(words->arena, buf_text(&path));
    }
    return OK;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct within_ask ask = { .status = 200 };
    int64_t times = 400;
    if (argc < 3 || (argc > 3 && !text_int(argv[3], 1, 100000, &times))) {
        fprintf(stderr, "bench-search FOLDER COOKIE [TIMES]\n");
        return 2;
    }
    if (within_open(argv[1], &arena, &ask.app) != OK)
        return 1;
    ask.cookie = argv[2];
    struct asking words = { &arena, arena_array(&arena, (size_t)times, sizeof *words.path), (size_t)times };
    if (database_read(ask.app->database, words_read, &words) != OK)
        return 1;
    int64_t *took = arena_array(&arena, (size_t)times, sizeof *took);
    for (size_t i = 0; i < words.count && ask.status == 200; i++) {
        ask.path = words.path[i];
        took[i] = within_serve(&ask);
    }
    if (ask.status != 200) {
        fprintf(stderr, "bench-search: the answer was %d: is the cookie a member's?\n", ask.status);
        return 1;
    }
    printf("%.2f", within_share(took, words.count, 50));
    printf(" %.2f\n", within_share(took, words.count, 95));
    app_close(ask.app);
    arena_free(&arena);
    return 0;
}
