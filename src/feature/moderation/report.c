/* Making reports: opening a case or joining the one that waits, and who reported, which the database alone doesn't say. */
#include "moderation/pages.h"

/* ---- who ---- */

struct bytes report_mark(struct arena *arena, const struct app *app, int64_t persona)
{
    struct key key;
    struct hash *hash = arena_alloc(arena, sizeof *hash);
    key_derive(&key, &app->server_key, "who reported");
    hash_keyed(hash, &key, &persona, sizeof persona);
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

static const char *seal_context(struct arena *arena, int64_t report)
{
    return arena_printf(arena, "report.sealed.%lld", (long long)report);
}

struct bytes report_seal(struct arena *arena, const struct app *app, int64_t report, int64_t persona)
{
    struct key key;
    key_derive(&key, &app->server_key, "reporter, sealed");
    struct bytes sealed = seal(arena, &key, seal_context(arena, report), (struct bytes){ (const char *)&persona, sizeof persona });
    key_wipe(&key);
    return sealed;
}

enum status report_open(struct arena *arena, const struct app *app, const struct report_row *row, int64_t *persona)
{
    struct key key;
    struct bytes plain;
    key_derive(&key, &app->server_key, "reporter, sealed");
    enum status status = unseal(arena, &key, seal_context(arena, row->id), row->sealed, &plain);
    key_wipe(&key);
    if (status != OK || plain.len != sizeof *persona)
        return INVALID;
    memcpy(persona, plain.data, sizeof *persona);
    return OK;
}

/* The names of the signed-in member, one by one; 0 behind the last. */
static int64_t own_name(const struct request *request, size_t n)
{
    if (!request->own_names_count)
        return n ? 0 : request->reader;
    return n < request->own_names_count ? request->own_names[n].id : 0;
}

enum status report_is_own(struct request *request, int64_t case_id, bool *own)
{
    *own = false;
    for (size_t n = 0; own_name(request, n) && !*own; n++) {
        int64_t id;
        enum status status =
            report_row_once(request->db, request->arena, report_mark(request->arena, request->app, own_name(request, n)), case_id, &id);
        if (status != NOT_FOUND)
            TRY(status);
        *own = status == OK;
    }
    return OK;
}

enum status report_own_find(struct request *request, struct report_row *row)
{
    TRY(report_row_find(request->db, request->arena, path_id(request, 0), row));
    for (size_t n = 0; own_name(request, n); n++) {
        struct bytes mark = report_mark(request->arena, request->app, own_name(request, n));
        if (mark.len == row->reporter.len && !memcmp(mark.data, row->reporter.data, mark.len))
            return OK;
    }
    return NOT_FOUND;
}

/* Its subject is the reporter themselves: the row says nothing of which report. */
enum status report_tell(struct request *request, int64_t case_id)
{
    struct report_rows rows;
    TRY(report_row_of_case(request->db, request->arena, case_id, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct persona persona;
        int64_t id;
        if (rows.items[i].withdrawn || report_open(request->arena, request->app, &rows.items[i], &id) != OK)
            continue;
        enum status status = persona_find(request->db, request->arena, id, &persona);
        if (status == NOT_FOUND)
            continue; /* has left */
        TRY(status);
        TRY(notification_send(request->db, request->arena, &(struct notification){ id, NOTIFICATION_REPORT, 0, id }, request->now));
    }
    return OK;
}

/* ---- cases ---- */

static enum status has_role(struct db *db, struct arena *arena, enum role role, int64_t persona, bool *has)
{
    int64_t people[MODERATORS_MOST];
    size_t count;
    TRY(persona_role_list(db, arena, role, people, COUNT(people), &count));
    for (size_t i = 0; i < count; i++)
        *has = *has || people[i] == persona;
    return OK;
}

enum status case_is_stewards(struct db *db, struct arena *arena, int64_t persona, bool *stewards)
{
    *stewards = false;
    if (!persona)
        return OK;
    TRY(has_role(db, arena, ROLE_MODERATOR, persona, stewards));
    return has_role(db, arena, ROLE_STEWARD, persona, stewards);
}

/* What a case keeps of the thing, from now on. */
static enum status case_open(struct db *db, struct arena *arena, const struct reported *thing, int64_t rule, enum case_rank rank,
                             int64_t now, int64_t *id)
{
    bool letter = text_same(thing->kind, "letter");
    enum status status = letter ? NOT_FOUND : case_row_waiting(db, arena, thing->kind, thing->id, id);
    if (status == OK)
        return case_row_raise(db, arena, *id, rank);
    if (status != NOT_FOUND)
        return status;
    *id = id_at(now);
    struct reported_case row = { .id = *id, .kind = thing->kind, .thing = letter ? *id : thing->id, .persona = thing->persona };
    row.handle = thing->persona ? "" : thing->by;
    row.group = thing->group;
    row.title = thing->title;
    row.words = thing->text;
    row.path = thing->path;
    row.rule = rule;
    row.rank = rank;
    row.opened_at = now;
    TRY(case_is_stewards(db, arena, thing->persona, &row.stewards));
    status = case_row_insert(db, arena, &row, (struct bytes){ 0 });
    return status == CONFLICT ? case_row_waiting(db, arena, thing->kind, thing->id, id) : status;
}

static enum status report_insert(struct db *db, struct arena *arena, const struct app *app, const struct report_new *wish, int64_t persona,
                                 int64_t case_id, int64_t now, int64_t *report)
{
    struct bytes mark = report_mark(arena, app, persona);
    enum status status = report_row_once(db, arena, mark, case_id, report);
    if (status != NOT_FOUND)
        return status == OK ? CONFLICT : status;
    *report = id_random();
    struct report_row row = { .id = *report, .case_id = case_id, .rule = wish->rule, .day = time_day(now), .reporter = mark };
    row.sealed = report_seal(arena, app, *report, persona);
    row.rank = wish->rank;
    row.wish = wish->wish;
    row.words = wish->words;
    return report_row_insert(db, arena, &row);
}

enum status report_make(struct request *request, const struct report_new *wish, int64_t *case_id, int64_t *report)
{
    TRY(case_open(request->db, request->arena, wish->thing, wish->rule, wish->rank, request->now, case_id));
    return report_insert(request->db, request->arena, request->app, wish, request->member->persona, *case_id, request->now, report);
}

enum status case_signal(struct request *request, const struct reported *thing, int64_t rule, enum case_rank rank, const char *note)
{
    int64_t id;
    TRY(case_open(request->db, request->arena, thing, rule, rank, request->now, &id));
    return case_word_add(request->db, request->arena, id, "note", 0, note, request->now);
}

enum status case_plant(struct db *db, struct arena *arena, const struct app *app, const struct case_plant *wish, int64_t *id)
{
    int64_t report;
    struct report_new one = { &wish->thing, wish->rule, wish->rank, wish->wish, wish->words };
    TRY(case_open(db, arena, &wish->thing, wish->rule, wish->rank, wish->at, id));
    TRY(report_insert(db, arena, app, &one, wish->by, *id, wish->at, &report));
    if (!wish->closed_by)
        return OK;
    TRY(case_row_claim(db, arena, *id, wish->closed_by, wish->at));
    return case_row_close(db, arena, *id, wish->closed_by, "acted", wish->at + TIME_HOUR);
}
