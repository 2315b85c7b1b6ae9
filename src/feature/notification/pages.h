/* Inside feature/notification. */
#ifndef NOTIFICATION_PAGES_H
#define NOTIFICATION_PAGES_H

#include "notification/notification.h"

/* ---- store.c ---- */

/* The word a kind stands in the table with. */
const char *notification_word(enum notification_kind kind);
/* What was told to a persona, and what others were told of their deeds, is gone. */
enum status notification_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* Kinds and who, of what the signed-in member was told. */
enum status notification_facts(struct request *request, struct rows *rows) MUST_USE;

#endif
