/* One event for a calendar, the feed, and the page on which a member makes and ends its address. */
#include "agenda/pages.h"

enum { REFRESH_MINUTES = 60, FEED_BACK_DAYS = 7 };
static const struct limit feed_limit = { "calendar", 30, 10 };
static const struct limit missed_limit = { "calendar missed", 30, 5 };

const struct field agenda_form[] = { { "titles", 0, 3, FIELD_LINE, false }, { 0 } };

static void answer_calendar(struct request *request, struct ics *ics)
{
    answer_file(request, "text/calendar; charset=utf-8", "calendar.ics", ics_end(ics));
}

/* ---- one event ---- */

enum status agenda_event(struct request *request)
{
    struct event event;
    struct event_place place;
    TRY(event_find(request, path_id(request, 0), &event));
    TRY(event_place(request, &event, &place));
    struct agenda_writer writer = { .arena = request->arena,
                                    .app = request->app,
                                    .view = &request->view,
                                    .origin = request_origin(request),
                                    .persona = request->reader,
                                    .titles = text_same(query_value(request, "titles"), "yes"),
                                    .ics = ics_begin(request->arena, NULL, 0) };
    enum status written = NOT_FOUND;
    if (event.series && text_same(query_value(request, "of"), "series"))
        written = agenda_write_series(request, &writer, &event);
    TRY(written == NOT_FOUND ? agenda_write(&writer, &(struct agenda_entry){ .event = &event, .place = &place }) : written);
    answer_calendar(request, writer.ics);
    return OK;
}

/* ---- the feed ---- */

static void token_hash(const struct app *app, const char *token, struct hash *hash)
{
    struct key key;
    key_derive(&key, &app->server_key, "calendar feed");
    hash_keyed(hash, &key, token, strlen(token));
    key_wipe(&key);
}

/* A calendar's program has no cookie and often no language of its own: the address says which one its owner reads. */
static void language_choose(struct request *request)
{
    const struct catalogue *catalogue = catalogue_find(request->app->catalogues, query_value(request, "lang"));
    if (catalogue)
        request->view.words.catalogue = catalogue;
}

static enum status feed_write(struct request *request, const struct agenda_feed *feed)
{
    struct events events;
    struct event_place *places = NULL;
    int64_t from = request->now - FEED_BACK_DAYS * TIME_DAY;
    TRY(event_list_mine(request->db, request->arena, feed->persona, from, AGENDA_EVENTS, &events));
    if (feed->titles)
        TRY(event_place_list_mine(request->db, request->arena, request->app, request->now, feed->persona, from, AGENDA_EVENTS, &events,
                                  &places));
    struct agenda_writer writer = { .arena = request->arena,
                                    .app = request->app,
                                    .view = &request->view,
                                    .origin = request_origin(request),
                                    .persona = feed->persona,
                                    .titles = feed->titles,
                                    .ics = ics_begin(request->arena, NULL, REFRESH_MINUTES) };
    for (size_t i = 0; i < events.count; i++)
        TRY(agenda_write(&writer, &(struct agenda_entry){ .event = &events.items[i], .place = places ? &places[i] : NULL }));
    answer_calendar(request, writer.ics);
    return OK;
}

/* Whose name may not act now finds nothing here either: dates and addresses are for who comes. */
static enum status feed_open(struct request *request, const struct hash *token, struct agenda_feed *feed)
{
    int64_t paused;
    TRY(agenda_feed_find(request->db, request->arena, token, feed));
    TRY(persona_paused_until(request->db, request->arena, feed->persona, &paused));
    return paused > request->now ? NOT_FOUND : OK;
}

enum status agenda_feed(struct request *request)
{
    struct agenda_feed feed;
    struct hash hash;
    token_hash(request->app, path_text(request, 0), &hash);
    enum status found = feed_open(request, &hash, &feed);
    if (found == NOT_FOUND && !limit_take(request, &missed_limit, request->address_key))
        return limit_refuse(request, 0);
    TRY(found);
    /* Calendars ask from the few addresses of who runs them, for many people: each feed has its own bucket. */
    if (!limit_take(request, &feed_limit, token_text(request->arena, hash.byte, sizeof hash.byte)))
        return limit_refuse(request, 0);
    language_choose(request);
    return feed_write(request, &feed);
}

/* ---- the page ---- */

static enum status page_show(struct request *request, const char *fresh)
{
    struct agenda_feed feed = { 0 };
    enum status found = agenda_feed_of(request->db, request->arena, request->reader, &feed);
    if (found != OK && found != NOT_FOUND)
        return found;
    agenda_html(&request->view, &(struct agenda_view){ .fresh = fresh, .made = found == OK, .titles = feed.titles });
    return OK;
}

enum status agenda_page(struct request *request)
{
    return page_show(request, NULL);
}

enum status agenda_make(struct request *request)
{
    unsigned char secret[TOKEN_BYTES];
    struct hash hash;
    struct agenda_feed feed = { .persona = request->reader, .titles = text_same(form_value(request, "titles"), "yes") };
    random_bytes(secret, sizeof secret);
    const char *token = token_text(request->arena, secret, sizeof secret);
    token_hash(request->app, token, &hash);
    TRY(agenda_feed_store(request->db, request->arena, &feed, &hash));
    return page_show(request, arena_printf(request->arena, "%s/calendar/%s?lang=%s", request_origin(request), token, request->view.lang));
}

enum status agenda_end(struct request *request)
{
    TRY(agenda_feed_drop(request->db, request->arena, request->reader));
    return redirect_with(request, "/calendar", NOTICE_REMOVED);
}
