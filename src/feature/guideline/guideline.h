/* The guidelines' pages: reading them, saying yes to them, publishing the next version. Their texts live in feature/community. */
#ifndef GUIDELINE_H
#define GUIDELINE_H

#include "account/account.h"
#include "community/community.h"
#include "text/text.h"

struct guideline_rule {
    const char *name, *why;
};
struct guideline_rules {
    const struct guideline_rule *items;
    size_t count;
};

handler guideline_page, guideline_agree, guideline_edit_page, guideline_publish_next;
extern const struct field guideline_agree_form[], guideline_publish_form[];
extern const struct feature guideline_feature;

/* ---- templates ---- */

struct guideline_view {
    struct guideline current;
    struct safe_html html;        /* of a published version; empty text for the built-in one */
    struct guideline_rules rules; /* the ones every place starts with, as texts to translate */
    bool asks;                    /* the reader has to say yes before going on */
    int64_t accepted;             /* the version they said yes to before; 0: none */
    struct diff diff;
};
void guideline_show(struct view *view, const struct guideline_view *page);
void guideline_editor(struct view *view, const struct guideline *current, const char *plain);

#endif
