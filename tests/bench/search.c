/* What a search costs inside the process, from the request to its compressed page: bench-search FOLDER COOKIE [TIMES]. Every request asks
 * for other words, taken from what was written there: one, or two of the same text, everywhere or in conversations alone. Prints the median
 * and the 95th percentile in milliseconds. */
#include "app/app.h"
#include "http/exchange.h"

#include <stdio.h>
#include <stdlib.h>

struct asking {
    struct arena *arena;
    char **path;
    size_t count;
};

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

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

static int64_t serve(struct app *app, const char *cookie, const char *path, int *status)
{
    struct arena arena = { 0 };
    int64_t since = clock_monotonic_us();
    struct request *request = exchange_new(&arena, app, "GET", path);
    exchange_header(request, "Host", "127.0.0.1:8080");
    exchange_header(request, "Accept-Encoding", "gzip");
    exchange_header(request, "Cookie", cookie);
    exchange_address(request, "127.0.0.1");
    request_serve(request);
    int64_t took = clock_monotonic_us() - since;
    *status = request->status;
    arena_free(&arena);
    return took;
}

int main(int argc, char **argv)
{
    struct arena arena = { 0 };
    struct config config;
    struct app *app;
    int64_t times = 400;
    if (argc < 3 || (argc > 3 && !text_int(argv[3], 1, 100000, &times))) {
        fprintf(stderr, "bench-search FOLDER COOKIE [TIMES]\n");
        return 2;
    }
    if (config_read(&arena, (struct option[]){ { "data", argv[1] }, { "demo", "yes" } }, 2, &config) != OK ||
        app_open(&config, &arena, false, &app) != OK)
        return 1;
    struct asking words = { &arena, arena_array(&arena, (size_t)times, sizeof *words.path), (size_t)times };
    if (database_read(app->database, words_read, &words) != OK)
        return 1;
    int64_t *took = arena_array(&arena, (size_t)times, sizeof *took);
    int status = 0;
    for (size_t i = 0; i < words.count && (!i || status == 200); i++)
        took[i] = serve(app, argv[2], words.path[i], &status);
    if (status != 200) {
        fprintf(stderr, "bench-search: the answer was %d: is the cookie a member's?\n", status);
        return 1;
    }
    qsort(took, words.count, sizeof *took, by_value);
    printf("%.2f %.2f\n", (double)took[words.count / 2] / 1000, (double)took[words.count * 95 / 100] / 1000);
    app_close(app);
    arena_free(&arena);
    return 0;
}
