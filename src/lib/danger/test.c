/* Signs of danger: what is heard, what takes it back, and that rubbish does no harm. How well it does: tests/danger. */
#include "danger/danger.h"
#include "tests/harness/harness.h"

static unsigned look(const char *text)
{
    return danger_look(test_arena(), text);
}

UNIT_TEST(words_of_danger_are_heard_in_every_language)
{
    static const char *const danger[] = {
        "I want to die.",
        "i DON’T WANT TO LIVE like this",
        "Voglio morire",
        "j'ai envie de mourir",
        "Ich will sterben",
        "chcę umrzeć, serio",
        "chce umrzec serio",
        "quero morrer",
        "Я хочу умереть",
        "أريد أن أموت الآن",
        "もう死にたいです",
        "我想死了",
        "No quiero vivir así",
        "i want to d1e",
        "thinking of su!cide again",
    };
    for (size_t i = 0; i < COUNT(danger); i++)
        if (!EXPECT(look(danger[i]) & DANGER_SUICIDE))
            printf("  %s\n", danger[i]);
}

UNIT_TEST(ordinary_words_idioms_denials_and_what_is_over_are_left_alone)
{
    static const char *const calm[] = {
        "I would die for a coffee",
        "wanted to diet",
        "The cut of my suit",
        "Ich sterbe vor Hunger",
        "生きていてよかった",
        "",
        "They don’t want me to live with him",
        "I don't want to kill myself",
        "Years ago I wanted to die. Today I'm happy to be alive.",
        "笑死我了",
        "Je suis mort de rire",
        "Я умираю со смеху",
    };
    for (size_t i = 0; i < COUNT(calm); i++)
        if (!EXPECT_INT(look(calm[i]), 0))
            printf("  %s\n", calm[i]);
}

UNIT_TEST(each_kind_is_told_apart)
{
    EXPECT_INT(look("I cut myself again tonight"), DANGER_HARM);
    EXPECT_INT(look("My father beat me again last night"), DANGER_VIOLENCE);
    EXPECT_INT(look("Meine Eltern haben mich rausgeworfen"), DANGER_OUTED);
    EXPECT_INT(look("I want to die. My father beat me again last night."), DANGER_SUICIDE | DANGER_VIOLENCE);
}

UNIT_TEST(rubbish_and_words_without_an_end_are_read_within_bounds)
{
    enum { SIZE = 60000 };
    char *text = arena_alloc(test_arena(), SIZE + 1);
    memset(text, 'x', SIZE);
    EXPECT_INT(look(text), 0);
    for (size_t i = 0; i + 12 < SIZE; i += 12)
        memcpy(text + i, "want to die ", 12);
    EXPECT_INT(look(text), DANGER_SUICIDE);
    memset(text, '"', SIZE);
    EXPECT_INT(look(text), 0);
    EXPECT_INT(look("\xff\xfe\xc3 \xe2\x80 \xf0\x9f"), 0);
    EXPECT_INT(look("\n>>>\n\xe2\x80\x9c"), 0);
}
