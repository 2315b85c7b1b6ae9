/* The pages around the groups. */
#include "home/home.h"

enum { RECENT_TOPICS = 6 };

/* The hour where the reader lives; the clock's text is "21:40" in every language. */
static int hour_of(struct view *view)
{
    int hour = 12;
    if (sscanf(date(view, view->words.now, DATE_CLOCK), "%2d:", &hour) != 1)
        return 12;
    return hour;
}

static void greet(struct view *view, struct home_view *page)
{
    const char *name = view->request->member->name;
    int hour = hour_of(view);
    bool evening = hour >= 18 || hour < 5;
    page->greeting = evening     ? tf(view, "Good evening, {1}.", name)
                     : hour < 12 ? tf(view, "Good morning, {1}.", name)
                                 : tf(view, "Hello, {1}.", name);
    page->lead = evening ? t(view, "Nothing here needs an answer tonight.") : t(view, "Nothing here needs an answer today.");
}

enum status home_page(struct request *request)
{
    struct topics topics;
    struct groups groups, invited;
    struct home_view page = { .topics = &topics, .groups = &groups, .invited = &invited };
    TRY(group_mine(request, &groups));
    TRY(group_invited(request, &invited));
    TRY(topic_recent(request, &topics, RECENT_TOPICS));
    greet(&request->view, &page);
    home_show(&request->view, &page);
    return OK;
}

enum status home_landing(struct request *request)
{
    if (request->member)
        return redirect(request, "/home");
    home_landing_show(&request->view, community_of(request));
    return OK;
}

/* ---- what the stewards wrote ---- */

static enum status stewards_words(struct request *request, const char *source, struct safe_html *html)
{
    struct markdown markdown = { .html = "" };
    if (source && source[0])
        TRY(markdown_render(request->arena, source, &markdown));
    *html = html_trusted(markdown.html);
    return OK;
}

enum status home_about(struct request *request)
{
    const struct community *community = community_of(request);
    struct safe_html about;
    TRY(stewards_words(request, community->about, &about));
    home_about_show(&request->view, community, about);
    return OK;
}

enum status home_contact(struct request *request)
{
    struct safe_html contact;
    TRY(stewards_words(request, community_of(request)->contact, &contact));
    home_contact_show(&request->view, contact);
    return OK;
}

enum status home_health(struct request *request)
{
    TRY(home_alive(request->db, request->arena));
    request->content_type = "text/plain; charset=utf-8";
    buf_puts(&request->body, "ok\n");
    return OK;
}
