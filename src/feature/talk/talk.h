/* What everything that people write to each other shares: content notes, answers without words, the name of somebody who is gone. */
#ifndef TALK_H
#define TALK_H

#include "http/http.h"

enum { TALK_NOTE_MAX = 120 }; /* characters of a note in one's own words */

/* What a text may touch; its words are shown before the text is. */
struct talk_note {
    const char *code, *label;
};
struct talk_notes {
    const struct talk_note *items;
    size_t count;
};
const struct talk_notes *talk_notes_all(void);
/* A known category's code, else "". */
const char *talk_note_code(const char *code);
/* Its English words, "" for an unknown one. */
const char *talk_note_label(const char *code);
/* "Content note: Grief and loss · my mother’s death", or NULL for none. */
const char *talk_note_text(struct view *view, const char *category, const char *words);
/* The fields "note" and "note_own", folded away while they are empty; hint: a sentence above them, or NULL. */
void talk_note_fields(struct view *view, const char *note, const char *own, const char *hint);

/* Around the log of a room or a session; paths may be NULL, labels say of what it is a part. */
void talk_log_older(struct view *view, const char *older, const char *label);
void talk_log_new(struct view *view);
void talk_log_foot(struct view *view, const char *newest, const char *label);

/* How one answers without words. Kept as bits: which kinds are there, and (× REACTION_SEVERAL) which from several people. */
enum talk_warmth { REACTION_WITH = 1, REACTION_THANKS = 2, REACTION_STRENGTH = 4, REACTION_SAME = 8, REACTION_SEVERAL = 16 };
struct talk_word {
    int64_t kind;
    const char *word, *label;
    bool aside; /* behind "More", where room is short */
};
struct talk_words {
    const struct talk_word *items;
    size_t count;
};
const struct talk_words *talk_words_all(void);
/* The kind a form's word stands for; 0: none of them. */
int64_t talk_word_kind(const char *word);

/* The name, or words for somebody who is gone (NULL). */
const char *talk_author_text(struct view *view, const char *name);
/* When something was said: the clock alone for today. */
const char *talk_time_text(struct view *view, int64_t at);

#endif
