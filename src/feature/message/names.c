/* How conversations are called and shown. */
#include "message/pages.h"

bool conversation_is_circle(const struct conversation *conversation)
{
    return *conversation->name || conversation->people.count > 2;
}

struct conversation_people conversation_others(struct arena *arena, const struct conversation *conversation, bool left)
{
    struct conversation_people others = { arena_array(arena, conversation->people.count + 1, sizeof *others.items), 0 };
    for (size_t i = 0; i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        if (person->seat != conversation->id && !person->blocked && (left || !person->left))
            others.items[others.count++] = *person;
    }
    return others;
}

const char *conversation_title(struct view *view, const struct conversation *conversation)
{
    struct conversation_people others = conversation_others(view->words.arena, conversation, !conversation_is_circle(conversation));
    if (*conversation->name) /* an application's has a second line, which is feature/opportunity's own */
        return arena_slice(view->words.arena, conversation->name, strcspn(conversation->name, "\n"));
    const char **names = arena_array(view->words.arena, others.count + 1, sizeof *names);
    for (size_t i = 0; i < others.count; i++)
        names[i] = talk_author_text(view, others.items[i].name);
    return others.count ? language_list(&view->words, names, others.count) : t(view, "Only you");
}

const char *conversation_keep_text(struct view *view, int days)
{
    switch (days) {
    case 0:
        return t(view, "Messages stay until somebody takes them away.");
    case 1:
        return t(view, "Messages are deleted after a day.");
    case 7:
        return t(view, "Messages are deleted after a week.");
    default:
        return t(view, "Messages are deleted after a month.");
    }
}

const char *conversation_closed_text(struct view *view, const struct conversation *conversation)
{
    struct conversation_people others = conversation_others(view->words.arena, conversation, false);
    if (conversation->ended)
        return t(view, "This conversation has ended. You can read it; nothing more can be said.");
    if (!others.count)
        return t(view, "Nobody else takes part any more. You can read what was said, or leave as well.");
    for (size_t i = 0; i < others.count; i++)
        if (!others.items[i].waits && others.items[i].name)
            return NULL;
    if (!others.items[0].name)
        return t(view, "Nobody else takes part any more. You can read what was said, or leave as well.");
    return conversation->change >= CONVERSATION_UNANSWERED
               ? t(view,
                   "You’ve said enough for now. You can write more once they have answered; they may need time, and they don’t have to.")
               : NULL;
}
