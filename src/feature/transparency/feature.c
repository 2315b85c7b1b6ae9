/* Counting a quarter when it is over. */
#include "transparency/pages.h"

#include "crypto/crypto.h"

enum { MARK_BYTES = 6, SUMS_ROOM = 512 };

int64_t transparency_begin(int64_t quarter)
{
    return date_day(1970 + quarter / 4, quarter % 4 * 3 + 1, 1) * TIME_DAY;
}

int64_t transparency_quarter(int64_t now)
{
    int64_t quarter = now / (92 * TIME_DAY); /* none is longer: the right one or one before */
    while (transparency_begin(quarter + 1) <= now)
        quarter++;
    return quarter;
}

/* ---- collecting ---- */

struct counting {
    struct db *db;
    struct arena *arena;
    struct sum sums[SUMS_ROOM];
    size_t count;
    enum status status;
};

/* A group's own rules are one line together: a rule's name would say in which group something happened. */
static const char *word_of(struct counting *counting, const struct sum *sum)
{
    int64_t rule, group = 0;
    if (!text_same(sum->part, "report") || !text_int(sum->word, 1, INT64_MAX, &rule))
        return sum->word;
    enum status status = guideline_rule_group(counting->db, counting->arena, rule, &group);
    if (status != OK)
        counting->status = status;
    return group ? "group" : sum->word;
}

/* People of two sums may be the same: of two put together the larger counts. */
static void sum_put(void *context, const struct sum *sum)
{
    struct counting *counting = context;
    struct sum new = *sum;
    new.word = word_of(counting, sum);
    for (size_t i = 0; i < counting->count; i++) {
        struct sum *old = &counting->sums[i];
        if (!text_same(old->part, new.part) || !text_same(old->word, new.word))
            continue;
        old->count += new.count;
        old->people = old->people > new.people ? old->people : new.people;
        return;
    }
    if (counting->count < SUMS_ROOM)
        counting->sums[counting->count++] = new;
}

static enum status sums_keep(struct counting *counting, int64_t quarter)
{
    transparency_suppress(counting->sums, counting->count);
    for (size_t i = 0; i < counting->count; i++)
        if (counting->sums[i].count)
            TRY(transparency_sum_add(counting->db, counting->arena, quarter, &counting->sums[i]));
    return OK;
}

/* ---- the public log ---- */

static bool is_shown(const struct counting *counting, const char *measure)
{
    for (size_t i = 0; i < counting->count; i++)
        if (text_same(counting->sums[i].part, "measure") && text_same(counting->sums[i].word, measure))
            return counting->sums[i].count > 0;
    return false;
}

static int by_whose(const void *a, const void *b)
{
    const struct sanction_act *one = a, *other = b;
    return (one->whose > other->whose) - (one->whose < other->whose);
}

static const char *mark_make(struct arena *arena)
{
    unsigned char random[MARK_BYTES];
    random_bytes(random, sizeof random);
    return token_text(arena, random, sizeof random);
}

/* Those of a case have one mark, made up anew for each. */
static enum status acts_keep(struct counting *counting, int64_t quarter, int64_t from, int64_t until)
{
    struct sanction_acts acts;
    const char *mark = "";
    TRY(sanction_act_list(counting->db, counting->arena, from, until, &acts));
    qsort(acts.items, acts.count, sizeof *acts.items, by_whose);
    for (size_t i = 0; i < acts.count; i++) {
        if (!i || acts.items[i].whose != acts.items[i - 1].whose)
            mark = mark_make(counting->arena);
        const struct transparency_act act = { quarter, id_random(), mark, sanction_word(acts.items[i].kind) };
        if (is_shown(counting, act.word))
            TRY(transparency_act_add(counting->db, counting->arena, &act));
    }
    return OK;
}

static enum status quarter_count(struct db *db, struct arena *arena, const struct app *app, int64_t quarter)
{
    const int64_t from = transparency_begin(quarter), until = transparency_begin(quarter + 1);
    const struct feature *const *features = app->features;
    struct counting *counting = arena_alloc(arena, sizeof *counting);
    *counting = (struct counting){ .db = db, .arena = arena };
    for (size_t i = 0; features[i]; i++)
        if (features[i]->sums)
            TRY(features[i]->sums(db, arena, from, until, sum_put, counting));
    TRY(counting->status);
    TRY(sums_keep(counting, quarter));
    return acts_keep(counting, quarter, from, until);
}

enum status transparency_count(struct db *db, struct arena *arena, const struct app *app, int64_t now, int64_t first)
{
    const int64_t present = transparency_quarter(now);
    struct transparency state = { first ? first : present, false };
    enum status status = transparency_find(db, arena, &state);
    if (status != NOT_FOUND)
        TRY(status);
    if (status == OK && state.next >= present)
        return OK;
    for (; state.next < present; state.next++)
        TRY(quarter_count(db, arena, app, state.next));
    return transparency_save(db, arena, &state);
}

enum status transparency_plant(struct db *db, struct arena *arena, int64_t quarter, const struct sum *sums, size_t count)
{
    struct counting *counting = arena_alloc(arena, sizeof *counting);
    *counting = (struct counting){ .db = db, .arena = arena };
    for (size_t i = 0; i < count; i++)
        sum_put(counting, &sums[i]);
    TRY(counting->status);
    TRY(sums_keep(counting, quarter));
    for (size_t i = 0; i < counting->count; i++)
        for (int64_t n = 0; text_same(counting->sums[i].part, "measure") && n < counting->sums[i].count; n++)
            TRY(transparency_act_add(db, arena,
                                     &(struct transparency_act){ quarter, id_random(), mark_make(arena), counting->sums[i].word }));
    return transparency_save(db, arena, &(struct transparency){ quarter + 1, false });
}

static enum status run_count(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject;
    return transparency_count(db, arena, app, now, 0);
}

static const struct job_kind jobs[] = { { .name = "transparency.count", .run = run_count, .every = TIME_HOUR }, { 0 } };

/* It keeps nothing about anybody: there is nothing to export or to erase. */
const struct feature transparency_feature = { .name = "transparency", .jobs = jobs };
