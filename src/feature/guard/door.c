/* Forms that anybody may send, and the door under attack. */
#include "guard/guard.h"

/* Work for a browser: about two to the 16th hashes, a second or two of a phone beside the filling-in. */
enum { PROOF_BITS = 16 }; /* two bytes of the hash: see proof_is_good */
#define SOONEST (2 * TIME_SECOND)
#define SOONEST_ATTACKED (20 * TIME_SECOND)

const char *guard_pass(struct request *request, int64_t made)
{
    return guard_pass_make(request->app->guard, request->arena, made);
}

/* The pass of a form that came back and wasn't used up stays: its time runs on, and the work that was done for it counts. Where it was used
 * up before something else was found wrong (a name that is taken, a door too full) stands a new one of the same age: nobody waits twice. */
static const char *pass_shown(struct request *request)
{
    const char *came = form_shown(request, "pass", "");
    int64_t made;
    if (!*came || form_error(request, "pass") || !guard_pass_read(request->app->guard, came, request->now, &made))
        return guard_pass(request, request->now);
    return guard_pass_is_used(request->app->guard, came, made) ? guard_pass(request, made) : came;
}

void guard_fields(struct view *view)
{
    answer_own_field(view, "pass", pass_shown(view->request));
    guard_empty_html(view);
}

/* The errors of "pass" stand at the top of the form; they also say that this pass is worth nothing any more. */
static enum status pass_reject(struct request *request, const char *why)
{
    (void)form_reject(request, "pass", why);
    return form_reject(request, NULL, why);
}

static enum status empty_check(struct request *request)
{
    if (!*form_value(request, "website"))
        return OK;
    return form_reject(request, NULL,
                       t(&request->view, "A field that nobody sees was filled in, perhaps by a program that helps you type. It’s empty "
                                         "again, and everything else is still here: please send it once more."));
}

static enum status pass_check(struct request *request, int64_t soonest, int64_t *made)
{
    struct view *view = &request->view;
    if (!guard_pass_read(request->app->guard, form_value(request, "pass"), request->now, made))
        return pass_reject(request,
                           t(view, "This page had been open for a long time. What you wrote is still here: please send it once more."));
    if (request->now - *made >= soonest)
        return OK;
    return form_reject(request, NULL,
                       tn(view, "That was very quick, as programs are. What you wrote is still here: please send it again in {n} second.",
                          "That was very quick, as programs are. What you wrote is still here: please send it again in {n} seconds.",
                          (soonest - (request->now - *made) + TIME_SECOND - 1) / TIME_SECOND));
}

static enum status pass_take(struct request *request, int64_t made)
{
    if (guard_pass_take(request->app->guard, form_value(request, "pass"), made))
        return OK;
    return pass_reject(request, t(&request->view, "This form was sent before. If you meant to send it once more, please do."));
}

enum status guard_form_check(struct request *request)
{
    int64_t made;
    TRY(empty_check(request));
    TRY(pass_check(request, SOONEST, &made));
    return pass_take(request, made);
}

/* ---- the door ---- */

void guard_door_note(struct request *request)
{
    guard_tries_note(request->app->guard, request->now);
}

int64_t guard_door_tries(struct request *request)
{
    return guard_tries_of(request->app->guard, request->now);
}

bool guard_door_wave(struct request *request)
{
    return guard_wave_is(request->app->guard, request->now);
}

bool guard_door_attacked(struct request *request)
{
    return community_is_raided(request) || guard_door_wave(request);
}

enum status guard_door_fields(struct request *request, const char **question)
{
    struct question found;
    *question = NULL;
    if (!guard_door_attacked(request))
        return OK;
    enum status status = question_find(request->db, request->arena, request->view.lang, &found);
    if (status == OK)
        *question = found.question;
    return status == NOT_FOUND ? OK : status;
}

void guard_door_show(struct view *view, const char *question)
{
    guard_fields(view);
    if (guard_door_attacked(view->request))
        guard_door_html(view, question, SOONEST_ATTACKED / TIME_SECOND, PROOF_BITS);
}

/* The number behind the pass makes a hash that begins with so many zero bits. */
static bool proof_is_good(struct request *request)
{
    struct hash hash;
    int64_t number;
    if (!text_int(form_value(request, "proof"), 0, INT64_MAX, &number))
        return false;
    const char *text = arena_printf(request->arena, "%s%lld", form_value(request, "pass"), (long long)number);
    hash_sha256(&hash, text, strlen(text));
    return !hash.byte[0] && !hash.byte[1];
}

struct asking {
    struct request *request;
    bool there, right;
};

static enum status ask(struct db *db, void *context)
{
    struct asking *asking = context;
    struct request *request = asking->request;
    struct question question;
    enum status status = question_find(db, request->arena, request->view.lang, &question);
    asking->there = status == OK;
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    return question_answered(db, request->arena, form_value(request, "answer"), &asking->right);
}

/* Without the work: some waiting, and the answer to a question; where there is none, a yes by hand. */
static enum status door_wait(struct request *request, int64_t *made, bool *vouched)
{
    struct asking asking = { .request = request };
    TRY(pass_check(request, SOONEST_ATTACKED, made));
    TRY(database_read(request->app->database, ask, &asking));
    *vouched = asking.there;
    if (!asking.there || asking.right)
        return OK;
    return form_reject(request, "answer",
                       t(&request->view, "That isn’t the answer we had in mind. Please look at the question once more."));
}

enum status guard_door_busy(struct request *request)
{
    return form_reject(
        request, NULL,
        t(&request->view, "Very many people are at the door right now. What you wrote is still here; please send it again in a minute."));
}

enum status guard_door_check(struct request *request, bool *vouched)
{
    static const struct limit everybody = { "join, all together", 20, 20 };
    int64_t made;
    bool attacked = guard_door_attacked(request);
    *vouched = true;
    TRY(empty_check(request));
    if (!attacked || proof_is_good(request))
        TRY(pass_check(request, SOONEST, &made));
    else
        TRY(door_wait(request, &made, vouched));
    if (attacked && !limit_take(request, &everybody, "all"))
        return guard_door_busy(request);
    return pass_take(request, made);
}

/* ---- what everybody is to know ---- */

void guard_tidings(struct view *view)
{
    struct request *request = view->request;
    bool may_end = (request->roles & MODERATORS) != 0;
    if (!request->member)
        return;
    if (community_is_raided(request))
        guard_raid_html(view, community_of(request)->raid_until, may_end);
    else if (may_end && guard_door_wave(request))
        guard_wave_html(view);
}
