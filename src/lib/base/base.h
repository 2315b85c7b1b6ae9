/* The words every other folder speaks: statuses, arenas, growing strings, time, randomness, ids, logging. */
#ifndef BASE_H
#define BASE_H

#include "base/banned.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What every fallible function returns. OK is zero, so TRY() can pass the rest up. Details are logged where they
 * happen; only the status travels. NOT_FOUND also means "not for you". BUSY means "try again later". */
enum status { OK, NOT_FOUND, FORBIDDEN, INVALID, CONFLICT, BUSY, BROKEN };

#define TRY(call)                                                                                                                          \
    do {                                                                                                                                   \
        enum status status_ = (call);                                                                                                      \
        if (status_ != OK)                                                                                                                 \
            return status_;                                                                                                                \
    } while (0)

/* ---- arena: memory that lives exactly as long as its owner (one request, one job). Never fails: it aborts. ---- */

struct arena {
    struct arena_block *blocks;
    char *next, *end;
    struct arena_guest *guests;
};

/* `size` zeroed bytes, aligned for anything. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
/* `count` zeroed items of `size` bytes; aborts when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));
char *arena_copy(struct arena *arena, const char *text) __attribute__((returns_nonnull));
/* A zero-ended copy of `len` bytes. */
char *arena_slice(struct arena *arena, const char *text, size_t len) __attribute__((returns_nonnull));
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3) __attribute__((returns_nonnull));
/* `release(what)` is called when the arena ends: for memory that it shares with others. */
void arena_keep(struct arena *arena, void (*release)(void *what), void *what);
/* Wipes and gives back every block; the arena may be used again. */
void arena_free(struct arena *arena);

/* ---- buf: a growing byte string inside an arena, always zero-ended once something was added ---- */

struct buf {
    struct arena *arena;
    char *data;
    size_t len, cap;
};

/* Makes room for `more` bytes at once, when their number is known. */
void buf_room(struct buf *buf, size_t more);
void buf_add(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/* Percent-encodes `text` for an address: everything but ASCII letters, digits, "-._~" and the characters of `also`. */
void buf_percent(struct buf *buf, const char *text, const char *also);
/* The bytes so far, never NULL. */
const char *buf_text(const struct buf *buf);

/* ---- bytes: a view of binary data owned by someone else ---- */

struct bytes {
    const void *data;
    size_t len;
};

/* FNV-1a, begun with BYTES_DIGEST or carried on from an earlier answer: tells texts apart that nobody picks to collide. */
#define BYTES_DIGEST UINT64_C(14695981039346656037)
uint64_t bytes_digest(uint64_t digest, const void *data, size_t len);

/* Several texts as one run of bytes, each with its zero byte: what is sealed as a whole. A NULL is packed as "". */
void text_pack(struct buf *buf, const char *const *texts, size_t count);
/* Points `texts` at the first `count` texts of such a run, in their order; those that lack become "". How many were there. */
size_t text_unpack(struct bytes packed, const char **const *texts, size_t count);

/* ---- time: epoch milliseconds; only `clock_now` asks the system ---- */

#define TIME_SECOND INT64_C(1000)
#define TIME_MINUTE (60 * TIME_SECOND)
#define TIME_HOUR (60 * TIME_MINUTE)
#define TIME_DAY (24 * TIME_HOUR)

int64_t clock_now(void);
/* Monotonic microseconds, for measuring only. */
int64_t clock_monotonic_us(void);
/* `ms` from now, for pthread_cond_clockwait(…, CLOCK_MONOTONIC, …): a clock that is set must not make anybody wait longer. */
struct timespec clock_deadline(int64_t ms);
/* Days since 1970-01-01 (UTC) of a moment. */
int64_t time_day(int64_t ms);
/* Months since 1970-01 (UTC): the finest time an account or persona row may carry. */
int64_t time_month(int64_t ms);

/* ---- randomness: from the kernel, never fails (aborts) ---- */

void random_bytes(void *out, size_t len);
uint64_t random_u64(void);
/* Uniform in [0, below). */
uint32_t random_below(uint32_t below);

/* ---- ids ---- */

/* 63-bit id ordered by time: milliseconds in the high 43 bits, 20 random bits below. For content. Of one process no two among 131,072 in a
 * row are the same or differ in the lowest bit alone, also where all carry one moment; between processes that is left to chance. */
int64_t id_at(int64_t now);
/* 62 random bits, never 0: for accounts and personas, whose order must tell nothing. */
int64_t id_random(void);

/* ---- text helpers that need no Unicode tables ---- */

bool text_same(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
/* True when `text` is well-formed UTF-8 without NUL (RFC 3629: no surrogates, no overlong forms). */
bool text_is_utf8(const char *text, size_t len);
/* The code point at *at, moving behind it; U+FFFD for a malformed byte, 0 at the end (without moving). */
int32_t text_next(const char **at);
/* Control characters of ASCII: what no path, header or address may hold. */
bool text_has_controls(const char *text);
/* The value of a hexadecimal digit; -1 for anything else. */
int text_hex_digit(char c);
/* Code points in well-formed UTF-8. */
size_t text_length(const char *text);
/* A decimal integer in [min, max] and nothing else; false otherwise. */
bool text_int(const char *text, int64_t min, int64_t max, int64_t *out);

/* ---- files compiled into the program (word lists, the demo community), by their path in the repository ---- */

struct text_file {
    const char *path; /* "src/feature/account/words.txt" */
    const char *data; /* zero-ended */
    size_t len;
};
extern const struct text_file text_files[];
extern const size_t text_files_count;
/* NULL when there is none of that path. */
const struct text_file *text_file_find(const char *path);

/* ---- log: structured lines on stderr, never anything about a person ---- */

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
/* `event` is a fixed word such as "db.failed"; the format holds facts about the machine, never names, texts, addresses. */
void log_line(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);

#endif
