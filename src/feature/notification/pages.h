/* Inside feature/notification. */
#ifndef NOTIFICATION_PAGES_H
#define NOTIFICATION_PAGES_H

#include "notification/notification.h"

enum { NOTIFICATIONS_A_PAGE = 30, NOTIFICATIONS_KEPT = 500, NOTIFICATION_DAYS = 90 };

/* ---- kinds.c: what each kind is called ---- */

/* The word a kind stands in the table with. */
const char *notification_word(enum notification_kind kind);
/* False: no kind of this program. */
bool notification_kind_read(const char *word, enum notification_kind *kind);
/* English, for t(): what a member chooses; the hint may be NULL. Label NULL: nobody can choose not to be told of it. */
const char *notification_label(enum notification_kind kind);
const char *notification_hint(enum notification_kind kind);
const char *notification_icon(enum notification_kind kind);
/* One sentence. `name`: the one person whose deed it is, NULL for several or nobody; `title`: the subject's, "" for none. */
const char *notification_sentence(struct view *view, enum notification_kind kind, const char *name, const char *title);

/* ---- store.c ---- */

struct notification_row {
    int64_t id;
    enum notification_kind kind;
    const char *name; /* of the one whose deed it is, as it is now; NULL: several, gone, or nobody's business */
    int64_t subject;
    bool seen;
};
struct notification_rows {
    struct notification_row *items;
    size_t count;
};
/* The reader's own, newest first, behind id `before` (0: from the newest). Nothing of those they don't meet. */
enum status notification_list(struct request *request, int64_t before, struct notification_rows *list, bool *more) MUST_USE;
/* Whether a persona has something unseen; false also while the database fails. */
bool notification_waits(struct request *request, int64_t persona);
/* For later_push: args are persona, newest and oldest id of what was shown. */
enum status notification_mark(struct db *db, struct arena *arena, const int64_t args[4]) MUST_USE;
enum status notification_mark_all(struct db *db, struct arena *arena, int64_t persona) MUST_USE;
/* With the others that say the same. NOT_FOUND: not theirs, or gone. */
enum status notification_drop(struct db *db, struct arena *arena, int64_t persona, int64_t id) MUST_USE;
enum status notification_drop_all(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* What a persona wants to be told. At the start: everything here, nothing elsewhere. */
struct notification_choice {
    bool shown, elsewhere; /* elsewhere: also by e-mail or push, when the place has such a way */
};
enum status notification_choices(struct db *db, struct arena *arena, int64_t persona,
                                 struct notification_choice choices[NOTIFICATION_KINDS]) MUST_USE;
enum status notification_choose(struct db *db, struct arena *arena, int64_t persona, enum notification_kind kind, bool shown) MUST_USE;

/* What was told to a persona, what they chose, and that others were told of their deeds, is gone. */
enum status notification_erase(struct db *db, struct arena *arena, int64_t persona) MUST_USE;

/* ---- jobs.c and what it needs of the store ---- */

/* "notification.deliver": `subject` is the notification. Hands it to every way out of the place (struct feature, carry), once, unless it
 * was seen meanwhile; where there is none it is dropped. */
enum status notification_deliver(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
/* Takes it for delivery: *persona, or 0 when it was seen, delivered or deleted. */
enum status notification_take(struct db *db, struct arena *arena, int64_t id, int64_t *persona) MUST_USE;
/* "notification.expire", daily: those of more than NOTIFICATION_DAYS go; then "notification.trim" walks through the personas, some at a
 * time behind `subject`, and leaves the newest NOTIFICATIONS_KEPT of each. */
enum status notification_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;
enum status notification_trim(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app) MUST_USE;

/* ---- templates ---- */

/* What says the same, once. */
struct notification_entry {
    int64_t id; /* the newest of them */
    const char *path, *text, *icon;
    int64_t at;
    bool fresh;
};
struct notification_entries {
    struct notification_entry *items;
    size_t count;
};
/* The reader's other names that something waits for: it is shown to each by itself. */
struct notification_names {
    const struct own_name *items;
    size_t count;
};
struct notification_view {
    const struct notification_entries *fresh, *earlier;
    const struct notification_names *others;
    const char *next; /* path of the older ones, or NULL */
    bool first;
};
void notification_html(struct view *view, const struct notification_view *page);
const char *notification_delete_path(struct view *view, const struct notification_entry *entry);

struct notification_wish {
    const char *word, *label, *hint;
    bool shown;
};
struct notification_wishes {
    struct notification_wish items[NOTIFICATION_KINDS];
    size_t count;
};
void notification_choices_html(struct view *view, const struct notification_wishes *wishes);

#endif
