/* Pages for what went wrong: calm, plain, and never losing what was typed. */
#include "layout/pages.h"

enum failure_way { WAY_HOME, WAY_AGAIN, WAY_FORM };

struct failure_words {
    int status;
    const char *title, *what, *next;
    enum failure_way way; /* what the lamp leads to: home, the same page once more, or the form's page */
};

static const struct failure_words words_of[] = {
    { 400, N_("That didn’t reach us in one piece"), N_("Something in the address or the form couldn’t be read, so nothing was changed."),
      N_("Go back with your browser, look at the address or your words once more, and try again."), WAY_HOME },
    { 403, N_("This isn’t open to you here"),
      N_("Either it belongs to people with another task, or the page was open for so long that we couldn’t be sure it was you. Nothing was changed."),
      N_("If it was the page, open it afresh and send it again."), WAY_FORM },
    { 404, N_("There’s nothing at this address"),
      N_("It may have been moved or deleted, or it’s only for the people it belongs to. You’ve done nothing wrong."), NULL, WAY_HOME },
    { 405, N_("This page can’t do that"), N_("The address is right, but it doesn’t answer to what was asked of it. Nothing was changed."),
      NULL, WAY_HOME },
    { 409, N_("Someone was a moment faster"),
      N_("What you were changing has been changed by someone else meanwhile, or it was sent before. Yours wasn’t taken over it."),
      N_("Look at it once more, then decide whether it still needs your change."), WAY_FORM },
    { 413, N_("That’s more than fits"), N_("What you sent is larger than this place can take, so nothing was kept here."),
      N_("Go back with your browser: your words should still be in the form. Sending them in parts works."), WAY_HOME },
    { 414, N_("That address is too long"), N_("It’s longer than this place can read. Perhaps two links were stuck together."), NULL,
      WAY_HOME },
    { 422, N_("Something in the form doesn’t fit yet"), N_("Nothing was changed."),
      N_("Go back with your browser, mend what’s marked, and send it again."), WAY_FORM },
    { 429, N_("A short pause, please"),
      N_("That was a lot in a short time, so we wait a little before the next one. This protects everybody here, you too."),
      N_("Nothing is lost and nobody is told. Try again in a few minutes."), WAY_FORM },
    { 431, N_("Your browser sent too much along"),
      N_("It carries more small notes for this site than we can read. Deleting this site’s cookies in the browser helps."), NULL,
      WAY_HOME },
    { 500, N_("Something broke on our side"), N_("It isn’t your doing. What was saved before is safe; this last step wasn’t taken."),
      N_("Try once more in a moment. If it stays like this, the people who look after this place would like to know."), WAY_AGAIN },
    { 503, N_("Too busy for a moment"),
      N_("This place can’t take it right now. What was saved before is safe; this last step wasn’t taken."),
      N_("Try once more in a moment."), WAY_AGAIN },
};

static const struct failure_words *words_find(int status)
{
    const struct failure_words *fallback = NULL;
    for (size_t i = 0; i < COUNT(words_of); i++) {
        if (words_of[i].status == status)
            return &words_of[i];
        if (words_of[i].status == (status >= 500 ? 500 : 400))
            fallback = &words_of[i];
    }
    return fallback;
}

static bool route_has_words(const struct route *route, const char *name)
{
    for (const struct field *field = route && route->form ? route->form : NULL; field && field->name; field++)
        if (text_same(field->name, name))
            return field->kind == FIELD_TEXT || (field->kind == FIELD_LINE && field->max >= 60);
    return false;
}

/* Words that can be shown again: never a password, a token or a choice. What was typed before a session ended travels through the
 * sign-in form as "kept.body": it belongs to another route's form. */
static bool field_is_words(const struct request *request, const char *name)
{
    static const char *const hidden[] = { "once",    "place", "to",   "kept_path",    /* what pages put into forms themselves */
                                          "sign_in", "words", "code", "invitation" }; /* what opens doors */
    static const char kept[] = "kept.";
    bool is_kept = text_starts(name, kept);
    name += is_kept ? strlen(kept) : 0;
    for (size_t i = 0; i < COUNT(hidden); i++)
        if (text_same(hidden[i], name))
            return false;
    for (size_t i = 0; is_kept && i < request->app->routes_count; i++)
        if (route_has_words(&request->app->routes[i], name))
            return true;
    return route_has_words(request->route, name);
}

/* In one text, so that one copy saves it. */
const char *layout_words_typed(struct request *request)
{
    size_t count = 0;
    const struct pair *fields = form_all(request, &count);
    struct buf text = { .arena = request->arena };
    for (size_t i = 0; i < count; i++)
        if (fields[i].value && fields[i].value[0] && field_is_words(request, fields[i].name))
            buf_printf(&text, "%s%s", text.len ? "\n\n" : "", fields[i].value);
    return buf_text(&text);
}

static void leave_anyway(struct request *request)
{
    answer_body_clear(request);
    layout_leave_anyway(&request->view, community_exit_url(request));
}

void layout_error_page(struct request *request, int status)
{
    struct view *view = &request->view;
    if (request->method == GET && text_same(request->path, "/exit")) {
        leave_anyway(request);
        return;
    }
    const struct failure_words *words = words_find(status);
    struct layout_failure failure = { .title = t(view, words->title), .what = t(view, words->what) };
    failure.next = words->next ? t(view, words->next) : NULL;
    failure.home = request->reader_name ? "/home" : "/";
    failure.home_label = t(view, "Back to the start");
    bool has_page = request->method == GET || (request->route && request->route->again);
    if (has_page && (words->way == WAY_AGAIN || (words->way == WAY_FORM && request->method == POST))) {
        failure.again = layout_page_path(request);
        failure.again_label = request->method == POST ? t(view, "Back to the page you were on") : t(view, "Try again");
    }
    failure.kept = request->method == POST ? layout_words_typed(request) : "";
    answer_body_clear(request);
    layout_top(view, failure.title, PLACE_NONE);
    layout_failure_page(view, &failure);
    layout_end(view);
}

void layout_words_page(struct request *request, const char *words, const char *path)
{
    struct view *view = &request->view;
    struct layout_failure page = { .title = t(view, "What you wrote is kept."), .what = t(view, "Nothing was changed."), .kept = words };
    page.again = path;
    page.again_label = t(view, "Back to the page you were on");
    page.home = "/home";
    page.home_label = t(view, "Back to the start");
    layout_top(view, page.title, PLACE_NONE);
    layout_failure_page(view, &page);
    layout_end(view);
}
