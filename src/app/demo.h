/* The demonstration community while it is being made. */
#ifndef DEMO_H
#define DEMO_H

#include "app/app.h"
#include "board/board.h"

struct demo_person {
    const char *name;
    int64_t id;
};
struct demo_board {
    const char *name;
    int64_t id;
};
struct demo_group {
    const char *slug;
    int64_t id;
    struct demo_board *boards;
    size_t boards_count;
};

struct demo {
    struct app *app;
    const struct demo_wish *wish;
    struct arena arena;
    uint64_t state; /* of demo_random */
    int64_t now;
    struct demo_person *people;
    size_t people_count;
    struct demo_group *groups;
    size_t groups_count;
    int64_t topics, posts; /* so far */
};

uint64_t demo_random(struct demo *demo);
size_t demo_below(struct demo *demo, size_t below);
/* Goes on until the wish's numbers are reached (demo_more.c). */
enum status demo_more(struct demo *demo) MUST_USE;

#endif
