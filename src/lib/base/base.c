/* The words every other folder speaks; base.h says what each does. */
#include "base/base.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/random.h>
#include <unistd.h>

/* ---- arena ---- */

enum { ARENA_BLOCK = 16 * 1024, ARENA_ALIGN = 16, BUF_LEAST = 128 };

struct arena_block {
    struct arena_block *next;
    size_t room, used; /* used: not kept for the block that is being filled */
    max_align_t data[];
};

static struct arena_block *block_add(struct arena *arena, size_t room)
{
    struct arena_block *block = malloc(sizeof *block + room);
    if (!block)
        abort();
    *block = (struct arena_block){ .next = arena->blocks, .room = room };
    arena->blocks = block;
    return block;
}

/* `size` bytes as they are; whoever asks fills them. */
static void *arena_take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ARENA_ALIGN - sizeof(struct arena_block))
        abort();
    size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (arena->next && size <= (size_t)(arena->end - arena->next)) {
        void *memory = arena->next;
        arena->next += size;
        return memory;
    }
    /* A big piece gets a block of its own, behind the current one, which stays open for small pieces. */
    struct arena_block *open = arena->blocks;
    if (size > ARENA_BLOCK / 2 && arena->next) {
        struct arena_block *block = block_add(arena, size);
        block->used = size;
        block->next = open->next;
        open->next = block;
        arena->blocks = open;
        return block->data;
    }
    if (arena->next)
        open->used = (size_t)(arena->next - (char *)open->data);
    struct arena_block *block = block_add(arena, size > ARENA_BLOCK ? size : ARENA_BLOCK);
    arena->next = (char *)block->data + size;
    arena->end = (char *)block->data + block->room;
    return block->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *memory = arena_take(arena, size);
    memset(memory, 0, size);
    return memory;
}

/* The piece that was taken last grows where it is, if there is room. */
static bool arena_grow(struct arena *arena, const char *memory, size_t size, size_t wanted)
{
    size_t more = ((wanted + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1)) - size;
    if (!memory || memory + size != arena->next || more > (size_t)(arena->end - arena->next))
        return false;
    arena->next += more;
    return true;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        abort();
    return arena_alloc(arena, total);
}

char *arena_slice(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_take(arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_copy(struct arena *arena, const char *text)
{
    return arena_slice(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    /* Nearly always it fits behind what is there, and is written once. */
    size_t room = arena->next ? (size_t)(arena->end - arena->next) : 0;
    char *text = arena->next;
    int len = vsnprintf(room ? text : NULL, room, format, args);
    if (len < 0)
        abort();
    if ((size_t)len < room) {
        (void)arena_take(arena, (size_t)len + 1);
    } else {
        if (room)
            explicit_bzero(text, room); /* its beginning, where no wiping would find it */
        text = arena_take(arena, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    va_end(args);
    return text;
}

struct arena_guest {
    struct arena_guest *next;
    void (*release)(void *what);
    void *what;
};

void arena_keep(struct arena *arena, void (*release)(void *what), void *what)
{
    struct arena_guest *guest = arena_alloc(arena, sizeof *guest);
    *guest = (struct arena_guest){ arena->guests, release, what };
    arena->guests = guest;
}

void arena_free(struct arena *arena)
{
    for (struct arena_guest *guest = arena->guests; guest; guest = guest->next)
        guest->release(guest->what);
    if (arena->next)
        arena->blocks->used = (size_t)(arena->next - (char *)arena->blocks->data);
    for (struct arena_block *next, *block = arena->blocks; block; block = next) {
        next = block->next;
        explicit_bzero(block->data, block->used); /* passwords, opened seals and members' words passed through here */
        free(block);
    }
    *arena = (struct arena){ 0 };
}

/* ---- buf ---- */

static void buf_grow(struct buf *buf, size_t cap)
{
    cap = (cap + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (!arena_grow(buf->arena, buf->data, buf->cap, cap)) {
        char *bigger = arena_take(buf->arena, cap);
        if (buf->len)
            memcpy(bigger, buf->data, buf->len);
        buf->data = bigger;
    }
    buf->cap = cap;
}

void buf_room(struct buf *buf, size_t more)
{
    if (more > SIZE_MAX / 4 - buf->len)
        abort();
    if (buf->len + more + 1 > buf->cap)
        buf_grow(buf, buf->len + more + 1);
}

static void buf_reserve(struct buf *buf, size_t more)
{
    if (more > SIZE_MAX / 4 - buf->len)
        abort();
    size_t wanted = buf->len + more + 1;
    if (wanted > buf->cap)
        buf_grow(buf, wanted * 2 > BUF_LEAST ? wanted * 2 : BUF_LEAST);
}

void buf_add(struct buf *buf, const void *data, size_t len)
{
    buf_reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = buf->cap - buf->len;
    int len = vsnprintf(room ? buf->data + buf->len : NULL, room, format, args);
    if (len < 0)
        abort();
    if ((size_t)len >= room) {
        buf_reserve(buf, (size_t)len);
        vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
    }
    buf->len += (size_t)len;
    va_end(again);
    va_end(args);
}

void buf_percent(struct buf *buf, const char *text, const char *also)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c) || strchr(also, c);
        if (plain)
            buf_add(buf, text, 1);
        else
            buf_add(buf, (const char[]){ '%', digits[c >> 4], digits[c & 15] }, 3);
    }
}

const char *buf_text(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

/* ---- bytes ---- */

uint64_t bytes_digest(uint64_t digest, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++)
        digest = (digest ^ bytes[i]) * UINT64_C(1099511628211);
    return digest;
}

void text_pack(struct buf *buf, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add(buf, texts[i] ? texts[i] : "", texts[i] ? strlen(texts[i]) + 1 : 1);
}

size_t text_unpack(struct bytes packed, const char **const *texts, size_t count)
{
    const char *at = packed.data, *end = at ? at + packed.len : at;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const char *stop = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
        *texts[i] = stop ? at : "";
        at = stop ? stop + 1 : end;
        found += stop != NULL;
    }
    return found;
}

/* ---- time ---- */

int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct timespec clock_deadline(int64_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    int64_t nanoseconds = at.tv_nsec + ms % 1000 * 1000000;
    at.tv_sec += (time_t)(ms / 1000 + nanoseconds / 1000000000);
    at.tv_nsec = (long)(nanoseconds % 1000000000);
    return at;
}

int64_t time_day(int64_t ms)
{
    return ms >= 0 ? ms / TIME_DAY : -((-ms + TIME_DAY - 1) / TIME_DAY);
}

int64_t time_month(int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm date;
    gmtime_r(&seconds, &date);
    return (int64_t)(date.tm_year - 70) * 12 + date.tm_mon;
}

/* ---- randomness and ids ---- */

void random_bytes(void *out, size_t len)
{
    char *at = out;
    while (len) {
        ssize_t got = getrandom(at, len, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        at += got;
        len -= (size_t)got;
    }
}

uint64_t random_u64(void)
{
    uint64_t value;
    random_bytes(&value, sizeof value);
    return value;
}

uint32_t random_below(uint32_t below)
{
    if (below < 2)
        return 0;
    uint64_t limit = (UINT64_C(1) << 32) / below * below; /* reject the uneven tail: every value equally likely */
    uint64_t value;
    do
        value = random_u64() & UINT32_MAX;
    while (value >= limit);
    return (uint32_t)(value % below);
}

enum { MARKS = 1 << 19, TURN = MARKS / 4 };

/* The marks given lately, a bit each: those of this turn and of the one before. Much is made in one moment (the dates of a series) or under
 * one (all of a day): drawn blindly, two of a thousand would be the same one time in three. */
static struct {
    _Atomic uint64_t marks[2][MARKS / 64];
    _Atomic uint32_t count, turn;
} given;

/* A number below MARKS that none of the last TURN was; which one comes next tells nothing. */
static uint32_t mark_draw(void)
{
    uint32_t turn = given.turn;
    if (given.count++ == TURN) {
        turn = !turn;
        for (size_t i = 0; i < COUNT(given.marks[turn]); i++)
            given.marks[turn][i] = 0;
        given.turn = turn;
        given.count = 0;
    }
    for (;;) {
        uint32_t mark = random_below(MARKS), word = mark / 64;
        uint64_t bit = UINT64_C(1) << mark % 64;
        if (!(given.marks[!turn][word] & bit) && !(atomic_fetch_or(&given.marks[turn][word], bit) & bit))
            return mark;
    }
}

int64_t id_at(int64_t now)
{
    uint64_t moment = (uint64_t)now & ((UINT64_C(1) << 43) - 1);
    return (int64_t)(moment << 20 | (uint64_t)mark_draw() << 1 | (random_u64() & 1));
}

int64_t id_random(void)
{
    int64_t id;
    do
        id = (int64_t)(random_u64() >> 2);
    while (!id);
    return id;
}

/* ---- text ---- */

bool text_same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Length of the well-formed sequence at `p` (1 to 4), or 0. */
static size_t sequence(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return p[0] != 0;
    size_t len = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool surrogate = p[0] == 0xed && p[1] >= 0xa0;
    bool too_high = p[0] == 0xf4 && p[1] >= 0x90;
    return overlong || surrogate || too_high ? 0 : len;
}

bool text_is_utf8(const char *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text;
    while (len) {
        size_t step = sequence(p, len);
        if (!step)
            return false;
        p += step;
        len -= step;
    }
    return true;
}

int32_t text_next(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    if (p[0] < 0x80) {
        *at += p[0] != 0;
        return p[0];
    }
    int more = p[0] >= 0xf0 ? 3 : p[0] >= 0xe0 ? 2 : 1;
    int32_t c = p[0] & (0x3f >> more);
    for (int i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            *at += i;
            return 0xfffd;
        }
        c = c << 6 | (p[i] & 0x3f);
    }
    *at += more + 1;
    static const int32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    bool surrogate = c >= 0xd800 && c <= 0xdfff;
    return p[0] < 0xc2 || p[0] > 0xf4 || c < least[more] || c > 0x10ffff || surrogate ? 0xfffd : c;
}

bool text_has_controls(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}

int text_hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t text_length(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

bool text_int(const char *text, int64_t min, int64_t max, int64_t *out)
{
    bool negative = *text == '-';
    const char *digit = text + negative;
    int64_t value = 0;
    if (!*digit)
        return false;
    for (; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *digit - '0', &value)) /* counted down: INT64_MIN has no positive twin */
            return false;
    }
    if (!negative && __builtin_sub_overflow(INT64_C(0), value, &value))
        return false;
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}

const struct text_file *text_file_find(const char *path)
{
    for (size_t i = 0; i < text_files_count; i++)
        if (text_same(text_files[i].path, path))
            return &text_files[i];
    return NULL;
}

/* ---- log ---- */

void log_line(enum log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    char line[1024];
    int head = snprintf(line, sizeof line, "level=%s event=%s ", names[level], event);
    va_list args;
    va_start(args, format);
    int tail = vsnprintf(line + head, sizeof line - (size_t)head - 1, format, args);
    va_end(args);
    size_t len = (size_t)head + (tail > 0 ? (size_t)tail : 0);
    if (len > sizeof line - 2)
        len = sizeof line - 2;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)line[i] < ' ')
            line[i] = ' '; /* one event, one line, whatever a library's message holds */
    line[len++] = '\n';
    (void)!write(STDERR_FILENO, line, len);
}
