/* What partners offer. */
#include "opportunity/pages.h"

#define LISTING                                                                                                                            \
    "SELECT l.id, l.partner_id, l.persona_id, p.name, p.state = 1 AND p.until_day >= $1, l.kind, l.title, l.body, l.html, l.money,"        \
    " l.region, l.languages, l.link, l.remote, l.closed, l.hidden, l.told, l.ages, l.until FROM listing l"                                 \
    " JOIN partner p ON p.id = l.partner_id "

static void listing_read(struct rows *rows, struct listing *listing)
{
    listing->id = rows_int(rows);
    listing->partner = rows_int(rows);
    listing->persona = rows_int(rows);
    listing->partner_name = rows_text(rows);
    listing->verified = rows_bool(rows);
    listing->kind = rows_text(rows);
    listing->title = rows_text(rows);
    listing->body = rows_text(rows);
    listing->html = rows_text(rows);
    listing->money = rows_text(rows);
    listing->region = rows_text(rows);
    listing->languages = rows_text(rows);
    listing->link = rows_text(rows);
    listing->remote = rows_bool(rows);
    listing->closed = rows_bool(rows);
    listing->hidden = rows_bool(rows);
    listing->told = rows_bool(rows);
    listing->ages = rows_int(rows);
    listing->until = rows_int(rows);
}

static void listings_read(struct arena *arena, struct rows *rows, struct listings *list)
{
    *list = (struct listings){ .items = arena_array(arena, rows->count + 1, sizeof *list->items) };
    while (rows_next(rows))
        listing_read(rows, &list->items[list->count++]);
}

enum status listing_get(struct db *db, struct arena *arena, int64_t id, int64_t now, struct listing *listing)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, LISTING "WHERE l.id = $2", P(time_day(now)), P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    listing_read(&rows, listing);
    return OK;
}

/* ---- lists ---- */

/* Of the bands somebody may be in, all have to be admitted. */
static int64_t bands_of(enum age_band band)
{
    int64_t needed = 0;
    for (int64_t bit = AGES_13; bit <= AGES_ADULT; bit <<= 1)
        needed |= persona_band_admitted(band, AGES_ALL & ~bit) ? 0 : bit;
    return needed;
}

/* $1 is the day here, so whom the reader avoids is asked by $2. */
static enum status listed(struct request *request, const struct listing_wish *wish, int64_t before, struct listings *list)
{
    struct rows rows;
    int64_t reader;
    TRY(block_reader(request, &reader));
    TRY(db_query(request->db, request->arena, &rows,
                 LISTING
                 "WHERE l.closed = FALSE AND l.hidden = FALSE AND l.id < $3 AND l.until > $4 AND p.state = 1 AND p.until_day >= $1"
                 " AND (l.ages & $5) = $5 AND ($6 = '' OR l.kind = $6) AND ($7 = '' OR ' ' || l.languages || ' ' LIKE '% ' || $7 || ' %')"
                 " AND (l.remote OR NOT $8) AND EXISTS (SELECT 1 FROM partner_person pp WHERE pp.partner_id = l.partner_id AND pp.seat > 0"
                 " AND NOT EXISTS (SELECT 1 FROM block bl WHERE bl.persona_id = $2 AND bl.other_id = pp.persona_id))"
                 " ORDER BY l.id DESC LIMIT $9",
                 P(time_day(request->now)), P(reader), P(before), P(request->now), P(bands_of(request->member->band)), P(wish->kind),
                 P(wish->lang), P(wish->remote), P((int64_t)LISTING_PAGE + 1)));
    listings_read(request->arena, &rows, list);
    return OK;
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = strstr(words, word); len && at; at = strstr(at + 1, word))
        if ((at == words || at[-1] == ' ') && (at[len] == '\0' || at[len] == ' '))
            return true;
    return false;
}

/* Each typed word is one of the region's, in any of its forms. */
static bool is_there(struct arena *arena, const char *typed, const char *region)
{
    const char *known = index_tokens(arena, region, NULL);
    while (*typed) {
        size_t len = strcspn(typed, " ,;/");
        const char *forms = index_tokens(arena, arena_slice(arena, typed, len), NULL);
        bool found = !*forms;
        while (*forms && !found) {
            size_t end = strcspn(forms, " ");
            found = has_word(known, arena_slice(arena, forms, end));
            forms += end + (forms[end] == ' ');
        }
        if (!found)
            return false;
        typed += len + (typed[len] != '\0');
    }
    return true;
}

static bool fits(struct arena *arena, const struct listing_wish *wish, const struct listing *listing)
{
    return (!*wish->kind || text_same(wish->kind, listing->kind)) && (!*wish->lang || has_word(listing->languages, wish->lang)) &&
           (!wish->remote || listing->remote) && is_there(arena, wish->region, listing->region);
}

/* Words and regions are found by the index, and each hit is asked for as its own page does. */
static enum status searched(struct request *request, const struct listing_wish *wish, int64_t before, struct listings *list)
{
    enum { AT_ONCE = 50 };
    struct index_query query = { .words = arena_printf(request->arena, "%s %s", wish->words, wish->region),
                                 .languages = { request->view.lang, *wish->lang ? wish->lang : "en" },
                                 .kind = LISTING_INDEX };
    struct index_ids ids = { .count = AT_ONCE };
    *list = (struct listings){ .items = arena_array(request->arena, LISTING_PAGE + 1, sizeof *list->items) };
    for (size_t asked = 0; asked < LISTING_LOOKED_AT && ids.count == AT_ONCE && list->count <= LISTING_PAGE; asked += ids.count) {
        TRY(index_find(request->db, request->arena, &query, before, AT_ONCE, &ids));
        for (size_t i = 0; i < ids.count && list->count <= LISTING_PAGE; i++) {
            struct listing *listing = &list->items[list->count];
            bool mine;
            enum status found = listing_find(request, ids.items[i], listing, &mine);
            if (found != NOT_FOUND)
                TRY(found);
            before = ids.items[i];
            list->count += found == OK && !listing->closed && !listing->hidden && fits(request->arena, wish, listing);
        }
    }
    return OK;
}

enum status listing_list(struct request *request, const struct listing_wish *wish, int64_t before, struct listings *list)
{
    TRY(*wish->words || *wish->region ? searched(request, wish, before, list) : listed(request, wish, before, list));
    list->more = list->count > LISTING_PAGE;
    list->count -= list->more;
    return OK;
}

enum status listing_list_of(struct db *db, struct arena *arena, int64_t partner, bool all, int64_t now, struct listings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 LISTING
                 "WHERE l.partner_id = $2 AND ($3 OR (NOT l.closed AND NOT l.hidden AND l.until > $4)) ORDER BY l.id DESC LIMIT 200",
                 P(time_day(now)), P(partner), P(all), P(now)));
    listings_read(arena, &rows, list);
    return OK;
}

enum status listing_list_by(struct db *db, struct arena *arena, int64_t persona, int64_t now, struct listings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, LISTING "WHERE l.persona_id = $2 ORDER BY l.id", P(time_day(now)), P(persona)));
    listings_read(arena, &rows, list);
    return OK;
}

enum status listing_ending(struct db *db, struct arena *arena, int64_t until, int64_t now, struct listings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, LISTING "WHERE l.closed = FALSE AND l.until <= $2 ORDER BY l.until LIMIT 200", P(time_day(now)),
                 P(until)));
    listings_read(arena, &rows, list);
    return OK;
}

enum status listing_ended(struct db *db, struct arena *arena, int64_t until, int64_t now, struct listings *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, LISTING "WHERE l.closed = TRUE AND l.until <= $2 ORDER BY l.until LIMIT 200", P(time_day(now)),
                 P(until)));
    listings_read(arena, &rows, list);
    return OK;
}

/* ---- writing ---- */

enum status listing_create(struct db *db, struct arena *arena, const struct listing_new *wish, int64_t now, int64_t *id)
{
    *id = id_at(now);
    TRY(db_exec(db, arena,
                "INSERT INTO listing (id, partner_id, persona_id, kind, title, body, html, money, region, remote, languages, link, ages,"
                " closed, hidden, told, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, FALSE, FALSE, FALSE, $14)",
                P(*id), P(wish->partner), P(wish->persona), P(wish->kind), P(wish->title), P(wish->body), P(wish->html), P(wish->money),
                P(wish->region), P(wish->remote), P(wish->languages), P(wish->link), P(wish->ages), P(now + wish->days * TIME_DAY)));
    return index_mark(db, arena, LISTING_INDEX, *id);
}

enum status listing_store(struct db *db, struct arena *arena, int64_t id, const struct listing_new *wish, int64_t until)
{
    TRY(db_exec(db, arena,
                "UPDATE listing SET kind = $2, title = $3, body = $4, html = $5, money = $6, region = $7, remote = $8, languages = $9,"
                " link = $10, ages = $11, until = $12, told = FALSE, closed = FALSE WHERE id = $1",
                P(id), P(wish->kind), P(wish->title), P(wish->body), P(wish->html), P(wish->money), P(wish->region), P(wish->remote),
                P(wish->languages), P(wish->link), P(wish->ages), P(until)));
    return index_mark(db, arena, LISTING_INDEX, id);
}

enum status listing_until_put(struct db *db, struct arena *arena, int64_t id, bool closed, int64_t until)
{
    TRY(db_exec(db, arena, "UPDATE listing SET closed = $2, until = $3, told = $2 WHERE id = $1", P(id), P(closed), P(until)));
    return index_mark(db, arena, LISTING_INDEX, id);
}

enum status listing_hide(struct db *db, struct arena *arena, int64_t id, bool hide)
{
    TRY(db_exec(db, arena, "UPDATE listing SET hidden = $2 WHERE id = $1", P(id), P(hide)));
    return index_mark(db, arena, LISTING_INDEX, id);
}

enum status listing_told(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE listing SET told = TRUE WHERE id = $1", P(id));
}

enum status listing_remove(struct db *db, struct arena *arena, int64_t id)
{
    TRY(notification_forget(db, arena, NOTIFICATION_OPPORTUNITY, id));
    TRY(index_mark(db, arena, LISTING_INDEX, id));
    return db_exec(db, arena, "DELETE FROM listing WHERE id = $1", P(id));
}

enum status listing_remove_of(struct db *db, struct arena *arena, int64_t partner)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "DELETE FROM listing WHERE partner_id = $1 RETURNING id", P(partner)));
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows);
        TRY(notification_forget(db, arena, NOTIFICATION_OPPORTUNITY, id));
        TRY(index_mark(db, arena, LISTING_INDEX, id));
    }
    return OK;
}

enum status listing_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    struct listings list;
    if (!remove_words)
        return db_exec(db, arena, "UPDATE listing SET persona_id = NULL WHERE persona_id = $1", P(persona));
    TRY(listing_list_by(db, arena, persona, 0, &list));
    for (size_t i = 0; i < list.count; i++)
        TRY(listing_remove(db, arena, list.items[i].id));
    return OK;
}
