/* The table of steps as a place begins with it, and its words. */
#include "trust/pages.h"

/* Generous: somebody new can do nearly everything once. What is bounded is what floods a place or reaches many strangers. */
const int64_t trust_defaults[TRUST_STEPS][TRUST_AMOUNTS] = {
    [TRUST_NEWCOMER] = { [TRUST_LINKS] = 2,
                         [TRUST_MENTIONS] = 4,
                         [TRUST_PICTURES] = 1,
                         [TRUST_TOPICS] = 10,
                         [TRUST_STRANGERS] = 5,
                         [TRUST_ASKS] = 10,
                         [TRUST_NAMES] = 1 },
    [TRUST_MEMBER] = { [TRUST_LINKS] = 10,
                       [TRUST_MENTIONS] = 8,
                       [TRUST_PICTURES] = 1,
                       [TRUST_TOPICS] = 20,
                       [TRUST_STRANGERS] = 10,
                       [TRUST_ASKS] = 15,
                       [TRUST_NAMES] = 1,
                       [TRUST_AT_ONCE] = 1,
                       [TRUST_DAYS] = 2,
                       [TRUST_STAYED] = 1 },
    [TRUST_REGULAR] = { [TRUST_LINKS] = TRUST_FREELY,
                        [TRUST_MENTIONS] = TRUST_FREELY,
                        [TRUST_PICTURES] = 1,
                        [TRUST_TOPICS] = TRUST_FREELY,
                        [TRUST_STRANGERS] = 20,
                        [TRUST_ASKS] = 20,
                        [TRUST_NAMES] = 1,
                        [TRUST_AT_ONCE] = 1,
                        [TRUST_DAYS] = 15,
                        [TRUST_STAYED] = 10 },
};

const char *trust_step_text(struct view *view, enum trust_step step)
{
    static const char *const texts[TRUST_STEPS] = { N_("New here"), N_("Settled in"), N_("Here for a while") };
    return t(view, texts[step]);
}

const char *trust_act_text(struct view *view, int act)
{
    static const char *const texts[TRUST_AMOUNTS] = {
        [TRUST_LINKS] = N_("Links in one text"),
        [TRUST_MENTIONS] = N_("People called by name in one message"),
        [TRUST_PICTURES] = N_("Sending pictures"),
        [TRUST_TOPICS] = N_("New conversations in a day"),
        [TRUST_STRANGERS] = N_("First private messages in a day to people you aren’t connected with"),
        [TRUST_ASKS] = N_("Asking people to connect, in a day"),
        [TRUST_GROUPS] = N_("Starting groups"),
        [TRUST_NAMES] = N_("Taking further names"),
        [TRUST_AT_ONCE] = N_("Your words appear at once where first ones are read before"),
        [TRUST_DAYS] = N_("Days here, from which on this step begins"),
        [TRUST_STAYED] = N_("Things written that stayed, from which on this step begins"),
    };
    return t(view, texts[act]);
}

bool trust_act_is_switch(int act)
{
    return act == TRUST_PICTURES || act == TRUST_GROUPS || act == TRUST_NAMES || act == TRUST_AT_ONCE;
}

const char *trust_amount_text(struct view *view, int act, int64_t amount)
{
    if (!amount)
        return t(view, "not yet");
    if (trust_act_is_switch(act))
        return t(view, "yes");
    return amount >= TRUST_FREELY ? t(view, "as you like") : tf(view, "up to {1}", number(view, amount));
}

const char *trust_next_text(struct view *view, const struct trust_standing *standing)
{
    if (standing->reason)
        return t(view, "The people who look after this place have set what’s open to you. Your settings say why.");
    if (standing->step == TRUST_REGULAR)
        return "";
    const int64_t *next = standing->amounts[standing->step + 1];
    if (!standing->guidelines)
        return t(view, "More opens once you’ve agreed to the guidelines.");
    if (standing->days < next[TRUST_DAYS])
        return tn(view, "More opens when you’ve been here on {n} more day, in a row or not.",
                  "More opens when you’ve been here on {n} more days, in a row or not.", next[TRUST_DAYS] - standing->days);
    return tn(view, "More opens once {n} more thing you’ve written has stood for a day.",
              "More opens once {n} more things you’ve written have stood for a day.",
              next[TRUST_STAYED] > standing->stayed ? next[TRUST_STAYED] - standing->stayed : 1);
}
