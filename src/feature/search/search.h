/* Search over everything that features offer to be found (lib/index): the pages, and the job that keeps the index in step. */
#ifndef SEARCH_H
#define SEARCH_H

#include "account/account.h"
#include "index/index.h"

/* Looks at what was marked until nothing waits: for `kith demo`, which doesn't run jobs. */
enum status search_catch_up(struct app *app) MUST_USE;

/* ---- pages ---- */

handler search_page, search_keep, search_forget;
extern const struct field search_keep_form[];
extern const struct feature search_feature;

#endif
