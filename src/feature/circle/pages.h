/* Inside feature/circle. */
#ifndef CIRCLE_PAGES_H
#define CIRCLE_PAGES_H

#include "circle/circle.h"

/* ---- store.c ---- */

/* A persona's ties, from either side, are gone. */
enum status circle_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* The names of those the signed-in member is connected with, and of those they blocked. */
enum status circle_names(struct request *request, struct rows *connected, struct rows *blocked) MUST_USE;

#endif
