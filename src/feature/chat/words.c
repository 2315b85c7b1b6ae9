/* What a message can touch, how one can answer it without words, and the sentences that say how a room is. */
#include "chat/pages.h"

static const struct message_note notes[] = {
    { "grief", N_("Grief and loss") },
    { "family", N_("Family and rejection") },
    { "outing", N_("Being outed") },
    { "violence", N_("Violence") },
    { "abuse", N_("Abuse") },
    { "assault", N_("Sexual violence") },
    { "suicide", N_("Suicide") },
    { "selfharm", N_("Self-harm") },
    { "mind", N_("Mental health") },
    { "health", N_("Illness and hospitals") },
    { "body", N_("Body and dysphoria") },
    { "food", N_("Food and eating") },
    { "substances", N_("Alcohol and drugs") },
    { "hate", N_("Hate and insults") },
    { "religion", N_("Religion") },
    { "sexuality", N_("Sex and desire") },
    { "law", N_("Police, courts, borders") },
    { "other", N_("Something else") },
};
static const struct message_notes notes_all = { notes, COUNT(notes) };

static const struct message_kind kinds[] = {
    { 1, "with", N_("With you") },
    { 2, "thanks", N_("Thank you") },
    { 4, "strength", N_("Sending strength") },
    { 8, "same", N_("Me too") },
};
static const struct message_kinds kinds_all = { kinds, COUNT(kinds) };

const struct message_notes *message_notes_all(void)
{
    return &notes_all;
}
const struct message_kinds *message_kinds_all(void)
{
    return &kinds_all;
}

static const struct message_note *note_find(const char *code)
{
    for (size_t i = 0; i < COUNT(notes); i++)
        if (text_same(notes[i].code, code))
            return &notes[i];
    return NULL;
}

const char *message_note_code(const char *code)
{
    const struct message_note *note = note_find(code);
    return note ? note->code : "";
}

const char *message_note_label(const char *code)
{
    const struct message_note *note = note_find(code);
    return note ? note->label : "";
}

const char *message_note_text(struct view *view, const char *category, const char *words)
{
    const struct message_note *note = category ? note_find(category) : NULL;
    if (note && *words)
        return tf(view, "Content note: {1} · {2}", t(view, note->label), words);
    return note ? tf(view, "Content note: {1}", t(view, note->label)) : words && *words ? tf(view, "Content note: {1}", words) : NULL;
}

int64_t message_kind_read(const char *word)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].word, word))
            return kinds[i].kind;
    return 0;
}

const char *message_warmth_text(struct view *view, unsigned warmth)
{
    struct buf text = { .arena = view->words.arena };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (warmth & (unsigned)kinds[i].kind)
            buf_printf(&text, "%s%s", text.len ? " · " : "", t(view, kinds[i].label));
    return text.len ? buf_text(&text) : NULL;
}

const char *message_author_text(struct view *view, const char *name)
{
    return name ? name : t(view, "Somebody who has left");
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

const char *message_reply_text(struct view *view, const struct message *message)
{
    const char *note = message_note_text(view, message->reply_note_category, message->reply_note_text);
    if (note)
        return note;
    return *message->reply_body ? markdown_excerpt(view->words.arena, message->reply_body, 120) : t(view, "These words were taken away.");
}

const char *message_time_text(struct view *view, int64_t at)
{
    bool today = time_day(date_wall(&view->words, at)) == time_day(date_wall(&view->words, view->words.now));
    return date(view, at, today ? DATE_CLOCK : DATE_TIME);
}

const struct group_lines *room_rules_of(struct view *view, const struct group *group)
{
    struct group_lines *lines = arena_alloc(view->words.arena, sizeof *lines);
    *lines = group_rule_lines(view->words.arena, group->rules);
    return lines;
}
