/* What the templates of accept/ use. */
#ifndef SHOW_H
#define SHOW_H

#include "html/html.h"

struct person {
    const char *name, *url;
    int64_t id;
    bool chosen;
};

struct people {
    const struct person *items;
    size_t count;
};

/* A part that each template of accept/ may call. */
void show_link(struct view *view, const char *label);
void show_nothing(struct view *view);

static inline const struct people *show_people(void)
{
    static const struct person list[] = {
        { "Ana & <Bo>", "/people/ana?a=1&b=2", 7, true },
        { "\"Cyd\"", "javascript:alert(1)", -8, false },
    };
    static const struct people people = { list, COUNT(list) };
    return &people;
}

static inline const struct people *show_nobody(void)
{
    static const struct people nobody = { 0 };
    return &nobody;
}

#endif
