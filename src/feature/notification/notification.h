/* What members are told: rows that are written in the transaction that causes them (the outbox) and shown on /notifications. */
#ifndef NOTIFICATION_H
#define NOTIFICATION_H

#include "account/account.h"

enum notification_kind {
    NOTIFICATION_REPLY,      /* subject: the topic somebody answered in */
    NOTIFICATION_MENTION,    /* subject: the room message */
    NOTIFICATION_CONNECTION, /* somebody asks to connect, or agreed; subject: that persona */
    NOTIFICATION_LETTER,     /* a private message; subject: the conversation */
    NOTIFICATION_LISTENING,  /* a listener is there, a talk waits; subject: the listening request */
    NOTIFICATION_STORY,      /* somebody answered a story; subject: the story */
    NOTIFICATION_GROUP,      /* let in, invited, made a facilitator; subject: the group */
    NOTIFICATION_TAG,        /* something new under a tag one follows; subject: the post */
    NOTIFICATION_KINDS
};
struct notification {
    int64_t persona; /* who is told */
    enum notification_kind kind;
    int64_t by;      /* whose deed it is; 0: nobody's, or nobody's business. Nothing is sent to oneself */
    int64_t subject; /* what it is about: see the kinds */
};
/* Inside a write. One that says the same and wasn't seen yet is not doubled. Nothing is sent between two who block each other. */
enum status notification_send(struct db *db, struct arena *arena, const struct notification *notification, int64_t now) MUST_USE;
/* What it was about is gone. */
enum status notification_forget(struct db *db, struct arena *arena, enum notification_kind kind, int64_t subject) MUST_USE;

extern const struct feature notification_feature;

#endif
