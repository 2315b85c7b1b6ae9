#include "board/test_parts.h"
#include "group/pages.h"
#include "tests/harness/harness.h"

#include <pthread.h>
#include <unistd.h>

TEST(a_hidden_group_is_nowhere_for_outsiders)
{
    static const char *const pages[] = { "", "/me", "/members", "/manage", "/boards" };
    static const char *const forms[] = { "/join",  "/ask",    "/decline",  "/me",     "/step-down",
                                         "/leave", "/manage", "/requests", "/invite", "/boards" };
    struct test_place place = test_group("attic", GROUP_HIDDEN, true, "fay");
    int64_t topic = test_topic(place, "fay", "Secret title", "Secret words #secretword");
    int64_t post = test_opening(topic);
    for (size_t i = 0; i < COUNT(pages); i++) {
        EXPECT_INT(test_get("bo", "/groups/attic%s", pages[i]), 404);
        EXPECT_INT(test_get("bo", "/groups/nowhere%s", pages[i]), 404);
        EXPECT_INT(test_get("mod", "/groups/attic%s", pages[i]), 404);
    }
    for (size_t i = 0; i < COUNT(forms); i++) {
        int there =
            test_send("bo", test_path("/groups/attic%s", forms[i]), "name", "Ana", "why", "x", "purpose", "x", "persona", "1", NULL);
        int nowhere =
            test_send("bo", test_path("/groups/nowhere%s", forms[i]), "name", "Ana", "why", "x", "purpose", "x", "persona", "1", NULL);
        EXPECT_INT(there, 404);
        EXPECT_INT(nowhere, 404);
    }
    const char *const inside[] = { test_path("/boards/%lld", (long long)place.board), test_path("/boards/%lld/new", (long long)place.board),
                                   test_path("/topics/%lld", (long long)topic),       test_path("/topics/%lld/reply", (long long)topic),
                                   test_path("/topics/%lld/hide", (long long)topic),  test_path("/posts/%lld/edit", (long long)post),
                                   test_path("/posts/%lld/delete", (long long)post),  test_path("/posts/%lld/hide", (long long)post),
                                   test_path("/posts/%lld/history", (long long)post) };
    for (size_t i = 0; i < COUNT(inside); i++)
        EXPECT_INT(test_get("bo", "%s", inside[i]), 404);
    const char *const acts[] = { test_path("/topics/%lld/reply", (long long)topic), test_path("/topics/%lld/follow", (long long)topic),
                                 test_path("/topics/%lld/pin", (long long)topic),   test_path("/posts/%lld/react", (long long)post),
                                 test_path("/posts/%lld/delete", (long long)post),  test_path("/posts/%lld/restore", (long long)post) };
    for (size_t i = 0; i < COUNT(acts); i++)
        EXPECT_INT(test_send("bo", acts[i], "body", "x", "kind", "with", NULL), 404);
    EXPECT_INT(test_get("visitor", "/groups/attic"), 404);
    EXPECT_INT(test_get("visitor", "/topics/%lld", (long long)topic), 404);
    EXPECT(test_get("bo", "/groups") == 200 && !shows(test_page(), "attic"));
    EXPECT(test_get("bo", "/tags/secretword") == 200 && !shows(test_page(), "Secret"));
    EXPECT(test_get("fay", "/groups") == 200 && shows(test_page(), "/groups/attic"));
    EXPECT(test_get("fay", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "Secret words"));
}

TEST(visitors_read_a_public_group_and_find_nothing_of_a_members_group)
{
    struct test_place open = test_group("porch", GROUP_OPEN, true, "fay"), closed = test_group("parlour", GROUP_OPEN, false, "fay");
    int64_t shown = test_topic(open, "fay", "Hello porch", "Come in."), unseen = test_topic(closed, "fay", "Hello parlour", "Sit down.");
    EXPECT(test_get("visitor", "/groups") == 200 && shows(test_page(), "/groups/porch") && !shows(test_page(), "/groups/parlour"));
    EXPECT(test_get("visitor", "/groups/porch") == 200 && shows(test_page(), "Hello porch") && shows(test_page(), "href=\"/join\""));
    EXPECT(test_get("visitor", "/boards/%lld", (long long)open.board) == 200 && shows(test_page(), "Hello porch"));
    EXPECT(test_get("visitor", "/topics/%lld", (long long)shown) == 200 && shows(test_page(), "Come in.") &&
           !shows(test_page(), "<textarea"));
    EXPECT_INT(test_get("visitor", "/groups/parlour"), 404);
    EXPECT_INT(test_get("visitor", "/boards/%lld", (long long)closed.board), 404);
    EXPECT_INT(test_get("visitor", "/topics/%lld", (long long)unseen), 404);
}

TEST(members_of_the_place_see_the_sign_of_a_members_group_but_not_inside)
{
    struct test_place place = test_group("parlour", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(place, "fay", "Inside title", "Inside words");
    EXPECT_INT(test_get("bo", "/groups/parlour"), 200);
    EXPECT(shows(test_page(), "For talking.") && shows(test_page(), "Take your time.") && shows(test_page(), "Join this group"));
    EXPECT(!shows(test_page(), "Inside title") && !shows(test_page(), ">Talk<") && !names(test_page(), "Fay"));
    EXPECT_INT(test_get("bo", "/boards/%lld", (long long)place.board), 404);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 404);
    EXPECT_INT(test_get("bo", "/groups/parlour/members"), 404);
    EXPECT_INT(test_send("bo", "/groups/parlour/join", NULL), 303);
    EXPECT(test_get("bo", "/groups/parlour") == 200 && shows(test_page(), "Inside title") && shows(test_page(), "Fay"));
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
}

TEST(leaving_a_group_leaves_no_trace)
{
    struct test_place place = test_group("parlour", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    EXPECT_INT(test_send("bo", "/groups/parlour/join", NULL), 303);
    EXPECT_INT(test_send("bo", test_path("/topics/%lld/reply", (long long)topic), "body", "I was here once", NULL), 303);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 200);
    test_settle();
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM follow"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM read_mark"), 1);
    EXPECT_INT(test_send("bo", "/groups/parlour/leave", NULL), 303);
    EXPECT_TEXT(test_page()->location, "/groups");
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM membership"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM follow"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM read_mark"), 0);
    EXPECT_INT(test_get("bo", "/topics/%lld", (long long)topic), 404);
    EXPECT(test_get("fay", "/topics/%lld", (long long)topic) == 200 && shows(test_page(), "I was here once"));
    EXPECT(test_get("fay", "/groups/parlour/members") == 200 && !shows(test_page(), "Bo<"));
    EXPECT_INT(test_send("bo", "/groups/parlour/leave", NULL), 404);
}

TEST(words_can_be_taken_along_when_leaving)
{
    struct test_place place = test_group("parlour", GROUP_OPEN, false, "fay"), other = test_group("porch", GROUP_OPEN, false, "fay");
    int64_t topic = test_topic(place, "fay", "Title", "Words");
    test_joins(place.group, "bo");
    test_joins(other.group, "bo");
    test_post(place, topic, "bo", "Mine to take");
    test_topic(other, "bo", "Elsewhere", "Stays elsewhere");
    EXPECT_INT(test_send("bo", "/groups/parlour/leave", "words", "yes", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE body = 'Mine to take'"), 0);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post WHERE body = 'Stays elsewhere'"), 1);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM post"), 2);
}

TEST(a_request_is_answered_by_a_facilitator)
{
    test_group("circle", GROUP_REQUEST, false, "fay");
    const char *bo = test_path("%lld", (long long)persona_of("bo")), *cyd = test_path("%lld", (long long)persona_of("cyd"));
    EXPECT_INT(test_send("bo", "/groups/circle/join", NULL), 403);
    EXPECT_INT(test_send("bo", "/groups/circle/ask", "why", "I would like <b>quiet</b>", NULL), 303);
    EXPECT_INT(test_send("cyd", "/groups/circle/ask", "why", "", NULL), 303);
    EXPECT(test_get("bo", "/groups/circle") == 200 && shows(test_page(), "I take it back"));
    EXPECT_INT(test_get("bo", "/groups/circle/manage"), 404);
    EXPECT_INT(test_send("bo", "/groups/circle/requests", "persona", bo, "do", "accept", NULL), 404);
    EXPECT(test_get("fay", "/groups/circle") == 200 && shows(test_page(), "Somebody asks to join"));
    EXPECT(test_get("fay", "/groups/circle/manage") == 200 && shows(test_page(), "I would like &lt;b&gt;quiet&lt;/b&gt;"));
    EXPECT_INT(test_send("fay", "/groups/circle/requests", "persona", bo, "do", "accept", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/circle/requests", "persona", cyd, "do", "decline", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM group_request"), 0);
    EXPECT(test_get("bo", "/groups/circle") == 200 && shows(test_page(), ">Talk<"));
    EXPECT(test_get("cyd", "/groups/circle") == 200 && !shows(test_page(), ">Talk<"));
    EXPECT_INT(test_get("bo", "/groups/circle/manage"), 403);                                           /* a member, and no facilitator */
    EXPECT_INT(test_send("fay", "/groups/circle/requests", "persona", cyd, "do", "accept", NULL), 303); /* nothing to accept any more */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM membership"), 2);
}

TEST(a_request_can_be_taken_back)
{
    test_group("circle", GROUP_REQUEST, false, "fay");
    EXPECT_INT(test_send("bo", "/groups/circle/ask", "why", "Because", NULL), 303);
    EXPECT_INT(test_send("bo", "/groups/circle/ask", "why", "Because of music", NULL), 303);
    EXPECT_TEXT(test_sql_text("SELECT why FROM group_request"), "Because of music");
    EXPECT_INT(test_send("bo", "/groups/circle/decline", NULL), 303);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM group_request"), 0);
}

TEST(an_invitation_opens_a_hidden_group)
{
    test_group("attic", GROUP_HIDDEN, false, "fay");
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Nobody By This Name", NULL), 422);
    EXPECT(shows(test_page(), "Nobody By This Name"));
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Fay", NULL), 422);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Bo", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", "Cyd", NULL), 303);
    EXPECT(test_get("bo", "/groups") == 200 && shows(test_page(), "/groups/attic"));
    EXPECT(test_get("bo", "/groups/attic") == 200 && shows(test_page(), "Accept and join") && !shows(test_page(), ">Talk<"));
    EXPECT_INT(test_send("bo", "/groups/attic/join", "hides", "yes", NULL), 303);
    EXPECT_INT(test_get("bo", "/groups/attic/members"), 200);
    EXPECT_INT(test_send("cyd", "/groups/attic/decline", NULL), 303);
    EXPECT_INT(test_get("cyd", "/groups/attic"), 404);
    EXPECT_INT(test_send("cyd", "/groups/attic/join", NULL), 404);
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM group_invitation"), 0);
}

TEST(a_removed_member_reads_why_and_has_to_ask)
{
    struct test_place place = test_group("porch", GROUP_OPEN, false, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "cyd");
    const char *bo = test_path("/groups/porch/members/%lld", (long long)persona_of("bo"));
    EXPECT_INT(test_get("cyd", "%s", bo), 403);
    EXPECT_INT(test_send("cyd", test_path("%s/remove", bo), "reason", "x", NULL), 403);
    EXPECT_INT(test_send("fay", test_path("%s/remove", bo), "reason", "", NULL), 422);
    EXPECT_INT(test_get("fay", "%s", bo), 200);
    EXPECT_INT(test_send("fay", test_path("%s/remove", bo), "reason", "You <pressed> people.", NULL), 303);
    EXPECT_INT(test_get("fay", "%s", bo), 404);
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), "You &lt;pressed&gt; people.") && !shows(test_page(), ">Talk<"));
    EXPECT_INT(test_send("bo", "/groups/porch/join", NULL), 403);
    EXPECT_INT(test_send("bo", "/groups/porch/ask", "why", "Sorry", NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/porch/requests", "persona", test_path("%lld", (long long)persona_of("bo")), "do", "accept", NULL),
               303);
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), ">Talk<") && !shows(test_page(), "pressed"));
}

TEST(the_member_list_is_for_members_and_one_can_hide_in_it)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "ana");
    EXPECT_INT(test_send("bo", "/groups/porch/join", "hides", "yes", NULL), 303);
    EXPECT(test_get("ana", "/groups/porch/members") == 200 && shows(test_page(), "<bdi>Ana</bdi>") && !shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT(test_get("bo", "/groups/porch/members") == 200 && shows(test_page(), "<bdi>Bo</bdi></b>"));
    EXPECT(test_get("fay", "/groups/porch/members") == 200 && shows(test_page(), "<bdi>Bo</bdi>") &&
           shows(test_page(), "hidden in the list"));
    EXPECT_INT(test_get("cyd", "/groups/porch/members"), 404);
    EXPECT_INT(test_get("visitor", "/groups/porch/members"), 303);
    EXPECT_INT(test_send("bo", "/groups/porch/me", "quiet", "yes", NULL), 303);
    EXPECT(test_get("ana", "/groups/porch/members") == 200 && shows(test_page(), "<bdi>Bo</bdi>"));
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM membership WHERE quiet"), 1);
}

TEST(the_last_facilitator_names_another_before_leaving)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("fay", "/groups/porch/leave", NULL), 422);
    EXPECT(shows(test_page(), "Name another member first"));
    EXPECT_INT(test_send("fay", "/groups/porch/step-down", NULL), 422);
    EXPECT_INT(test_send("bo", "/groups/porch/step-down", NULL), 403);
    const char *bo = test_path("/groups/porch/members/%lld/facilitator", (long long)persona_of("bo"));
    EXPECT_INT(test_send("bo", bo, NULL), 403);
    EXPECT_INT(test_send("fay", bo, NULL), 303);
    EXPECT_INT(test_send("fay", "/groups/porch/step-down", NULL), 303);
    EXPECT_INT(test_get("fay", "/groups/porch/manage"), 403);
    EXPECT_INT(test_get("bo", "/groups/porch/manage"), 200);
    EXPECT_INT(test_send("fay", "/groups/porch/leave", NULL), 303);
    EXPECT_INT(test_send("bo", "/groups/porch/leave", NULL), 303); /* nobody is left who would need looking after */
    EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM membership"), 0);
}

TEST(a_steward_takes_on_a_group_that_nobody_looks_after)
{
    struct test_place place = test_group("parlour", GROUP_OPEN, false, "fay");
    EXPECT_INT(test_send("stu", "/groups/parlour/adopt", NULL), 403);
    EXPECT_INT(test_send("fay", "/groups/parlour/leave", NULL), 303);
    EXPECT(test_get("bo", "/groups/parlour") == 200 && !shows(test_page(), "/groups/parlour/adopt"));
    EXPECT_INT(test_send("bo", "/groups/parlour/adopt", NULL), 403);
    EXPECT(test_get("stu", "/groups/parlour") == 200 && shows(test_page(), "/groups/parlour/adopt"));
    EXPECT_INT(test_send("stu", "/groups/parlour/adopt", NULL), 303);
    EXPECT_INT(test_get("stu", "/groups/parlour/manage"), 200);
    EXPECT_INT(test_get("stu", "/boards/%lld", (long long)place.board), 200);
}

TEST(stewards_start_groups)
{
    EXPECT_INT(test_get("stu", "/groups/new"), 200);
    EXPECT_INT(test_get("ana", "/groups/new"), 403);
    EXPECT_INT(test_send("ana", "/groups/new", "name", "X", "slug", "xx", "lang", "en", "purpose", "P", "joining", "open", "reading",
                         "anyone", NULL),
               403);
    EXPECT_INT(test_send("stu", "/groups/new", "name", "Late Tea", "slug", "Late Tea", "lang", "en", "purpose", "P", "joining", "open",
                         "reading", "anyone", NULL),
               422);
    EXPECT(shows(test_page(), "value=\"Late Tea\"") && shows(test_page(), "Use small letters"));
    EXPECT_INT(test_send("stu", "/groups/new", "name", "N", "slug", "new", "lang", "en", "purpose", "P", "joining", "open", "reading",
                         "anyone", NULL),
               422);
    EXPECT_INT(test_send("stu", "/groups/new", "name", "N", "slug", "tea", "lang", "xx", "purpose", "P", "joining", "open", "reading",
                         "anyone", NULL),
               422);
    EXPECT_INT(
        test_send("stu", "/groups/new", "name", "N", "slug", "tea", "lang", "en", "purpose", "P", "joining", "", "reading", "anyone", NULL),
        422);
    EXPECT_INT(test_send("stu", "/groups/new", "name", "Late Tea", "slug", "late-tea", "lang", "en", "purpose", "P", "joining", "hidden",
                         "reading", "anyone", NULL),
               303);
    EXPECT_TEXT(test_page()->location, "/groups/late-tea/boards");
    EXPECT_TEXT(test_sql_text("SELECT reading FROM peer_group"), "members"); /* hidden implies it */
    EXPECT_INT(test_get("stu", "/groups/late-tea/manage"), 200);
    EXPECT_INT(test_send("stu", "/groups/new", "name", "Again", "slug", "late-tea", "lang", "en", "purpose", "P", "joining", "open",
                         "reading", "anyone", NULL),
               422);
}

TEST(facilitators_change_purpose_and_rules)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    EXPECT_INT(test_send("bo", "/groups/porch/manage", "purpose", "Mine", "rules", "", NULL), 403);
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "", "rules", "A rule kept", NULL), 422);
    EXPECT(shows(test_page(), "A rule kept"));
    EXPECT_INT(test_send("fay", "/groups/porch/manage", "purpose", "New purpose", "rules", "One\n\n  \nTwo", NULL), 303);
    EXPECT_INT(test_get("visitor", "/groups/porch"), 200);
    EXPECT(shows(test_page(), "New purpose") && shows(test_page(), ">One<") && shows(test_page(), ">Two<"));
}

TEST(the_list_of_groups_goes_by_key)
{
    for (int i = 0; i < 30; i++)
        test_group(test_path("group-%02d", i), GROUP_OPEN, i % 2 == 0, "fay");
    EXPECT_INT(test_get("bo", "/groups"), 200);
    EXPECT(shows(test_page(), "/groups/group-23\"") && !shows(test_page(), "/groups/group-24\""));
    int64_t after = id_after(test_page(), "/groups?after=");
    EXPECT_INT(test_get("bo", "/groups?after=%lld", (long long)after), 200);
    EXPECT(shows(test_page(), "/groups/group-24\"") && shows(test_page(), "/groups/group-29\"") &&
           !shows(test_page(), "/groups/group-23\""));
    EXPECT(!shows(test_page(), "rel=\"next\""));
    EXPECT(test_get("visitor", "/groups") == 200 && shows(test_page(), "/groups/group-28\"") && !shows(test_page(), "/groups/group-01\""));
}

/* ---- two at once ---- */

struct stepping {
    int64_t group, persona;
    enum status status;
};

static enum status step_down_slowly(struct db *db, void *context)
{
    const struct stepping *stepping = context;
    struct arena arena = { 0 };
    enum status status = membership_role(db, &arena, stepping->group, stepping->persona, false);
    arena_free(&arena);
    usleep(30000); /* so that the other one is in the middle of it, too */
    return status;
}

static void *step_down(void *context)
{
    struct stepping *stepping = context;
    stepping->status = database_write(test_app()->database, step_down_slowly, stepping);
    return NULL;
}

TEST(two_facilitators_who_step_down_at_once_leave_one)
{
    struct test_place place = test_group("porch", GROUP_OPEN, true, "fay");
    test_joins(place.group, "bo");
    test_joins(place.group, "ana");
    for (int round = 0; round < 4; round++) {
        EXPECT_INT(
            test_sql("UPDATE membership SET role = 'facilitator' WHERE persona_id IN (SELECT id FROM persona WHERE name IN ('Bo', 'Fay'))"),
            OK);
        struct stepping both[2] = { { place.group, persona_of("fay"), BROKEN }, { place.group, persona_of("bo"), BROKEN } };
        pthread_t threads[2];
        for (int i = 0; i < 2; i++)
            EXPECT(!pthread_create(&threads[i], NULL, step_down, &both[i]));
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        EXPECT(both[0].status == OK || both[1].status == OK);
        EXPECT(both[0].status == CONFLICT || both[1].status == CONFLICT);
        EXPECT_INT(test_sql_int("SELECT COUNT(*) FROM membership WHERE role = 'facilitator'"), 1);
    }
}

/* ---- whom a group takes in ---- */

static void says_age(const char *who, const char *age)
{
    EXPECT_INT(test_send(who, "/settings/age", "age", age, NULL), 303);
}

TEST(a_group_for_some_ages_looks_to_others_like_one_that_takes_nobody_in)
{
    test_group("porch", GROUP_OPEN, true, "fay");
    test_group("attic", GROUP_HIDDEN, false, "fay");
    const char *const slugs[] = { "porch", "attic" };
    for (size_t i = 0; i < COUNT(slugs); i++) {
        struct request *form = with(as("fay", "POST", test_path("/groups/%s/manage", slugs[i])), "purpose", "For the young");
        EXPECT_INT(fetch(with(with(form, "age_13", "yes"), "age_16", "yes")), 303);
    }
    says_age("ana", "16");
    says_age("bo", "adult");
    EXPECT(test_get("ana", "/groups/porch") == 200 && shows(test_page(), "Join this group"));
    EXPECT(test_get("bo", "/groups/porch") == 200 && shows(test_page(), "take anybody in at the moment"));
    EXPECT(!shows(test_page(), "13 to 15") && !shows(test_page(), "16 or 17"));
    test_settle();
    EXPECT_INT(test_send("bo", "/groups/porch/join", NULL), 403);
    EXPECT_INT(test_send("cyd", "/groups/porch/join", NULL), 403); /* who hasn't said */
    EXPECT_INT(test_send("ana", "/groups/porch/join", NULL), 303);
    for (int i = 0; i < 2; i++) { /* the one who invites learns nothing */
        EXPECT_INT(test_send("fay", "/groups/attic/invite", "name", i ? "Ana" : "Bo", NULL), 303);
        EXPECT(test_get("fay", "/groups/attic/manage") == 200 && shows(test_page(), i ? "<bdi>Ana</bdi>" : "<bdi>Bo</bdi>"));
    }
    EXPECT_INT(test_get("ana", "/groups/attic"), 200);
    EXPECT_INT(test_get("bo", "/groups/attic"), 404);
    EXPECT(test_get("bo", "/groups") == 200 && !shows(test_page(), "/groups/attic"));
    EXPECT_INT(test_sql_int("SELECT count(*) FROM notification WHERE kind = 'group'"), 1);
}
