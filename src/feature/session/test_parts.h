/* A session and its people, for the tests of sessions. */
#ifndef SESSION_TEST_PARTS_H
#define SESSION_TEST_PARTS_H

#include "session/session.h"

/* A group "porch" looked after by fay, with ana, bo and cyd in it, and a session of theirs that begins in ten minutes: "topic"'s agenda. */
int64_t test_session(bool keeps);
/* The same, begun, with those three inside. */
int64_t test_session_begun(bool keeps);
/* POST /sessions/:id/WORD with one field (NULL: none); the answer's status. */
int test_session_send(const char *who, int64_t session, const char *word, const char *field, const char *value);
/* What somebody of ours does: "next 1". */
int test_session_act(const char *who, int64_t session, const char *act, const char *whom);
/* Says something where they are; its id, 0 when it was refused. */
int64_t test_session_say(const char *who, int64_t session, const char *body);
/* Fetches the session's page; whether it shows `text`. */
bool test_session_shows(const char *who, int64_t session, const char *text);

#endif
