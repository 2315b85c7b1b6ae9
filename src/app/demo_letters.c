/* The demonstration's private messages: a conversation and a request of those who can sign in. */
#include "app/demo.h"

#include "account/account.h"
#include "circle/circle.h"
#include "message/message.h"

enum { DEMO, FACILITATOR, MODERATOR, PRACTITIONER, SIGN_IN_COUNT };

static const char *const talk[] = {
    "You were quiet on Tuesday. No need to say why; I only wanted you to know it was noticed kindly.",
    "Thank you. It was a long week. My mother found the letter.",
    "That’s a lot to carry home. Would it help to talk before the next evening, or rather not?",
    "Rather not, I think. But can I sit next to you?",
    "I’ll keep the chair.",
};
static const char *const request[] = {
    "I read what you wrote about the name on your payslip. I did the same form last spring, and I still have the wording, if you’d like it.",
};

enum status demo_letters(struct db *db, struct demo *demo)
{
    if (demo->people_count < SIGN_IN_COUNT)
        return OK;
    const struct demo_person *people = demo->people;
    for (size_t i = 0; i < demo->people_count; i++)
        TRY(persona_band_store(db, &demo->arena, people[i].id, BAND_ADULT));
    TRY(connection_set(db, &demo->arena, people[DEMO].id, people[FACILITATOR].id));
    const struct conversation_lines known = {
        { people[FACILITATOR].id, people[DEMO].id }, talk, sizeof talk / sizeof *talk, false, demo->now - 5 * TIME_HOUR
    };
    const struct conversation_lines asked = {
        { people[PRACTITIONER].id, people[DEMO].id }, request, sizeof request / sizeof *request, true, demo->now - 2 * TIME_HOUR
    };
    TRY(conversation_plant(db, &demo->arena, demo->app, &known));
    return conversation_plant(db, &demo->arena, demo->app, &asked);
}
