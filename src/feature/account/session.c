/* Sessions: who a request's cookie speaks for, from the first request to the last. */
#include "account/records.h"
#include "community/community.h"
#include "guard/guard.h"

static const int64_t coarse = 5 * TIME_MINUTE;
static const int half_minutes = 5;

/* ---- how this answer looks and in which language; http has already read this browser's cookies ---- */

static void display_member(struct request *request, const struct account_settings *settings)
{
    struct view *view = &request->view;
    const struct catalogue *catalogue = catalogue_find(request->app->catalogues, settings->language);
    if (catalogue) {
        view->words.catalogue = catalogue;
        view->lang = catalogue_language(catalogue)->code;
        view->direction = catalogue_language(catalogue)->direction;
    }
    if (settings->zone[0])
        view->words.zone = settings->zone;
    if (settings->theme[0])
        request->theme = text_same(settings->theme, "device") ? "" : settings->theme;
    /* Discreet on this device or for this member: either is reason enough. */
    request->discreet = request->discreet || settings->discreet;
}

/* ---- tokens ---- */

bool account_token_read(const char *cookie, struct key *token, struct hash *hash)
{
    if (!token_read(cookie, token->byte, TOKEN_BYTES))
        return false;
    hash_plain(hash, token->byte, TOKEN_BYTES);
    return true;
}

/* The key that wraps the member key in this session's row; made from what only the browser has. */
static enum status session_unwrap(const struct account_session *session, struct arena *arena, const struct key *token, struct key *key)
{
    struct key wrap;
    key_derive(&wrap, token, "session");
    enum status status = account_key_unwrap(arena, &wrap, account_by_cookie, session->id, session->key, key);
    key_wipe(&wrap);
    return status;
}

int64_t account_rests_at(int64_t now, int minutes)
{
    int64_t at = now + minutes * TIME_MINUTE;
    return (at + coarse - 1) / coarse * coarse;
}

/* ---- opening ---- */

/* Each name learns it when it speaks, so that no two are written to at once; and so do the features that go by it. */
static void member_band_push(struct request *request, int64_t persona, enum age_band band)
{
    const struct feature *const *features = request->app->features;
    later_push(request->app->later, persona_band_push, persona, 0, band, 0);
    for (size_t i = 0; features[i]; i++)
        if (features[i]->band)
            later_push(request->app->later, features[i]->band, persona, 0, band, 0);
}

/* A persona's row knows the month it was made in and nothing finer: in a month's first week, last month's people count as well. */
static bool is_newcomer(int64_t month, int64_t now)
{
    return month >= time_month(now - 7 * TIME_DAY);
}

static void member_be(struct member *member, const struct persona_record *persona)
{
    member->persona = persona->id;
    member->sealed_secret = persona->secret_key;
    member->open_key = persona->open_key;
    member->name = persona->name;
    member->picture = persona->picture;
}

/* As whom the request reads and is shown. */
static void reader_be(struct request *request, const struct member *member)
{
    request->reader = member->persona;
    request->reader_name = member->name;
    request->reader_picture = member->picture;
}

enum status account_read_as(struct request *request, int64_t persona)
{
    struct persona_record record;
    TRY(persona_record_find(request->db, request->arena, persona, &record));
    member_be(request->member, &record);
    reader_be(request, request->member);
    return OK;
}

static enum status member_unseal(struct request *request, const struct account_session *session, struct member *member,
                                 struct account_settings *settings)
{
    struct arena *arena = request->arena;
    struct persona_record persona;
    int64_t speaker;
    TRY(account_settings_unseal(arena, &member->key, session->account, session->settings, settings));
    TRY(account_state_unseal(arena, &member->key, session->id, session->state, &speaker));
    member->sealed_personas = session->personas;
    enum status status = settings->names > 1 ? NOT_FOUND : persona_record_find(request->db, arena, speaker, &persona);
    if (status == NOT_FOUND) /* several names, or one that was let go in another browser */
        status = account_names_open(request, member, speaker, &persona);
    TRY(status);
    member_paused(member, &persona, request->now);
    member_be(member, &persona);
    member->newcomer = is_newcomer(persona.month, request->now);
    member->band = settings->band ? settings->band : persona.band;
    if (persona.band != member->band)
        member_band_push(request, persona.id, member->band);
    member->roles = ROLE_MEMBER | persona.roles;
    return OK;
}

enum status member_pair(struct request *request, struct key_pair *pair)
{
    const struct member *member = request->member;
    if (member->open_key.len != KEY_BYTES)
        return INVALID;
    memcpy(pair->open.byte, member->open_key.data, KEY_BYTES);
    return account_key_unwrap(request->arena, &member->key, persona_secret_key, member->persona, member->sealed_secret, &pair->secret);
}

enum status member_personas(struct request *request, struct member_personas *personas)
{
    struct account_personas *list = arena_alloc(request->arena, sizeof *list);
    TRY(account_personas_unseal(request->arena, &request->member->key, request->member->account, request->member->sealed_personas, list));
    *personas = (struct member_personas){ list->items, list->count };
    return OK;
}

static void member_settings(struct member *member, const struct account_settings *settings)
{
    member->language = settings->language;
    member->zone = settings->zone;
    member->theme = settings->theme;
    member->discreet = settings->discreet;
    member->rest_minutes = settings->rest_minutes;
    member->recovery_code = settings->recovery_code;
    member->names = settings->names;
}

/* Whether an open page asks, and not somebody who is there: a stream, a part of a page (?part=), a page that loads itself anew
 * (?refresh=), a HEAD. "Stay signed in" is a HEAD too, with ?stay=. */
static bool asked_by_itself(const struct request *request)
{
    return (request->route && request->route->flags & ROUTE_BY_ITSELF) || *query_value(request, "part") ||
           *query_value(request, "refresh") || (request->head && !*query_value(request, "stay"));
}

/* About once a day for each person, for the name they speak under then: two of theirs written one after the other would lie side by
 * side. For whom today was counted lies in memory alone. Never beside a session's own mark, which would be
 * written in the same breath and stand for the account. */
static void member_present(struct request *request)
{
    static const struct limit daily = { "present", 1, 0 };
    const struct feature *const *features = request->app->features;
    if (request->app->config->limits_off ||
        !limit_take(request, &daily, arena_printf(request->arena, "%lld", (long long)request->member->account)))
        return;
    for (size_t i = 0; features[i]; i++)
        if (features[i]->present)
            later_push(request->app->later, features[i]->present, request->reader, 0, 0, 0);
}

/* What the request shows of its member, and when the session rests again. */
static void member_enter(struct request *request, struct member *member, const struct account_settings *settings,
                         const struct account_session *session)
{
    member_settings(member, settings);
    request->member = member;
    request->roles = member->roles;
    reader_be(request, member);
    request->rest_minutes = settings->rest_minutes ? settings->rest_minutes : community_of(request)->rest_minutes;
    display_member(request, settings);
    int64_t rests_at = account_rests_at(request->now, request->rest_minutes);
    if (asked_by_itself(request))
        return;
    if (rests_at >= session->rests_at + coarse)
        later_push(request->app->later, account_session_push, session->id, 0, rests_at, 0);
    else
        member_present(request);
}

static enum status session_enter(struct request *request, const struct key *token, const struct hash *hash)
{
    struct account_session session;
    struct account_settings settings;
    enum status status = account_session_by_token(request->db, request->arena, hash, false, request->now, &session);
    if (status != OK)
        return status;
    struct member *member = arena_alloc(request->arena, sizeof *member);
    member->account = session.account;
    member->session = session.id;
    TRY(session_unwrap(&session, request->arena, token, &member->key));
    TRY(member_unseal(request, &session, member, &settings));
    TRY(guideline_accepted(request->db, request->arena, member->persona, &member->accepted_guidelines));
    TRY(application_pending(request->db, request->arena, member->persona, &member->waiting));
    member_enter(request, member, &settings, &session);
    return OK;
}

enum status account_session_open(struct request *request)
{
    struct community *community = arena_alloc(request->arena, sizeof *community);
    struct key token;
    struct hash hash;
    TRY(community_load(request->db, request->arena, community));
    request->community = community;
    request->view.words.zone = community->zone;
    if (!account_token_read(cookie_value(request, "s"), &token, &hash))
        return OK;
    enum status status = session_enter(request, &token, &hash);
    key_wipe(&token);
    if (status == INVALID)
        log_line(LOG_WARN, "session.damaged", "a session's row does not open with its own cookie; its reader has to sign in again");
    /* A session that has ended, or whose persona is gone, is a visitor. */
    return status == NOT_FOUND || status == INVALID ? OK : status;
}

void account_session_close(struct request *request)
{
    if (!request->member)
        return;
    key_wipe(&request->member->key);
}

const char *account_gate(struct request *request)
{
    const struct member *member = request->member;
    if (!member)
        return NULL;
    if (member->recovery_code[0])
        return "/recovery-code";
    if (member->accepted_guidelines < community_of(request)->guideline)
        return "/guidelines";
    if (member->paused_until)
        return "/paused";
    if (member->waiting)
        return "/waiting";
    bool writes = request->method == POST && !(request->route->flags & ROUTE_QUIET);
    return member->muted_until && writes ? "/paused" : NULL;
}

enum status member_words_check(struct request *request, const char *field, const char *text)
{
    const struct member *member = request->member;
    struct guard_words words = { .field = field, .text = text, .who = member_key_text(request) };
    words.trusted = (member->roles & (MODERATORS | ROLE_LISTENER)) != 0;
    words.newcomer = member->newcomer && !(member->roles & ~(unsigned)ROLE_MEMBER);
    return guard_words_check(request, &words);
}

/* ---- starting and ending ---- */

enum status account_session_start(struct db *db, struct arena *arena, int64_t account, const struct key *key, int64_t persona, bool half,
                                  int64_t rests_at, const char **cookie)
{
    struct key token, wrap;
    struct hash hash;
    struct account_session session = { .id = id_random(), .account = account, .rests_at = rests_at };
    key_random(&token);
    hash_plain(&hash, token.byte, TOKEN_BYTES);
    key_derive(&wrap, &token, "session");
    session.key = account_key_wrap(arena, &wrap, account_by_cookie, session.id, key);
    session.state = account_state_seal(arena, key, session.id, persona);
    *cookie = token_text(arena, token.byte, TOKEN_BYTES);
    key_wipe(&token);
    key_wipe(&wrap);
    return account_session_insert(db, arena, &session, &hash, half);
}

/* The session this browser had, half or whole, ends before another begins. */
static enum status session_end_old(struct request *request)
{
    struct key token;
    struct hash hash;
    if (!account_token_read(cookie_value(request, "s"), &token, &hash))
        return OK;
    key_wipe(&token);
    return account_session_remove_token(request->db, request->arena, &hash);
}

/* The first of the account's personas that is still there. */
static enum status persona_first(struct request *request, const struct account_record *record, const struct key *key, int64_t *persona)
{
    struct account_personas personas;
    TRY(account_personas_unseal(request->arena, key, record->id, record->personas, &personas));
    for (size_t i = 0; i < personas.count; i++) {
        struct persona found;
        enum status status = persona_find(request->db, request->arena, personas.items[i], &found);
        *persona = personas.items[i];
        if (status != NOT_FOUND)
            return status;
    }
    return NOT_FOUND;
}

enum status account_sign_in_with(struct request *request, const struct account_record *record, const struct key *key)
{
    int64_t persona;
    const char *cookie;
    struct account_settings settings;
    struct key token;
    struct hash hash;
    TRY(persona_first(request, record, key, &persona));
    TRY(account_settings_unseal(request->arena, key, record->id, record->settings, &settings));
    TRY(session_end_old(request));
    int minutes = settings.rest_minutes ? settings.rest_minutes : community_of(request)->rest_minutes;
    TRY(account_session_start(request->db, request->arena, record->id, key, persona, false, account_rests_at(request->now, minutes),
                              &cookie));
    cookie_set(request, "s", cookie, 0);
    if (!account_token_read(cookie, &token, &hash))
        return BROKEN;
    enum status status = session_enter(request, &token, &hash);
    key_wipe(&token);
    return status;
}

enum status account_sign_in_half(struct request *request, const struct account_record *record, const struct key *key)
{
    int64_t persona;
    const char *cookie;
    TRY(persona_first(request, record, key, &persona));
    TRY(session_end_old(request));
    TRY(account_session_start(request->db, request->arena, record->id, key, persona, true, account_rests_at(request->now, half_minutes),
                              &cookie));
    cookie_set(request, "s", cookie, 0);
    return OK;
}

enum status account_half_open(struct request *request, struct account_record *record, struct key *key)
{
    struct key token;
    struct hash hash;
    struct account_session session;
    if (!account_token_read(cookie_value(request, "s"), &token, &hash))
        return NOT_FOUND;
    TRY(account_session_by_token(request->db, request->arena, &hash, true, request->now, &session));
    TRY(account_by_id(request->db, request->arena, session.account, record));
    enum status status = session_unwrap(&session, request->arena, &token, key);
    key_wipe(&token);
    return status;
}

void account_leave(struct request *request)
{
    const struct member *member = request->member;
    if (member)
        later_push(request->app->later, account_session_forget, member->session, member->persona, 0, 0);
    for (size_t i = 0; member && i < request->own_names_count; i++)
        later_push(request->app->later, account_session_forget, member->session, request->own_names[i].id, 0, 0);
    cookie_set(request, "s", "", -1);
}

/* ---- settings ---- */

struct account_settings account_settings_of(const struct member *member)
{
    return (struct account_settings){ .language = member->language,
                                      .zone = member->zone,
                                      .theme = member->theme,
                                      .discreet = member->discreet,
                                      .rest_minutes = member->rest_minutes,
                                      .recovery_code = member->recovery_code,
                                      .band = member->band,
                                      .names = member->names };
}

enum status account_settings_save(struct request *request, const struct account_settings *settings)
{
    struct member *member = request->member;
    struct bytes sealed = account_settings_seal(request->arena, &member->key, member->account, settings);
    TRY(account_settings_store(request->db, request->arena, member->account, sealed));
    member_settings(member, settings);
    return OK;
}

/* ---- who ---- */

const char *member_key_text(struct request *request)
{
    return arena_printf(request->arena, "%lld", request->member ? (long long)request->member->persona : 0LL);
}
