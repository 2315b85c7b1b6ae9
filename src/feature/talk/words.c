/* What a text can touch, and how one can answer without words. The order is the order on the page. */
#include "talk/talk.h"

#include "layout/layout.h"

static const struct talk_note notes[] = {
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
static const struct talk_notes notes_all = { notes, COUNT(notes) };

static const struct talk_word reactions[] = {
    { REACTION_WITH, "with", N_("With you"), false },
    { REACTION_THANKS, "thanks", N_("Thank you"), false },
    { REACTION_STRENGTH, "strength", N_("Sending strength"), true },
    { REACTION_SAME, "same", N_("Me too"), true },
};
static const struct talk_words reactions_all = { reactions, COUNT(reactions) };

const struct talk_notes *talk_notes_all(void)
{
    return &notes_all;
}

const struct talk_words *talk_words_all(void)
{
    return &reactions_all;
}

static const struct talk_note *note_find(const char *code)
{
    for (size_t i = 0; i < COUNT(notes); i++)
        if (text_same(notes[i].code, code))
            return &notes[i];
    return NULL;
}

const char *talk_note_code(const char *code)
{
    const struct talk_note *note = note_find(code);
    return note ? note->code : "";
}

const char *talk_note_label(const char *code)
{
    const struct talk_note *note = note_find(code);
    return note ? note->label : "";
}

const char *talk_note_text(struct view *view, const char *category, const char *words)
{
    const struct talk_note *note = category ? note_find(category) : NULL;
    if (note && *words)
        return tf(view, "Content note: {1} · {2}", t(view, note->label), words);
    return note ? tf(view, "Content note: {1}", t(view, note->label)) : words && *words ? tf(view, "Content note: {1}", words) : NULL;
}

int64_t talk_word_kind(const char *word)
{
    for (size_t i = 0; i < COUNT(reactions); i++)
        if (text_same(reactions[i].word, word))
            return reactions[i].kind;
    return 0;
}

const char *talk_author_text(struct view *view, const char *name)
{
    return name ? name : t(view, "Somebody who has left");
}

const char *talk_time_text(struct view *view, int64_t at)
{
    bool today = time_day(date_wall(&view->words, at)) == time_day(date_wall(&view->words, view->words.now));
    return date(view, at, today ? DATE_CLOCK : DATE_TIME);
}
