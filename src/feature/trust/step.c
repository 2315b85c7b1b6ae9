/* At which step somebody stands, and what it lets them do. */
#include "trust/pages.h"

#include "community/community.h"
#include "notification/notification.h"

/* Those who look after the place are where everybody comes to in time. */
enum { ROLES_AT_WORK = ROLE_LISTENER | ROLE_MODERATOR | ROLE_PRACTITIONER | ROLE_STEWARD };

static enum status stayed_count(struct request *request, int64_t persona, int64_t most, int64_t *stayed)
{
    const struct feature *const *features = request->app->features;
    for (size_t i = 0; features[i] && *stayed < most; i++) {
        int64_t count = 0;
        if (features[i]->stayed)
            TRY(features[i]->stayed(request->db, request->arena, persona, request->now - TIME_DAY, most - *stayed, &count));
        *stayed += count;
    }
    return OK;
}

static bool reaches(const struct trust_standing *standing, enum trust_step step)
{
    const int64_t *amounts = standing->amounts[step];
    return standing->guidelines && standing->days >= amounts[TRUST_DAYS] && standing->stayed >= amounts[TRUST_STAYED];
}

/* Of the reader themselves it counts under which of their names; of others only what is known of that one. */
static enum status measure_runs(struct request *request, int64_t persona, bool *runs)
{
    const struct feature *const *features = request->app->features;
    int64_t until;
    enum status status = persona_paused_until(request->db, request->arena, persona, &until);
    if (status != NOT_FOUND)
        TRY(status);
    *runs = status == OK && until > request->now;
    if (request->member && persona == request->member->persona)
        *runs = *runs || request->member->paused_until || request->member->muted_until;
    for (size_t i = 0; features[i] && !*runs; i++)
        if (features[i]->measured)
            TRY(features[i]->measured(request->db, request->arena, persona, request->now, runs));
    return OK;
}

/* By what they did. While a measure runs nobody is further than the beginning. */
static enum status earned_of(struct request *request, int64_t persona, struct trust_standing *standing)
{
    int64_t accepted;
    TRY(guideline_accepted(request->db, request->arena, persona, &accepted));
    TRY(measure_runs(request, persona, &standing->measured));
    TRY(trust_presence_read(request->db, request->arena, persona, standing));
    standing->guidelines = accepted >= community_of(request)->guideline;
    standing->earned = TRUST_NEWCOMER;
    if (standing->measured || !standing->guidelines || standing->days < standing->amounts[TRUST_MEMBER][TRUST_DAYS])
        return OK; /* then nothing need be counted */
    TRY(stayed_count(request, persona, standing->amounts[TRUST_REGULAR][TRUST_STAYED], &standing->stayed));
    while (standing->earned < TRUST_REGULAR && reaches(standing, standing->earned + 1))
        standing->earned++;
    return OK;
}

enum status trust_standing_of(struct request *request, int64_t persona, struct trust_standing *standing)
{
    *standing = (struct trust_standing){ 0 };
    TRY(trust_amounts_read(request->db, request->arena, standing->amounts));
    TRY(earned_of(request, persona, standing));
    enum status status = trust_hold_read(request->db, request->arena, persona, standing);
    if (status == NOT_FOUND)
        standing->step = persona == request->reader && (request->roles & ROLES_AT_WORK) ? TRUST_REGULAR : standing->earned;
    return status == NOT_FOUND ? OK : status;
}

enum status trust_step_of(struct request *request, int64_t persona, enum trust_step *step)
{
    struct trust_standing standing;
    TRY(trust_standing_of(request, persona, &standing));
    *step = standing.step;
    return OK;
}

enum status trust_hold(struct db *db, struct arena *arena, int64_t persona, enum trust_step step, const char *reason, int64_t now)
{
    TRY(trust_hold_store(db, arena, persona, step, reason));
    return notification_send(db, arena, &(struct notification){ persona, NOTIFICATION_TRUST, 0, persona }, now);
}

/* ---- what it lets them do ---- */

static bool is_daily(enum trust_act act)
{
    return act == TRUST_TOPICS || act == TRUST_STRANGERS || act == TRUST_ASKS;
}

/* One from today's; without a bound nothing is counted. */
static bool day_take(struct request *request, enum trust_act act, int64_t amount)
{
    static const char *const names[TRUST_ACTS] = {
        [TRUST_TOPICS] = "trust-topics", [TRUST_STRANGERS] = "trust-strangers", [TRUST_ASKS] = "trust-asks"
    };
    const struct limit limit = { names[act], (double)amount, (double)amount / (24 * 60) };
    return amount >= TRUST_FREELY || limit_take(request, &limit, member_key_text(request));
}

static const char *and_next(struct view *view, const char *why, const struct trust_standing *standing)
{
    const char *next = trust_next_text(view, standing);
    return *next ? tf(view, "{1} {2}", why, next) : why;
}

enum status trust_may(struct request *request, enum trust_act act, struct trust_answer *answer)
{
    struct view *view = &request->view;
    struct trust_standing standing;
    TRY(trust_standing_of(request, request->member->persona, &standing));
    *answer = (struct trust_answer){ .amount = standing.amounts[standing.step][act] };
    answer->may = answer->amount && (!is_daily(act) || day_take(request, act, answer->amount));
    if (answer->may && !is_daily(act) && !trust_act_is_switch(act)) { /* the caller counts */
        const char *why = act == TRUST_LINKS
                              ? tn(view, "For now there’s room for {n} link in one text. Your words are still here.",
                                   "For now there’s room for {n} links in one text. Your words are still here.", answer->amount)
                              : tn(view, "For now you can call {n} person by name in one message. Your words are still here.",
                                   "For now you can call {n} people by name in one message. Your words are still here.", answer->amount);
        answer->why = and_next(view, why, &standing);
    } else if (!answer->may) {
        answer->why = and_next(view,
                               answer->amount ? t(view, "That’s as often as you can do this in one day for now. Your words are still here; "
                                                        "you can go on tomorrow.")
                                              : t(view, "This isn’t open to you yet. What you wrote is still here."),
                               &standing);
    }
    return OK;
}

enum status trust_open(struct request *request, const char *field, enum trust_act act)
{
    struct trust_answer answer;
    TRY(trust_may(request, act, &answer));
    return answer.may ? OK : form_reject(request, field, answer.why);
}

static enum status counted(struct request *request, const char *field, enum trust_act act, size_t count)
{
    struct trust_answer answer;
    if (!count)
        return OK;
    TRY(trust_may(request, act, &answer));
    return answer.may && (int64_t)count <= answer.amount ? OK : form_reject(request, field, answer.why);
}

enum status trust_links(struct request *request, const char *field, const char *html)
{
    static const char mark[] = "\" rel=\"ugc "; /* the renderer's, only on links that lead out */
    size_t count = 0;
    for (const char *at = html; (at = strstr(at, mark)); at += sizeof mark - 1)
        count++;
    return counted(request, field, TRUST_LINKS, count);
}

enum status trust_mentions(struct request *request, const char *field, size_t count)
{
    return counted(request, field, TRUST_MENTIONS, count);
}
