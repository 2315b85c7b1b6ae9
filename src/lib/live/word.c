/* What processes say to each other, a line at a time: saying it, and understanding it. */
#include "live/inside.h"

/* ---- saying ---- */

enum status live_publish(struct db *db, struct arena *arena, const struct live_source *source, int64_t channel)
{
    return db_notify(db, arena, arena_printf(arena, "c %s %lld", source->name, (long long)channel));
}

enum status live_drop(struct db *db, struct arena *arena, int64_t persona)
{
    return db_notify(db, arena, arena_printf(arena, "d %lld", (long long)persona));
}

void live_tell(struct live *live, const struct live_source *source, int64_t channel, const char *event, const char *data, int64_t but)
{
    if (!live)
        return;
    char line[NOTICE_MOST + 1];
    int len = snprintf(line, sizeof line, "t %s %lld %lld %s %s", source->name, (long long)channel, (long long)but, event, data);
    if (len > 0 && len <= NOTICE_MOST)
        database_tell(live->database, line);
    else
        log_line(LOG_ERROR, "live.tell", "%s %s: more than fits into a line", source->name, event);
}

/* ---- understanding ---- */

const struct live_source *live_source_find(const struct live *live, const char *name, size_t len)
{
    for (const struct live_source *const *source = live->sources; *source; source++)
        if (strlen((*source)->name) == len && !memcmp((*source)->name, name, len))
            return *source;
    return NULL;
}

/* The next word of a line; the rest begins behind it. */
static size_t word_next(const char **line, const char **word)
{
    *word = *line;
    size_t len = strcspn(*line, " ");
    *line += len + ((*line)[len] == ' ');
    return len;
}

static bool number_next(const char **line, int64_t *number)
{
    const char *word;
    char digits[24];
    size_t len = word_next(line, &word);
    if (!len || len >= sizeof digits)
        return false;
    memcpy(digits, word, len);
    digits[len] = '\0';
    return text_int(digits, 0, INT64_MAX, number);
}

static bool channel_next(const struct live *live, const char **line, struct live_channel *channel)
{
    const char *word;
    size_t len = word_next(line, &word);
    channel->source = live_source_find(live, word, len);
    return channel->source && number_next(line, &channel->id);
}

static void heard_change(struct live *live, struct live_channel channel)
{
    struct spot *spot = live_spot_find(live, channel);
    if (spot)
        live_spot_ready(live, spot);
}

static void heard_tell(struct live *live, struct live_channel channel, const char *line)
{
    int64_t but;
    const char *word;
    char event[32];
    if (!number_next(&line, &but))
        return;
    size_t len = word_next(&line, &word);
    if (!len || len >= sizeof event || strspn(word, "abcdefghijklmnopqrstuvwxyz-") != len || text_has_controls(line))
        return;
    memcpy(event, word, len);
    event[len] = '\0';
    live_spot_say(live, live_packet_bare(channel, event, line, but));
}

void live_heard(struct live *live, const char *line)
{
    char what = line[0];
    struct live_channel channel = { 0 };
    int64_t persona = 0;
    if (!what || line[1] != ' ')
        return;
    line += 2;
    bool known = what == 'd' ? number_next(&line, &persona) && persona : channel_next(live, &line, &channel);
    if (!known || (strchr("hlg", what) && !number_next(&line, &persona)))
        return;
    pthread_mutex_lock(&live->lock);
    if (what == 'c')
        heard_change(live, channel);
    else if (what == 'd')
        live_streams_drop(live, persona);
    else if (what == 't')
        heard_tell(live, channel, line);
    else if (strchr("hlg", what))
        live_here_heard(live, (enum here)what, channel, persona);
    pthread_mutex_unlock(&live->lock);
}

void live_lost(struct live *live)
{
    pthread_mutex_lock(&live->lock);
    live->lost = true;
    pthread_cond_signal(&live->changed);
    pthread_mutex_unlock(&live->lock);
}
