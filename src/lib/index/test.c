/* Tokens in four scripts, what a search finds, and that deleted words leave the file. */
#include "index/words.h"
#include "tests/harness/harness.h"

static const char *tokens(const char *text, const char *lang)
{
    return index_tokens(test_arena(), text, lang);
}

static bool holds(const char *tokens_, const char *token)
{
    const char *padded = arena_printf(test_arena(), " %s ", tokens_);
    return strstr(padded, arena_printf(test_arena(), " %s ", token)) != NULL;
}

/* ---- tokens ---- */

UNIT_TEST(words_are_folded_and_stand_with_their_stems)
{
    EXPECT_TEXT(tokens("Straße", NULL), "strasse");
    EXPECT_TEXT(tokens("STRASSE", NULL), "strasse");
    EXPECT_TEXT(tokens("Laufen", "de"), "laufen lauf");
    EXPECT_TEXT(tokens("Laufen", NULL), "laufen");
    EXPECT_TEXT(tokens("läufst läuft läufe", "de"), "läufst laufst lauf läuft lauft läufe laufe");
    EXPECT(holds(tokens("gespielt gelaufen", "de"), "gespiel") && !holds(tokens("gelaufen", "de"), "lauf")); /* as far as it goes */
    EXPECT_TEXT(tokens("l’amour, l'AMOUR", "fr"), "l amour");
    EXPECT_TEXT(tokens("ﬁne Ｆｕｌｌ ½", NULL), "fine full 12");
    EXPECT_TEXT(tokens("żółty Łódź", "pl"), "żółty zolty łódź lodz"); /* no stems for Polish */
    EXPECT_TEXT(tokens("  …!? 🌈 ", NULL), "");
    EXPECT_TEXT(tokens("", NULL), "");
}

UNIT_TEST(cyrillic_and_arabic_say_their_language_themselves)
{
    EXPECT(holds(tokens("Поддержки", "en"), "поддержк"));
    EXPECT_TEXT(tokens("ещё", NULL), "еще ещ");
    EXPECT_TEXT(tokens("مُحَمَّد", NULL), tokens("محمد", NULL));
    EXPECT_TEXT(tokens("أنـــا", NULL), tokens("انا", NULL));
    EXPECT(holds(tokens("مدرسة", "ar"), "مدرسه"));
    EXPECT(holds(tokens("هدى", "ar"), "هدي"));
    EXPECT_TEXT(tokens("٢٠٢٦", NULL), "2026");
}

UNIT_TEST(chinese_japanese_and_korean_stand_alone_and_in_pairs)
{
    EXPECT_TEXT(tokens("東京都", NULL), "東 東京 京 京都 都");
    EXPECT_TEXT(tokens("カフェ", NULL), "カ カフ フ フェ ェ");
    EXPECT_TEXT(tokens("ｶﾞ", NULL), "ガ"); /* half-width, with its mark */
    EXPECT_TEXT(tokens("私はKithが好き", NULL), "私 私は は kith が が好 好 好き き");
    EXPECT_TEXT(tokens("東。京", NULL), "東 京");
    EXPECT_TEXT(tokens("서울", NULL), "서 서울 울");
}

UNIT_TEST(a_word_of_ten_thousand_letters_is_cut)
{
    char word[10001];
    memset(word, 'a', 10000);
    word[10000] = '\0';
    EXPECT_INT(text_length(tokens(word, "en")), INDEX_WORD_MAX);
    struct buf marks = { .arena = test_arena() };
    for (int i = 0; i < 10000; i++)
        buf_puts(&marks, i ? "\u0301" : "a"); /* Zalgo */
    EXPECT(strlen(tokens(buf_text(&marks), "en")) <= (size_t)8 * INDEX_WORD_MAX);
    struct buf joined = { .arena = test_arena() };
    for (int i = 0; i < 10000; i++)
        buf_puts(&joined, "\u200d");
    EXPECT_TEXT(tokens(buf_text(&joined), NULL), "");
    EXPECT_TEXT(tokens("a\u200db", NULL), "ab");
    EXPECT_TEXT(tokens("a\xff"
                       "b",
                       NULL),
                "a b");
}

UNIT_TEST(the_language_of_a_text_is_guessed)
{
    static const char *const texts[][2] = {
        { "de", "Sie läuft mit mir durch die Straße" },
        { "en", "It was the best of days" },
        { "fr", "Je ne sais pas avec qui" },
        { "it", "Non so che cosa mi serve" },
        { "es", "No lo sé, pero es muy tarde" },
        { "pt", "Eu não sei o que dizer" },
        { "pl", "Nie wiem, co mi jest" },
        { "ja", "明日は東京へ行く" },
        { "zh", "明天去北京" },
        { "ar", "قال كلاما جميلا" },
        { "ru", "Мы поддерживаем друг друга" },
        { "fr", "OK" },
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        EXPECT_TEXT(index_language(test_arena(), texts[i][1], "fr"), texts[i][0]);
}

/* ---- excerpts ---- */

static const char *shown(const char *words, const char *lang, const char *text, size_t max)
{
    struct index_query query = { .words = words, .languages = { lang }, .kind = "post" };
    struct index_pieces pieces = index_excerpt(test_arena(), &query, text, lang, max);
    struct buf out = { .arena = test_arena() };
    for (size_t i = 0; i < pieces.count; i++)
        buf_printf(&out, pieces.items[i].found ? "[%s]" : "%s", pieces.items[i].text);
    return buf_text(&out);
}

UNIT_TEST(an_excerpt_marks_what_was_found)
{
    EXPECT_TEXT(shown("laufen", "de", "Ich laufe jeden Tag.", 100), "Ich [laufe] jeden Tag.");
    EXPECT_TEXT(shown("strasse", NULL, "In der Straße nebenan", 100), "In der [Straße] nebenan");
    EXPECT_TEXT(shown("東京", NULL, "明日は東京へ行く", 100), "明日は[東京]へ行く");
    EXPECT_TEXT(shown("京都 東京", NULL, "東京都", 100), "[東京都]");
    EXPECT_TEXT(shown("محمد", NULL, "قال مُحَمَّد شيئا", 100), "قال [مُحَمَّد] شيئا");
    EXPECT_TEXT(shown("absent", NULL, "Nothing of it here", 7), "Nothing …");
    EXPECT_TEXT(shown("needle", NULL, "one two three four five six seven eight nine ten needle eleven twelve", 24),
                "… ten [needle] eleven twelve");
}

/* ---- the rows ---- */

struct work {
    struct index_doc doc;
    struct index_query query;
    struct index_ids ids;
    int64_t before, id;
    bool was_there;
    struct index_due_list due;
};

static enum status work_put(struct db *db, void *context)
{
    struct work *work = context;
    return index_put(db, test_arena(), &work->doc, &work->was_there);
}

static enum status work_drop(struct db *db, void *context)
{
    struct work *work = context;
    return index_drop(db, test_arena(), work->id, &work->was_there);
}

static enum status work_find(struct db *db, void *context)
{
    struct work *work = context;
    return index_find(db, test_arena(), &work->query, work->before, 10, &work->ids);
}

static bool put(int64_t id, const char *text, const char *lang, int64_t group)
{
    int64_t *groups = arena_alloc(test_arena(), sizeof *groups);
    *groups = group;
    struct work work = { .doc = { .id = id, .kind = "post", .text = text, .lang = lang, .groups = groups, .groups_count = group != 0 } };
    work.doc.everyone = group == 0;
    EXPECT_INT(database_write(test_app()->database, work_put, &work), OK);
    return work.was_there;
}

/* The ids found, one after the other. */
static const char *found(const char *words, const char *lang, int64_t group)
{
    struct work work = { .query = { .words = words, .kind = "post", .languages = { lang }, .groups = &group, .groups_count = group != 0 } };
    struct buf out = { .arena = test_arena() };
    EXPECT_INT(database_read(test_app()->database, work_find, &work), OK);
    for (size_t i = 0; i < work.ids.count; i++)
        buf_printf(&out, "%s%lld", i ? " " : "", (long long)work.ids.items[i]);
    return buf_text(&out);
}

TEST(words_are_found_in_four_scripts_and_only_where_one_may_read)
{
    put(11, "Sie läuft durch die Straße", "de", 7);
    put(12, "Einmal laufen, quer durch Berlin", "de", 7);
    put(13, "明日は東京へ", "ja", 0);
    put(14, "قال مُحَمَّد", "ar", 0);
    put(15, "Мы поддерживаем друг друга", "ru", 8);
    EXPECT_TEXT(found("laufen", "de", 7), "12 11");
    EXPECT_TEXT(found("laufen", NULL, 7), "12");
    EXPECT_TEXT(found("strasse laufen", "de", 7), "11");
    EXPECT_TEXT(found("laufen", "de", 8), "");
    EXPECT_TEXT(found("東京", NULL, 0), "13");
    EXPECT_TEXT(found("京", NULL, 0), "13");
    EXPECT_TEXT(found("京都", NULL, 0), "");
    EXPECT_TEXT(found("محمد", NULL, 0), "14");
    EXPECT_TEXT(found("ПОДДЕРЖИВАЕМ", NULL, 8), "15");
    EXPECT_TEXT(found("", NULL, 7), "");
    EXPECT_TEXT(found("\"' & | ! * ( AND", NULL, 7), "");
    EXPECT_TEXT(found("laufen\" OR \"a' | 'b", "de", 7), "");
    EXPECT_TEXT(found("§all §g7", NULL, 7), "");
    struct work name = { .doc = { .id = 16, .kind = "person", .title = "Bernadette", .names = true, .everyone = true } };
    EXPECT_INT(database_write(test_app()->database, work_put, &name), OK);
    struct work names = { .query = { .words = "ber", .kind = "person", .names = true } };
    EXPECT_INT(database_read(test_app()->database, work_find, &names), OK);
    EXPECT_INT(names.ids.count, 1);
    EXPECT_TEXT(found("ber", NULL, 7), ""); /* of texts whole words are looked for */
}

TEST(the_index_pages_by_key_and_forgets_what_changed)
{
    for (int64_t id = 1; id <= 15; id++)
        put(id, "apples and pears", "en", 0);
    EXPECT_TEXT(found("pear", "en", 0), "15 14 13 12 11 10 9 8 7 6");
    struct work next = { .query = { .words = "pear", .kind = "post", .languages = { "en" } }, .before = 6 };
    EXPECT_INT(database_read(test_app()->database, work_find, &next), OK);
    EXPECT_INT(next.ids.count, 5);
    EXPECT(!put(15, "apples and pears", "en", 0)); /* nothing changed, nothing is written */
    EXPECT(put(15, "plums", "en", 0));
    struct work gone = { .id = 14 };
    EXPECT_INT(database_write(test_app()->database, work_drop, &gone), OK);
    EXPECT(gone.was_there);
    EXPECT_INT(database_write(test_app()->database, work_drop, &gone), OK);
    EXPECT(!gone.was_there);
    EXPECT_TEXT(found("pear", "en", 0), "13 12 11 10 9 8 7 6 5 4");
    EXPECT_TEXT(found("plum", "en", 0), "15");
}

static enum status work_mark(struct db *db, void *context)
{
    struct work *work = context;
    TRY(index_mark(db, test_arena(), "post", 5));
    TRY(index_mark(db, test_arena(), "post", 5));
    TRY(index_mark(db, test_arena(), "group", 5));
    TRY(index_mark(db, test_arena(), "post", 4));
    return index_due_list(db, test_arena(), 10, &work->due);
}

TEST(a_change_is_noted_once)
{
    struct work work = { 0 };
    EXPECT_INT(database_write(test_app()->database, work_mark, &work), OK);
    EXPECT_INT(work.due.count, 3);
    EXPECT_INT(work.due.items[0].id, 4);
    EXPECT_TEXT(work.due.items[1].kind, "group");
}

static enum status work_purge(struct db *db, void *context)
{
    struct work *work = context;
    return index_purge(db, test_arena(), &work->was_there);
}

TEST(deleted_words_leave_the_file)
{
    for (int64_t id = 1; id <= 40; id++)
        put(id, arena_printf(test_arena(), "common zqword%lld xjdeleted", (long long)id), NULL, 0);
    for (int64_t id = 1; id <= 40; id++) {
        struct work work = { .id = id };
        if (id != 7)
            EXPECT_INT(database_write(test_app()->database, work_drop, &work), OK);
    }
    struct work gone = { .id = 7 };
    EXPECT_TEXT(found("xjdeleted", NULL, 0), "7");
    EXPECT_INT(database_write(test_app()->database, work_drop, &gone), OK);
    put(7, "common", NULL, 0);
    struct work purge = { 0 };
    for (int i = 0; i < 100 && !purge.was_there; i++)
        EXPECT_INT(database_write(test_app()->database, work_purge, &purge), OK);
    EXPECT(purge.was_there);
    EXPECT_INT(database_checkpoint(test_app()->database), OK);
    EXPECT(!test_data_holds("xjdeleted"));
    EXPECT(test_data_holds("common"));
    EXPECT_TEXT(found("common", NULL, 0), "7");
}
