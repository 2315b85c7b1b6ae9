/* What is too small to be shown: docs/decisions/small-numbers.md. */
#include "transparency/pages.h"

/* These are about some of the decisions: shown only where the decisions shown beside them leave room for any number that isn't shown. */
static bool is_of_decisions(const struct sum *sum)
{
    return text_same(sum->part, "automatic") || text_same(sum->part, "appeal");
}

static int64_t together(const struct sum *sums, size_t count, const char *part, const char *without)
{
    int64_t all = 0;
    for (size_t i = 0; i < count; i++)
        if (text_same(sums[i].part, part) && !text_same(sums[i].word, without))
            all += sums[i].count;
    return all;
}

/* Up to one of a few steps, so that the middle time isn't one person's. */
static int64_t steps(int64_t ms)
{
    static const int64_t hours[] = { 1, 2, 4, 8, 12, 24, 48, 72, 120, 168, 336, 720, 1440 };
    size_t i = 0;
    while (i + 1 < COUNT(hours) && hours[i] * TIME_HOUR < ms)
        i++;
    return hours[i];
}

/* Mediation that was agreed on is some of what was asked for. */
static bool is_of_asked(const struct sum *sum)
{
    return text_same(sum->part, "mediation") && !text_same(sum->word, "asked");
}

void transparency_suppress(struct sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sums[i].people < TRANSPARENCY_LEAST || (!text_same(sums[i].part, "median") && sums[i].count < TRANSPARENCY_LEAST))
            sums[i].count = 0;
        else if (text_same(sums[i].part, "median"))
            sums[i].count = steps(sums[i].count);
    const int64_t decisions = together(sums, count, "measure", sanction_word(SANCTION_NONE));
    const int64_t automatic = together(sums, count, "automatic", ""), appeals = together(sums, count, "appeal", "");
    const int64_t asked = together(sums, count, "mediation", "agreed");
    for (size_t i = 0; i < count; i++) {
        const int64_t some = text_same(sums[i].part, "appeal") ? appeals : automatic;
        if (is_of_decisions(&sums[i]) && some + TRANSPARENCY_LEAST - 1 > decisions)
            sums[i].count = 0;
        if (is_of_asked(&sums[i]) && sums[i].count > asked)
            sums[i].count = 0;
    }
    /* A time says that there were five appeals. */
    for (size_t i = 0; i < count; i++)
        if (text_same(sums[i].part, "median") && text_same(sums[i].word, "answer") && !together(sums, count, "appeal", ""))
            sums[i].count = 0;
}
