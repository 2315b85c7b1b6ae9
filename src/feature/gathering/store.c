/* Questions for dates, their answers, and what happens to them by itself. */
#include "gathering/pages.h"

enum { OPEN_MOST = 1000, REFLECT_AFTER = 30 * TIME_MINUTE, EVENT_GOING_PAGE = 500, FOLLOWERS_PAGE = 500 };

/* ---- reading ---- */

enum status gathering_row_find(struct db *db, struct arena *arena, int64_t id, struct gathering *gathering)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT g.id, g.topic_id, g.persona_id, g.zone, g.closes_at, g.ranked, g.closed, g.forgotten, g.event_id,"
        " COALESCE(e.starts_at, 0), COALESCE(e.ends_at, 0), COALESCE(e.state, '') = 'cancelled', g.reflects_at, g.gist_post, g.session_id"
        " FROM gathering g LEFT JOIN event e ON e.id = g.event_id WHERE g.id = $1",
        P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    gathering->id = rows_int(&rows);
    gathering->topic = rows_int(&rows);
    gathering->persona = rows_int(&rows);
    gathering->zone = rows_text(&rows);
    gathering->closes = rows_int(&rows);
    gathering->ranked = rows_bool(&rows);
    gathering->closed = rows_bool(&rows);
    gathering->forgotten = rows_bool(&rows);
    gathering->event = rows_int(&rows);
    gathering->starts = rows_int(&rows);
    gathering->ends = rows_int(&rows);
    gathering->cancelled = rows_bool(&rows);
    gathering->reflects = rows_int(&rows);
    gathering->gist = rows_int(&rows);
    gathering->session = rows_int(&rows);
    return OK;
}

enum status gathering_of_session(struct db *db, struct arena *arena, int64_t session, int64_t *topic)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT topic_id FROM gathering WHERE session_id = $1", P(session)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *topic = rows_int(&rows);
    return OK;
}

/* The most points are the best; of several, those are all shown as such. */
static void best_mark(struct gathering_options *options)
{
    int64_t most = 0;
    for (size_t i = 0; i < options->count; i++)
        most = options->items[i].points > most ? options->items[i].points : most;
    for (size_t i = 0; i < options->count; i++)
        options->items[i].best = most && options->items[i].points == most;
}

enum status gathering_option_list(struct db *db, struct arena *arena, const struct gathering *gathering, struct gathering_options *options)
{
    struct rows rows;
    TRY(db_query(
        db, arena, &rows,
        "SELECT o.number, o.starts_at, o.kind, o.region,"
        " o.points + (SELECT COALESCE(SUM(v.points), 0) FROM gathering_vote v WHERE v.gathering_id = o.gathering_id AND v.number = o.number),"
        " o.people + (SELECT COUNT(*) FROM gathering_vote v WHERE v.gathering_id = o.gathering_id AND v.number = o.number)"
        " FROM gathering_option o WHERE o.gathering_id = $1 ORDER BY o.number LIMIT $2",
        P(gathering->id), P((int64_t)GATHERING_OPTIONS)));
    *options = (struct gathering_options){ arena_array(arena, rows.count + 1, sizeof *options->items), 0 };
    while (rows_next(&rows)) {
        struct gathering_option *option = &options->items[options->count++];
        *option = (struct gathering_option){ .number = rows_int(&rows) };
        option->starts = rows_int(&rows);
        option->kind = rows_text(&rows);
        option->region = rows_text(&rows);
        option->points = rows_int(&rows);
        option->people = rows_int(&rows);
    }
    best_mark(options);
    return OK;
}

enum status gathering_answered(struct db *db, struct arena *arena, const struct gathering *gathering, int64_t *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 gathering->closed ? "SELECT COALESCE(MAX(people), 0) FROM gathering_option WHERE gathering_id = $1"
                                   : "SELECT COUNT(DISTINCT voter) FROM gathering_vote WHERE gathering_id = $1",
                 P(gathering->id)));
    *people = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status gathering_open_list(struct db *db, struct arena *arena, int64_t **ids, size_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT id FROM gathering WHERE NOT closed ORDER BY id LIMIT $1", P((int64_t)OPEN_MOST)));
    *ids = arena_array(arena, rows.count + 1, sizeof **ids);
    *count = 0;
    while (rows_next(&rows))
        (*ids)[(*count)++] = rows_int(&rows);
    return OK;
}

/* ---- asking ---- */

enum status gathering_create(struct db *db, struct arena *arena, const struct gathering_new *wish, int64_t *id)
{
    *id = id_at(wish->now);
    TRY(db_exec(db, arena,
                "INSERT INTO gathering (id, topic_id, persona_id, ranked, zone, closes_at, closed, reflects_at, forgotten, gist_post,"
                " session_id)"
                " VALUES ($1, $2, $3, $4, $5, $6, FALSE, 0, FALSE, 0, $7)",
                P(*id), P(wish->topic), P(wish->persona), P(wish->ranked), P(wish->zone), P(wish->closes),
                wish->session ? P(wish->session) : P_NULL));
    for (size_t i = 0; i < wish->choices_count; i++)
        TRY(db_exec(db, arena,
                    "INSERT INTO gathering_option (gathering_id, number, starts_at, kind, region, points, people)"
                    " VALUES ($1, $2, $3, $4, $5, 0, 0)",
                    P(*id), P((int64_t)i + 1), P(wish->choices[i].starts), P(wish->choices[i].kind), P(wish->choices[i].region)));
    TRY(topic_gathering_set(db, arena, wish->topic, *id));
    return job_add(db, arena, "gathering.close", *id, wish->closes);
}

/* ---- answering ---- */

enum status gathering_votes_of(struct db *db, struct arena *arena, int64_t id, struct bytes voter, struct gathering_options *options)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT number, points FROM gathering_vote WHERE gathering_id = $1 AND voter = $2", P(id), P(voter)));
    while (rows_next(&rows)) {
        int64_t number = rows_int(&rows), points = rows_int(&rows);
        for (size_t i = 0; i < options->count; i++)
            if (options->items[i].number == number)
                options->items[i].mine = points;
    }
    return OK;
}

enum status gathering_votes_set(struct db *db, struct arena *arena, int64_t id, struct bytes voter, const struct gathering_options *options)
{
    TRY(db_exec(db, arena, "DELETE FROM gathering_vote WHERE gathering_id = $1 AND voter = $2", P(id), P(voter)));
    for (size_t i = 0; i < options->count; i++)
        if (options->items[i].mine)
            TRY(db_exec(db, arena, "INSERT INTO gathering_vote (gathering_id, voter, number, points) VALUES ($1, $2, $3, $4)", P(id),
                        P(voter), P(options->items[i].number), P(options->items[i].mine)));
    return OK;
}

enum status gathering_count_up(struct db *db, struct arena *arena, int64_t id)
{
    TRY(db_exec(
        db, arena,
        "UPDATE gathering_option SET"
        " points = (SELECT COALESCE(SUM(v.points), 0) FROM gathering_vote v WHERE v.gathering_id = $1 AND v.number = gathering_option.number),"
        " people = (SELECT COUNT(*) FROM gathering_vote v WHERE v.gathering_id = $1 AND v.number = gathering_option.number)"
        " WHERE gathering_id = $1 AND EXISTS (SELECT 1 FROM gathering g WHERE g.id = $1 AND NOT g.closed)",
        P(id)));
    TRY(db_exec(db, arena, "UPDATE gathering SET closed = TRUE WHERE id = $1", P(id)));
    return db_exec(db, arena, "DELETE FROM gathering_vote WHERE gathering_id = $1", P(id));
}

enum status gathering_answer_add(struct db *db, struct arena *arena, int64_t id, struct bytes voter, const int64_t *numbers)
{
    struct gathering_option items[GATHERING_OPTIONS];
    struct gathering_options options = { items, 0 };
    while (options.count < GATHERING_OPTIONS && numbers[options.count]) {
        items[options.count] = (struct gathering_option){ .number = numbers[options.count], .mine = 1 };
        options.count++;
    }
    return gathering_votes_set(db, arena, id, voter, &options);
}

enum status gathering_event_take(struct db *db, struct arena *arena, const struct gathering_event *taken)
{
    TRY(event_attach(db, arena, taken->event, "topic", taken->topic));
    TRY(event_attach(db, arena, taken->event, "gathering", taken->gathering));
    TRY(gathering_count_up(db, arena, taken->gathering));
    TRY(db_exec(db, arena, "UPDATE gathering SET event_id = $2 WHERE id = $1", P(taken->gathering), P(taken->event)));
    TRY(job_add(db, arena, "gathering.tell", taken->gathering, taken->now));
    return job_add(db, arena, "gathering.reflect", taken->gathering, taken->ends);
}

enum status gathering_gist_set(struct db *db, struct arena *arena, int64_t id, int64_t post)
{
    return db_exec(db, arena, "UPDATE gathering SET gist_post = $2 WHERE id = $1", P(id), P(post));
}

/* ---- what happens by itself ---- */

static enum status tell_one(struct db *db, struct arena *arena, int64_t persona, int64_t id, int64_t now)
{
    return notification_send(db, arena, &(struct notification){ persona, NOTIFICATION_GATHERING, 0, id }, now);
}

/* The question is over: who asked is told, once. */
static enum status close_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct gathering gathering;
    (void)app;
    enum status found = gathering_row_find(db, arena, subject, &gathering);
    if (found != OK || gathering.closed)
        return found == NOT_FOUND ? OK : found;
    TRY(gathering_count_up(db, arena, subject));
    return gathering.persona ? tell_one(db, arena, gathering.persona, subject, now) : OK;
}

/* There is a date: whoever follows the conversation is told. */
static enum status tell_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct gathering gathering;
    int64_t *personas, after = 0;
    size_t count;
    (void)app;
    enum status found = gathering_row_find(db, arena, subject, &gathering);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    do {
        TRY(topic_followers(db, arena, gathering.topic, after, &personas, &count));
        for (size_t i = 0; i < count; i++)
            if (personas[i] != gathering.persona)
                TRY(tell_one(db, arena, personas[i], subject, now));
        after = count ? personas[count - 1] : 0;
    } while (count == FOLLOWERS_PAGE);
    return OK;
}

/* The event is over: those who had a seat may look back. One that was put off is waited for. */
static enum status reflect_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    struct gathering gathering;
    int64_t *personas, after = 0;
    size_t count;
    (void)app;
    enum status found = gathering_row_find(db, arena, subject, &gathering);
    if (found != OK || !gathering.event || gathering.cancelled || gathering.reflects)
        return found == NOT_FOUND ? OK : found;
    if (gathering.ends + REFLECT_AFTER > now)
        return job_add(db, arena, "gathering.reflect", subject, gathering.ends + REFLECT_AFTER);
    TRY(db_exec(db, arena, "UPDATE gathering SET reflects_at = $2 WHERE id = $1", P(subject), P(now)));
    TRY(job_add(db, arena, "gathering.forget", subject, gathering.ends + GATHERING_KEEP_DAYS * TIME_DAY));
    do {
        TRY(event_going(db, arena, gathering.event, after, &personas, &count));
        for (size_t i = 0; i < count; i++)
            TRY(tell_one(db, arena, personas[i], subject, now));
        after = count ? personas[count - 1] : 0;
    } while (count == EVENT_GOING_PAGE);
    return OK;
}

static enum status forget_run(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)now;
    (void)app;
    TRY(db_exec(db, arena, "DELETE FROM reflection WHERE gathering_id = $1", P(subject)));
    TRY(db_exec(db, arena, "UPDATE gathering SET forgotten = TRUE WHERE id = $1", P(subject)));
    return notification_forget(db, arena, NOTIFICATION_GATHERING, subject);
}

const struct job_kind gathering_jobs[] = {
    { .name = "gathering.close", .run = close_run, .checkpoint = true },
    { .name = "gathering.tell", .run = tell_run },
    { .name = "gathering.reflect", .run = reflect_run },
    { .name = "gathering.forget", .run = forget_run, .checkpoint = true },
    { 0 },
};

/* ---- looking back ---- */

#define REFLECTION_COLUMNS                                                                                                                 \
    "r.id, r.gathering_id, r.persona_id, p.name, p.picture, r.prompt, r.body, r.html, r.hidden, r.created_at FROM reflection r"            \
    " LEFT JOIN persona p ON p.id = r.persona_id"

static void reflection_read(const struct request *request, struct rows *rows, struct reflection *words)
{
    *words = (struct reflection){ .id = rows_int(rows) };
    words->gathering = rows_int(rows);
    words->persona = rows_int(rows);
    words->name = rows_text(rows);
    words->picture = rows_int(rows);
    words->prompt = rows_int(rows);
    words->body = rows_text(rows);
    words->html = rows_text(rows);
    words->hidden = rows_bool(rows);
    words->at = rows_int(rows);
    words->is_mine = words->persona && words->persona == request->reader;
}

enum status reflection_list(struct request *request, int64_t gathering, int64_t after, struct reflections *list)
{
    enum { PAGE = 50 };
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT " REFLECTION_COLUMNS " WHERE r.gathering_id = $2 AND r.id > $3 AND (NOT r.hidden OR r.persona_id = $1)"
                 " AND (r.persona_id IS NULL OR " BLOCK_UNSEEN_SQL("r.persona_id") ") ORDER BY r.id LIMIT $4",
                 P(request->reader), P(gathering), P(after), P((int64_t)PAGE + 1)));
    *list = (struct reflections){ arena_array(request->arena, rows.count + 1, sizeof *list->items), 0, 0 };
    while (list->count < PAGE && rows_next(&rows))
        reflection_read(request, &rows, &list->items[list->count++]);
    if (rows.count > PAGE)
        list->next = list->items[PAGE - 1].id;
    return OK;
}

enum status reflection_find(struct request *request, int64_t id, struct reflection *words)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows, "SELECT " REFLECTION_COLUMNS " WHERE r.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    reflection_read(request, &rows, words);
    return OK;
}

/* *said: they stood there already, the last that the persona said: sent twice. */
enum status reflection_add(struct db *db, struct arena *arena, const struct reflection *words, bool *said)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT body FROM reflection WHERE persona_id = $1 AND gathering_id = $2 ORDER BY id DESC LIMIT 1",
                 P(words->persona), P(words->gathering)));
    *said = rows_next(&rows) && text_same(rows_text(&rows), words->body);
    if (*said)
        return OK;
    return db_exec(db, arena,
                   "INSERT INTO reflection (id, gathering_id, persona_id, prompt, body, html, hidden, created_at)"
                   " VALUES ($1, $2, $3, $4, $5, $6, FALSE, $7)",
                   P(id_at(words->at)), P(words->gathering), P(words->persona), P(words->prompt), P(words->body), P(words->html),
                   P(words->at));
}

enum status reflection_create(struct db *db, struct arena *arena, const struct reflection_new *wish)
{
    bool said;
    struct reflection words = { .gathering = wish->gathering, .persona = wish->persona, .prompt = wish->prompt, .at = wish->at };
    words.body = wish->body;
    words.html = wish->html;
    return reflection_add(db, arena, &words, &said);
}

enum status reflection_delete(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "DELETE FROM reflection WHERE id = $1", P(id));
}

enum status reflection_hide(struct db *db, struct arena *arena, int64_t id, bool hide)
{
    return db_exec(db, arena, "UPDATE reflection SET hidden = $2 WHERE id = $1", P(id), P(hide));
}

/* ---- whole personas ---- */

enum status gathering_of_persona(struct db *db, struct arena *arena, int64_t persona, struct rows *asked, struct rows *said)
{
    TRY(db_query(db, arena, asked,
                 "SELECT t.title FROM gathering g JOIN topic t ON t.id = g.topic_id WHERE g.persona_id = $1 ORDER BY g.id", P(persona)));
    return db_query(db, arena, said, "SELECT body FROM reflection WHERE persona_id = $1 ORDER BY id", P(persona));
}

enum status gathering_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    TRY(db_exec(db, arena, "UPDATE gathering SET persona_id = NULL WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena,
                   remove_words ? "DELETE FROM reflection WHERE persona_id = $1"
                                : "UPDATE reflection SET persona_id = NULL WHERE persona_id = $1",
                   P(persona));
}
