/* The frame of every page: header with its places, leaving, footer with the languages. */
#include "layout/pages.h"

static struct layout_place *place_add(struct layout_places *places, const char *href, const char *label, const char *icon, bool current)
{
    places->items[places->count] = (struct layout_place){ .href = href, .label = label, .icon = icon, .current = current };
    return &places->items[places->count++];
}

/* A dot where something waits that the reader hasn't seen; not on the page that shows it. */
static void place_inbox(struct view *view, struct layout_places *places, bool current)
{
    struct request *request = view->request;
    struct layout_place *place = place_add(places, "/notifications", tc(view, "place", "Inbox"), "inbox", current);
    place->news = "told";
    place->fresh = !text_same(request->path, place->href) && request->app->hooks->unseen && request->app->hooks->unseen(request);
}

/* Short names: the phone's bar has room for about eight letters each. */
static void frame_places(struct view *view, struct layout_frame *frame, enum place place, struct layout_places *places)
{
    if (frame->member) {
        place_add(places, "/home", tc(view, "place", "Home"), "home", place == PLACE_HOME)->news = "news";
        place_add(places, "/groups", tc(view, "place", "Groups"), "groups", place == PLACE_GROUPS);
        place_add(places, "/events", tc(view, "place", "Meet"), "meet", place == PLACE_MEET);
        place_inbox(view, places, place == PLACE_INBOX || place == PLACE_FOLLOWED);
        place_add(places, "/stories", tc(view, "place", "Read"), "read", place == PLACE_READ);
    } else {
        place_add(places, "/", tc(view, "place", "Start"), "home", place == PLACE_START);
        place_add(places, "/groups", tc(view, "place", "Groups"), "groups", place == PLACE_GROUPS);
        place_add(places, "/help-now", tc(view, "place", "Help now"), "help", place == PLACE_HELP);
        place_add(places, "/join", tc(view, "place", "Join"), "door", place == PLACE_JOIN);
    }
    frame->places = places;
    frame->help = place == PLACE_HELP;
    frame->stewarding = place == PLACE_STEWARD;
    frame->joining = text_same(view->request->path, "/sign-in");
    frame->searching = text_same(view->request->path, "/search");
}

/* ---- notices ---- */

/* The sentence of a notice; NULL for NOTICE_NONE and numbers that aren't one. */
static const char *notice_text(struct view *view, int notice)
{
    static const char *const sentences[NOTICES] = {
        [NOTICE_SAVED] = N_("Saved."),
        [NOTICE_POSTED] = N_("Your words are there now."),
        [NOTICE_EDITED] = N_("Changed."),
        [NOTICE_DELETED] = N_("Deleted. It’s gone for good."),
        [NOTICE_DRAFT_KEPT] = N_("Kept as a draft. Only you can see it."),
        [NOTICE_JOINED_GROUP] = N_("You’re in. Say something, or don’t."),
        [NOTICE_LEFT_GROUP] = N_("You’ve left the group. Nobody is told."),
        [NOTICE_ASKED] = N_("Asked. Someone who looks after the group will answer."),
        [NOTICE_INVITED] = N_("Invited."),
        [NOTICE_FOLLOWING] = N_("You follow this now. Only you can see that."),
        [NOTICE_NOT_FOLLOWING] = N_("You don’t follow this any more."),
        [NOTICE_HIDDEN] = N_("Hidden. It can be brought back."),
        [NOTICE_RESTORED] = N_("Brought back."),
        [NOTICE_SIGNED_OUT] = N_("You’re signed out on this device."),
        [NOTICE_SIGNED_OUT_EVERYWHERE] = N_("You’re signed out on every other device."),
        [NOTICE_PASSWORD_CHANGED] = N_("Your password is changed."),
        [NOTICE_SECOND_FACTOR_OFF] = N_("The second step is off."),
        [NOTICE_ACCOUNT_DELETED] = N_("Your account is gone. Take good care of yourself."),
        [NOTICE_GUIDELINES_ACCEPTED] = N_("Thank you. You’ll find the guidelines at the foot of every page."),
        [NOTICE_REMOVED] = N_("Removed from the group."),
        [NOTICE_APPROVED] = N_("Approved. They can come in now."),
        [NOTICE_DECLINED] = N_("The request was declined."),
        [NOTICE_TEXT_KEPT] = N_("What you wrote is kept."),
        [NOTICE_RECOVERED] = N_("You’re back in. Your old recovery code no longer works."),
        [NOTICE_ASKED_TO_CONNECT] = N_("Asked. They answer when they like, or not at all."),
        [NOTICE_CONNECTED] = N_("You’re connected now."),
        [NOTICE_MUTED] = N_("Muted. They notice nothing."),
        [NOTICE_BLOCKED] = N_("Blocked. You and they don’t meet here any more, and they aren’t told."),
        [NOTICE_REPORTED] = N_("Thank you. The moderators have it now."),
        [NOTICE_WAITS] = N_("Your words wait to be read first. Here they are."),
        [NOTICE_PUBLISHED] = N_("It’s on the board now."),
        [NOTICE_GIVEN_BACK] = N_("Given back, with your answer. Only the writer sees both."),
        [NOTICE_ANSWERED_ALREADY] = N_("This doesn’t wait any more: somebody else saw to it, or the writer took it back."),
        [NOTICE_INSTEAD] = N_(
            "Here words are read before others see them, and changes, too. What you wrote stays as it was; your new words are kept here, to be sent as an answer."),
    };
    if (notice <= NOTICE_NONE || notice >= NOTICES || !sentences[notice])
        return NULL;
    return t(view, sentences[notice]);
}

/* ---- the frame ---- */

void layout_title(struct view *view, const char *title)
{
    static const char begin[] = "<title>", end[] = "</title>";
    html_literal(view, begin, sizeof begin - 1);
    answer_own_begin(view);
    html_text_str(view, title);
    answer_own_end(view);
    html_literal(view, end, sizeof end - 1);
}

void layout_near(struct view *view)
{
    const struct hooks *hooks = view->request->app->hooks;
    if (hooks->near)
        hooks->near(view);
}

void layout_top(struct view *view, const char *title, enum place place)
{
    struct request *request = view->request;
    struct layout_places places = { 0 };
    const struct layout_names names = { request->own_names, request->own_names_count };
    struct layout_frame frame = { .discreet = request->discreet, .theme = request->theme ? request->theme : "" };
    frame.title = frame.discreet ? tc(view, "neutral page title", "Notes") : arena_printf(request->arena, "%s · Kith", title);
    frame.icon = asset_path(frame.discreet ? "notes.svg" : "art.svg");
    frame.member = request->reader_name != NULL;
    frame.reader = request->reader_name;
    frame.picture = request->reader_picture;
    frame.speaker = request->reader;
    frame.names = &names;
    frame.moderator = (request->roles & MODERATORS) != 0;
    frame.steward = (request->roles & ROLE_STEWARD) != 0;
    frame.rest_minutes = frame.member ? request->rest_minutes : 0;
    frame.language = catalogue_language(view->words.catalogue);
    frame.language_label = tf(view, "{1} – Language: {2}", frame.language->short_name, frame.language->own_name);
    frame.notice = notice_text(view, notice_take(request));
    frame_places(view, &frame, place, &places);
    layout_frame_top(view, &frame);
    if (request->app->hooks->tidings && !frame.help)
        request->app->hooks->tidings(view);
}

void layout_end(struct view *view)
{
    struct request *request = view->request;
    const struct language *now = catalogue_language(view->words.catalogue);
    struct layout_tongues tongues = { .count = LANGUAGES };
    for (size_t i = 0; i < LANGUAGES; i++)
        tongues.items[i] = (struct layout_tongue){ &languages[i], &languages[i] == now };
    const struct community *community = community_of(request);
    layout_frame_end(view, &tongues, layout_page_path(request), community ? community->runners : NULL);
}

/* ---- where this page lives, for coming back to it in another language ---- */

/* "/topics/:id/reply" with these segments in it. */
static void pattern_fill(struct buf *out, const char *pattern, const char *const segment[MAX_SEGMENTS])
{
    int n = 0;
    while (*pattern) {
        if (*pattern != ':' || n == MAX_SEGMENTS) {
            buf_putc(out, *pattern++);
            continue;
        }
        if (segment[n])
            buf_percent(out, segment[n], "/");
        n++;
        while (*pattern && *pattern != '/')
            pattern++;
    }
}

/* The other way round. */
static bool pattern_read(struct arena *arena, const char *pattern, const char *path, const char *segment[MAX_SEGMENTS])
{
    for (int n = 0; *pattern;) {
        if (*pattern != ':') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t len = strcspn(path, "/");
        if (!len || n == MAX_SEGMENTS)
            return false;
        segment[n++] = arena_slice(arena, path, len);
        path += len;
        pattern += strcspn(pattern, "/");
    }
    return !*path;
}

/* The page that shows the form of a POST route. */
static const char *form_page(struct request *request, const struct route *route, const char *const segment[MAX_SEGMENTS])
{
    struct buf out = { .arena = request->arena };
    for (size_t i = 0; route->again && i < request->app->routes_count; i++) {
        const struct route *page = &request->app->routes[i];
        if (page->method == GET && page->handle == route->again) {
            pattern_fill(&out, page->path, segment);
            return own_path(buf_text(&out), "/");
        }
    }
    return "/";
}

const char *layout_form_page(struct request *request, const char *path)
{
    for (size_t i = 0; i < request->app->routes_count; i++) {
        const char *segment[MAX_SEGMENTS] = { 0 };
        const struct route *route = &request->app->routes[i];
        if (route->method == POST && pattern_read(request->arena, route->path, path, segment))
            return form_page(request, route, segment);
    }
    return "/";
}

const char *layout_page_path(struct request *request)
{
    struct buf out = { .arena = request->arena };
    if (request->method == GET) {
        buf_percent(&out, request->path && request->path[0] == '/' ? request->path : "/", "/");
        if (request->query_text && request->query_text[0])
            buf_printf(&out, "?%s", request->query_text);
        return own_path(buf_text(&out), "/");
    }
    return request->route ? form_page(request, request->route, request->segment) : "/";
}
