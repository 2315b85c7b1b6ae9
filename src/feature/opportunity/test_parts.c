#include "opportunity/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

struct making {
    struct partner_new partner;
    struct listing_new listing;
    int64_t id, persona;
};

static int64_t made(enum status (*work)(struct db *db, void *context), struct making *making)
{
    if (database_write(test_app()->database, work, making) != OK)
        test_expect(false, "the world could be made", __FILE__, __LINE__);
    return making->id;
}

static enum status make_partner(struct db *db, void *context)
{
    struct making *making = context;
    TRY(partner_create(db, test_arena(), &making->partner, test_now(), &making->id));
    return partner_verify(db, test_arena(), making->id, persona_of("stu"), "MARKCHECKED", time_day(test_now()) + 365, test_now());
}

int64_t test_partner(const char *keeper, const char *name)
{
    static const struct partner_answer answers[] = { { "policy", "yes", "On our page since March." },
                                                     { "transition", "not-yet", "" },
                                                     { "complaint", "part", "The head of staff reads it." } };
    struct making making = { .partner = { .name = name,
                                          .kind = "employer",
                                          .about = "We bake bread at night.",
                                          .region = "Porto",
                                          .link = "",
                                          .words = "Ring us",
                                          .answers = answers,
                                          .answers_count = COUNT(answers),
                                          .keeper = persona_of(keeper) } };
    return made(make_partner, &making);
}

static enum status make_listing(struct db *db, void *context)
{
    struct making *making = context;
    return listing_create(db, test_arena(), &making->listing, test_now(), &making->id);
}

int64_t test_listing(int64_t partner, const char *who, const char *title)
{
    struct making making = { .listing = { .partner = partner,
                                          .persona = persona_of(who),
                                          .kind = "job",
                                          .title = title,
                                          .body = "Kneading and carrying, four nights a week.",
                                          .html = "<p>Kneading and carrying, four nights a week.</p>",
                                          .money = "1,400 a month",
                                          .region = "São Paulo",
                                          .languages = "en pt",
                                          .link = "",
                                          .ages = AGES_ALL,
                                          .days = 30 } };
    test_advance(TIME_SECOND);
    return made(make_listing, &making);
}

static enum status make_seat(struct db *db, void *context)
{
    struct making *making = context;
    return partner_seat_put(db, test_arena(), making->id, making->persona, PARTNER_WRITES);
}

void test_partner_with(int64_t partner, const char *who)
{
    struct making making = { .id = partner, .persona = persona_of(who) };
    made(make_seat, &making);
}

int test_listing_sends(const char *who, const char *path, const char *title, const char *link)
{
    test_advance(TIME_SECOND);
    struct request *form = with(with(with(as(who, "POST", path), "kind", "housing"), "title", title), "money", "420 a month");
    with(with(form, "body", "A room with a window, in a flat of four."), "region", "Porto");
    with(with(with(form, "language", "pt"), "language", "en"), "link", link);
    return fetch(with(with(form, "age_adult", "yes"), "days", "60"));
}

int64_t test_applies(const char *who, int64_t listing, const char *words)
{
    if (test_send(who, test_path("/opportunities/%lld/apply", (long long)listing), "words", words, NULL) != 303)
        return 0;
    return id_after(test_page(), "/opportunities/letters/");
}

int64_t test_letter_of(const char *who)
{
    EXPECT_INT(test_get(who, "/opportunities/letters"), 200);
    return id_after(test_page(), "/opportunities/letters/");
}
