/* /people: who is shown to whom, why, and in what order. */
#include "board/test_parts.h"
#include "person/test_parts.h"
#include "tests/harness/harness.h"

/* Bo and Cyd, both listed, share things with Ana. */
static void neighbours(void)
{
    test_says("ana", "languages", "Polish, English", "me");
    test_says("ana", "interests", "climbing", "members");
    test_says("bo", "languages", "polski", "members");
    test_says("bo", "interests", "Climbing", "members");
    test_says("cyd", "languages", "Polnisch", "members");
    test_is_listed("ana", BAND_ADULT);
    test_is_listed("bo", BAND_ADULT);
    test_is_listed("cyd", BAND_ADULT);
}

TEST(people_are_suggested_with_the_reason_why)
{
    neighbours();
    EXPECT_INT(test_get("ana", "/people"), 200);
    EXPECT(shows(test_page(), "You both speak Polish and like climbing.") && shows(test_page(), "You both speak Polish."));
    const char *page = buf_text(&test_page()->body), *bo = strstr(page, "<bdi>Bo</bdi>"), *cyd = strstr(page, "<bdi>Cyd</bdi>");
    EXPECT(bo && cyd && bo < cyd); /* more things shared comes first */
    EXPECT(!strstr(page, "<h3><a href=\"/people/Ana\""));
    EXPECT(test_get("bo", "/people") == 200 && shows(test_page(), "You both like Climbing."));
    EXPECT(!shows(test_page(), "Ana</bdi></a></h3>\n<p class=\"small\">You both speak")); /* her languages are hers alone */
}

TEST(nobody_is_found_who_did_not_ask_to_be)
{
    neighbours();
    EXPECT_INT(test_send("bo", "/people/me/finding", "shy", "", NULL), 303);
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Bo</bdi>") && shows(test_page(), "<bdi>Cyd</bdi>"));
    EXPECT_INT(test_sql_int(test_path("SELECT count(*) FROM profile_match WHERE persona_id = %lld", (long long)persona_of("bo"))), 0);
    test_says("cyd", "languages", "Polish", "circles"); /* what members don't see finds nobody */
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Cyd</bdi>"));
}

TEST(age_bands_never_meet_in_the_list)
{
    neighbours();
    test_is_listed("bo", BAND_YOUNG);
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Bo</bdi>") && shows(test_page(), "<bdi>Cyd</bdi>"));
    EXPECT(test_get("bo", "/people") == 200 && !shows(test_page(), "<bdi>Ana</bdi>") && !shows(test_page(), "<bdi>Cyd</bdi>"));
    test_is_listed("cyd", BAND_UNSAID);
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Cyd</bdi>"));
    EXPECT(test_get("cyd", "/people") == 200 && shows(test_page(), "whether you’re under 18") && !shows(test_page(), "<bdi>Ana</bdi>"));
}

TEST(blocked_people_are_never_suggested)
{
    neighbours();
    test_blocks("cyd", "ana");
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Cyd</bdi>") && shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT(test_get("cyd", "/people") == 200 && !shows(test_page(), "<bdi>Ana</bdi>"));
}

TEST(a_shared_group_is_a_reason_unless_one_hides_in_it)
{
    struct test_place porch = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(porch.group, "ana");
    test_joins(porch.group, "bo");
    test_is_listed("ana", BAND_ADULT);
    test_is_listed("bo", BAND_ADULT);
    EXPECT(test_get("ana", "/people") == 200 && shows(test_page(), "<bdi>Bo</bdi>") && shows(test_page(), "You’re both in Group porch."));
    EXPECT(!shows(test_page(), "<bdi>Fay</bdi>"));
    EXPECT_INT(test_send("bo", "/groups/porch/me", "hides", "1", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT count(*) FROM membership WHERE hides"), 1);
    EXPECT(test_get("ana", "/people") == 200 && !shows(test_page(), "<bdi>Bo</bdi>"));
}

/* ---- many ---- */

enum { CROWD = 90 };

static enum status crowd_make(struct db *db, void *context)
{
    struct profile_field field = { .kind = PROFILE_INTEREST, .audience = PROFILE_FOR_MEMBERS, .count = 1 };
    field.values[0] = (struct profile_value){ "chess", "", PERSON_NEUTRAL };
    (void)context;
    for (int i = 0; i < CROWD; i++) {
        int64_t persona;
        TRY(persona_create(db, test_arena(), test_path("Rook %d", i), 1, BAND_ADULT, test_now(), &persona));
        TRY(profile_choice_store(db, test_arena(), persona, true, false));
        TRY(profile_field_store(db, test_arena(), persona, NULL, &field));
    }
    return OK;
}

static const char *next_of(struct request *page)
{
    const char *at = strstr(buf_text(&page->body), "href=\"/people?after=");
    if (!at)
        return NULL;
    at += strlen("href=\"");
    return arena_slice(test_arena(), at, strcspn(at, "\""));
}

static size_t names_on(struct request *page, bool seen[CROWD])
{
    size_t count = 0;
    for (int i = 0; i < CROWD; i++)
        if (shows(page, test_path("<bdi>Rook %d</bdi>", i))) {
            EXPECT(!seen[i]);
            seen[i] = true;
            count++;
        }
    return count;
}

static const char *first_of(const char *who)
{
    EXPECT_INT(test_get(who, "/people"), 200);
    const char *at = strstr(buf_text(&test_page()->body), "<bdi>Rook ");
    return at ? arena_slice(test_arena(), at, strcspn(at + 1, "<") + 1) : "";
}

TEST(a_large_place_is_paged_by_key_in_an_order_of_the_day)
{
    bool seen[CROWD] = { false };
    size_t count = 0, pages = 0;
    EXPECT_INT(database_write(test_app()->database, crowd_make, NULL), OK);
    test_says("ana", "interests", "chess", "me");
    test_is_listed("ana", BAND_ADULT);
    EXPECT_INT(test_get("ana", "/people"), 200);
    for (const char *next; pages < 9; pages++, EXPECT_INT(test_get("ana", "%s", next), 200)) {
        count += names_on(test_page(), seen);
        if (!(next = next_of(test_page())))
            break;
    }
    EXPECT_INT(count, CROWD);
    EXPECT_INT(pages, 4);
    const char *first = first_of("ana");
    EXPECT_TEXT(first_of("ana"), first);
    static const char *const readers[] = { "bo", "cyd", "fay", "mod" };
    int others = 0;
    for (size_t i = 0; i < COUNT(readers); i++) { /* and another one for each reader */
        test_says(readers[i], "interests", "Chess", "me");
        test_is_listed(readers[i], BAND_ADULT);
        others += !text_same(first_of(readers[i]), first);
    }
    EXPECT(others >= 2);
    EXPECT_INT(test_get("ana", "/people?after=1-2-3"), 200);
    EXPECT_INT(test_get("ana", "/people?after=x-y&by=interests&is=nothing"), 200);
}
