/* A room and what is said in it, for the tests of rooms. */
#ifndef CHAT_TEST_PARTS_H
#define CHAT_TEST_PARTS_H

#include "chat/chat.h"

/* A group "porch" looked after by fay, with ana and bo in it, and a room "Late". */
int64_t test_room(void);
/* Somebody says something through the web; the message's id, 0 when it was refused. */
int64_t test_say(const char *who, int64_t room, const char *body);
/* What is asked of one message through the web; the answer's status. */
int test_message(const char *who, int64_t message, const char *word, const char *field, const char *value);
/* Whoever is signed in stays so for days. */
void test_stay(void);
/* One column of a row, as text or number. */
const char *test_message_text(int64_t message, const char *column);
int64_t test_message_int(int64_t message, const char *column);

#endif
