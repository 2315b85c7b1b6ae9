/* Who may see and do what: every page finds its partner, its listing, its application here. */
#include "opportunity/pages.h"

static bool looks_after(const struct request *request)
{
    return (request->roles & (ROLE_MODERATOR | ROLE_STEWARD)) != 0;
}

/* Where the reader sits, by the name they are here under. seat PARTNER_INVITED for who hasn't agreed, or belongs to another. */
static enum status seat_at(struct request *request, int64_t partner, enum partner_seat *seat, bool *belongs)
{
    int64_t own;
    *seat = PARTNER_INVITED;
    *belongs = false;
    enum status found = partner_seat_of(request->db, request->arena, request->reader, &own, seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    *belongs = own == partner;
    if (!*belongs)
        *seat = PARTNER_INVITED;
    return OK;
}

enum status partner_find(struct request *request, int64_t id, struct partner *partner, enum partner_seat *seat, bool *mine)
{
    bool avoided;
    TRY(partner_get(request->db, request->arena, id, request->now, partner));
    TRY(seat_at(request, id, seat, mine));
    if (*mine || request->roles & ROLE_STEWARD)
        return OK;
    TRY(partner_avoided(request, id, &avoided));
    return partner->verified && !avoided ? OK : NOT_FOUND;
}

enum status partner_find_kept(struct request *request, int64_t id, struct partner *partner)
{
    enum partner_seat seat;
    bool mine;
    TRY(partner_find(request, id, partner, &seat, &mine));
    return seat == PARTNER_KEEPS ? OK : NOT_FOUND;
}

enum status partner_of(struct request *request, int64_t persona, struct partner *partner)
{
    int64_t id;
    enum partner_seat seat;
    TRY(partner_seat_of(request->db, request->arena, persona, &id, &seat));
    if (seat == PARTNER_INVITED)
        return NOT_FOUND;
    TRY(partner_get(request->db, request->arena, id, request->now, partner));
    return partner->verified ? OK : NOT_FOUND;
}

enum status partner_find_mine(struct request *request, struct partner *partner)
{
    return partner_of(request, request->reader, partner);
}

enum status listing_find(struct request *request, int64_t id, struct listing *listing, bool *mine)
{
    enum partner_seat seat;
    bool avoided;
    TRY(listing_get(request->db, request->arena, id, request->now, listing));
    TRY(seat_at(request, listing->partner, &seat, mine));
    *mine &= seat != PARTNER_INVITED;
    if (*mine)
        return OK;
    TRY(partner_avoided(request, listing->partner, &avoided));
    bool shown = listing->verified && !listing->closed && listing->until > request->now;
    if (avoided || !shown || !persona_band_admitted(request->member->band, listing->ages))
        return NOT_FOUND;
    return listing->hidden && !looks_after(request) ? NOT_FOUND : OK;
}

enum status listing_find_mine(struct request *request, int64_t id, struct listing *listing)
{
    bool mine;
    TRY(listing_find(request, id, listing, &mine));
    return mine && listing->verified ? OK : NOT_FOUND;
}

/* ---- who can be reached ---- */

static enum status may_read(struct request *request, int64_t persona, bool *may)
{
    struct key open;
    bool blocked;
    *may = false;
    if (account_name_is_own(request, persona))
        return OK;
    TRY(block_between(request->db, request->arena, request->reader, persona, &blocked));
    TRY(persona_bands_meet(request->db, request->arena, request->reader, persona, may));
    enum status found = persona_open_key(request->db, request->arena, persona, &open);
    *may &= !blocked && found == OK;
    return found == NOT_FOUND ? OK : found;
}

enum status partner_readers(struct request *request, int64_t partner, struct partner_people *readers)
{
    struct partner_people all;
    TRY(partner_people_list(request->db, request->arena, partner, &all));
    *readers = (struct partner_people){ arena_array(request->arena, all.count + 1, sizeof *readers->items), 0 };
    for (size_t i = 0; i < all.count; i++) {
        bool may;
        TRY(may_read(request, all.items[i].persona, &may));
        if (may && all.items[i].seat != PARTNER_INVITED)
            readers->items[readers->count++] = all.items[i];
    }
    return OK;
}

enum status partner_takes_minors(struct db *db, struct arena *arena, int64_t partner, bool *takes)
{
    enum { APPROVED = 500 };
    struct partner_people all;
    int64_t *approved = arena_array(arena, APPROVED, sizeof *approved);
    size_t count;
    TRY(partner_people_list(db, arena, partner, &all));
    TRY(persona_role_list(db, arena, ROLE_YOUTH, approved, APPROVED, &count));
    *takes = false;
    for (size_t i = 0; i < all.count; i++)
        for (size_t j = 0; j < count; j++)
            *takes |= all.items[i].persona == approved[j] && all.items[i].seat != PARTNER_INVITED;
    return OK;
}

enum status partner_tell(struct db *db, struct arena *arena, int64_t partner, bool keepers, int64_t subject, int64_t now)
{
    struct partner_people people;
    TRY(partner_people_list(db, arena, partner, &people));
    for (size_t i = 0; i < people.count; i++)
        if (people.items[i].seat >= (keepers ? PARTNER_KEEPS : PARTNER_WRITES))
            TRY(notification_send(db, arena, &(struct notification){ people.items[i].persona, NOTIFICATION_OPPORTUNITY, 0, subject }, now));
    return OK;
}

enum status partner_tell_stewards(struct request *request, int64_t partner)
{
    enum { STEWARDS_MOST = 20 };
    int64_t stewards[STEWARDS_MOST];
    size_t count;
    TRY(persona_role_list(request->db, request->arena, ROLE_STEWARD, stewards, COUNT(stewards), &count));
    for (size_t i = 0; i < count; i++)
        if (stewards[i] != request->reader)
            TRY(notification_send(request->db, request->arena, &(struct notification){ stewards[i], NOTIFICATION_OPPORTUNITY, 0, partner },
                                  request->now));
    return OK;
}

static enum status seen(struct db *db, struct arena *arena, const int64_t args[4])
{
    return notification_seen(db, arena, args[0], NOTIFICATION_OPPORTUNITY, args[1]);
}

void partner_seen(struct request *request, int64_t partner)
{
    if (request->method == GET)
        later_push(request->app->later, seen, request->reader, partner, 0, 0);
}

/* ---- applications ---- */

const char *opportunity_letter_name(struct arena *arena, const struct opportunity_letter *letter)
{
    return arena_printf(arena, "%s\n%lld %lld %lld %c", letter->title, (long long)letter->listing, (long long)letter->partner,
                        (long long)letter->applicant, letter->state);
}

static int64_t number_next(struct arena *arena, const char **at)
{
    int64_t number = 0;
    size_t len = strcspn(*at, " ");
    (void)text_int(arena_slice(arena, *at, len), 1, INT64_MAX, &number);
    *at += len + ((*at)[len] == ' ');
    return number;
}

bool opportunity_letter_read(struct arena *arena, const char *name, struct opportunity_letter *letter)
{
    const char *line = strchr(name, '\n');
    if (!line)
        return false;
    letter->title = arena_slice(arena, name, (size_t)(line - name));
    line++;
    letter->listing = number_next(arena, &line);
    letter->partner = number_next(arena, &line);
    letter->applicant = number_next(arena, &line);
    letter->state = *line;
    return letter->listing && letter->partner && letter->applicant;
}
