/* Live rooms of a group: what is said in them is stored, then published (lib/live), and gone after the time the group keeps it. Only
 * members of the group read and write; who else could find the group is shown its door. */
#ifndef CHAT_H
#define CHAT_H

#include "group/group.h"
#include "talk/talk.h"
#include "text/text.h"

/* A room as it stands in the database; what it is at this moment for one reader is a room_now (pages.h). */
struct room {
    int64_t id, group_id;
    const char *name, *about;
    int64_t position;
    bool by_hours;
    unsigned days;                 /* bit 0: Monday */
    int from_minute, until_minute; /* of the place's day */
    int slow_seconds;              /* 0: off */
    const char *paused_word;       /* NULL: not paused */
    const char *note;              /* "" for none */
    int keep_hours;
    bool closed;
    int64_t change, state_change;
    const char *group_slug;
    int64_t seen;               /* the last message the reader has seen in it; 0: none that we remember */
    bool has_new, is_spoken_to; /* room_list: the reader has something to read; somebody named them */
};
struct rooms {
    struct room *items;
    size_t count;
};

/* A room and its group, as the reader may see it: NOT_FOUND for who couldn't find the group. group->is_member decides about the rest. */
enum status room_find(struct request *request, int64_t id, struct room *room, struct group *group) MUST_USE;

/* ---- for the group's page ---- */

/* The rooms of a group that aren't closed, at most 20, for a reader who belongs to it. */
enum status room_list(struct request *request, int64_t group, struct rooms *rooms) MUST_USE;
/* The card of them; nothing for who doesn't belong to the group, or when there are none and the reader can't make one. */
void room_list_card(struct view *view, const struct group *group, const struct rooms *rooms);

/* Somebody leaves the group or is removed from it: what nobody but them needs goes, and with `words` what they said in its rooms. */
enum status room_forget(struct db *db, struct arena *arena, int64_t persona, int64_t group, bool words) MUST_USE;

/* ---- making them outside the web: `kith demo`, tests. Inside the caller's transaction. ---- */

struct room_new {
    int64_t group;
    const char *name, *about, *note;
    int64_t now;
};
/* Always open, no slow mode, kept for 72 hours. */
enum status room_create(struct db *db, struct arena *arena, const struct room_new *wish, int64_t *id) MUST_USE;

enum { MESSAGE_MAX = 2000, MESSAGE_MENTIONS = 8 };

struct message_new {
    int64_t room, persona;
    const char *body, *html;               /* html: message_render's */
    const char *note_category, *note_text; /* NULL: none */
    int64_t reply_to;                      /* 0: none */
    const int64_t *mentions;
    size_t mentions_count;
    int64_t at;
};
/* Stores it under the room's next number and publishes it. */
enum status message_create(struct db *db, struct arena *arena, const struct message_new *wish, int64_t *id) MUST_USE;
struct message_words {
    const char *html;
    int64_t mentions[MESSAGE_MENTIONS];
    size_t mentions_count;
};
/* Markdown, with the names of the group's members behind an @ marked, but for those whom `by`, who writes it, doesn't meet. INVALID as
 * markdown_render. */
enum status message_render(struct db *db, struct arena *arena, int64_t group, int64_t by, const char *body,
                           struct message_words *words) MUST_USE;
/* `kind`: "with", "thanks", "strength", "same". Given again, it is taken back. NOT_FOUND for any other word. */
enum status message_react(struct db *db, struct arena *arena, int64_t message, int64_t persona, const char *kind) MUST_USE;

/* ---- what live carries ---- */

extern const struct live_source room_live;
/* Flags of a stream: the reader looks after the group; the reader doesn't meet everybody, so that words that are the same for all aren't
 * for them: their page is told to look again, and is rendered for them. */
enum { ROOM_LIVE_TOOLS = 1, ROOM_LIVE_APART = 2 };

/* ---- pages ---- */

handler room_page, room_stream, room_typing_prepare, room_typing, room_choices_page, room_choices_save;
handler message_prepare, message_send, message_keep, message_forget, message_page, message_edit_prepare, message_edit, message_delete;
handler message_react_send, message_remove_page, message_remove;
handler room_group_page, room_add, room_manage_page, room_save, room_pause, room_resume, room_close;
handler room_mute_page, room_mute_set, room_mute_end;
extern const struct field room_choices_form[], message_form[], message_edit_form[], message_react_form[], message_remove_form[];
extern const struct field room_add_form[], room_save_form[], room_pause_form[], room_close_form[], room_mute_form[];
extern const struct feature chat_feature;

#endif
