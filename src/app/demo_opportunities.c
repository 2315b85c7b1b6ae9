/* The demonstration's partners, verified by Odile or Imre, and what they offer. */
#include "app/demo.h"

#include "opportunity/opportunity.h"
#include "text/text.h"

enum { ANSWERS = 7 };

static enum status add_listing(struct db *db, struct demo *demo, int64_t partner, const json_t *listing)
{
    struct markdown body;
    int64_t id, ago = json_integer_value(json_object_get(listing, "days_ago")) * TIME_DAY;
    struct listing_new wish = { .partner = partner,
                                .persona = demo_persona(demo, demo_word(listing, "by")),
                                .kind = demo_word(listing, "kind"),
                                .title = demo_word(listing, "title"),
                                .body = demo_word(listing, "body"),
                                .money = demo_word(listing, "money"),
                                .region = demo_word(listing, "region"),
                                .languages = demo_word(listing, "languages"),
                                .link = demo_word(listing, "link"),
                                .remote = json_is_true(json_object_get(listing, "remote")),
                                .ages = json_integer_value(json_object_get(listing, "ages")),
                                .days = (int)json_integer_value(json_object_get(listing, "days")) };
    TRY(markdown_render(&demo->arena, wish.body, &body));
    wish.html = body.html;
    return listing_create(db, &demo->arena, &wish, demo->now - ago, &id);
}

static size_t answers_read(const json_t *list, struct partner_answer answers[ANSWERS])
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list) && count < ANSWERS; i++) {
        const json_t *answer = json_array_get(list, i);
        const char *words = json_string_value(json_array_get(answer, 2));
        answers[count++] = (struct partner_answer){ json_string_value(json_array_get(answer, 0)),
                                                    json_string_value(json_array_get(answer, 1)), words ? words : "" };
    }
    return count;
}

static enum status add_partner(struct db *db, struct demo *demo, const json_t *partner)
{
    struct partner_answer answers[ANSWERS];
    const json_t *listings = json_object_get(partner, "listings");
    int64_t id, keeper = demo_persona(demo, demo_word(partner, "keeper"));
    int64_t steward = demo_persona(demo, text_same(demo_word(partner, "keeper"), "Odile") ? "Imre" : "Odile");
    int64_t months = json_integer_value(json_object_get(partner, "months"));
    struct partner_new wish = { .name = demo_word(partner, "name"),
                                .kind = demo_word(partner, "kind"),
                                .about = demo_word(partner, "about"),
                                .region = demo_word(partner, "region"),
                                .link = demo_word(partner, "link"),
                                .words = "",
                                .answers = answers,
                                .answers_count = answers_read(json_object_get(partner, "answers"), answers),
                                .keeper = keeper };
    TRY(partner_create(db, &demo->arena, &wish, demo->now - 40 * TIME_DAY, &id));
    TRY(partner_verify(db, &demo->arena, id, steward, demo_word(partner, "checked"), time_day(demo->now) + months * 30,
                       demo->now - 30 * TIME_DAY));
    for (size_t i = 0; i < json_array_size(listings); i++)
        TRY(add_listing(db, demo, id, json_array_get(listings, i)));
    return OK;
}

/* One asks and waits to be looked at, for the stewards' page. */
static enum status add_asking(struct db *db, struct demo *demo)
{
    static const struct partner_answer answers[] = { { "policy", "not-yet", "" }, { "contact", "yes", "The woman who bakes at night." } };
    struct partner_new wish = { .name = "Corner Bakery Nine",
                                .kind = "employer",
                                .about = "We bake from midnight to six and would like to have an apprentice who stays.",
                                .region = "Berlin",
                                .link = "",
                                .words = "Come by at five in the morning, the back door is open.",
                                .answers = answers,
                                .answers_count = COUNT(answers),
                                .keeper = demo_persona(demo, "Mireille") };
    int64_t id;
    return wish.keeper ? partner_create(db, &demo->arena, &wish, demo->now - TIME_DAY, &id) : OK;
}

enum status demo_opportunities(struct db *db, struct demo *demo)
{
    json_t *partners = demo_json("demo/opportunities.json");
    enum status status = partners ? add_asking(db, demo) : BROKEN;
    for (size_t i = 0; i < json_array_size(partners) && status == OK; i++)
        status = add_partner(db, demo, json_array_get(partners, i));
    json_decref(partners);
    return status;
}
