/* The sentences that say how a room is and what stands in it. */
#include "chat/pages.h"

const char *message_warmth_text(struct view *view, unsigned warmth)
{
    struct buf text = { .arena = view->words.arena };
    const struct talk_words *words = talk_words_all();
    for (size_t i = 0; i < words->count; i++)
        if (warmth & (unsigned)words->items[i].kind)
            buf_printf(&text, "%s%s", text.len ? " · " : "", t(view, words->items[i].label));
    return text.len ? buf_text(&text) : NULL;
}

/* ---- how a room is ---- */

const char *room_voice_text(struct view *view, const struct room *room, const struct room_now *now)
{
    switch (now->voice) {
    case ROOM_FREE:
        break;
    case ROOM_CLOSED:
        return t(view, "This room is closed. What was said can be read until it fades.");
    case ROOM_RESTING:
        return now->hours.opens ? tf(view, "The room is resting. It opens again: {1}.", date(view, now->hours.opens, DATE_MOMENT))
                                : t(view, "The room is resting. You can read what was said.");
    case ROOM_PAUSED:
        return room->paused_word && *room->paused_word
                   ? tf(view, "The room is taking a pause. From those who look after it: {1}", room->paused_word)
                   : t(view, "The room is taking a pause. You can read what was said.");
    case ROOM_MUTED:
        if (!now->mute.reason)
            return tf(view,
                      "Until {1} you can read everything in this group, and write nothing here. You find the decision in your letters.",
                      date(view, now->mute.until, DATE_MOMENT));
        return tf(view, "Until {1} you read along, without writing. From those who look after this room: {2}",
                  date(view, now->mute.until, DATE_MOMENT), now->mute.reason);
    }
    return NULL;
}

const char *room_slow_text(struct view *view, const struct room *room)
{
    if (!room->slow_seconds)
        return NULL;
    if (room->slow_seconds < 60)
        return tn(view, "Slow mode is on: one message each in {n} second, so there’s room for everyone.",
                  "Slow mode is on: one message each in {n} seconds, so there’s room for everyone.", room->slow_seconds);
    return tn(view, "Slow mode is on: one message each in {n} minute, so there’s room for everyone.",
              "Slow mode is on: one message each in {n} minutes, so there’s room for everyone.", room->slow_seconds / 60);
}

const char *room_keep_text(struct view *view, const struct room *room)
{
    if (room->keep_hours % 24 || room->keep_hours == 24)
        return tn(view, "Messages are deleted for good after {n} hour.", "Messages are deleted for good after {n} hours.",
                  room->keep_hours);
    return tn(view, "Messages are deleted for good after {n} day.", "Messages are deleted for good after {n} days.", room->keep_hours / 24);
}

/* ---- what facilitators choose from ---- */

static const struct room_options *options_of(struct view *view, const struct room_option *items, size_t count)
{
    struct room_options *options = arena_alloc(view->request->arena, sizeof *options);
    struct room_option *copy = arena_array(view->request->arena, count, sizeof *copy);
    memcpy(copy, items, count * sizeof *copy);
    *options = (struct room_options){ copy, count };
    return options;
}

const struct room_options *room_day_options(struct view *view, unsigned days)
{
    const struct room_option items[] = {
        { "1", t(view, "Monday"), days & 1 },   { "2", t(view, "Tuesday"), days & 2 }, { "3", t(view, "Wednesday"), days & 4 },
        { "4", t(view, "Thursday"), days & 8 }, { "5", t(view, "Friday"), days & 16 }, { "6", t(view, "Saturday"), days & 32 },
        { "7", t(view, "Sunday"), days & 64 },
    };
    return options_of(view, items, COUNT(items));
}

const struct room_options *room_slow_options(struct view *view, int seconds)
{
    const struct room_option items[] = {
        { "0", t(view, "Off"), seconds == 0 },
        { "15", t(view, "One message in 15 seconds"), seconds == 15 },
        { "60", t(view, "One message a minute"), seconds == 60 },
        { "300", t(view, "One message in 5 minutes"), seconds == 300 },
    };
    return options_of(view, items, COUNT(items));
}

const struct room_options *room_keep_options(struct view *view, int hours)
{
    const struct room_option items[] = {
        { "24", t(view, "A day"), hours == 24 },
        { "72", t(view, "Three days"), hours == 72 },
        { "168", t(view, "A week"), hours == 168 },
    };
    return options_of(view, items, COUNT(items));
}

const struct room_options *room_mute_options(struct view *view)
{
    const struct room_option items[] = {
        { "10", t(view, "Ten minutes"), true },
        { "60", t(view, "An hour"), false },
        { "1440", t(view, "A day"), false },
    };
    return options_of(view, items, COUNT(items));
}

/* ---- one message ---- */

const char *message_for_text(struct view *view, const struct message *message)
{
    struct buf ids = { .arena = view->words.arena };
    for (size_t i = 0; i < message->mentions_count; i++)
        buf_printf(&ids, "%s%lld", i ? " " : "", (long long)message->mentions[i]);
    return buf_text(&ids);
}

bool message_quotes(const struct view *view, const struct message *message)
{
    return message->reply_to && message->reply_body && message->reply_until >= view->words.now;
}

const char *message_reply_text(struct view *view, const struct message *message)
{
    const char *note = talk_note_text(view, message->reply_note_category, message->reply_note_text);
    if (note)
        return note;
    return *message->reply_body ? markdown_excerpt(view->words.arena, message->reply_body, 120) : t(view, "These words were taken away.");
}

const struct text_lines *room_rules_of(struct view *view, const struct group *group)
{
    struct text_lines *lines = arena_alloc(view->words.arena, sizeof *lines);
    *lines = text_lines(view->words.arena, group->rules);
    return lines;
}
