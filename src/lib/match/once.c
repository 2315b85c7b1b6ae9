/* One round: Edmonds' blossoms, primal and dual, O(n³). Vertices are 1 to n, blossoms n + 1 to 2n, 0 is nothing. A vertex or blossom that
 * lies in no other is a *top*; search trees grow from all free tops at once, and duals move until an edge between two trees, or between a
 * tree and what is outside, is tight. */
#include "match/match.h"

enum label { LABEL_NONE = -1, LABEL_EVEN, LABEL_ODD };

/* Of an edge between two nodes: the vertices it really joins. */
struct ends {
    uint16_t from, to;
};

struct ring { /* the children of a blossom, around it, beginning with its base */
    int *items;
    int count;
};

struct search {
    struct arena *arena;
    int n, nodes, all; /* nodes: the highest number in use; all: 2n + 1 */
    const int64_t *weights;
    struct ends *ends; /* all × all; from 0: no edge */
    int64_t *dual;
    int *mate, *slack, *top, *parent, *label, *seen, *queue;
    int *within; /* all × (n + 1): the child of a blossom that holds a vertex */
    struct ring *rings;
    int stamp, queued, taken;
};

static struct ends *ends_of(const struct search *s, int a, int b)
{
    return &s->ends[(size_t)a * (size_t)s->all + (size_t)b];
}

static int *within_of(const struct search *s, int blossom, int vertex)
{
    return &s->within[(size_t)blossom * (size_t)(s->n + 1) + (size_t)vertex];
}

static int64_t weight_of(const struct search *s, int a, int b)
{
    return s->weights[(size_t)(a - 1) * (size_t)s->n + (size_t)(b - 1)];
}

/* How far an edge is from tight, twice. */
static int64_t distance(const struct search *s, const struct ends *e)
{
    return s->dual[e->from] + s->dual[e->to] - 2 * weight_of(s, e->from, e->to);
}

/* ---- what is nearest to a node that isn't in a tree ---- */

static void slack_try(struct search *s, int vertex, int node)
{
    if (!s->slack[node] || distance(s, ends_of(s, vertex, node)) < distance(s, ends_of(s, s->slack[node], node)))
        s->slack[node] = vertex;
}

static void slack_find(struct search *s, int node)
{
    s->slack[node] = 0;
    for (int v = 1; v <= s->n; v++)
        if (ends_of(s, v, node)->from && s->top[v] != node && s->label[s->top[v]] == LABEL_EVEN)
            slack_try(s, v, node);
}

static void queue_put(struct search *s, int node)
{
    if (node <= s->n) {
        s->queue[s->queued++] = node;
        return;
    }
    for (int i = 0; i < s->rings[node].count; i++)
        queue_put(s, s->rings[node].items[i]);
}

static void top_set(struct search *s, int node, int top)
{
    s->top[node] = top;
    if (node > s->n)
        for (int i = 0; i < s->rings[node].count; i++)
            top_set(s, s->rings[node].items[i], top);
}

/* ---- pairs along paths ---- */

static void ring_reverse(int *items, int first, int last)
{
    for (; first < last; first++, last--) {
        int kept = items[first];
        items[first] = items[last];
        items[last] = kept;
    }
}

/* How many steps it is from the base to a child, an even number: the ring is turned round when it would be odd. */
static int ring_even(struct search *s, int blossom, int child)
{
    struct ring *ring = &s->rings[blossom];
    int at = 0;
    while (ring->items[at] != child)
        at++;
    if (at % 2 == 0)
        return at;
    ring_reverse(ring->items, 1, ring->count - 1);
    return ring->count - at;
}

static void pair_set(struct search *s, int node, int other)
{
    struct ends e = *ends_of(s, node, other);
    s->mate[node] = e.to;
    if (node <= s->n)
        return;
    struct ring *ring = &s->rings[node];
    int base = *within_of(s, node, e.from), at = ring_even(s, node, base);
    for (int i = 0; i < at; i++)
        pair_set(s, ring->items[i], ring->items[i ^ 1]);
    pair_set(s, base, other);
    ring_reverse(ring->items, 0, at - 1); /* the new base comes first */
    ring_reverse(ring->items, at, ring->count - 1);
    ring_reverse(ring->items, 0, ring->count - 1);
}

static void augment(struct search *s, int node, int other)
{
    for (;;) {
        int next = s->top[s->mate[node]];
        pair_set(s, node, other);
        if (!next)
            return;
        int up = s->top[s->parent[next]];
        pair_set(s, next, up);
        node = up;
        other = next;
    }
}

/* Where the paths of two nodes to their roots meet; 0: they are in two trees. */
static int meeting(struct search *s, int a, int b)
{
    s->stamp++;
    while (a || b) {
        if (a) {
            if (s->seen[a] == s->stamp)
                return a;
            s->seen[a] = s->stamp;
            a = s->top[s->mate[a]];
            if (a)
                a = s->top[s->parent[a]];
        }
        int kept = a;
        a = b;
        b = kept;
    }
    return 0;
}

/* ---- blossoms ---- */

static void ring_walk(struct search *s, struct ring *ring, int from, int base)
{
    for (int x = from, y; x != base; x = s->top[s->parent[y]]) {
        y = s->top[s->mate[x]];
        ring->items[ring->count++] = x;
        ring->items[ring->count++] = y;
        queue_put(s, y);
    }
}

/* The nearest edges of a blossom are those of its children. */
static void blossom_edges(struct search *s, int b)
{
    for (int x = 1; x <= s->nodes; x++)
        *ends_of(s, b, x) = *ends_of(s, x, b) = (struct ends){ 0, 0 };
    memset(within_of(s, b, 0), 0, (size_t)(s->n + 1) * sizeof(int));
    for (int i = 0; i < s->rings[b].count; i++) {
        int child = s->rings[b].items[i];
        for (int x = 1; x <= s->nodes; x++) {
            const struct ends *e = ends_of(s, child, x);
            if (e->from && (!ends_of(s, b, x)->from || distance(s, e) < distance(s, ends_of(s, b, x)))) {
                *ends_of(s, b, x) = *e;
                *ends_of(s, x, b) = *ends_of(s, x, child);
            }
        }
        for (int v = 1; v <= s->n; v++)
            if (*within_of(s, child, v))
                *within_of(s, b, v) = child;
    }
}

static void blossom_make(struct search *s, int one, int base, int two)
{
    int b = s->n + 1;
    while (b <= s->nodes && s->top[b])
        b++;
    if (b > s->nodes)
        s->nodes = b;
    struct ring *ring = &s->rings[b];
    if (!ring->items)
        ring->items = arena_array(s->arena, (size_t)s->n + 1, sizeof *ring->items);
    s->dual[b] = 0;
    s->label[b] = LABEL_EVEN;
    s->mate[b] = s->mate[base];
    ring->items[0] = base;
    ring->count = 1;
    ring_walk(s, ring, one, base);
    ring_reverse(ring->items, 1, ring->count - 1);
    ring_walk(s, ring, two, base);
    s->parent[b] = s->parent[base];
    top_set(s, b, b);
    blossom_edges(s, b);
    slack_find(s, b);
}

/* An odd blossom whose dual is used up comes apart: the even way through it stays in the tree. */
static void blossom_open(struct search *s, int b)
{
    struct ring *ring = &s->rings[b];
    for (int i = 0; i < ring->count; i++)
        top_set(s, ring->items[i], ring->items[i]);
    int entry = *within_of(s, b, ends_of(s, b, s->parent[b])->from), at = ring_even(s, b, entry);
    for (int i = 0; i < at; i += 2) {
        int odd = ring->items[i], even = ring->items[i + 1];
        s->parent[odd] = ends_of(s, even, odd)->from;
        s->label[odd] = LABEL_ODD;
        s->label[even] = LABEL_EVEN;
        s->slack[odd] = 0;
        slack_find(s, even);
        queue_put(s, even);
    }
    s->label[entry] = LABEL_ODD;
    s->parent[entry] = s->parent[b];
    for (int i = at + 1; i < ring->count; i++) {
        s->label[ring->items[i]] = LABEL_NONE;
        slack_find(s, ring->items[i]);
    }
    s->top[b] = 0;
}

/* ---- growing ---- */

/* A tight edge from an even node. True: two trees met, and there is one pair more. */
static bool edge_take(struct search *s, struct ends e)
{
    int from = s->top[e.from], to = s->top[e.to];
    if (s->label[to] == LABEL_NONE) {
        int next = s->top[s->mate[to]];
        s->parent[to] = e.from;
        s->label[to] = LABEL_ODD;
        s->slack[to] = s->slack[next] = 0;
        s->label[next] = LABEL_EVEN;
        queue_put(s, next);
    } else if (s->label[to] == LABEL_EVEN) {
        int base = meeting(s, from, to);
        if (!base) {
            augment(s, from, to);
            augment(s, to, from);
            return true;
        }
        blossom_make(s, from, base, to);
    }
    return false;
}

static bool queue_run(struct search *s)
{
    while (s->taken < s->queued) {
        int u = s->queue[s->taken++];
        if (s->label[s->top[u]] == LABEL_ODD)
            continue;
        for (int v = 1; v <= s->n; v++) {
            if (weight_of(s, u, v) <= 0 || s->top[u] == s->top[v])
                continue;
            if (s->dual[u] + s->dual[v] == 2 * weight_of(s, u, v)) {
                if (edge_take(s, (struct ends){ (uint16_t)u, (uint16_t)v }))
                    return true;
            } else {
                slack_try(s, u, s->top[v]);
            }
        }
    }
    return false;
}

/* By how much the duals may move before an edge is tight or a blossom used up. */
static int64_t step_find(const struct search *s)
{
    int64_t step = INT64_MAX;
    for (int x = 1; x <= s->nodes; x++) {
        int64_t most = INT64_MAX;
        if (s->top[x] != x)
            continue;
        if (s->slack[x] && s->label[x] != LABEL_ODD)
            most = distance(s, ends_of(s, s->slack[x], x)) / (s->label[x] == LABEL_EVEN ? 2 : 1);
        else if (x > s->n && s->label[x] == LABEL_ODD)
            most = s->dual[x] / 2;
        step = most < step ? most : step;
    }
    return step;
}

/* False: a free vertex is worth nothing any more, so nothing can be gained. */
static bool duals_move(struct search *s, int64_t step)
{
    for (int v = 1; v <= s->n; v++)
        if (s->label[s->top[v]] == LABEL_EVEN && s->dual[v] <= step)
            return false;
    for (int v = 1; v <= s->n; v++) {
        int label = s->label[s->top[v]];
        s->dual[v] += label == LABEL_EVEN ? -step : label == LABEL_ODD ? step : 0;
    }
    for (int b = s->n + 1; b <= s->nodes; b++)
        if (s->top[b] == b && s->label[b] != LABEL_NONE)
            s->dual[b] += s->label[b] == LABEL_EVEN ? 2 * step : -2 * step;
    return true;
}

static bool tight_take(struct search *s)
{
    s->taken = s->queued = 0;
    for (int x = 1; x <= s->nodes; x++) {
        if (s->top[x] != x || !s->slack[x] || s->top[s->slack[x]] == x)
            continue;
        struct ends e = *ends_of(s, s->slack[x], x);
        if (distance(s, &e) == 0 && edge_take(s, e))
            return true;
    }
    for (int b = s->n + 1; b <= s->nodes; b++)
        if (s->top[b] == b && s->label[b] == LABEL_ODD && s->dual[b] == 0)
            blossom_open(s, b);
    return false;
}

/* One pair more; false: it is as good as it gets. */
static bool phase(struct search *s)
{
    s->taken = s->queued = 0;
    for (int x = 1; x <= s->nodes; x++) {
        s->label[x] = LABEL_NONE;
        s->slack[x] = 0;
    }
    for (int x = 1; x <= s->nodes; x++)
        if (s->top[x] == x && !s->mate[x]) {
            s->parent[x] = 0;
            s->label[x] = LABEL_EVEN;
            queue_put(s, x);
        }
    if (!s->queued)
        return false;
    for (;;) {
        if (queue_run(s))
            return true;
        if (!duals_move(s, step_find(s)))
            return false;
        if (tight_take(s))
            return true;
    }
}

static void search_begin(struct search *s, struct arena *arena, size_t people, const int64_t *weights)
{
    size_t all = 2 * people + 1;
    *s = (struct search){ .arena = arena, .n = (int)people, .nodes = (int)people, .all = (int)all, .weights = weights };
    s->ends = arena_array(arena, all * all, sizeof *s->ends);
    s->within = arena_array(arena, all * (people + 1), sizeof *s->within);
    s->dual = arena_array(arena, all, sizeof *s->dual);
    s->rings = arena_array(arena, all, sizeof *s->rings);
    int **lists[] = { &s->mate, &s->slack, &s->top, &s->parent, &s->label, &s->seen, &s->queue };
    for (size_t i = 0; i < COUNT(lists); i++)
        *lists[i] = arena_array(arena, all, sizeof **lists[i]);
    int64_t most = 0;
    for (int a = 1; a <= s->n; a++) {
        s->top[a] = *within_of(s, a, a) = a;
        for (int b = 1; b <= s->n; b++) {
            if (a == b || weight_of(s, a, b) <= 0)
                continue;
            *ends_of(s, a, b) = (struct ends){ (uint16_t)a, (uint16_t)b };
            most = weight_of(s, a, b) > most ? weight_of(s, a, b) : most;
        }
    }
    for (int a = 1; a <= s->n; a++)
        s->dual[a] = most;
}

void match_once(struct arena *arena, size_t people, const int64_t *weights, size_t *mate)
{
    struct search s;
    for (size_t i = 0; i < people; i++)
        mate[i] = MATCH_NOBODY;
    if (people < 2)
        return;
    search_begin(&s, arena, people, weights);
    while (phase(&s)) {}
    for (size_t i = 0; i < people; i++)
        if (s.mate[i + 1])
            mate[i] = (size_t)s.mate[i + 1] - 1;
}
