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
