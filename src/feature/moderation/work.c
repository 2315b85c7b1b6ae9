/* Who may work on a case, and how what stands in one is called. */
#include "moderation/pages.h"

/* ---- who ---- */

/* Who reported it, wrote it or is meant by it doesn't work on it, under none of their names. */
static enum status has_part(struct request *request, const struct reported_case *about, bool *part)
{
    struct reported thing;
    *part = account_name_is_own(request, about->persona);
    if (!*part)
        TRY(report_is_own(request, about->id, part));
    if (*part || about->persona || text_same(about->kind, "contact") || text_same(about->kind, "letter"))
        return OK;
    *part = reported_find(request, about->kind, about->thing, true, &thing) == OK && thing.mine; /* under a made-up name */
    return OK;
}

/* Of a case that went in the meantime nobody is part. */
enum status case_part_find(struct request *request, int64_t id, bool *part)
{
    struct reported_case about;
    *part = false;
    enum status status = case_row_find(request->db, request->arena, id, &about);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    return has_part(request, &about, part);
}

enum status case_overturned(struct request *request, int64_t id)
{
    TRY(case_row_overturn(request->db, request->arena, id));
    return report_tell(request, id);
}

static enum status may_work(struct request *request, const struct reported_case *about, bool *may)
{
    bool part;
    *may = !about->stewards || request->roles & ROLE_STEWARD;
    if (!*may)
        return OK;
    TRY(has_part(request, about, &part));
    *may = !part;
    return OK;
}

enum status case_find(struct request *request, int64_t id, struct reported_case *found)
{
    bool may;
    TRY(case_row_find(request->db, request->arena, id, found));
    TRY(may_work(request, found, &may));
    return may ? OK : NOT_FOUND;
}

enum status case_list_settle(struct request *request, struct reported_cases *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool may;
        TRY(may_work(request, &list->items[i], &may));
        if (may)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
    return OK;
}

enum status case_find_own(struct request *request, struct reported_case *found)
{
    TRY(case_find(request, path_id(request, 0), found));
    return !found->closed_at && found->claimed_by == request->reader ? OK : CONFLICT;
}

static enum status people_add(struct request *request, const struct reported_case *about, enum role role, struct case_people *people)
{
    int64_t ids[MODERATORS_MOST];
    size_t count;
    TRY(persona_role_list(request->db, request->arena, role, ids, COUNT(ids), &count));
    for (size_t i = 0; i < count; i++) {
        struct persona persona;
        bool known = ids[i] == request->reader || ids[i] == about->persona;
        for (size_t n = 0; n < people->count; n++)
            known = known || people->items[n].id == ids[i];
        if (known)
            continue;
        TRY(persona_find(request->db, request->arena, ids[i], &persona));
        people->items[people->count++] = (struct case_person){ ids[i], persona.name };
    }
    return OK;
}

enum status case_colleagues(struct request *request, const struct reported_case *about, struct case_people *people)
{
    *people = (struct case_people){ arena_array(request->arena, 2 * MODERATORS_MOST, sizeof *people->items), 0 };
    if (!about->stewards)
        TRY(people_add(request, about, ROLE_MODERATOR, people));
    return people_add(request, about, ROLE_STEWARD, people);
}

/* ---- words ---- */

const char *case_path(struct view *view, const struct reported_case *about, const char *word)
{
    return arena_printf(view->words.arena, "/cases/%lld%s%s", (long long)about->id, *word ? "/" : "", word);
}

const char *case_kind_text(struct view *view, const char *kind)
{
    static const struct {
        const char *kind, *label;
    } kinds[] = {
        { "topic", N_("A conversation") },
        { "post", N_("An answer") },
        { "message", N_("Words in a room") },
        { "session-word", N_("Words in a session") },
        { "story", N_("A story") },
        { "story-comment", N_("An answer to a story") },
        { "person", N_("Somebody’s page") },
        { "name", N_("A name") },
        { "age", N_("An age") },
        { "letter", N_("Private messages") },
        { "group", N_("A group") },
        { "listing", N_("Something a partner offers") },
        { "event", N_("An event") },
        { "meeting", N_("A round of networking") },
        { "contact", N_("A letter from outside") },
        { "reflection", N_("Words after an event") },
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(kinds[i].kind, kind))
            return t(view, kinds[i].label);
    return "";
}

const char *case_rank_text(struct view *view, enum case_rank rank)
{
    return t(view, report_ranks()->items[rank < CASE_RANKS ? rank : CASE_WAITS].label);
}

const char *case_wish_text(struct view *view, const char *wish)
{
    for (size_t i = 0; i < report_wishes()->count; i++)
        if (text_same(report_wishes()->items[i].value, wish))
            return t(view, report_wishes()->items[i].label);
    return "";
}

const char *case_outcome_text(struct view *view, const struct reported_case *about)
{
    if (!about->closed_at)
        return about->claimed_by ? t(view, "Somebody is looking at it.") : t(view, "It’s waiting to be read.");
    if (text_same(about->outcome, "overturned"))
        return t(view, "We’d done something about it. Somebody else has looked at it again since, and has taken that back.");
    return text_same(about->outcome, "nothing")
               ? t(view, "We’ve read it with care and left it as it is. That doesn’t mean you were wrong to tell us.")
               : t(view, "We’ve done something about it. What exactly stays between us and them.");
}

const char *case_rule_text(struct view *view, int64_t rule)
{
    struct rule found;
    return rule && guideline_rule_find(view->request, rule, &found) == OK ? found.name : "";
}
