/* The log of decisions: whatever is changed in it from outside is found, and erasing somebody changes nothing in it. */
#include "board/test_parts.h"
#include "sanction/test_parts.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <time.h>

struct look {
    const char *change; /* what is done to it first, and undone again; NULL: nothing */
    struct key key;
    int count;
    char first[200];
};

static void found(void *context, const char *line)
{
    struct look *look = context;
    if (!look->count++)
        snprintf(look->first, sizeof look->first, "%s", line);
}

static enum status look_work(struct db *db, void *context)
{
    struct look *look = context;
    look->count = 0;
    look->first[0] = '\0';
    if (look->change)
        TRY(db_query_(db, test_arena(), NULL, look->change, NULL, 0));
    TRY(sanction_log_check(db, test_arena(), &look->key, found, look));
    return INVALID; /* rolled back */
}

/* How many rows are complained about after this change. */
static struct look looked(const char *change)
{
    struct look look = { .change = change, .key = test_app()->server_key };
    EXPECT_INT(database_write(test_app()->database, look_work, &look), INVALID);
    return look;
}

static void lived(void)
{
    int64_t id = test_decided("mod", "bo", "suspend", "3 days");
    EXPECT_INT(test_send("bo", test_path("/decisions/%lld/appeal", (long long)id), "body", "It wasn’t like that", NULL), 303);
    EXPECT_INT(
        test_send("stu", test_path("/moderation/appeals/%lld", (long long)id), "outcome", "overturn", "answer", "You’re right", NULL), 303);
    test_decided("stu", "ana", "word", "");
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction_log"), 5);
}

TEST(one_changed_byte_in_any_column_of_any_row_of_the_log_is_found)
{
    bool lite = database_is_sqlite(test_app()->database);
    static const char *const numbers[] = { "number", "day" }, *const blobs[] = { "what", "previous", "hash" };
    lived();
    EXPECT_INT(looked(NULL).count, 0);
    for (long long row = 1; row <= 5; row++) {
        for (size_t i = 0; i < COUNT(numbers); i++)
            for (int byte = 0; byte < 7; byte++) {
                struct look look = looked(test_path(" UPDATE sanction_log SET %s = %s + %lld WHERE number = %lld", numbers[i], numbers[i],
                                                    1LL << (8 * byte + 5), row));
                if (!EXPECT(look.count > 0))
                    printf("  row %lld: %s, byte %d\n", row, numbers[i], byte);
            }
        EXPECT(looked(test_path(" UPDATE sanction_log SET kind = 'x' || substr(kind, 2) WHERE number = %lld", row)).count > 0);
        for (size_t i = 0; i < COUNT(blobs); i++) {
            long long len = test_sql_int(test_path(" SELECT length(%s) FROM sanction_log WHERE number = %lld", blobs[i], row));
            for (long long byte = 0; byte < len; byte++) {
                const char *other =
                    test_sql_int(test_path(lite ? " SELECT substr(%s, %lld, 1) = x'30' FROM sanction_log WHERE number = %lld"
                                                : " SELECT (substr(%s, %lld::int, 1) = '\\x30')::int FROM sanction_log WHERE number = %lld",
                                           blobs[i], byte + 1, row))
                        ? "31"
                        : "30";
                const char *sql =
                    lite
                        ? " UPDATE sanction_log SET %s = CAST(substr(%s, 1, %lld) || x'%s' || substr(%s, %lld) AS BLOB) WHERE number = %lld"
                        : " UPDATE sanction_log SET %s = substr(%s, 1, %lld::int) || '\\x%s'::bytea || substr(%s, %lld::int) WHERE number = %lld";
                struct look look = looked(test_path(sql, blobs[i], blobs[i], byte, other, blobs[i], byte + 2, row));
                if (!EXPECT(look.count > 0))
                    printf("  row %lld: %s, byte %lld\n", row, blobs[i], byte);
            }
        }
    }
    EXPECT(strstr(looked(" UPDATE sanction_log SET day = day + 1 WHERE number = 3").first, "row 3 was changed") != NULL);
}

TEST(a_log_whose_end_or_beginning_is_cut_off_is_found_and_isnt_made_good_by_the_next_row)
{
    lived();
    EXPECT(strstr(looked(" DELETE FROM sanction_log WHERE number = 5").first, "row 5 is missing: the log's end was cut off") != NULL);
    EXPECT(looked(" DELETE FROM sanction_log WHERE number = 1").count > 0);
    EXPECT(looked(" DELETE FROM sanction_log WHERE number = 3").count > 0);
    EXPECT(looked(" DELETE FROM sanction_log").count > 0);
    EXPECT(looked(" DELETE FROM sanction_head").count > 0);
    EXPECT(looked(" UPDATE sanction_head SET count = 4, hash = (SELECT hash FROM sanction_log WHERE number = 4)").count > 0);
    EXPECT_INT(test_sql(" DELETE FROM sanction_log WHERE number = 5"), OK);
    EXPECT_INT(test_sql(" UPDATE sanction_head SET count = 4, hash = (SELECT hash FROM sanction_log WHERE number = 4)"), OK);
    test_decided("mod", "bo", "word", "");
    EXPECT_INT(test_sql_int(" SELECT max(number) FROM sanction_log"), 5);
    EXPECT(looked(NULL).count > 0);
}

TEST(an_emptied_log_beside_decisions_is_found)
{
    lived();
    EXPECT_INT(test_sql(" DELETE FROM sanction_head"), OK);
    EXPECT_INT(test_sql(" DELETE FROM sanction_log"), OK);
    EXPECT(strstr(looked(NULL).first, "more or fewer decisions") != NULL);
}

TEST(erasing_a_persona_leaves_the_log_whole_and_it_holds_no_name)
{
    lived();
    EXPECT_INT(
        test_sql_int(test_path(" SELECT count(*) FROM sanction_log WHERE CAST(what AS TEXT) LIKE '%%%lld%%'", (long long)persona_of("bo"))),
        0);
    EXPECT_INT(test_send("bo", "/settings/delete", "password", "correct horse", "words", "remove", NULL), 303);
    test_settle();
    EXPECT_INT(looked(NULL).count, 0);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction WHERE persona_id IS NULL AND facts = '' AND thing_id < 0"), 1);
    EXPECT(!test_data_holds("It wasn’t like that"));
}

TEST(the_log_is_for_moderators_and_the_wrong_key_opens_none_of_it)
{
    lived();
    EXPECT_INT(test_get("ana", "/moderation/log"), 403);
    EXPECT_INT(test_get("mod", "/moderation/log"), 200);
    EXPECT(shows(test_page(), "A decision was taken back") && !shows(test_page(), "MARKFACTS") && !shows(test_page(), ">Bo<"));
    struct look look = { .key = { { 1 } } };
    EXPECT_INT(database_write(test_app()->database, look_work, &look), INVALID);
    EXPECT(look.count > 5);
}

/* ---- two at once ---- */

struct deciding {
    int64_t thing;
    enum status status;
};

static enum status decide_slowly(struct db *db, void *context)
{
    const struct deciding *deciding = context;
    struct arena arena = { 0 };
    const struct sanction sanction = { .id = id_random(),
                                       .kind = SANCTION_WORD,
                                       .thing_kind = "post",
                                       .thing = deciding->thing,
                                       .turn = 1,
                                       .facts = "",
                                       .note = "",
                                       .quote = "",
                                       .at = 1 };
    const struct sanction_entry entry = { .kind = "decision", .sanction = sanction.id };
    enum status status = sanction_insert(db, &arena, &sanction);
    nanosleep(&(struct timespec){ .tv_nsec = 30 * 1000 * 1000 }, NULL);
    if (status == OK)
        status = sanction_log_add(db, &arena, test_app(), &entry, 1);
    arena_free(&arena);
    return status;
}

static void *decide(void *context)
{
    struct deciding *deciding = context;
    deciding->status = database_write(test_app()->database, decide_slowly, deciding);
    return NULL;
}

static void both_decide(struct deciding both[2])
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        EXPECT(!pthread_create(&threads[i], NULL, decide, &both[i]));
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
}

TEST(two_who_decide_in_the_same_moment_take_turns_in_the_log_and_about_one_thing_only_one_decides)
{
    struct deciding one_thing[2] = { { 5, BROKEN }, { 5, BROKEN } }, two_things[2] = { { 6, BROKEN }, { 7, BROKEN } };
    both_decide(one_thing);
    EXPECT(one_thing[0].status == OK || one_thing[1].status == OK);
    EXPECT(one_thing[0].status == CONFLICT || one_thing[1].status == CONFLICT);
    both_decide(two_things);
    EXPECT_INT(two_things[0].status, OK);
    EXPECT_INT(two_things[1].status, OK);
    EXPECT_INT(test_sql_int(" SELECT count(*) FROM sanction_log"), 3);
    EXPECT_INT(looked(NULL).count, 0);
}
