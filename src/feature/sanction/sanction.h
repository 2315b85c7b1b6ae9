/* What those who look after the place decide about what somebody did: measures, each with its statement of reasons, appeals against them,
 * and the log of all of it, whose rows are chained by hashes. Cases and reports are above (feature/moderation) and call this. */
#ifndef SANCTION_H
#define SANCTION_H

#include "account/account.h"

enum sanction_kind {
    SANCTION_NONE,    /* nothing is done; it stands in the case and in the log, and nobody is told */
    SANCTION_WORD,    /* a private word */
    SANCTION_EDIT,    /* they are asked to change it */
    SANCTION_NOTE,    /* a content note is put before it */
    SANCTION_HIDE,    /* others don't see it any more */
    SANCTION_REMOVE,  /* from the group the thing is in */
    SANCTION_MUTE,    /* may read, may not write: hours or days */
    SANCTION_SUSPEND, /* may read what was decided, appeal, take their data and leave: days */
    SANCTION_BAN,     /* the same without an end */
    SANCTION_KINDS
};
/* From SANCTION_REMOVE on they are about a person and not a thing: the last three hold for the whole person, under all their names;
 * SANCTION_MUTE also in one group alone. */

struct sanction {
    int64_t id;
    int64_t case_id;      /* 0: none */
    int64_t persona;      /* 0: somebody under a handle, or nobody any more */
    int64_t thing, group; /* group 0: in none */
    int64_t rule;         /* a guideline's (guideline_rule_find) */
    int64_t until;        /* epoch ms; 0: no end, or nothing that lasts */
    int64_t by, at;       /* by 0: somebody who has left */
    int64_t reversed_at;  /* 0: it holds, or has ended by itself */
    int64_t turn;         /* the how-manieth decision about this thing the moderator meant to make: see sanction_take */
    enum sanction_kind kind;
    const char *thing_kind;   /* one of struct reported's kinds; "person" with no other thing */
    const char *facts;        /* what happened, in the moderator's words, for the person to read */
    const char *note;         /* the private word, or the content note; "" else */
    const char *quote;        /* the person's own words, as they were; "" for none */
    const char *reversed_why; /* "" while it isn't */
    bool here;                /* a mute: in the thing's group alone, not in the whole place */
    bool automatic;           /* something automatic was involved in finding or deciding it */
};
struct sanctions {
    struct sanction *items;
    size_t count;
    bool more; /* others follow */
};
struct reported; /* http/feature.h */

/* ---- deciding: a part of a form, of whichever page has it ---- */

/* The fields it brings, for a form table of one's own: put SANCTION_FIELDS before the { 0 }. */
extern const struct field sanction_form[];
#define SANCTION_FIELDS                                                                                                                    \
    { "measure", 0, 10, FIELD_LINE, false }, { "rule", 0, 20, FIELD_LINE, false }, { "facts", 0, 4000, FIELD_TEXT, false },                \
        { "length", 0, 4, FIELD_LINE, false }, { "unit", 0, 5, FIELD_LINE, false }, { "note", 0, 2000, FIELD_TEXT, false },                \
        { "automatic", 0, 3, FIELD_LINE, false }, { "scope", 0, 5, FIELD_LINE, false }, { "code", 0, 40, FIELD_LINE, false },              \
    {                                                                                                                                      \
        "turn", 1, 10, FIELD_LINE, false                                                                                                   \
    }

struct rules; /* guideline/guideline.h */
/* One select of them, named "rule"; of what was typed, or `chosen`. */
void sanction_rule_field(struct view *view, const struct rules *rules, int64_t chosen);
/* What can be chosen about a thing. */
struct sanction_choice {
    const struct rules *rules;
    bool thing;  /* it can be hidden, noted */
    bool edit;   /* somebody can be asked to change it: its writer, whose page it is, those who look after the group */
    bool person; /* the person behind it is known */
    bool group;  /* it is in a group whose member the person is */
    bool scope;  /* a mute can hold in the thing's group alone, also when they have left it */
    bool note;   /* a content note can stand before it */
    bool factor; /* the reader has a second step, without which there is nothing above hiding */
    int64_t turn;
};
/* NOT_FOUND: nothing can be decided about it. */
enum status sanction_choice_find(struct request *request, const struct reported *thing, struct sanction_choice *choice) MUST_USE;
/* The fields, for inside a form: measure, rule, facts, length, note, automatic, the code of the second step, and the hidden turn. */
void sanction_fields(struct view *view, const struct sanction_choice *choice);
/* From the form. INVALID: it was rejected, kindly. Sets all but id and case_id. Above hiding, a code of the reader's second step is asked
 * for each time, and used up: an open session that somebody else found is not enough. */
enum status sanction_read(struct request *request, const struct reported *thing, struct sanction *sanction) MUST_USE;
/* Does it, logs it, tells the person; sets id. For a handle (persona 0) only the thing is acted on, and its writer reads the reasons beside
 * it. INVALID (rejected): it can't be done, or somebody else decided about the same thing after this form was shown; the page is shown
 * again with their decision. Of two in one second one wins, on both databases. */
enum status sanction_take(struct request *request, const struct reported *thing, struct sanction *sanction) MUST_USE;
/* INVALID (rejected at "code"): the code of the reader's second step doesn't fit, or they have none. It is used up, unless the page goes on
 * to refuse something else. */
enum status sanction_code_check(struct request *request) MUST_USE;
/* Its field, or where to get a second step. */
void sanction_code_field(struct view *view, bool factor, const char *hint);
/* Suspends somebody until then, without a case: for a page that asks for rule (the id as it was typed), length and facts itself, and for
 * the code of a second step (sanction_code_check). INVALID as above, or there is no such rule: rejected at "rule". */
enum status sanction_suspend(struct request *request, int64_t persona, const char *rule, int64_t until, const char *facts) MUST_USE;
/* The suspension of a persona that ends at that very moment and wasn't taken back. NOT_FOUND. */
enum status sanction_suspended_until(struct db *db, struct arena *arena, int64_t persona, int64_t until, int64_t *id) MUST_USE;
/* Takes it back and tells the person. NOT_FOUND: no such decision. INVALID (rejected): it is taken back already; or it was more than 30
 * days ago and the reader is no steward: then only an appeal can. Fine when the thing is gone. */
enum status sanction_reverse(struct request *request, int64_t id, const char *why) MUST_USE;
/* Takes back all that keeps a persona from taking part, now. */
enum status sanction_lift(struct request *request, int64_t persona, const char *why) MUST_USE;

/* ---- making them outside the web: `kith demo`, tests ---- */

/* Something decided that does nothing by itself (a word, asking to change something), without telling anybody. `appealed`: what they wrote
 * against it a day later; NULL: nothing. */
enum status sanction_plant(struct db *db, struct arena *arena, const struct app *app, const struct sanction *wish, const char *appealed,
                           int64_t *id) MUST_USE;

/* ---- reading ---- */

enum status sanction_find(struct db *db, struct arena *arena, int64_t id, struct sanction *sanction) MUST_USE;
/* All of one case, oldest first. */
enum status sanction_of_case(struct db *db, struct arena *arena, int64_t case_id, struct sanctions *list) MUST_USE;
/* About one persona, newest first, 30 a page before id `before` (0: from the newest). */
enum status sanction_of_persona(struct db *db, struct arena *arena, int64_t persona, int64_t before, struct sanctions *list) MUST_USE;
/* About one thing, oldest first, at most 50: also of somebody under a handle. */
enum status sanction_of_thing(struct db *db, struct arena *arena, const char *kind, int64_t id, struct sanctions *list) MUST_USE;
/* Whether a decision that holds hides a thing: then nobody but moderators brings it back. */
enum status sanction_hides(struct db *db, struct arena *arena, const char *kind, int64_t id, bool *hides) MUST_USE;
/* Whether a decision was appealed against, and what became of it. */
enum appeal_state { APPEAL_NONE, APPEAL_WAITS, APPEAL_UPHELD, APPEAL_OVERTURNED };
enum status appeal_state_of(struct db *db, struct arena *arena, int64_t sanction, enum appeal_state *state) MUST_USE;

/* Words: "Hidden", and in a sentence to the person: "This was hidden from others." */
const char *sanction_label(struct view *view, enum sanction_kind kind);
const char *sanction_sentence(struct view *view, enum sanction_kind kind);

const char *sanction_word(enum sanction_kind kind);
enum sanction_kind sanction_word_read(const char *word); /* SANCTION_KINDS: none of them */

/* For transparency: the decisions in [from, until), each with what it has in common with others of the same case. */
struct sanction_act {
    enum sanction_kind kind;
    int64_t whose;
};
struct sanction_acts {
    struct sanction_act *items;
    size_t count;
};
enum status sanction_act_list(struct db *db, struct arena *arena, int64_t from, int64_t until, struct sanction_acts *acts) MUST_USE;

/* ---- the log: append-only, each row holds the hash of the one before; `kith check` verifies it ---- */

/* What was done, in the transaction that does it. No names and no words: persons are pseudonyms made with the server's key. */
struct sanction_entry {
    const char *kind;          /* a word: "decision", "reversal", "appeal", "answer", "claim", "removal", "hidden", … */
    int64_t sanction, case_id; /* 0: none */
    int64_t persona, by;       /* whom it is about, who did it; 0: nobody known */
    const char *thing_kind;    /* NULL: none */
    int64_t group, rule;
    const char *word; /* one more word of ours, such as a measure or an outcome; NULL: none */
    int64_t until;
    bool automatic;
};
enum status sanction_log_add(struct db *db, struct arena *arena, const struct app *app, const struct sanction_entry *entry,
                             int64_t now) MUST_USE;
/* Reads the whole log; calls `finding` with a line for each row that doesn't fit. OK also when there are some. */
enum status sanction_log_check(struct db *db, struct arena *arena, const struct key *server_key,
                               void (*finding)(void *context, const char *line), void *context) MUST_USE;

/* ---- pages ---- */

handler sanction_list_page, sanction_page, sanction_appeal; /* for who it is about */
handler sanction_measure_page, sanction_measure_take, sanction_work_page, sanction_take_back, appeal_list_page, appeal_page, appeal_answer,
    sanction_log_page; /* for moderators */
extern const struct field sanction_appeal_form[], sanction_reverse_form[], appeal_answer_form[];
extern const struct feature sanction_feature;

#endif
