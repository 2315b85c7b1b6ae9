/* Leaving in a hurry, and what there is to know about being here safely. */
#include "safety/pages.h"

/* A plain link, so that it works everywhere: the session ends a moment later through the queue, because a GET can't write. */
enum status safety_exit(struct request *request)
{
    account_leave(request);
    cookie_set(request, HELP_COUNTRY_COOKIE, "", -1);
    header_set(request, "Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
    request->location = community_exit_url(request);
    request->status = 303;
    return OK;
}

enum status safety_page(struct request *request)
{
    safety_show(&request->view, help_url_host(request->arena, community_exit_url(request)));
    return OK;
}
