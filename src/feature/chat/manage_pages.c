/* Looking after rooms: making and changing them, a pause, and who only reads for a while. */
#include "chat/pages.h"

const struct field room_add_form[] = { { "name", 1, ROOM_NAME_MAX, FIELD_LINE, false },
                                       { "about", 0, ROOM_ABOUT_MAX, FIELD_LINE, false },
                                       { 0 } };
const struct field room_save_form[] = {
    { "name", 1, ROOM_NAME_MAX, FIELD_LINE, false },
    { "about", 0, ROOM_ABOUT_MAX, FIELD_LINE, false },
    { "note", 0, ROOM_NOTE_MAX, FIELD_LINE, false },
    { "slow", 1, 4, FIELD_LINE, false },
    { "keep", 1, 4, FIELD_LINE, false },
    { "opening", 1, 10, FIELD_LINE, false },
    { "day", 0, 1, FIELD_LINE, true },
    { "from", 0, 5, FIELD_LINE, false },
    { "until", 0, 5, FIELD_LINE, false },
    { 0 },
};
const struct field room_pause_form[] = { { "word", 0, ROOM_NOTE_MAX, FIELD_LINE, false }, { 0 } };
const struct field room_close_form[] = { { "closed", 0, 1, FIELD_LINE, false }, { 0 } };
const struct field room_mute_form[] = { { "minutes", 1, 4, FIELD_LINE, false },
                                        { "reason", 1, MESSAGE_REASON_MAX, FIELD_TEXT, false },
                                        { 0 } };

/* FORBIDDEN for members who don't look after the group. */
static enum status room_find_facilitated(struct request *request, struct room *room, struct group *group)
{
    TRY(room_enter(request, room, group));
    return group->is_facilitator ? OK : FORBIDDEN;
}

/* ---- the rooms of a group ---- */

enum status room_group_page(struct request *request)
{
    struct group group;
    struct rooms rooms;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(room_list_all(request->db, request->arena, group.id, &rooms));
    room_group_html(&request->view, &group, &rooms);
    return OK;
}

enum status room_add(struct request *request)
{
    struct group group;
    struct rooms rooms;
    int64_t id;
    TRY(group_find_facilitated(request, path_text(request, 0), &group));
    TRY(room_list_all(request->db, request->arena, group.id, &rooms));
    if (rooms.count >= ROOMS_MAX)
        return form_reject(request, NULL, t(&request->view, "A group can have twenty rooms. Please change one instead."));
    struct room_new wish = { group.id, form_value(request, "name"), form_value(request, "about"), "", request->now };
    TRY(room_create(request->db, request->arena, &wish, &id));
    return redirect_with(request, arena_printf(request->arena, "/rooms/%lld/manage", (long long)id), NOTICE_SAVED);
}

/* ---- one room ---- */

enum status room_manage_page(struct request *request)
{
    struct room room;
    struct group group;
    struct room_mutes mutes;
    TRY(room_find_facilitated(request, &room, &group));
    TRY(room_mute_list(request->db, request->arena, room.id, request->now, &mutes));
    struct block_list blocked;
    TRY(block_list_of(request, &blocked));
    for (size_t i = 0; i < mutes.count; i++)
        if (block_has(&blocked, mutes.items[i].persona))
            mutes.items[i].name = t(&request->view, "Somebody you don’t meet");
    struct room_manage_view page = { &room, &group, &mutes };
    room_manage_html(&request->view, &page);
    return OK;
}

/* A number out of a fixed few. */
static bool choice_read(struct request *request, const char *field, const int64_t *among, size_t count, int *out)
{
    int64_t value;
    if (!text_int(form_value(request, field), 0, 10000, &value))
        return false;
    for (size_t i = 0; i < count; i++)
        if (among[i] == value) {
            *out = (int)value;
            return true;
        }
    return false;
}

static enum status hours_read(struct request *request, struct room *room)
{
    struct view *view = &request->view;
    const char *days[7];
    size_t count = form_values(request, "day", days, COUNT(days));
    room->by_hours = text_same(form_value(request, "opening"), "hours");
    if (!room->by_hours)
        return OK;
    room->days = 0;
    for (size_t i = 0; i < count; i++)
        if (*days[i] >= '1' && *days[i] <= '7')
            room->days |= 1u << (*days[i] - '1');
    if (!room->days)
        return form_reject(request, "day", t(view, "Choose at least one day."));
    if (!date_minute_read(request->arena, form_value(request, "from"), &room->from_minute))
        return form_reject(request, "from", t(view, "Write the time like 20:00."));
    if (!date_minute_read(request->arena, form_value(request, "until"), &room->until_minute))
        return form_reject(request, "until", t(view, "Write the time like 20:00."));
    return OK;
}

enum status room_save(struct request *request)
{
    static const int64_t slow[] = { 0, 15, 60, 300 }, keep[] = { 24, 72, 168 };
    struct room room;
    struct group group;
    TRY(room_find_facilitated(request, &room, &group));
    room.name = form_value(request, "name");
    room.about = form_value(request, "about");
    room.note = form_value(request, "note");
    if (!choice_read(request, "slow", slow, COUNT(slow), &room.slow_seconds))
        return form_reject(request, "slow", t(&request->view, "Please choose one."));
    int kept = room.keep_hours;
    if (!choice_read(request, "keep", keep, COUNT(keep), &room.keep_hours))
        return form_reject(request, "keep", t(&request->view, "Please choose one."));
    TRY(hours_read(request, &room));
    TRY(room_update(request->db, request->arena, &room));
    if (room.keep_hours > kept) /* what was over before doesn't come back */
        TRY(room_expire_one(request->db, room.id, request->now - kept * TIME_HOUR, &(int){ 0 }));
    if (room.keep_hours < kept) /* what is older now goes at once */
        TRY(job_add(request->db, request->arena, "room.expire", 0, request->now));
    return redirect_with(request, room_path(&request->view, &room, "manage"), NOTICE_SAVED);
}

static enum status room_changed(struct request *request, const struct room *room)
{
    TRY(room_update(request->db, request->arena, room));
    return redirect_with(request, room_path(&request->view, room, "manage"), NOTICE_SAVED);
}

enum status room_pause(struct request *request)
{
    struct room room;
    struct group group;
    TRY(room_find_facilitated(request, &room, &group));
    room.paused_word = form_value(request, "word");
    return room_changed(request, &room);
}

enum status room_resume(struct request *request)
{
    struct room room;
    struct group group;
    TRY(room_find_facilitated(request, &room, &group));
    room.paused_word = NULL;
    return room_changed(request, &room);
}

/* And opens it again, without "closed". What was meant is said in the form: pressed twice, it is done once. */
enum status room_close(struct request *request)
{
    struct room room;
    struct group group;
    TRY(room_find_facilitated(request, &room, &group));
    room.closed = text_same(form_value(request, "closed"), "1");
    return room_changed(request, &room);
}

/* ---- somebody only reads for a while ---- */

static enum status mute_find(struct request *request, struct room *room, struct group_person *person)
{
    struct group group;
    TRY(room_find_facilitated(request, room, &group));
    return membership_find_veiled(request, group.id, path_id(request, 1), person);
}

enum status room_mute_page(struct request *request)
{
    struct room room;
    struct group_person person;
    struct room_mute mute;
    TRY(mute_find(request, &room, &person));
    enum status status = room_mute_find(request->db, request->arena, room.id, person.persona, request->now, &mute);
    if (status != NOT_FOUND)
        TRY(status);
    struct room_mute_view page = { &room, &person, status == OK ? &mute : NULL };
    room_mute_html(&request->view, &page);
    return OK;
}

/* Nobody else is told: only their own streams end, and when they come back, room_stream sees that their page shows another state. */
static enum status mute_done(struct request *request, const struct room *room, const struct room_mute *mute)
{
    TRY(room_mute_put(request->db, request->arena, room->id, mute));
    TRY(live_drop(request->db, request->arena, mute->persona));
    return redirect_with(request, room_path(&request->view, room, "manage"), NOTICE_SAVED);
}

enum status room_mute_set(struct request *request)
{
    static const int64_t lengths[] = { 10, 60, 1440 };
    struct room room;
    struct group_person person;
    int minutes;
    TRY(mute_find(request, &room, &person));
    if (person.is_facilitator)
        return form_reject(request, NULL, t(&request->view, "Those who look after the group can’t be muted. Talk with them."));
    if (!choice_read(request, "minutes", lengths, COUNT(lengths), &minutes))
        return form_reject(request, "minutes", t(&request->view, "Please choose one."));
    const struct room_mute mute = { .persona = person.persona,
                                    .until = request->now + minutes * TIME_MINUTE,
                                    .reason = form_value(request, "reason") };
    return mute_done(request, &room, &mute);
}

enum status room_mute_end(struct request *request)
{
    struct room room;
    struct group group;
    struct room_mute mute;
    TRY(room_find_facilitated(request, &room, &group));
    /* Also of somebody who has left the group since. */
    enum status status = room_mute_find(request->db, request->arena, room.id, path_id(request, 1), request->now, &mute);
    if (status == NOT_FOUND)
        return redirect_with(request, room_path(&request->view, &room, "manage"), NOTICE_SAVED);
    TRY(status);
    mute.until = 0;
    return mute_done(request, &room, &mute);
}
