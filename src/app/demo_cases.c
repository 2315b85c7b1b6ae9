/* A few reports of the demonstration: some wait, one is with somebody, one is closed. */
#include "app/demo.h"

#include "moderation/moderation.h"
#include "sanction/sanction.h"
#include "transparency/transparency.h"

static const struct {
    const char *by, *about, *kind, *text, *wish, *words;
    int64_t rule;
    enum case_rank rank;
    int hours;
    bool closed;
} told[] = {
    { "Wren", "Rocco", "person", "I tell people the truth, whether they asked or not.", "tell",
      "Two people told me they were pushed to come out after talking with Rocco. I don’t want them punished, just for it to stop.", 3,
      CASE_SOON, 5, false },
    { "Odalys", "Juniper", "name", "", "talk", "Somebody in the porch used almost this name before. Maybe it is nothing.", 1, CASE_WAITS,
      30, false },
    { "Imre", "Farida", "age", "", "tell", "Something they wrote about school made me wonder.", 8, CASE_SOON, 50, true },
};

static const struct {
    const char *about;
    enum sanction_kind kind;
    int64_t rule;
    int days;
    const char *facts, *note, *appeal;
} decided[] = {
    { "Rocco", SANCTION_EDIT, 3, 6, "Your page says that you tell people the truth whether they asked or not. Two members felt pushed.", "",
      "I only ever meant my own truth. I’d gladly say it in other words, but I don’t think it broke a rule." },
    { "Wren", SANCTION_WORD, 5, 20, "In the porch an answer of yours was short with somebody who had just arrived.",
      "We know that you meant well. Perhaps a hello first, next time?", NULL },
};

static enum status demo_decisions(struct db *db, struct demo *demo)
{
    for (size_t i = 0; i < COUNT(decided); i++) {
        int64_t about = demo_persona(demo, decided[i].about), id;
        if (!about)
            continue;
        const struct sanction wish = { .persona = about,
                                       .thing = about,
                                       .thing_kind = "person",
                                       .rule = decided[i].rule,
                                       .kind = decided[i].kind,
                                       .facts = decided[i].facts,
                                       .note = decided[i].note,
                                       .quote = "",
                                       .by = demo_persona(demo, "Odile"),
                                       .at = demo->now - decided[i].days * TIME_DAY };
        TRY(sanction_plant(db, &demo->arena, demo->app, &wish, decided[i].appeal, &id));
    }
    return OK;
}

/* The quarter before this one, with something too small to be shown. */
static enum status demo_numbers(struct db *db, struct demo *demo)
{
    static const struct sum sums[] = {
        { "report", "1", 6, 6 },
        { "report", "3", 9, 8 },
        { "report", "5", 14, 11 },
        { "report", "8", 2, 2 },
        { "measure", "none", 8, 8 },
        { "measure", "word", 11, 9 },
        { "measure", "edit", 7, 7 },
        { "measure", "hide", 6, 5 },
        { "measure", "ban", 1, 1 },
        { "automatic", "yes", 5, 5 },
        { "appeal", "upheld", 5, 5 },
        { "appeal", "overturned", 3, 3 },
        { "median", "claim", 3 * TIME_HOUR, 31 },
        { "median", "decision", 2 * TIME_DAY, 33 },
        { "median", "answer", 4 * TIME_DAY, 8 },
    };
    return transparency_plant(db, &demo->arena, transparency_quarter(demo->now) - 1, sums, COUNT(sums));
}

enum status demo_cases(struct db *db, struct demo *demo)
{
    for (size_t i = 0; i < COUNT(told); i++) {
        int64_t by = demo_persona(demo, told[i].by), about = demo_persona(demo, told[i].about), id;
        if (!by || !about)
            continue;
        const struct case_plant wish = {
            .thing = { .kind = told[i].kind,
                       .id = about,
                       .persona = about,
                       .by = told[i].about,
                       .title = told[i].about,
                       .text = told[i].text,
                       .path = persona_path(&demo->arena, told[i].about) },
            .by = by,
            .rule = told[i].rule,
            .rank = told[i].rank,
            .wish = told[i].wish,
            .words = told[i].words,
            .at = demo->now - told[i].hours * TIME_HOUR,
            .closed_by = told[i].closed ? demo_persona(demo, "Odile") : 0,
        };
        TRY(case_plant(db, &demo->arena, demo->app, &wish, &id));
    }
    TRY(demo_decisions(db, demo));
    return demo_numbers(db, demo);
}
