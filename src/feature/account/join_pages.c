/* Arriving: joining, the recovery code, waiting for a yes. */
#include "account/pages.h"
#include "text/text.h"

const struct field account_join_form[] = {
    { "sign_in", 2, 60, FIELD_LINE, false },
    { "password", 1, 200, FIELD_SECRET, false },
    { "name", 1, 60, FIELD_LINE, false },
    { "invitation", 0, 60, FIELD_LINE, false },
    { "why", 0, 1000, FIELD_TEXT, false },
    { "age", 0, 10, FIELD_LINE, false },
    GUARD_JOIN_FIELDS,
    { 0 },
};
const struct field account_code_form[] = { { "third", 1, 60, FIELD_LINE, false }, { "kept", 0, 1, FIELD_LINE, false }, { 0 } };

/* Accounts made from one place, and attempts at it: a form that comes back a few times must not lock anyone out. */
static const struct limit joined_limit = { "join", 5, 5.0 / 60 };
static const struct limit attempt_limit = { "join attempt", 30, 0.5 };
static const struct limit words_limit = { "recovery words", 10, 10.0 / 60 };

/* ---- joining ---- */

enum status account_join_page(struct request *request)
{
    if (request->member)
        return redirect(request, "/home");
    const struct community *community = community_of(request);
    struct account_join_view join = { .ages = community->ages, .joining = community->joining, .place = community->name };
    join.approval = community->joining == JOIN_APPROVAL || community_is_raided(request);
    TRY(guard_door_fields(request, &join.question));
    if (guard_door_attacked(request) && !join.question)
        join.approval = true; /* for those whose browser can't do the work: see guard_door_check */
    account_join_html(&request->view, &join);
    return OK;
}

/* All that can be said about the form without asking the database, all at once. */
static enum status join_check(struct request *request)
{
    struct view *view = &request->view;
    const char *sign_in = form_value(request, "sign_in"), *name = form_value(request, "name");
    const char *const others[] = { sign_in, name, NULL };
    const char *wrong_password = account_password_problem(view, form_value(request, "password"), others);
    const char *wrong_name = account_name_problem(view, name);
    enum status status = OK;
    if (text_length(text_fold(request->arena, sign_in)) < 2)
        status = form_reject(request, "sign_in", t(view, "Please use at least two letters or digits."));
    if (wrong_password)
        status = form_reject(request, "password", wrong_password);
    if (wrong_name)
        status = form_reject(request, "name", wrong_name);
    return status;
}

enum status account_join_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    guard_door_note(request);
    if (!limit_take(request, &attempt_limit, request->address_key))
        return limit_refuse(request, 0);
    TRY(join_check(request));
    TRY(guard_door_check(request, &prepared->vouched));
    account_name_hash(request->arena, request->app, form_value(request, "sign_in"), &prepared->name_hash);
    prepared->joining = true;
    enum status status = account_new_password_derive(request, form_value(request, "password"), prepared);
    if (status == OK)
        status = account_new_words_derive(request, prepared);
    return status == BUSY ? guard_door_busy(request) : status;
}

/* Said so that it names no age: whoever isn't admitted learns nothing that would let them choose better. Nothing of them is kept. */
static enum status join_age(struct request *request)
{
    int64_t ages = community_of(request)->ages;
    enum age_band band = account_band_typed(request);
    if (ages != AGES_ALL && band == BAND_UNSAID)
        return form_reject(request, "age", t(&request->view, "Please choose one."));
    if (!persona_band_admitted(band, ages))
        return form_reject(request, "age",
                           t(&request->view,
                             "Thank you for saying so. We can’t welcome you here at the moment; that says nothing about you. "
                             "Help now is open to everybody, also without an account."));
    return OK;
}

/* The account's and the persona's rows, and the errors that only the database knows. */
static enum status join_store(struct request *request, struct account_draft *draft, const char *words)
{
    struct view *view = &request->view;
    struct account_settings settings = { .language = view->lang,
                                         .zone = "",
                                         .theme = request->theme,
                                         .discreet = request->discreet,
                                         .recovery_code = words,
                                         .band = account_band_typed(request) };
    int64_t picture = (int64_t)(random_u64() >> 1);
    enum status status =
        account_draft_store(request->db, request->arena, draft, &settings, form_value(request, "name"), picture, 0, request->now);
    if (status == CONFLICT)
        return form_reject(request, "sign_in", t(view, "This sign-in name can’t be used here. Please choose another; nobody will see it."));
    if (status == INVALID)
        return form_reject(request, "name", t(view, "Somebody here has this name, or one that looks just like it. Please choose another."));
    return status;
}

/* A code is needed where one joins by invitation; elsewhere whoever has one leaves its trail, for those who decide. */
static enum status join_by_code(struct request *request, int64_t persona)
{
    const char *code = form_value(request, "invitation");
    int64_t invitation;
    if (!*code && community_of(request)->joining != JOIN_INVITATION)
        return OK;
    enum status status = invitation_use(request->db, request->arena, code, request->now, &invitation);
    if (status == NOT_FOUND)
        return form_reject(request, "invitation",
                           t(&request->view, "This code doesn’t open the door. It may be mistyped, used up or too old; the person "
                                             "who gave it to you can give you another."));
    TRY(status);
    return trail_note(request->db, request->arena, persona, invitation);
}

static enum status join_through_door(struct request *request, int64_t persona)
{
    const struct account_prepared *prepared = request->prepared;
    bool approval = community_of(request)->joining == JOIN_APPROVAL || community_is_raided(request) || !prepared->vouched;
    TRY(join_by_code(request, persona));
    return approval ? application_add(request->db, request->arena, persona, form_value(request, "why"), request->now) : OK;
}

enum status account_join(struct request *request)
{
    const struct account_prepared *prepared = request->prepared;
    struct account_draft draft;
    struct account_record record;
    account_draft_make(request->arena, &prepared->password, prepared->password_salt, &prepared->recovery, prepared->recovery_salt, &draft);
    draft.name_hash = prepared->name_hash;
    TRY(join_age(request));
    TRY(join_through_door(request, draft.persona));
    TRY(join_store(request, &draft, prepared->words));
    if (!limit_take(request, &joined_limit, request->address_key))
        return limit_refuse(request, 0);
    TRY(account_by_id(request->db, request->arena, draft.id, &record));
    TRY(account_sign_in_with(request, &record, &draft.key));
    key_wipe(&draft.key);
    return redirect(request, "/recovery-code");
}

/* ---- the recovery code: shown until it is confirmed, then known to nobody but its owner ---- */

enum status account_code_page(struct request *request)
{
    const char *code = request->member->recovery_code;
    if (!code[0])
        return redirect(request, "/home");
    struct account_words words = { 0 };
    while (words.count < RECOVERY_WORDS) {
        words.items[words.count] = account_word(request->arena, code, words.count);
        words.count++;
    }
    account_code_html(&request->view, &words, request->member->accepted_guidelines == 0);
    return OK;
}

enum status account_code_confirm(struct request *request)
{
    struct view *view = &request->view;
    struct member *member = request->member;
    enum status status = OK;
    if (!member->recovery_code[0])
        return redirect(request, "/home");
    const char *typed = account_words_clean(request->arena, form_value(request, "third"));
    if (!text_same(typed, account_word(request->arena, member->recovery_code, 2)))
        status = form_reject(request, "third", t(view, "That’s not the third word. Look once more at your paper."));
    if (!text_same(form_value(request, "kept"), "1"))
        status = form_reject(request, "kept",
                             t(view, "Please put the six words somewhere safe first, then tick this. We can’t show them again."));
    TRY(status);
    struct account_settings settings = account_settings_of(member);
    settings.recovery_code = "";
    TRY(account_settings_save(request, &settings));
    TRY(account_mix(request->db, request->arena, member->account)); /* so soon after joining, its row would stand beside the persona's */
    const char *next = account_gate(request);
    return next ? redirect(request, next) : redirect_with(request, "/home", NOTICE_SAVED);
}

/* "Give me different words". */
enum status account_code_again_prepare(struct request *request)
{
    struct account_prepared *prepared = request->prepared = arena_alloc(request->arena, sizeof *prepared);
    if (!limit_take(request, &words_limit, request->address_key))
        return limit_refuse(request, 0);
    return account_new_words_derive(request, prepared);
}

enum status account_recovery_renew(struct request *request)
{
    const struct account_prepared *prepared = request->prepared;
    struct member *member = request->member;
    struct account_lock lock =
        account_lock_make(request->arena, &prepared->recovery, prepared->recovery_salt, account_by_recovery, member->account, &member->key);
    struct account_settings settings = account_settings_of(member);
    settings.recovery_code = prepared->words;
    TRY(account_recovery_store(request->db, request->arena, member->account, &lock));
    TRY(account_settings_save(request, &settings));
    return redirect(request, "/recovery-code");
}

enum status account_code_again(struct request *request)
{
    /* Without a password only while the words on the page are still unconfirmed. */
    return request->member->recovery_code[0] ? account_recovery_renew(request) : FORBIDDEN;
}

/* ---- waiting ---- */

enum status account_waiting_page(struct request *request)
{
    if (!request->member->waiting)
        return redirect(request, "/home");
    account_waiting_html(&request->view, community_of(request)->name);
    return OK;
}
