#include "text/text.h"

#include "tests/harness/harness.h"

static const char *const verdicts[] = { "fine", "empty", "long", "invisible", "mixed", "reserved", "no letter" };

static void expect_all(const char *const *names, size_t count, enum name_verdict wanted)
{
    for (size_t i = 0; i < count; i++)
        EXPECT_TEXT(arena_printf(test_arena(), "%s: %s", names[i], verdicts[name_check(test_arena(), names[i])]),
                    arena_printf(test_arena(), "%s: %s", names[i], verdicts[wanted]));
}

UNIT_TEST(names_of_people_are_fine)
{
    static const char *const names[] = {
        "Ana",
        "Mod Mara",
        "Stu",
        "Newt",
        "Quiet Heron",
        "Zoë",
        "O’Brien",
        "O'Brien",
        "Anne-Marie",
        "J. R.",
        "Łukasz",
        "Đorđe",
        "Søren",
        "Ngọc Ánh",
        "Иван",
        "Ёжик",
        "Саша Sasha",
        "ليلى",
        "نمی\xe2\x80\x8cدانم",
        "山田 花子",
        "やまだHanako",
        "ナオ・キ",
        "李明",
        "김하늘",
        "Ａｎａ",
        "ﾅｵ",
        "क्\xe2\x80\x8dष",
        "தமிழ்",
        "ณัฐ",
        "נועה",
        "Μαρία",
        "ᏣᎳᎩ",
        "ᐃᓄᒃ",
        "Lu 🏳️‍🌈",
        "Lu 🏳️‍⚧️",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Kit",
        "👩🏽‍❤️‍👩🏿 Ana",
        "1️⃣ One",
        "⚧ Lu",
        "♥ Jo",
        "Ana (she/her)",
        "trans* Jo",
        "Jo_an",
        "Mood",
        "Melo",
        "Alina",
        "Melissa",
        "Mercy Help",
        "Keith",
        "Stewart",
        "Elia",
        "Ella",
        "Systa",
        "R2",
    };
    expect_all(names, COUNT(names), NAME_FINE);
}

UNIT_TEST(names_need_a_letter_and_an_end)
{
    static const char *const empty[] = { "", " ", "   " }, *const letterless[] = { "123", "🌈", "...", "1️⃣", "🇮🇹", "-" };
    expect_all(empty, COUNT(empty), NAME_EMPTY);
    expect_all(letterless, COUNT(letterless), NAME_NO_LETTER);
    struct buf name = { .arena = test_arena() };
    for (int i = 0; i < NAME_MAX_LENGTH; i++)
        buf_puts(&name, "名");
    EXPECT_INT(name_check(test_arena(), name.data), NAME_FINE);
    buf_puts(&name, "名");
    EXPECT_INT(name_check(test_arena(), name.data), NAME_LONG);
}

UNIT_TEST(names_hide_nothing)
{
    static const char *const names[] = {
        "A\xe2\x80\x8bna",
        "A\xe2\x80\x8cna",
        "A\xe2\x80\x8dna",
        "Ana\xe2\x80\x8d",
        "\xe2\x80\x8cنم",
        "نم\xe2\x80\x8c",
        "د\xe2\x80\x8cم",
        "A\xe2\x80\xaena",
        "A\xe2\x81\xa6na",
        "A\xe2\x80\x8fna",
        "A\xc2\xadna",
        "A\xef\xbb\xbfna",
        "ㅤ",
        "A\xe2\xa0\x80na",
        "A\xef\xb8\x8fna",
        "A\xc2\xa0na",
        "A\nna",
        "A\tna",
        "A\x01na",
        "Ana\xf3\xa0\x81\xa7",
        "🌈\xf3\xa0\x81\xa7 Ana",
        "Ana\xee\x80\x80",
        "\xcc\x81"
        "ana",
        "Ana \xcc\x81",
        "🌈\xcc\x81 Ana",
        "a\xcc\x80\xcc\x82\xcc\x83\xcc\x86\xcc\x8c",
        "a\xcc\x81\xcc\x81",
        "🏳️‍🌈\xe2\x80\x8d Ana",
    };
    expect_all(names, COUNT(names), NAME_INVISIBLE);
}

UNIT_TEST(names_do_not_mix_scripts_to_deceive)
{
    static const char *const names[] = {
        "Sаsha", "Аna", "Mαria", "раypal", "Αdmin", "Lеa Rose", "𝓐na", "Ⓐna", "🏳️‍🌈\xe2\x83\xa0 Ana", "ℌans", "Aնna", "4٤a"
    };
    expect_all(names, COUNT(names), NAME_MIXED);
}

UNIT_TEST(names_do_not_claim_a_role)
{
    static const char *const names[] = {
        "admin",
        "Admin",
        "ADMIN",
        "4dmin",
        "4DM1N",
        "@dmin",
        "adm!n",
        "admin7",
        "7admin",
        "4dmin7",
        "a.d.m.i.n",
        "a d m i n",
        "_admin_",
        "ａｄｍｉｎ",
        "ádmin",
        "Ana (admin)",
        "Ana.Admin",
        "AnaAdmin",
        "Administrator",
        "m0derator",
        "M0D3R4T0R",
        "moderator Ana",
        "Kith",
        "K1th",
        "Kith Ana",
        "KithTeam",
        "Kith Support",
        "Help",
        "Help!",
        "he1p",
        "Help Team",
        "The real staff",
        "System",
        "5y5tem",
        "Support",
        "Mod",
        "Modhelp",
        "Facilitator Bo",
        "Steward",
        "everyone",
        "Anonymous",
        "Administration 🌈",
        "Amministratrice",
        "Moderatore",
        "aiuto",
        "Équipe",
        "Modératrice",
        "modératrice Lou",
        "Administratorin",
        "Moderator:in",
        "Verwaltung",
        "Unterstützung",
        "Hilfe",
        "Moderatorka",
        "Zespół",
        "zespol",
        "Pomoc",
        "Moderação",
        "moderacion",
        "Administradora",
        "Ajuda",
        "Facilitadora",
        "админ",
        "Админ Саша",
        "Модератор",
        "помощь",
        "Поддержка",
        "المشرف",
        "مشرفة",
        "أدمن",
        "ادمن",
        "الإدارة",
        "مُشرِف",
        "管理者",
        "管理人さん",
        "モデレーター",
        "ﾓﾃﾞﾚｰﾀｰ",
        "運営チーム",
        "運営です",
        "公式",
        "ヘルプ",
        "管理员",
        "版主小王",
        "帮助",
        "官方客服",
    };
    expect_all(names, COUNT(names), NAME_RESERVED);
}

UNIT_TEST(names_that_look_alike_share_a_skeleton)
{
    static const struct {
        const char *a, *b;
    } alike[] = {
        { "Ana", "ana" },
        { "Ana", "Аnа" },
        { "Ana", "ＡＮＡ" },
        { "Ana", "A\xe2\x80\x8bna" },
        { "Ana Maria", "ana-maria" },
        { "Ana", "Ana." },
        { "Bob0", "BobO" },
        { "Ella", "EIla" },
        { "Ella", "E1la" },
        { "Ian", "lan" },
        { "Ian", "ian" },
        { "IAN", "Ian" },
        { "EMILIA", "Emilia" },
        { "Modern", "Modem" },
        { "Zoe\xcc\x88", "Zoë" },
        { "Саша", "саша" },
        { "Lu 🏳️‍🌈", "lu 🏳🌈" },
        { "a.d.i", "adi" },
        { "ﾅｵ", "ナオ" },
        { "A|i", "Ali" },
    };
    static const struct {
        const char *a, *b;
    } apart[] = {
        { "Ana", "Anna" },    { "Zoë", "Zoe" },   { "Elia", "Ella" }, { "Ana 🌈", "Ana" },
        { "Ana 🌈", "Ana 🌊" }, { "花子", "太郎" }, { "ليلى", "ليل" },  { "Lu", "Lou" },
    };
    for (size_t i = 0; i < COUNT(alike); i++)
        EXPECT_TEXT(name_skeleton(test_arena(), alike[i].a), name_skeleton(test_arena(), alike[i].b));
    for (size_t i = 0; i < COUNT(apart); i++)
        if (!EXPECT(!text_same(name_skeleton(test_arena(), apart[i].a), name_skeleton(test_arena(), apart[i].b))))
            EXPECT_TEXT(apart[i].a, apart[i].b);
    EXPECT(*name_skeleton(test_arena(), "..."));
}
