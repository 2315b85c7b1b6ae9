/* The nine rules every place starts with, each with its reason, something that helps and something that harms. */
#include "guideline/pages.h"

static const struct built_in {
    const char *name, *why, *helps, *harms;
} rules[GUIDELINE_BUILT_IN] = {
    { N_("What’s said here stays here."),
      N_("Don’t tell anyone outside who is here or what they said. No screenshots. Outing somebody can cost them their home or their safety."),
      N_("“May I tell my sister what you wrote, without saying who you are?”"),
      N_("Sending a friend a picture of a conversation, even with the names cut off.") },
    { N_("Everyone is who they say they are."),
      N_("Use the names and words people use for themselves. Nobody has to prove anything, explain their body or defend who they love."),
      N_("“Sorry, I used the wrong word for you. I’ve changed it.”"), N_("“But what’s your real name?” “You don’t look it.”") },
    { N_("Ask before you advise."),
      N_("Each writer says what they wish for: being heard, other people’s experience, or advice. Keep to it. “I read this” is a whole answer."),
      N_("“Would it help to hear how it went for me, or would you like me just to listen?”"),
      N_("A list of things to do, for somebody who wished to be heard.") },
    { N_("Speak from your own life."),
      N_("Say “for me it was…” rather than “you should…”. Other people’s roads aren’t yours, and every pace is the right pace."),
      N_("“For me it took years to say it aloud, and that was all right.”"), N_("“You have to tell them now. Staying silent is lying.”") },
    { N_("No contempt."),
      N_("No insults, no mockery, no threats, and no hatred for who people are: their gender, love, origin, skin, faith, body, age or money."),
      N_("“I see that differently. Here is why.”"), N_("Making fun of how somebody writes, or saying that bi people just can’t decide.") },
    { N_("Keep yourself and others safe."),
      N_("Don’t post addresses, full names, workplaces or schools, yours or anyone’s. Use a content note for heavy things. Never describe ways to "
         "hurt oneself."),
      N_("“I had a very dark night”, under a content note, without saying how."),
      N_("Naming the school of the person who threatened you, or the street where someone lives.") },
    { N_("Nothing sexual, nothing for sale."),
      N_("Talking about bodies and love is welcome. Explicit pictures or stories, looking for sex, adverts and collecting money aren’t."),
      N_("Asking how others talked with their doctor about contraception."),
      N_("“Write to me if you want to see more.” “Help me pay my rent.”") },
    { N_("Young people come first."),
      N_("Never ask anyone their age, address or pictures in private. If something between an adult and a young person worries you, tell a facilitator."),
      N_("Telling a facilitator early, even when you aren’t sure."),
      N_("“How old are you? Shall we go on talking where nobody else reads it?”") },
    { N_("When it goes wrong, we talk."),
      N_("Tell a facilitator. They listen to both sides, say what they decide and why, and you can ask someone else to look again."),
      N_("“That sentence hurt me. Can somebody look at it with us?”"),
      N_("Calling others together against somebody, or paying it back in the next conversation.") },
};

void guideline_built_in(const struct catalogue *catalogue, int64_t n, struct rule *rule)
{
    const struct built_in *text = &rules[n - 1];
    const char *const words[] = { text->name, text->why, text->helps, text->harms };
    const char **const fields[] = { &rule->name, &rule->why, &rule->helps, &rule->harms };
    *rule = (struct rule){ .id = n };
    for (size_t i = 0; i < COUNT(words); i++)
        *fields[i] = catalogue ? catalogue_text(catalogue, NULL, words[i]) : words[i];
}
