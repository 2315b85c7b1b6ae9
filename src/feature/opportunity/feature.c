/* What opportunities offer to work that cuts across features: one's own data, leaving, reports, the search index, what one is told, and
 * the hourly job that ends what is over. */
#include "opportunity/pages.h"

/* ---- one's own data ---- */

static enum status seat_export(struct request *request, json_t *data)
{
    struct partner partner;
    int64_t id;
    enum partner_seat seat;
    enum status found = partner_seat_of(request->db, request->arena, request->reader, &id, &seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    TRY(partner_get(request->db, request->arena, id, request->now, &partner));
    json_object_set_new(data, N_("the partner you work for"), json_string(partner.name));
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    struct listings list;
    struct partners verified;
    json_t *written = json_array(), *checked = json_array();
    TRY(seat_export(request, data));
    json_object_set_new(data, N_("what you offered for a partner"), written);
    json_object_set_new(data, N_("partners you verified"), checked);
    TRY(listing_list_by(request->db, request->arena, request->reader, request->now, &list));
    for (size_t i = 0; i < list.count; i++)
        json_array_append_new(written, json_pack("{s:s, s:s, s:s}", N_("title"), list.items[i].title, N_("text"), list.items[i].body,
                                                 N_("shown until"), date_machine(request->arena, list.items[i].until)));
    TRY(partner_verified_by(request->db, request->arena, request->reader, request->now, &verified));
    for (size_t i = 0; i < verified.count; i++)
        json_array_append_new(
            checked, json_pack("{s:s, s:s}", N_("name"), verified.items[i].name, N_("what you looked at"), verified.items[i].checked));
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    TRY(listing_erase(db, arena, persona, remove_words));
    return partner_erase(db, arena, persona);
}

/* ---- reports ---- */

static enum status reported_read(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct listing listing;
    bool mine;
    if (!text_same(kind, "listing"))
        return NOT_FOUND;
    TRY(at_work ? listing_get(request->db, request->arena, id, request->now, &listing) : listing_find(request, id, &listing, &mine));
    reported->persona = listing.persona;
    reported->by = listing.partner_name;
    reported->title = listing.title;
    reported->text = listing.body;
    reported->path = listing_path(&request->view, id, "");
    reported->hidden = listing.hidden;
    reported->mine = listing.persona && account_name_is_own(request, listing.persona);
    return OK;
}

static enum status reported_hiding(struct request *request, const char *kind, int64_t id, bool hide, const char *reason)
{
    struct listing listing;
    (void)reason; /* the decision itself tells its writer */
    if (!text_same(kind, "listing"))
        return NOT_FOUND;
    TRY(listing_get(request->db, request->arena, id, request->now, &listing));
    return listing_hide(request->db, request->arena, id, hide);
}

/* ---- finding ---- */

static enum status index_read(struct db *db, struct arena *arena, int64_t id, struct index_doc *doc)
{
    struct listing listing;
    TRY(listing_get(db, arena, id, 0, &listing));
    if (listing.closed || listing.hidden)
        return NOT_FOUND;
    doc->title = listing.title;
    doc->text = arena_printf(arena, "%s\n%s\n%s\n%s", markdown_excerpt(arena, listing.body, LISTING_BODY_MAX), listing.region,
                             listing.partner_name, listing.money);
    doc->lang = index_language(arena, listing.body, "en");
    doc->everyone = true;
    return OK;
}

static enum status index_show(struct request *request, int64_t id, struct index_hit *hit)
{
    struct listing listing;
    bool mine;
    TRY(listing_find(request, id, &listing, &mine));
    if (listing.hidden || listing.closed)
        return NOT_FOUND;
    hit->path = listing_path(&request->view, id, "");
    hit->title = listing.title;
    hit->text = markdown_excerpt(request->arena, listing.body, LISTING_BODY_MAX);
    hit->by = listing.partner_name;
    hit->picture = listing.partner;
    hit->plate = INDEX_PLATE_GROUP;
    return OK;
}

const struct index_kind opportunity_finds[] = {
    { .name = LISTING_INDEX, .label = N_("Opportunities"), .read = index_read, .show = index_show },
    { 0 },
};

/* ---- what one is told ---- */

static enum status listing_subject(struct request *request, int64_t id, struct subject *subject)
{
    struct view *view = &request->view;
    struct listing listing;
    bool mine;
    TRY(listing_find(request, id, &listing, &mine));
    if (!mine)
        return NOT_FOUND;
    subject->path = listing_path(view, id, "");
    subject->text = listing.closed
                        ? tf(view, "“{1}” isn’t shown any more. You can renew it.", listing.title)
                        : tf(view, "“{1}” is shown until {2}. You can renew it.", listing.title, date(view, listing.until, DATE_LONG));
    return OK;
}

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct view *view = &request->view;
    struct partner partner;
    enum partner_seat seat;
    bool mine;
    if (!text_same(kind, "opportunity"))
        return NOT_FOUND;
    enum status found = partner_find(request, id, &partner, &seat, &mine);
    if (found == NOT_FOUND)
        return listing_subject(request, id, subject);
    TRY(found);
    if (!mine && request->roles & ROLE_STEWARD && partner.state == PARTNER_ASKED) {
        subject->path = arena_printf(request->arena, "/steward/partners/%lld", (long long)id);
        subject->text = t(view, "Somebody asks to be verified as a partner");
        return OK;
    }
    if (!mine)
        return NOT_FOUND;
    subject->path = partner_path(view, id, "");
    if (seat == PARTNER_INVITED)
        subject->text = tf(view, "{1} asks you to work for it here", partner.name);
    else if (partner.verified)
        subject->text = tf(view, "{1} is verified until {2}", partner.name, opportunity_day_text(view, partner.until_day));
    else
        subject->text = tf(view, "{1} isn’t verified", partner.name);
    return OK;
}

/* ---- what ends ---- */

static enum status listings_end(struct db *db, struct arena *arena, int64_t now)
{
    struct listings list;
    TRY(listing_ending(db, arena, now + LISTING_TELL_DAYS * TIME_DAY, now, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct listing *listing = &list.items[i];
        if (listing->until <= now)
            TRY(listing_until_put(db, arena, listing->id, true, listing->until));
        else if (!listing->told)
            TRY(listing_told(db, arena, listing->id));
        else
            continue;
        TRY(partner_tell(db, arena, listing->partner, false, listing->id, now));
    }
    TRY(listing_ended(db, arena, now - LISTING_GONE_DAYS * TIME_DAY, now, &list));
    for (size_t i = 0; i < list.count; i++)
        TRY(listing_remove(db, arena, list.items[i].id));
    return OK;
}

static enum status run_expire(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct partners list;
    (void)subject;
    (void)app;
    TRY(listings_end(db, arena, now));
    TRY(partner_ending(db, arena, time_day(now) + PARTNER_TELL_DAYS, now, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(partner_told(db, arena, list.items[i].id));
        TRY(partner_tell(db, arena, list.items[i].id, true, list.items[i].id, now));
    }
    return partner_drop_declined(db, arena, time_day(now) - PARTNER_GONE_DAYS, now);
}

const struct job_kind opportunity_jobs[] = {
    { .name = "opportunity.expire", .run = run_expire, .every = TIME_HOUR },
    { 0 },
};

const struct feature opportunity_feature = {
    .name = "opportunity",
    .export_data = export_data,
    .erase = erase,
    .jobs = opportunity_jobs,
    .subject = subject_find,
    .finds = opportunity_finds,
    .reported = reported_read,
    .reported_hide = reported_hiding,
};
