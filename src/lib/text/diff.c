/* What changed between two texts: Myers' shortest edit in linear space (E. W. Myers, "An O(ND) Difference Algorithm", 1986, section 4b). */
#include "text/text.h"

enum { MAX_LINES = 2000 };

struct line {
    const char *text;
    uint64_t hash; /* compared first: most unlike lines differ here */
};

struct lines {
    struct line *items;
    int count;
};

/* A box of the edit graph: lines [from, to) of either side. */
struct box {
    int a_from, a_to, b_from, b_to;
};

struct edit {
    const struct line *a, *b;
    bool *removed, *added;   /* which lines of either side have no partner */
    int *forward, *backward; /* furthest x on each diagonal, with room for both signs */
    int middle;              /* index of diagonal 0 in them */
};

static struct lines split(struct arena *arena, const char *text)
{
    size_t count = 0;
    for (const char *at = text; *at; at += *at == '\n')
        count++, at += strcspn(at, "\n");
    struct lines lines = { arena_array(arena, count + 1, sizeof *lines.items), (int)count };
    for (size_t i = 0; i < count; i++) {
        size_t len = strcspn(text, "\n");
        lines.items[i] = (struct line){ arena_slice(arena, text, len), bytes_digest(BYTES_DIGEST, text, len) };
        text += len + (text[len] == '\n');
    }
    return lines;
}

static bool same(const struct edit *edit, int a, int b)
{
    return edit->a[a].hash == edit->b[b].hash && text_same(edit->a[a].text, edit->b[b].text);
}

enum { NOWHERE = -(1 << 30) }; /* a path that left the box: never the one that leads on */

/* The furthest x on diagonal k, one edit further than the paths beside it. */
static int step(const int *furthest, int k, int d)
{
    return k == -d || (k != d && furthest[k - 1] < furthest[k + 1]) ? furthest[k + 1] : furthest[k - 1] + 1;
}

static bool inside(int x, int y, int width, int height)
{
    return x >= 0 && y >= 0 && x <= width && y <= height;
}

/* A point on a shortest path through a box whose first and last lines differ, found where paths from both corners meet. */
static void meet(const struct edit *edit, struct box box, int *a, int *b)
{
    int width = box.a_to - box.a_from, height = box.b_to - box.b_from, delta = width - height;
    int *forward = edit->forward + edit->middle, *backward = edit->backward + edit->middle;
    forward[1] = backward[1] = 0;
    for (int d = 0;; d++) {
        for (int k = -d; k <= d; k += 2) {
            int x = step(forward, k, d), other = delta - k;
            while (x >= 0 && x < width && x - k >= 0 && x - k < height && same(edit, box.a_from + x, box.b_from + x - k))
                x++;
            forward[k] = inside(x, x - k, width, height) ? x : NOWHERE;
            if (delta % 2 && other > -d && other < d && forward[k] + backward[other] >= width) {
                *a = box.a_from + x;
                *b = box.b_from + x - k;
                return;
            }
        }
        for (int k = -d; k <= d; k += 2) {
            int x = step(backward, k, d), other = delta - k;
            while (x >= 0 && x < width && x - k >= 0 && x - k < height && same(edit, box.a_to - 1 - x, box.b_to - 1 - x + k))
                x++;
            backward[k] = inside(x, x - k, width, height) ? x : NOWHERE;
            if (delta % 2 == 0 && other >= -d && other <= d && backward[k] + forward[other] >= width) {
                *a = box.a_to - x;
                *b = box.b_to - x + k;
                return;
            }
        }
    }
}

static void compare(const struct edit *edit, struct box box)
{
    while (box.a_from < box.a_to && box.b_from < box.b_to && same(edit, box.a_from, box.b_from))
        box.a_from++, box.b_from++;
    while (box.a_from < box.a_to && box.b_from < box.b_to && same(edit, box.a_to - 1, box.b_to - 1))
        box.a_to--, box.b_to--;
    if (box.a_from == box.a_to || box.b_from == box.b_to) {
        for (int a = box.a_from; a < box.a_to; a++)
            edit->removed[a] = true;
        for (int b = box.b_from; b < box.b_to; b++)
            edit->added[b] = true;
        return;
    }
    int a, b;
    meet(edit, box, &a, &b);
    compare(edit, (struct box){ box.a_from, a, box.b_from, b });
    compare(edit, (struct box){ a, box.a_to, b, box.b_to });
}

struct diff text_diff(struct arena *arena, const char *before, const char *after)
{
    struct lines a = split(arena, before), b = split(arena, after);
    size_t total = (size_t)a.count + (size_t)b.count;
    struct edit edit = { a.items,
                         b.items,
                         arena_array(arena, (size_t)a.count + 1, sizeof(bool)),
                         arena_array(arena, (size_t)b.count + 1, sizeof(bool)),
                         NULL,
                         NULL,
                         0 };
    if (a.count <= MAX_LINES && b.count <= MAX_LINES) {
        edit.middle = (int)total + 1;
        edit.forward = arena_array(arena, 2 * total + 4, sizeof(int));
        edit.backward = arena_array(arena, 2 * total + 4, sizeof(int));
        compare(&edit, (struct box){ 0, a.count, 0, b.count });
    } else {
        memset(edit.removed, true, (size_t)a.count);
        memset(edit.added, true, (size_t)b.count);
    }
    struct diff_line *items = arena_array(arena, total + 1, sizeof *items);
    size_t count = 0;
    for (int i = 0, j = 0; i < a.count || j < b.count;) { /* in each changed place, what went before what came */
        if (i < a.count && edit.removed[i])
            items[count++] = (struct diff_line){ DIFF_REMOVED, a.items[i++].text };
        else if (j < b.count && edit.added[j])
            items[count++] = (struct diff_line){ DIFF_ADDED, b.items[j++].text };
        else
            items[count++] = (struct diff_line){ DIFF_SAME, a.items[i].text }, i++, j++;
    }
    return (struct diff){ items, count };
}
