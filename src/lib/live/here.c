/* Who is here: in memory alone, forgotten after a while unless it is said again. Each process says what it knows to the others. */
#include "live/inside.h"

enum { PERSONS_MOST = 32768, GRACE_PART = 4, LOOK_MS = 1000 };

/* ---- the tables; the lock is held ---- */

static struct presence **place_at(struct live *live, struct live_channel channel)
{
    uint64_t hash = ((uint64_t)channel.id ^ (uint64_t)(uintptr_t)channel.source) * UINT64_C(0x9e3779b97f4a7c15);
    struct presence **at = &live->places[(hash >> 40) % PLACE_BUCKETS];
    while (*at && ((*at)->channel.id != channel.id || (*at)->channel.source != channel.source))
        at = &(*at)->next;
    return at;
}

static struct person **person_at(struct presence *place, int64_t persona)
{
    struct person **at = &place->persons;
    while (*at && (*at)->persona != persona)
        at = &(*at)->next;
    return at;
}

static struct person *person_find(struct live *live, struct live_channel channel, int64_t persona)
{
    struct presence *place = *place_at(live, channel);
    return place ? *person_at(place, persona) : NULL;
}

static void news(struct live *live, struct presence *place)
{
    place->news = true;
    int64_t now = live_now_ms(), at = place->told + LOOK_MS > now ? place->told + LOOK_MS : now;
    if (!live->here_at || at < live->here_at) {
        live->here_at = at;
        pthread_cond_signal(&live->changed);
    }
}

/* NULL: there are too many already. */
static struct person *person_make(struct live *live, struct live_channel channel, int64_t persona)
{
    struct presence **place = place_at(live, channel);
    struct person *known = person_find(live, channel, persona);
    if (known)
        return known;
    if (live->persons >= PERSONS_MOST)
        return NULL;
    if (!*place) {
        *place = calloc(1, sizeof **place);
        if (!*place)
            abort();
        (*place)->channel = channel;
    }
    struct person *person = calloc(1, sizeof *person);
    if (!person)
        abort();
    person->persona = persona;
    person->next = (*place)->persons;
    (*place)->persons = person;
    live->persons++;
    news(live, *place);
    return person;
}

static void person_remove(struct live *live, struct person **at)
{
    struct person *person = *at;
    *at = person->next;
    free(person);
    live->persons--;
}

static void person_forget(struct live *live, struct live_channel channel, int64_t persona)
{
    struct presence *place = *place_at(live, channel);
    struct person **at = place ? person_at(place, persona) : NULL;
    if (!at || !*at)
        return;
    person_remove(live, at);
    news(live, place);
}

/* Not gone at once: a page that is loaded anew comes back in a moment. */
static void person_leaves(const struct live *live, struct person *person)
{
    person->until = live_now_ms() + live->here_ms / GRACE_PART;
}

/* ---- what others say ---- */

void live_here_heard(struct live *live, enum here what, struct live_channel channel, int64_t persona)
{
    struct person *person = what == HERE_IS ? person_make(live, channel, persona) : person_find(live, channel, persona);
    if (!person)
        return;
    if (what == HERE_IS)
        person->until = live_now_ms() + live->here_ms;
    else if (person->streams)
        person->told = 0; /* not so: they are here with us; said again at their stream's next beat */
    else if (what == HERE_LEAVES)
        person_leaves(live, person);
    else
        person_forget(live, channel, persona);
}

/* ---- what this process knows ---- */

static void tell(struct live *live, enum here what, struct live_channel channel, int64_t persona)
{
    char line[NOTICE_MOST + 1];
    snprintf(line, sizeof line, "%c %s %lld %lld", (char)what, channel.source->name, (long long)channel.id, (long long)persona);
    database_tell(live->database, line);
}

static void is_here(struct live *live, struct live_channel channel, int64_t persona, int streams)
{
    int64_t now = live_now_ms();
    pthread_mutex_lock(&live->lock);
    struct person *person = person_make(live, channel, persona);
    bool say = person && (!person->told || now - person->told >= live->here_ms / 3);
    if (person) {
        person->until = now + live->here_ms;
        person->streams += streams;
    }
    if (say)
        person->told = now;
    pthread_mutex_unlock(&live->lock);
    if (say)
        tell(live, HERE_IS, channel, persona);
}

void live_here(struct live *live, const struct live_source *source, int64_t channel, int64_t persona)
{
    if (live)
        is_here(live, (struct live_channel){ source, channel }, persona, 0);
}

void live_enter(struct live *live, const struct live_source *source, int64_t channel, int64_t persona)
{
    is_here(live, (struct live_channel){ source, channel }, persona, 1);
}

void live_leave(struct live *live, const struct live_source *source, int64_t id, int64_t persona)
{
    struct live_channel channel = { source, id };
    pthread_mutex_lock(&live->lock);
    struct person *person = person_find(live, channel, persona);
    bool last = person && person->streams > 0 && !--person->streams;
    if (last) {
        person_leaves(live, person);
        person->told = 0;
    }
    pthread_mutex_unlock(&live->lock);
    if (last)
        tell(live, HERE_LEAVES, channel, persona);
}

void live_gone(struct live *live, const struct live_source *source, int64_t id, int64_t persona)
{
    struct live_channel channel = { source, id };
    if (!live)
        return;
    pthread_mutex_lock(&live->lock);
    person_forget(live, channel, persona);
    pthread_mutex_unlock(&live->lock);
    tell(live, HERE_GONE, channel, persona);
}

size_t live_present(struct live *live, const struct live_source *source, int64_t channel, int64_t *personas, size_t max)
{
    size_t count = 0;
    if (!live)
        return 0;
    int64_t now = live_now_ms();
    pthread_mutex_lock(&live->lock);
    const struct presence *place = *place_at(live, (struct live_channel){ source, channel });
    for (const struct person *person = place ? place->persons : NULL; person && count < max; person = person->next)
        if (person->streams || person->until > now)
            personas[count++] = person->persona;
    pthread_mutex_unlock(&live->lock);
    return count;
}

/* ---- now and then ---- */

/* False: nobody is in it any more and nothing is left to be told. */
static bool place_look(struct live *live, struct presence *place, int64_t now)
{
    for (struct person **at = &place->persons; *at;) {
        if (!(*at)->streams && (*at)->until <= now) {
            person_remove(live, at);
            place->news = true;
        } else {
            at = &(*at)->next;
        }
    }
    if (place->news && now - place->told >= LOOK_MS) {
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)place->channel.id);
        live_spot_say(live, live_packet_bare(place->channel, "here", id, 0));
        place->news = false;
        place->told = now;
    }
    return place->persons || place->news;
}

void live_here_look(struct live *live, int64_t now)
{
    bool any = false;
    for (size_t i = 0; i < PLACE_BUCKETS; i++)
        for (struct presence **at = &live->places[i], *place; (place = *at);) {
            if (place_look(live, place, now)) {
                at = &place->next;
                any = true;
            } else {
                *at = place->next;
                free(place);
            }
        }
    live->here_at = any ? now + LOOK_MS : 0;
}

void live_here_free(struct live *live)
{
    for (size_t i = 0; i < PLACE_BUCKETS; i++)
        for (struct presence *next, *place = live->places[i]; place; place = next) {
            next = place->next;
            while (place->persons)
                person_remove(live, &place->persons);
            free(place);
        }
}
