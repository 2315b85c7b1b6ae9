#include "message/test_parts.h"
#include "board/test_parts.h"
#include "circle/circle.h"
#include "tests/harness/harness.h"

static enum status make_people(struct db *db, void *context)
{
    static const char *const grown[] = { "ana", "bo", "cyd", "fay", "mod", "stu" };
    (void)context;
    for (size_t i = 0; i < COUNT(grown); i++)
        TRY(persona_band_store(db, test_arena(), persona_of(grown[i]), BAND_ADULT));
    return connection_set(db, test_arena(), persona_of("ana"), persona_of("bo"));
}

void test_people(void)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "ana");
    test_joins(place.group, "bo");
    test_joins(place.group, "cyd");
    if (database_write(test_app()->database, make_people, NULL) != OK)
        test_expect(false, "they could be connected", __FILE__, __LINE__);
}

int64_t test_letter(const char *who, const char *to, const char *body)
{
    test_advance(TIME_SECOND);
    return test_send(who, "/messages/new", "to", to, "body", body, NULL) == 303 ? id_after(test_page(), "/messages/") : 0;
}

int64_t test_seat(const char *who)
{
    test_advance(10 * TIME_SECOND); /* it is told some seconds later */
    test_settle();
    return test_sql_int(
        test_path("SELECT max(subject) FROM notification WHERE kind = 'letter' AND persona_id = %lld", (long long)persona_of(who)));
}

int test_say_private(const char *who, int64_t seat, const char *body)
{
    test_advance(TIME_SECOND);
    return test_send(who, test_path("/messages/%lld/say", (long long)seat), "body", body, NULL);
}

struct newcomer {
    const char *sign_in, *name;
};

static enum status make_newcomer(struct db *db, void *context)
{
    const struct newcomer *newcomer = context;
    struct account_new wish = { .sign_in_name = newcomer->sign_in, .password = "correct horse", .name = newcomer->name };
    struct rows rows;
    int64_t persona;
    const char *recovery;
    TRY(account_create(db, test_arena(), test_app(), &wish, test_now(), &persona, &recovery));
    TRY(persona_band_store(db, test_arena(), persona, BAND_ADULT));
    TRY(db_query(db, test_arena(), &rows, " SELECT id FROM peer_group LIMIT 1"));
    return rows_next(&rows) ? membership_add(db, test_arena(), rows_int(&rows), persona, false, false, test_now()) : NOT_FOUND;
}

void test_more_people(const char *sign_in, const char *name)
{
    struct newcomer newcomer = { sign_in, name };
    if (database_write(test_app()->database, make_newcomer, &newcomer) != OK)
        test_expect(false, "somebody more could join", __FILE__, __LINE__);
}
