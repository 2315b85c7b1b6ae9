/* Who fits: presence by hours, the order of listeners for one request, and who may be brought together at all. */
#include "listening/pages.h"

enum { WEEK = 7, DAY_MINUTES = 24 * 60 };

/* ---- who is there ---- */

static struct words listener_words(const struct listener *listener, const struct words *words)
{
    struct words theirs = *words;
    theirs.zone = *listener->set.zone ? listener->set.zone : NULL;
    return theirs;
}

/* From the evening before, which may reach into this morning, to a week ahead. */
struct listening_presence listening_presence_of(const struct listener *listener, const struct words *words)
{
    struct listening_presence presence = { .here = listener->available_until > words->now };
    struct words theirs = listener_words(listener, words);
    int64_t today = time_day(date_wall(&theirs, words->now));
    if (presence.here)
        presence.until = listener->available_until;
    for (int64_t day = today - 1; day <= today + WEEK && !presence.next; day++) {
        const struct listening_hours *hours = &listener->set.hours[date_weekday(day)];
        int64_t length = hours->until - hours->from + (hours->until <= hours->from ? DAY_MINUTES : 0);
        if (hours->from == hours->until)
            continue;
        int64_t from = date_moment(&theirs, day, hours->from), until = date_moment(&theirs, day, hours->from + length);
        if (from > words->now)
            presence.next = from;
        else if (until > words->now) {
            presence.here = true;
            presence.until = until > presence.until ? until : presence.until;
        }
    }
    return presence;
}

bool listening_free(const struct listener *listener, const struct words *words)
{
    return listener->active < listener->set.most && listening_presence_of(listener, words).here;
}

/* ---- who comes first ---- */

static bool code_in(const char *codes, const char *code, size_t len)
{
    while (*codes) {
        size_t at = strcspn(codes, " ");
        if (at == len && !memcmp(codes, code, len))
            return true;
        codes += at + (codes[at] == ' ');
    }
    return false;
}

const char *listening_shared(struct arena *arena, const char *a, const char *b)
{
    struct buf shared = { .arena = arena };
    while (*a) {
        size_t len = strcspn(a, " ");
        if (len && code_in(b, a, len)) {
            buf_puts(&shared, shared.len ? " " : "");
            buf_add(&shared, a, len);
        }
        a += len + (a[len] == ' ');
    }
    return buf_text(&shared);
}

static bool speaks(const struct listening_request *request, const struct listener *listener)
{
    const char *codes = request->languages;
    while (*codes) {
        size_t len = strcspn(codes, " ");
        if (len && code_in(listener->set.languages, codes, len))
            return true;
        codes += len + (codes[len] == ' ');
    }
    return false;
}

static int topics_shared(const struct listening_request *request, const struct listener *listener)
{
    return __builtin_popcount(request->topics & listener->set.topics);
}

static uint64_t draw(const struct listening_request *request, const struct listener *listener)
{
    return bytes_digest(bytes_digest(BYTES_DIGEST, &request->id, sizeof request->id), &listener->persona, sizeof listener->persona);
}

int listening_compare(const struct listening_request *request, const struct listener *a, const struct listener *b, int64_t day)
{
    int speak = speaks(request, b) - speaks(request, a), topics = topics_shared(request, b) - topics_shared(request, a);
    int today = (a->day == day ? a->talks : 0) - (b->day == day ? b->talks : 0);
    if (speak)
        return speak;
    if (topics)
        return topics;
    if (a->active != b->active)
        return a->active - b->active;
    if (today)
        return today;
    return draw(request, a) < draw(request, b) ? -1 : 1;
}

/* By insertion: the pool is small, and qsort knows no request. */
void listening_sort(const struct listening_request *request, struct listeners *pool, int64_t day)
{
    for (size_t i = 1; i < pool->count; i++) {
        struct listener moved = pool->items[i];
        size_t at = i;
        for (; at && listening_compare(request, &moved, &pool->items[at - 1], day) < 0; at--)
            pool->items[at] = pool->items[at - 1];
        pool->items[at] = moved;
    }
}

/* ---- who may ---- */

enum status listening_may(struct db *db, struct arena *arena, int64_t request, int64_t asker, int64_t listener, bool *may)
{
    bool blocked, meet, passed = false;
    *may = false;
    if (asker == listener)
        return OK;
    TRY(persona_bands_meet(db, arena, asker, listener, &meet));
    TRY(block_between(db, arena, asker, listener, &blocked));
    if (request)
        TRY(listening_pass_is(db, arena, request, listener, &passed));
    *may = meet && !blocked && !passed;
    return OK;
}
