/* What a writer can wish for, what a text can touch, how one can answer without words. The order is the order on the page. */
#include "board/pages.h"

static const struct topic_wish wishes[] = {
    { "none", N_("Nothing in particular"), N_("People answer as it comes to them."), "leaf" },
    { "listen", N_("Please just listen"), N_("“I read this” is enough. No advice."), "ear" },
    { "share", N_("Share your experience"), N_("I’d like to hear how it was for you."), "read" },
    { "advice", N_("Advice is welcome"), N_("Ideas, things that helped, things to try."), "lamp" },
};
static const struct topic_wishes wishes_all = { wishes, COUNT(wishes) };

static const struct post_note notes[] = {
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
static const struct post_notes notes_all = { notes, COUNT(notes) };

static const struct reaction_word reactions[] = {
    { REACTION_WITH, "with", N_("With you"), false },
    { REACTION_THANKS, "thanks", N_("Thank you"), false },
    { REACTION_STRENGTH, "strength", N_("Sending strength"), true },
    { REACTION_SAME, "same", N_("Me too"), true },
};
static const struct reaction_words reactions_all = { reactions, COUNT(reactions) };

const struct topic_wishes *topic_wishes_all(void)
{
    return &wishes_all;
}
const struct post_notes *post_notes_all(void)
{
    return &notes_all;
}
const struct reaction_words *reaction_words_all(void)
{
    return &reactions_all;
}

const struct topic_wish *topic_wish_find(const char *code)
{
    for (size_t i = 0; i < COUNT(wishes); i++)
        if (text_same(wishes[i].code, code))
            return &wishes[i];
    return &wishes[0];
}

const char *topic_wish_note(struct view *view, const struct topic *topic)
{
    const char *name = topic->name ? topic->name : t(view, "The writer");
    if (text_same(topic->wish, "listen"))
        return tf(view, "{1} asked for listening, not advice. “I read this” is a whole reply.", name);
    if (text_same(topic->wish, "share"))
        return tf(view, "{1} would like to hear how it was for you. Speak of yourself, and leave the conclusions to them.", name);
    if (text_same(topic->wish, "advice"))
        return tf(view, "{1} would like ideas. Say what helped you, and leave the choice to them.", name);
    return NULL;
}

static const struct post_note *note_find(const char *code)
{
    for (size_t i = 0; i < COUNT(notes); i++)
        if (text_same(notes[i].code, code))
            return &notes[i];
    return NULL;
}

const char *post_note_code(const char *code)
{
    const struct post_note *note = note_find(code);
    return note ? note->code : "";
}

const char *post_note_label(const char *code)
{
    const struct post_note *note = note_find(code);
    return note ? note->label : "";
}

const char *post_note_text(struct view *view, const char *category, const char *words)
{
    const struct post_note *note = note_find(category);
    if (note && *words)
        return tf(view, "Content note: {1} · {2}", t(view, note->label), words);
    return note ? tf(view, "Content note: {1}", t(view, note->label)) : *words ? tf(view, "Content note: {1}", words) : NULL;
}

int64_t reaction_kind(const char *word)
{
    for (size_t i = 0; i < COUNT(reactions); i++)
        if (text_same(reactions[i].word, word))
            return reactions[i].kind;
    return 0;
}

/* Somebody else gave this kind: several did, or one did and it wasn't the reader. */
static bool others_gave(const struct post *post, unsigned kind)
{
    return (post->warmth & kind * REACTION_SEVERAL) || ((post->warmth & kind) && !(post->mine & kind));
}

const char *reaction_phrase(struct view *view, const struct post *post)
{
    if (others_gave(post, REACTION_WITH))
        return t(view, "Some people are sitting with this.");
    if (others_gave(post, REACTION_SAME))
        return t(view, "Some people know this too.");
    if (others_gave(post, REACTION_STRENGTH))
        return t(view, "Some people are sending strength.");
    if (others_gave(post, REACTION_THANKS))
        return t(view, "Some people are glad this was said.");
    return NULL;
}

const char *topic_title_text(struct view *view, const struct topic *topic)
{
    return *topic->title ? topic->title : t(view, "A conversation whose beginning was taken away");
}

const char *post_author_text(struct view *view, const char *name)
{
    return name ? name : t(view, "Somebody who has left");
}
