/* Inside feature/circle. */
#ifndef CIRCLE_PAGES_H
#define CIRCLE_PAGES_H

#include "circle/circle.h"

/* The rows of a list of people, in their order. */
void circle_people_read(struct arena *arena, struct rows *rows, struct circle_people *people);
void circle_people_sort(struct request *request, struct circle_people *people);

/* ---- store.c ---- */

/* A persona's ties, from either side, are gone. */
enum status circle_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* For jobs: asks that waited long enough. */
enum status connection_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;

/* ---- list_store.c ---- */

/* Sealed names and choices, as they lie there. */
struct circle_row {
    int64_t id;
    struct bytes name;
    bool has;
};
struct circle_rows {
    struct circle_row *items;
    size_t count;
};
/* persona 0: of nobody. */
enum status circle_rows_of(struct request *request, int64_t persona, struct circle_rows *rows) MUST_USE;
enum status circle_row_put(struct request *request, int64_t id, struct bytes name) MUST_USE;
enum status circle_row_drop(struct request *request, int64_t id) MUST_USE;
enum status circle_choice_row(struct request *request, bool *closed, struct bytes *quiet) MUST_USE;
enum status circle_choice_put(struct request *request, bool closed, struct bytes quiet) MUST_USE;

#endif
