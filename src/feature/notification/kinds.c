/* The kinds, in words: plain and neutral, no numbers, no hurry. */
#include "notification/pages.h"

struct kind {
    const char *word, *icon, *label, *hint;
    const char *one;    /* {1}: who; {2}: the title. NULL: as for nobody */
    const char *nobody; /* {1}: the title */
};

static const struct kind *kind_of(enum notification_kind kind)
{
    static const struct kind kinds[NOTIFICATION_KINDS] = {
        [NOTIFICATION_REPLY] = { "reply", "leaf", N_("Answers in conversations"), N_("Those you began, answered or follow."),
                                 N_("{1} answered in “{2}”"), N_("There are new answers in “{1}”") },
        [NOTIFICATION_MENTION] = { "mention", "groups", N_("Someone speaks to you in a room"), N_("By your name with an @ before it."),
                                   N_("{1} spoke to you in “{2}”"), N_("Someone spoke to you in “{1}”") },
        [NOTIFICATION_CONNECTION] = { "connection", "meet", N_("Someone would like to connect"), NULL, NULL,
                                      N_("There’s something new between you and {1}") },
        [NOTIFICATION_LETTER] = { "letter", "inbox", N_("Private messages"), NULL, N_("{1} wrote to you"),
                                  N_("There’s a private message for you") },
        [NOTIFICATION_LISTENING] = { "listening", "ear", N_("Talks with a listener"), NULL, NULL,
                                     N_("There’s news about a talk with a listener") },
        [NOTIFICATION_STORY] = { "story", "read", N_("Answers to your stories"), NULL, N_("{1} answered “{2}”"),
                                 N_("There are new answers to “{1}”") },
        [NOTIFICATION_GROUP] = { "group", "door", N_("You and your groups"), N_("You’re invited, let in, or asked to look after one."),
                                 NULL, N_("There’s something new in “{1}”") },
        [NOTIFICATION_TAG] = { "tag", "find", N_("Hashtags you follow"), NULL, NULL, N_("A hashtag you follow is used in “{1}”") },
        [NOTIFICATION_ASKED] = { "asked", "door", N_("Someone asks to come in"), N_("Into a group that you look after."),
                                 N_("{1} asks to come into “{2}”"), N_("Someone asks to come into “{1}”") },
        [NOTIFICATION_REPORT] = { "report", "info", N_("What you’ve reported"), NULL, NULL,
                                  N_("There’s news about something you told the moderators") },
        [NOTIFICATION_CASE] = { "case", "lamp", N_("The care desk"), N_("For those who moderate."),
                                N_("{1} would like your help with a case"), N_("There’s something new at the care desk") },
        [NOTIFICATION_DECISION] = { "decision", "inbox", NULL, NULL, NULL,
                                    N_("There’s a letter for you from those who look after this place") },
        [NOTIFICATION_MEDIATION] = { "mediation", "ear", N_("Mediation"), NULL, NULL, N_("There’s news about a talk with a mediator") },
        [NOTIFICATION_TRUST] = { "trust", "leaf", N_("What’s open to you"), N_("Someone who looks after this place has changed it."), NULL,
                                 N_("What’s open to you here has changed") },
        [NOTIFICATION_WAITING] = { "waiting", "read", N_("Words that wait to be read"), N_("In a group that you look after."), NULL,
                                   N_("Words wait to be read in “{1}”") },
        [NOTIFICATION_WORDS] = { "words", "leaf", N_("Your words that waited"), N_("Whether they’re on the board now."), NULL,
                                 N_("There’s news of something you wrote") },
        [NOTIFICATION_OPPORTUNITY] = { "opportunity", "info", N_("Work for a partner"), N_("For people of employers and organisations."),
                                       NULL, N_("There’s news about a partner you work for") },
        [NOTIFICATION_NETWORKING] = { "networking", "meet", N_("Mentoring"), NULL, NULL,
                                      N_("There’s news about a time you share with somebody") },
        [NOTIFICATION_GATHERING] = { "gathering", "meet", N_("Meeting, from a conversation"),
                                     N_("A date was chosen, or you can look back together."), NULL,
                                     N_("There’s news about meeting, from “{1}”") },
        [NOTIFICATION_EVENT] = { "event", "pin", N_("Events you come to or look after"), NULL, NULL, N_("There’s news about “{1}”") },
        [NOTIFICATION_REMINDER] = { "reminder", "meet", N_("What you come to"), N_("The day before, and shortly before it begins."), NULL,
                                    N_("“{1}” is coming up") },
    };
    return &kinds[kind];
}

const char *notification_word(enum notification_kind kind)
{
    return kind_of(kind)->word;
}

bool notification_kind_read(const char *word, enum notification_kind *kind)
{
    for (int i = 0; i < NOTIFICATION_KINDS; i++)
        if (text_same(word, kind_of((enum notification_kind)i)->word)) {
            *kind = (enum notification_kind)i;
            return true;
        }
    return false;
}

const char *notification_label(enum notification_kind kind)
{
    return kind_of(kind)->label;
}

const char *notification_hint(enum notification_kind kind)
{
    return kind_of(kind)->hint;
}

const char *notification_icon(enum notification_kind kind)
{
    return kind_of(kind)->icon;
}

const char *notification_sentence(struct view *view, enum notification_kind kind, const char *name, const char *title)
{
    return name && kind_of(kind)->one ? tf(view, kind_of(kind)->one, name, title) : tf(view, kind_of(kind)->nobody, title);
}
