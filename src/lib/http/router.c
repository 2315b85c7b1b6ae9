/* One request from the table's point of view: what is checked, in which order, inside which transaction. */
#include "http/inside.h"
#include "http/metrics.h"

/* ---- inside a snapshot or a transaction ---- */

/* The member's keys don't outlive what they were opened for. */
static void session_close(struct request *request)
{
    if (request->member && request->app->hooks->session_close)
        request->app->hooks->session_close(request);
}

/* As if nobody had been recognised yet; a transaction that runs again starts here. */
static void session_forget(struct request *request)
{
    struct exchange *exchange = request->exchange;
    session_close(request);
    request->member = NULL;
    request->reader = 0;
    request->roles = ROLE_VISITOR;
    request->community = NULL;
    request->reader_name = NULL;
    request->reader_picture = 0;
    request->own_names = NULL;
    request->own_names_count = 0;
    request->rest_minutes = 0;
    exchange->session = false;
    exchange->detour = DETOUR_NONE;
    exchange->gate = NULL;
    exchange->wait_ms = 0;
    request->view = exchange->visitor.view;
    request->theme = exchange->visitor.theme;
    request->discreet = exchange->visitor.discreet;
}

static enum status session_open(struct request *request)
{
    answer_reset(request);
    session_forget(request);
    TRY(request->app->hooks->session_open(request));
    request->exchange->session = true;
    return OK;
}

/* Recognises the reader and asks the table whether they may. FORBIDDEN with a detour: somewhere else is the answer. */
static enum status admit(struct request *request)
{
    struct exchange *exchange = request->exchange;
    const struct route *route = request->route;
    TRY(session_open(request));
    if (!(route->who & request->roles)) {
        if (!request->member)
            exchange->detour = DETOUR_SIGN_IN;
        else if (route->who == VISITORS)
            exchange->detour = DETOUR_HOME;
        return FORBIDDEN;
    }
    if (request->member && !(route->flags & ROUTE_UNGATED) && request->app->hooks->gate &&
        (exchange->gate = request->app->hooks->gate(request))) {
        exchange->detour = DETOUR_GATE;
        return FORBIDDEN;
    }
    return OK;
}

struct turn {
    struct request *request;
    handler *step;
};

static enum status run_step(struct db *db, void *context)
{
    struct turn *turn = context;
    turn->request->db = db;
    enum status status = turn->step(turn->request);
    turn->request->db = NULL;
    return status;
}

static enum status in_snapshot(struct request *request, handler *step)
{
    struct turn turn = { request, step };
    return database_read(request->app->database, run_step, &turn);
}

static enum status in_transaction(struct request *request, handler *step)
{
    struct turn turn = { request, step };
    return database_write(request->app->database, run_step, &turn);
}

static enum status handle_step(struct request *request)
{
    request->exchange->errors.count = 0;
    TRY(admit(request));
    return request->route->handle(request);
}

static enum status again_step(struct request *request)
{
    TRY(admit(request));
    return request->route->again(request);
}

static enum status sign_in_step(struct request *request)
{
    TRY(session_open(request));
    return request->app->hooks->sign_in_again(request);
}

static enum status keep_step(struct request *request)
{
    return request->route->keep(request);
}

/* ---- pages for what didn't go well ---- */

static void error_page(struct request *request, int code)
{
    struct exchange *exchange = request->exchange;
    int64_t wait_ms = exchange->wait_ms;
    answer_reset(request);
    request->status = code;
    request->app->hooks->error_page(request, code);
    request->status = code;
    if (!request->body.len)
        answer_plain(request, code);
    if (exchange->allow)
        header_set(request, "Allow", exchange->allow);
    if (code == 429)
        header_set(request, "Retry-After", arena_printf(request->arena, "%lld", (long long)(wait_ms > 1000 ? (wait_ms + 999) / 1000 : 1)));
    if (code == 503)
        header_set(request, "Retry-After", "5");
}

static enum status error_step(struct request *request)
{
    TRY(session_open(request));
    error_page(request, request->exchange->refusal);
    return OK;
}

/* The page knows its reader even where the request went wrong before anybody was asked for; unless the database is what is wrong. */
static void answer_error(struct request *request, int code)
{
    struct exchange *exchange = request->exchange;
    exchange->refusal = code;
    bool ask =
        !exchange->session && code < 500 && request->app->database && !(request->route && (request->route->flags & ROUTE_NO_DATABASE));
    if (!ask || in_snapshot(request, error_step) != OK)
        error_page(request, code);
}

static int status_code(const struct request *request, enum status status)
{
    static const int codes[] = {
        [OK] = 200, [NOT_FOUND] = 404, [FORBIDDEN] = 403, [INVALID] = 422, [CONFLICT] = 409, [BUSY] = 503, [BROKEN] = 500
    };
    return status == BUSY && request->exchange->wait_ms > 0 ? 429 : codes[status];
}

/* ---- roads that lead elsewhere ---- */

static const char *sign_in_path(struct request *request)
{
    struct buf out = { .arena = request->arena };
    buf_puts(&out, "/sign-in?to=");
    buf_percent(&out, request->exchange->place, "/");
    return buf_text(&out);
}

/* What a member typed is put away before they are led anywhere else. */
static void keep_form(struct request *request)
{
    if (request->route->keep && request->member && in_transaction(request, keep_step) != OK)
        log_line(LOG_WARN, "http.keep", "%s: what was typed could not be kept", request->route->path);
}

static enum status take_detour(struct request *request)
{
    struct exchange *exchange = request->exchange;
    const char *gate = exchange->gate;
    switch (exchange->detour) {
    case DETOUR_SIGN_IN:
        if (request->method == POST) {
            TRY(in_snapshot(request, sign_in_step));
            if (!request->status && !request->location)
                request->status = 401;
            return OK;
        }
        return redirect(request, sign_in_path(request));
    case DETOUR_HOME:
        return redirect(request, "/home");
    case DETOUR_GATE:
        if (request->method == POST)
            keep_form(request);
        return redirect(request, gate);
    default:
        return FORBIDDEN;
    }
}

/* The form comes back: the same page at 422, with what was typed. */
static enum status come_back(struct request *request)
{
    keep_form(request);
    if (!request->route->again)
        return INVALID;
    TRY(request->route->flags & ROUTE_NO_DATABASE ? request->route->again(request) : in_snapshot(request, again_step));
    if (!request->status && !request->location)
        request->status = 422;
    return OK;
}

/* ---- the two ways through ---- */

static enum status run_get(struct request *request)
{
    if (request->route->flags & ROUTE_NO_DATABASE)
        return request->route->handle(request);
    if (request->route->prepare) {
        TRY(in_snapshot(request, admit));
        TRY(request->route->prepare(request));
    }
    return in_snapshot(request, handle_step);
}

static enum status run_bare_post(struct request *request)
{
    TRY(form_check(request));
    if (request->route->prepare)
        TRY(request->route->prepare(request));
    return request->route->handle(request);
}

/* Two ids made in the same millisecond are equal once in a million times: a second try makes another. What conflicts for another reason
 * does so again. */
static enum status in_transaction_twice(struct request *request, handler *step)
{
    enum status status = in_transaction(request, step);
    return status == CONFLICT ? in_transaction(request, step) : status;
}

/* What is already known to be wrong, or takes long, doesn't take a turn at writing. */
static enum status run_post(struct request *request)
{
    const struct route *route = request->route;
    if (route->flags & ROUTE_NO_DATABASE)
        return run_bare_post(request);
    bool sound = form_is_sound(request);
    if (sound && (route->flags & ROUTE_LIGHT) && route->prepare(request) == OK)
        return in_transaction_twice(request, handle_step);
    if (!sound || route->prepare) {
        TRY(in_snapshot(request, admit));
        TRY(form_check(request));
        if (route->prepare)
            TRY(route->prepare(request));
    }
    return in_transaction_twice(request, handle_step);
}

/* Where no session is read, nobody can be told from a visitor: such a route must be for visitors too. */
static bool is_guarded(const struct route *route)
{
    if (!(route->flags & ROUTE_NO_DATABASE) || (route->who & ROLE_VISITOR))
        return true;
    log_line(LOG_ERROR, "http.route", "%s: not for visitors, but no session is read for it", route->path);
    return false;
}

static void run(struct request *request)
{
    enum status status = !is_guarded(request->route) ? BROKEN : request->method == POST ? run_post(request) : run_get(request);
    if (status == FORBIDDEN && request->exchange->detour != DETOUR_NONE)
        status = take_detour(request);
    else if (status == INVALID && request->method == POST)
        status = come_back(request);
    if (status != OK)
        answer_error(request, status_code(request, status));
}

/* ---- before anybody is asked ---- */

/* Browsers fetch links ahead of time; leaving and signing out happen only when somebody means it. */
static bool is_prefetched_exit(const struct request *request)
{
    if (!text_same(request->route->path, "/exit") && !text_same(request->route->path, "/sign-out"))
        return false;
    static const char *const names[] = { "Sec-Purpose", "Purpose", "X-Purpose", "X-Moz" };
    for (size_t i = 0; i < COUNT(names); i++)
        if (strcasestr(header_value(request, names[i]), "prefetch") || strcasestr(header_value(request, names[i]), "preview"))
            return true;
    return false;
}

static int check(struct request *request)
{
    if (is_prefetched_exit(request))
        return 503;
    if (request->method != POST)
        return 0;
    int wrong = form_read(request);
    return wrong ? wrong : form_origin_check(request);
}

void request_serve(struct request *request)
{
    struct exchange *exchange = request->exchange;
    int64_t since = exchange->read_us ? exchange->read_us : clock_monotonic_us();
    request_open(request);
    exchange->drops = request->app->live ? live_drops(request->app->live) : 0;
    if (!exchange->refusal && !exchange->asset)
        exchange->refusal = check(request);
    if (exchange->refusal)
        answer_error(request, exchange->refusal);
    else if (exchange->asset)
        static_answer(request);
    else
        run(request);
    answer_finish(request);
    session_close(request);
    metrics_answered(request, clock_monotonic_us() - since);
}

void request_turn_away(struct request *request)
{
    request_open(request);
    answer_plain(request, 503);
    header_set(request, "Retry-After", "5");
    answer_finish(request);
    metrics_answered(request, request->exchange->read_us ? clock_monotonic_us() - request->exchange->read_us : 0);
}
