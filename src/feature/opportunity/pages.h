/* Inside feature/opportunity: rows, the folder's statements, words, and what the templates are given. */
#ifndef OPPORTUNITY_PAGES_H
#define OPPORTUNITY_PAGES_H

#include "circle/circle.h"
#include "community/community.h"
#include "contact/contact.h"
#include "index/index.h"
#include "message/message.h"
#include "notification/notification.h"
#include "opportunity/opportunity.h"
#include "text/text.h"

enum {
    PARTNER_QUESTIONS = 7,
    PARTNER_NAME_MAX = 80,
    PARTNER_ABOUT_MAX = 1500,
    PARTNER_WORDS_MAX = 1000, /* to the stewards, and what they say */
    PARTNER_ANSWER_MAX = 500,
    PARTNER_REGION_MAX = 80,
    PARTNER_LINK_MAX = 300,
    PARTNER_TELL_DAYS = 30, /* before a verification ends */
    PARTNER_GONE_DAYS = 30, /* a declined one */
    PARTNER_PAGE = 60,
    LISTING_TITLE_MAX = 120,
    LISTING_BODY_MAX = 6000,
    LISTING_MONEY_MAX = 200,
    LISTING_TELL_DAYS = 7,  /* before it ends */
    LISTING_GONE_DAYS = 30, /* deleted so long after its end */
    LISTING_PAGE = 20,
    LISTING_LOOKED_AT = 400, /* hits of a search for one page */
    LISTINGS_OPEN = 30,      /* of one partner at a time */
    LETTER_DAYS = 180,       /* an application that nobody ends */
    LETTER_AFTER_DAYS = 30,  /* everything, after the end */
};
#define LISTING_INDEX "listing"

/* ---- words.c ---- */

struct opportunity_word {
    const char *code, *label, *hint;
};
struct opportunity_words {
    const struct opportunity_word *items;
    size_t count;
};
struct opportunity_words listing_kinds(void), partner_kinds(void), partner_questions(void), partner_answers(void);
/* In the reader's language; "" for a code that isn't one of them. */
const char *opportunity_word_text(struct view *view, struct opportunity_words words, const char *code);
bool opportunity_word_is(struct opportunity_words words, const char *code);
/* "from 16 years", "18 and over"; NULL for everybody. */
const char *listing_ages_text(struct view *view, int64_t ages);
const char *listing_languages_text(struct view *view, const char *codes);
const char *opportunity_day_text(struct view *view, int64_t day);
/* Why a link can't be taken, a sentence; NULL when it can: https alone, without what follows people around. */
const char *opportunity_link_problem(struct view *view, const char *link);
/* "/opportunities/5/edit", "/opportunities/partners/5", …; "" for no more word. */
const char *listing_path(struct view *view, int64_t id, const char *word);
const char *partner_path(struct view *view, int64_t id, const char *word);
const char *opportunity_letter_path(struct view *view, int64_t seat, const char *word);

/* ---- partner_store.c ---- */

struct partners {
    struct partner *items;
    size_t count;
};
struct partner_person {
    int64_t persona, picture;
    const char *name;
    enum partner_seat seat;
};
struct partner_people {
    struct partner_person *items;
    size_t count;
};
struct partner_statement {
    struct partner_answer items[PARTNER_QUESTIONS]; /* in the order of partner_questions; answer "": not said */
};
enum status partner_get(struct db *db, struct arena *arena, int64_t id, int64_t now, struct partner *partner) MUST_USE;
/* Where a persona belongs. NOT_FOUND: to none. */
enum status partner_seat_of(struct db *db, struct arena *arena, int64_t persona, int64_t *partner, enum partner_seat *seat) MUST_USE;
enum status partner_people_list(struct db *db, struct arena *arena, int64_t id, struct partner_people *people) MUST_USE;
enum status partner_statement_read(struct db *db, struct arena *arena, int64_t id, struct partner_statement *statement) MUST_USE;
enum status partner_statement_put(struct db *db, struct arena *arena, int64_t id, const struct partner_answer *answers,
                                  size_t count) MUST_USE;
/* Verified ones that the reader meets, behind `after`. */
enum status partner_list(struct request *request, int64_t after, struct partners *list) MUST_USE;
/* For stewards: those in a state, who waits longest first. */
enum status partner_list_state(struct db *db, struct arena *arena, enum partner_state state, int64_t now, struct partners *list) MUST_USE;
/* Whether all of its people and the reader avoid each other. */
enum status partner_avoided(struct request *request, int64_t id, bool *avoided) MUST_USE;
enum status partner_change(struct db *db, struct arena *arena, const struct partner *partner, int64_t now) MUST_USE;
/* Declined or withdrawn, with why. */
enum status partner_refuse(struct db *db, struct arena *arena, int64_t id, enum partner_state state, const char *reason,
                           int64_t now) MUST_USE;
enum status partner_seat_put(struct db *db, struct arena *arena, int64_t id, int64_t persona, enum partner_seat seat) MUST_USE;
/* With the last of its people the partner goes, and what it offered; without a keeper the one who is there longest in the list keeps it. */
enum status partner_seat_remove(struct db *db, struct arena *arena, int64_t id, int64_t persona) MUST_USE;
enum status partner_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* Names of those that a steward verified. */
enum status partner_verified_by(struct db *db, struct arena *arena, int64_t steward, int64_t now, struct partners *list) MUST_USE;
/* Verifications that end before `day` and whose people don't know; those declined before a day. */
enum status partner_ending(struct db *db, struct arena *arena, int64_t day, int64_t now, struct partners *list) MUST_USE;
enum status partner_told(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status partner_drop_declined(struct db *db, struct arena *arena, int64_t before_day, int64_t now) MUST_USE;

/* ---- listing_store.c ---- */

struct listing {
    int64_t id, partner, persona;
    const char *partner_name;
    bool verified; /* the partner, today */
    const char *kind, *title, *body, *html, *money, *region, *languages, *link;
    bool remote, closed, hidden, told;
    int64_t ages, until;
};
struct listings {
    struct listing *items;
    size_t count;
    bool more;
};
struct listing_wish {
    const char *kind, *lang, *region, *words;
    bool remote;
};
enum status listing_get(struct db *db, struct arena *arena, int64_t id, int64_t now, struct listing *listing) MUST_USE;
/* What the reader may see, newest first, behind `before`. */
enum status listing_list(struct request *request, const struct listing_wish *wish, int64_t before, struct listings *list) MUST_USE;
/* A partner's own; `all`: closed and hidden ones too. */
enum status listing_list_of(struct db *db, struct arena *arena, int64_t partner, bool all, int64_t now, struct listings *list) MUST_USE;
enum status listing_list_by(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct listings *list) MUST_USE;
enum status listing_store(struct db *db, struct arena *arena, int64_t id, const struct listing_new *wish, int64_t until) MUST_USE;
enum status listing_until_put(struct db *db, struct arena *arena, int64_t id, bool closed, int64_t until) MUST_USE;
enum status listing_hide(struct db *db, struct arena *arena, int64_t id, bool hide) MUST_USE;
enum status listing_told(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status listing_remove(struct db *db, struct arena *arena, int64_t id) MUST_USE;
enum status listing_remove_of(struct db *db, struct arena *arena, int64_t partner) MUST_USE;
enum status listing_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words) MUST_USE;
/* Open ones that end before `until`; closed ones that ended before it. */
enum status listing_ending(struct db *db, struct arena *arena, int64_t until, int64_t now, struct listings *list) MUST_USE;
enum status listing_ended(struct db *db, struct arena *arena, int64_t until, int64_t now, struct listings *list) MUST_USE;

/* ---- find.c: who may see and do what ---- */

/* NOT_FOUND: not there, not verified, or nobody of it meets the reader; its own people and stewards see it in any state. */
enum status partner_find(struct request *request, int64_t id, struct partner *partner, enum partner_seat *seat, bool *mine) MUST_USE;
/* NOT_FOUND for who doesn't look after it. */
enum status partner_find_kept(struct request *request, int64_t id, struct partner *partner) MUST_USE;
/* The reader's own verified partner. NOT_FOUND: they write for none. */
enum status partner_find_mine(struct request *request, struct partner *partner) MUST_USE;
enum status listing_find(struct request *request, int64_t id, struct listing *listing, bool *mine) MUST_USE;
enum status listing_find_mine(struct request *request, int64_t id, struct listing *listing) MUST_USE;
/* Who of the partner's people would read a letter of the reader's. */
enum status partner_readers(struct request *request, int64_t partner, struct partner_people *readers) MUST_USE;
/* Whether minors can be answered there: one of its people is approved for it. */
enum status partner_takes_minors(struct db *db, struct arena *arena, int64_t partner, bool *takes) MUST_USE;
enum status partner_tell(struct db *db, struct arena *arena, int64_t partner, bool keepers, int64_t subject, int64_t now) MUST_USE;
/* Somebody asks, or asks again: the stewards hear of it, but not the reader, who asks. */
enum status partner_tell_stewards(struct request *request, int64_t partner) MUST_USE;
/* The reader has looked at the partner itself: no dot for it any more. */
void partner_seen(struct request *request, int64_t partner);

/* ---- an application: a sealed conversation; what it is about lies in its name, sealed as well ---- */

enum { LETTER_OPEN = 'o', LETTER_WITHDRAWN = 'w', LETTER_CLOSED = 'c' };
struct opportunity_letter {
    struct conversation conversation;
    int64_t listing, partner, applicant;
    char state;
    const char *title;
    bool mine;                  /* the reader applied */
    const struct partner *with; /* NULL: gone */
    const char *from;           /* the applicant's name; NULL: left */
};
struct opportunity_letters {
    struct opportunity_letter *items;
    size_t count;
};
const char *opportunity_letter_name(struct arena *arena, const struct opportunity_letter *letter);
bool opportunity_letter_read(struct arena *arena, const char *name, struct opportunity_letter *letter);
enum status opportunity_letter_list(struct request *request, struct opportunity_letters *letters) MUST_USE;
size_t opportunity_letter_count(const struct opportunity_letters *letters, bool mine);
const char *opportunity_letter_state_text(struct view *view, const struct opportunity_letter *letter);

extern const struct job_kind opportunity_jobs[];
extern const struct index_kind opportunity_finds[];

/* ---- what the templates are given ---- */

struct opportunity_option {
    const char *value, *label;
    bool chosen;
};
struct opportunity_options {
    struct opportunity_option *items;
    size_t count;
};
struct opportunity_view {
    const struct listings *list;
    const struct listing_wish *wish;
    const struct opportunity_options *kinds, *langs;
    const char *older, *latest;
    const struct partner *mine; /* the reader writes for it; NULL */
    bool narrowed, invited, band_unsaid;
    int64_t invited_by;
};
struct listing_view {
    const struct listing *listing;
    const struct partner *partner;
    const struct partner_statement *statement;
    bool mine, ended;
    const struct opportunity_letter *letter; /* the reader's own; NULL */
};
struct listing_form_view {
    const struct listing *listing; /* NULL: a new one */
    const struct partner *partner;
    const struct opportunity_options *langs;
    bool minors;
};
struct opportunity_apply_view {
    const struct listing *listing;
    const struct partner_people *readers;
    bool band_unsaid;
};
struct opportunity_letter_view {
    const struct opportunity_letter *letter;
    const struct conversation_show *show;
};
struct partner_view {
    const struct partner *partner;
    const struct partner_statement *statement;
    const struct partner_people *people; /* for its own people; NULL */
    const struct listings *list;
    enum partner_seat seat;
    bool mine;
};
struct partner_form_view {
    const struct partner *partner; /* NULL: a new one */
    const struct partner_statement *statement;
};
struct partner_list_view {
    const struct partners *list;
    const char *next;
    int64_t mine; /* the reader's own; 0: none */
};
struct partner_queue_view {
    const struct partners *asked, *verified, *other;
};

void opportunity_html(struct view *view, const struct opportunity_view *page);
void listing_html(struct view *view, const struct listing_view *page);
void listing_form_html(struct view *view, const struct listing_form_view *page);
void opportunity_apply_html(struct view *view, const struct opportunity_apply_view *page);
void opportunity_letters_html(struct view *view, const struct opportunity_letters *letters);
void opportunity_letter_html(struct view *view, const struct opportunity_letter_view *page);
void partner_html(struct view *view, const struct partner_view *page);
void partner_form_html(struct view *view, const struct partner_form_view *page);
void partner_list_html(struct view *view, const struct partner_list_view *page);
void partner_queue_html(struct view *view, const struct partner_queue_view *page);
void partner_work_html(struct view *view, const struct partner_view *page);
void partner_rows(struct view *view, const struct partners *list, bool work);
void partner_facts(struct view *view, const struct partner *partner);
void listing_tags(struct view *view, const struct listing *listing);
void listing_cards(struct view *view, const struct listings *list);
void partner_statement_html(struct view *view, const struct partner_statement *statement);
void partner_checked_html(struct view *view, const struct partner *partner);

#endif
