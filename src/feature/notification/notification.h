/* What members are told: rows that are written in the transaction that causes them (the outbox) and shown on /notifications. No row holds a
 * name or a word: sentences are made when they are shown, from the kind, the name as it is now, and what the feature that knows the subject
 * says of it to this reader (struct feature, subject). */
#ifndef NOTIFICATION_H
#define NOTIFICATION_H

#include "account/account.h"

enum notification_kind {
    NOTIFICATION_REPLY,      /* "reply". Subject: the topic somebody answered in */
    NOTIFICATION_MENTION,    /* "mention": the room message */
    NOTIFICATION_CONNECTION, /* "connection": somebody asks to connect, or agreed; subject: that persona */
    NOTIFICATION_LETTER,     /* "letter", a private message; subject: the conversation */
    NOTIFICATION_LISTENING,  /* "listening": a listener is there, a talk waits; subject: the listening request */
    NOTIFICATION_STORY,      /* "story": somebody answered a story; subject: the story */
    NOTIFICATION_GROUP,      /* "group": let in or not, invited, made a facilitator; subject: the group */
    NOTIFICATION_TAG,        /* "tag": something new under a tag one follows; subject: the post */
    NOTIFICATION_ASKED,      /* "asked": somebody asks to come into a group one looks after; subject: the group */
    NOTIFICATION_REPORT, /* "report": something became of what they reported; subject: they themselves, so that the row doesn't say which */
    NOTIFICATION_CASE,   /* "case": a case is handed to them, or their opinion is asked; subject: the case */
    NOTIFICATION_DECISION,    /* "decision": something was decided about one, or about one's appeal; subject: the decision. Always told */
    NOTIFICATION_MEDIATION,   /* "mediation": it goes on somewhere; subject: the told one's own seat in it */
    NOTIFICATION_TRUST,       /* "trust": more or less is open to them; subject: their persona */
    NOTIFICATION_WAITING,     /* "waiting": words wait to be read in a group one looks after; subject: the group */
    NOTIFICATION_WORDS,       /* "words": words of one's own that waited; subject: what waited, or the post it became */
    NOTIFICATION_OPPORTUNITY, /* "opportunity": about a partner one works for, or what it offers; subject: the partner, or the listing */
    NOTIFICATION_NETWORKING,  /* "networking": mentoring was asked for, begins, goes on or ends; subject: it */
    NOTIFICATION_EVENT,       /* "event": something about an event one comes to or looks after; subject: the event */
    NOTIFICATION_REMINDER,    /* "reminder": something one comes to begins soon; subject: the event */
    NOTIFICATION_GATHERING,   /* "gathering": a question for dates is over, became a date, or the date is over; subject: the gathering */
    NOTIFICATION_KINDS
};
struct notification {
    int64_t persona; /* who is told */
    enum notification_kind kind;
    int64_t by;      /* whose deed it is; 0: nobody's, or nobody's business (anonymous). Nothing is sent to oneself */
    int64_t subject; /* what it is about: see the kinds */
};
/* Inside a write. One about the same that wasn't seen yet is not doubled; once it came from two people it names neither. Nothing is sent
 * between two who block each other, from somebody the persona mutes, nor of a kind that they don't want. Lights the dot of open pages, and
 * puts the job "notification.deliver" when the persona wants the kind elsewhere, too. A few look-ups: for many at once use a job. */
enum status notification_send(struct db *db, struct arena *arena, const struct notification *notification, int64_t now) MUST_USE;
/* What it was about is gone. */
enum status notification_forget(struct db *db, struct arena *arena, enum notification_kind kind, int64_t subject) MUST_USE;
/* The same for one persona: it isn't for them any more. */
enum status notification_forget_one(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind,
                                    int64_t subject) MUST_USE;
/* They have looked at the thing itself: no dot for it any more. Fine when there is none. */
enum status notification_seen(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind, int64_t subject) MUST_USE;

/* Hook for http: whether the reader, under any of their names, has something they haven't seen, and it isn't their quiet hours. One look-up
 * for each name in an index of unseen rows; only who has some is asked for their hours. */
bool notification_unseen(struct request *request);

/* Bare events "told", in a channel of each persona: there is something new. Without memory: a page that is loaded looks for itself. */
extern const struct live_source notification_live;

handler notification_page, notification_see_all, notification_delete, notification_delete_all;
handler notification_choices_page, notification_choices_save;
extern const struct field notification_choices_form[];
extern const struct feature notification_feature;

#endif
