/* The demonstration community while it is being made. */
#ifndef DEMO_H
#define DEMO_H

#include "app/app.h"
#include "board/board.h"
#include "notification/notification.h"

struct demo_person {
    const char *name;
    int64_t id;
};
struct demo_board {
    const char *name;
    int64_t id;
};
struct demo_group {
    const char *slug, *lang;
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
/* Of a file of demo/, NULL when it is missing or damaged (which is logged); json_decref it. */
json_t *demo_json(const char *path);
/* A text of an object, "" when there is none. */
const char *demo_word(const json_t *object, const char *key);
/* 0: nobody of that name. */
int64_t demo_persona(const struct demo *demo, const char *name);
/* Whoever writes in a group belongs to it. */
enum status demo_belongs(struct db *db, struct demo *demo, const struct demo_group *group, int64_t persona) MUST_USE;
/* The live rooms and what was said in them these last hours (demo_rooms.c). */
enum status demo_rooms(struct db *db, struct demo *demo) MUST_USE;
/* Connections and asks to connect (demo_ties.c). */
enum status demo_ties(struct db *db, struct demo *demo) MUST_USE;
/* What they say about themselves (demo_people.c). */
enum status demo_people(struct db *db, struct demo *demo) MUST_USE;
/* Private messages between those of its members who can sign in (demo_letters.c). */
enum status demo_letters(struct db *db, struct demo *demo) MUST_USE;
/* Stories with their roads and answers (demo_stories.c). */
enum status demo_stories(struct db *db, struct demo *demo) MUST_USE;
/* Two who listen (demo_listening.c). */
enum status demo_listening(struct db *db, struct demo *demo) MUST_USE;
/* Goes on until the wish's numbers are reached (demo_more.c). */
enum status demo_more(struct demo *demo) MUST_USE;

#endif
