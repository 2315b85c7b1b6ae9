/* What lies sealed in a member's lists: the names of their circles, their quiet hours. */
#include "circle/pages.h"

#include <stdio.h>

enum { NAME_BYTES = CIRCLE_NAME_MAX * 4 + 1 };

void circle_people_sort(struct request *request, struct circle_people *people)
{
    collate_items(&request->view.words, people->items, people->count, sizeof *people->items, offsetof(struct circle_person, name));
}

/* ---- circles ---- */

static const char *name_context(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "circle.name.%lld", (long long)id);
}

enum status circle_list_with(struct request *request, int64_t persona, struct circles *circles)
{
    struct circle_rows rows;
    TRY(circle_rows_of(request, persona, &rows));
    *circles = (struct circles){ arena_array(request->arena, rows.count + 1, sizeof *circles->items), 0 };
    for (size_t i = 0; i < rows.count; i++) {
        struct bytes plain;
        struct circle *circle = &circles->items[circles->count++];
        *circle = (struct circle){ .id = rows.items[i].id, .name = "", .has = rows.items[i].has };
        if (unseal(request->arena, &request->member->key, name_context(request->arena, circle->id), rows.items[i].name, &plain) == OK)
            circle->name = plain.data;
    }
    collate_items(&request->view.words, circles->items, circles->count, sizeof *circles->items, offsetof(struct circle, name));
    return OK;
}

enum status circle_list_mine(struct request *request, struct circles *circles)
{
    return circle_list_with(request, 0, circles);
}

enum status circle_find(struct request *request, int64_t id, struct circle *circle)
{
    struct circles circles;
    TRY(circle_list_mine(request, &circles));
    for (size_t i = 0; i < circles.count; i++)
        if (circles.items[i].id == id) {
            *circle = circles.items[i];
            return OK;
        }
    return NOT_FOUND;
}

/* All of one length, so that the disk doesn't tell a short name from a long one. */
static enum status name_put(struct request *request, int64_t id, const char *name)
{
    char *padded = arena_alloc(request->arena, NAME_BYTES);
    snprintf(padded, NAME_BYTES, "%s", name);
    return circle_row_put(
        request, id, seal(request->arena, &request->member->key, name_context(request->arena, id), (struct bytes){ padded, NAME_BYTES }));
}

enum status circle_make(struct request *request, const char *name, int64_t *id)
{
    struct circle_rows rows;
    TRY(circle_rows_of(request, 0, &rows));
    if (rows.count >= CIRCLES_MAX)
        return CONFLICT;
    *id = id_random();
    return name_put(request, *id, name);
}

enum status circle_rename(struct request *request, int64_t id, const char *name)
{
    struct circle circle;
    TRY(circle_find(request, id, &circle));
    return name_put(request, id, name);
}

enum status circle_remove(struct request *request, int64_t id)
{
    struct circle circle;
    TRY(circle_find(request, id, &circle));
    return circle_row_drop(request, id);
}

/* ---- quiet hours ---- */

static const char *quiet_context(struct request *request)
{
    return arena_printf(request->arena, "contact_choice.quiet.%lld", (long long)request->reader);
}

enum status circle_choice_of(struct request *request, struct circle_choice *choice)
{
    struct bytes sealed, plain;
    *choice = (struct circle_choice){ .from = 22 * 60, .until = 7 * 60 };
    TRY(circle_choice_row(request, &choice->closed, &sealed));
    if (!sealed.data || unseal(request->arena, &request->member->key, quiet_context(request), sealed, &plain) != OK)
        return OK;
    choice->has_quiet = sscanf(plain.data, "%4d %4d", &choice->from, &choice->until) == 2;
    return OK;
}

enum status circle_choice_keep(struct request *request, const struct circle_choice *choice)
{
    struct bytes sealed = { NULL, 0 };
    const char *text = arena_printf(request->arena, "%4d %4d", choice->from, choice->until);
    if (choice->has_quiet)
        sealed = seal(request->arena, &request->member->key, quiet_context(request), (struct bytes){ text, strlen(text) });
    return circle_choice_put(request, choice->closed, sealed);
}

bool circle_choice_quiet(const struct circle_choice *choice, int minute)
{
    bool begun = minute >= choice->from, over = minute >= choice->until;
    return choice->has_quiet && (choice->until > choice->from ? begun && !over : begun || !over);
}

enum status circle_is_quiet(struct request *request, bool *quiet)
{
    struct circle_choice choice;
    *quiet = false;
    if (!request->member)
        return OK;
    TRY(circle_choice_of(request, &choice));
    *quiet = circle_choice_quiet(&choice, (int)(date_wall(&request->view.words, request->now) / TIME_MINUTE % (24 * 60)));
    return OK;
}
