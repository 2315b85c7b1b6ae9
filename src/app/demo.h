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

struct demo_topic {
    const char *title;
    int64_t id;
    const struct demo_group *group;
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
    int64_t topics, posts;   /* so far */
    struct demo_topic *told; /* the conversations of demo/topics */
    size_t told_count;
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
/* A facilitated session under way and one later today (demo_sessions.c). */
enum status demo_sessions(struct db *db, struct demo *demo) MUST_USE;
/* Connections and asks to connect (demo_ties.c). */
enum status demo_ties(struct db *db, struct demo *demo) MUST_USE;
/* What they say about themselves (demo_people.c). */
enum status demo_people(struct db *db, struct demo *demo) MUST_USE;
/* Private messages between those of its members who can sign in (demo_letters.c). */
enum status demo_letters(struct db *db, struct demo *demo) MUST_USE;
/* Reports and cases (demo_cases.c). */
enum status demo_cases(struct db *db, struct demo *demo) MUST_USE;
/* Stories with their roads and answers (demo_stories.c). */
enum status demo_stories(struct db *db, struct demo *demo) MUST_USE;
/* Two who listen (demo_listening.c). */
enum status demo_listening(struct db *db, struct demo *demo) MUST_USE;
/* An answer in a conversation of demo/topics, at a moment that is over; *id: its post (demo.c). */
enum status demo_answer(struct db *db, struct demo *demo, const struct demo_topic *topic, const char *by, const char *body, int64_t at,
                        int64_t *id) MUST_USE;
/* An event as demo/events.json tells one; *id 0: nobody here hosts it, or it was to be today and is over (demo_events.c). */
enum status demo_event(struct db *db, struct demo *demo, const json_t *told, int64_t *id, int64_t *ends) MUST_USE;
/* The moment that "day" (counted from today) and "minute" of an object name in a zone. BROKEN: there is no such zone. */
enum status demo_moment(struct demo *demo, const json_t *told, const char *zone, int64_t *at) MUST_USE;
/* Questions for dates inside conversations, and what became of them (demo_gatherings.c). */
enum status demo_gatherings(struct db *db, struct demo *demo) MUST_USE;
/* A calendar around today (demo_events.c). */
enum status demo_events(struct db *db, struct demo *demo) MUST_USE;
/* Two who mediate (demo_mediation.c). */
enum status demo_mediation(struct db *db, struct demo *demo) MUST_USE;
/* Partners and what they offer (demo_opportunities.c). */
enum status demo_opportunities(struct db *db, struct demo *demo) MUST_USE;
/* Evenings of networking, and mentors (demo_networking.c). */
enum status demo_networking(struct db *db, struct demo *demo) MUST_USE;
/* Goes on until the wish's numbers are reached (demo_more.c). */
enum status demo_more(struct demo *demo) MUST_USE;

#endif
