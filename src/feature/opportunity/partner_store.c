/* Partners, their people, and what they say they offer. */
#include "opportunity/pages.h"

#define PARTNER                                                                                                                            \
    "SELECT p.id, p.state, p.name, p.kind, p.about, p.region, p.link, p.words, p.checked, p.reason, p.checked_day, p.until_day,"           \
    " p.changed_day, p.by_id FROM partner p "

static void partner_read(struct rows *rows, int64_t now, struct partner *partner)
{
    partner->id = rows_int(rows);
    partner->state = (enum partner_state)rows_int(rows);
    partner->name = rows_text(rows);
    partner->kind = rows_text(rows);
    partner->about = rows_text(rows);
    partner->region = rows_text(rows);
    partner->link = rows_text(rows);
    partner->words = rows_text(rows);
    partner->checked = rows_text(rows);
    partner->reason = rows_text(rows);
    partner->checked_day = rows_int(rows);
    partner->until_day = rows_int(rows);
    partner->changed_day = rows_int(rows);
    partner->steward = rows_int(rows);
    partner->verified = partner->state == PARTNER_VERIFIED && partner->until_day >= time_day(now);
}

static void partners_read(struct arena *arena, struct rows *rows, int64_t now, struct partners *list)
{
    *list = (struct partners){ arena_array(arena, rows->count + 1, sizeof *list->items), 0 };
    while (rows_next(rows))
        partner_read(rows, now, &list->items[list->count++]);
}

enum status partner_get(struct db *db, struct arena *arena, int64_t id, int64_t now, struct partner *partner)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, PARTNER "WHERE p.id = $1", P(id)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    partner_read(&rows, now, partner);
    return OK;
}

enum status partner_list(struct request *request, int64_t after, struct partners *list)
{
    struct rows rows;
    int64_t reader;
    TRY(block_reader(request, &reader));
    TRY(db_query(request->db, request->arena, &rows,
                 PARTNER "WHERE p.id > $2 AND p.state = 1 AND p.until_day >= $3 AND EXISTS (SELECT 1 FROM partner_person pp"
                         " WHERE pp.partner_id = p.id AND pp.seat > 0 AND " BLOCK_NONE_SQL("pp.persona_id") ") ORDER BY p.id LIMIT $4",
                 P(reader), P(after), P(time_day(request->now)), P((int64_t)PARTNER_PAGE + 1)));
    partners_read(request->arena, &rows, request->now, list);
    return OK;
}

enum status partner_list_state(struct db *db, struct arena *arena, enum partner_state state, int64_t now, struct partners *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, PARTNER "WHERE p.state = $1 ORDER BY p.until_day, p.id LIMIT $2", P((int64_t)state),
                 P((int64_t)PARTNER_PAGE)));
    partners_read(arena, &rows, now, list);
    return OK;
}

enum status partner_verified_by(struct db *db, struct arena *arena, int64_t steward, int64_t now, struct partners *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, PARTNER "WHERE p.by_id = $1", P(steward)));
    partners_read(arena, &rows, now, list);
    return OK;
}

enum status partner_avoided(struct request *request, int64_t id, bool *avoided)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT 1 FROM partner_person pp WHERE pp.partner_id = $2 AND pp.seat > 0 AND " BLOCK_NONE_SQL("pp.persona_id") " LIMIT 1",
                 P(request->reader), P(id)));
    *avoided = !rows.count;
    return OK;
}

/* ---- its people ---- */

enum status partner_seat_of(struct db *db, struct arena *arena, int64_t persona, int64_t *partner, enum partner_seat *seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT partner_id, seat FROM partner_person WHERE persona_id = $1", P(persona)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *partner = rows_int(&rows);
    *seat = (enum partner_seat)rows_int(&rows);
    return OK;
}

enum status partner_people_list(struct db *db, struct arena *arena, int64_t id, struct partner_people *people)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT pp.persona_id, s.name, s.picture, pp.seat FROM partner_person pp JOIN persona s ON s.id = pp.persona_id"
                 " WHERE pp.partner_id = $1 ORDER BY pp.persona_id",
                 P(id)));
    *people = (struct partner_people){ arena_array(arena, rows.count + 1, sizeof *people->items), 0 };
    while (rows_next(&rows)) {
        struct partner_person *person = &people->items[people->count++];
        person->persona = rows_int(&rows);
        person->name = rows_text(&rows);
        person->picture = rows_int(&rows);
        person->seat = (enum partner_seat)rows_int(&rows);
    }
    return OK;
}

enum status partner_seat_put(struct db *db, struct arena *arena, int64_t id, int64_t persona, enum partner_seat seat)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "INSERT INTO partner_person (persona_id, partner_id, seat) VALUES ($1, $2, $3)"
                 " ON CONFLICT (persona_id) DO UPDATE SET seat = $3 WHERE partner_person.partner_id = $2 RETURNING persona_id",
                 P(persona), P(id), P((int64_t)seat)));
    return rows.count ? OK : CONFLICT;
}

static enum status partner_drop(struct db *db, struct arena *arena, int64_t id)
{
    TRY(listing_remove_of(db, arena, id));
    TRY(notification_forget(db, arena, NOTIFICATION_OPPORTUNITY, id));
    TRY(db_exec(db, arena, "DELETE FROM partner_answer WHERE partner_id = $1", P(id)));
    TRY(db_exec(db, arena, "DELETE FROM partner_person WHERE partner_id = $1", P(id)));
    return db_exec(db, arena, "DELETE FROM partner WHERE id = $1", P(id));
}

enum status partner_seat_remove(struct db *db, struct arena *arena, int64_t id, int64_t persona)
{
    struct partner_people people;
    int64_t writer = 0;
    bool kept = false;
    TRY(db_exec(db, arena, "DELETE FROM partner_person WHERE persona_id = $1 AND partner_id = $2", P(persona), P(id)));
    TRY(partner_people_list(db, arena, id, &people));
    for (size_t i = 0; i < people.count; i++) {
        kept |= people.items[i].seat == PARTNER_KEEPS;
        writer = !writer && people.items[i].seat == PARTNER_WRITES ? people.items[i].persona : writer;
    }
    if (kept)
        return OK;
    return writer ? partner_seat_put(db, arena, id, writer, PARTNER_KEEPS) : partner_drop(db, arena, id);
}

enum status partner_erase(struct db *db, struct arena *arena, int64_t persona)
{
    int64_t partner;
    enum partner_seat seat;
    TRY(db_exec(db, arena, "UPDATE partner SET by_id = NULL WHERE by_id = $1", P(persona)));
    enum status found = partner_seat_of(db, arena, persona, &partner, &seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    return partner_seat_remove(db, arena, partner, persona);
}

/* ---- the inclusion statement ---- */

enum status partner_statement_read(struct db *db, struct arena *arena, int64_t id, struct partner_statement *statement)
{
    struct rows rows;
    struct opportunity_words questions = partner_questions();
    for (size_t i = 0; i < questions.count; i++)
        statement->items[i] = (struct partner_answer){ questions.items[i].code, "", "" };
    TRY(db_query(db, arena, &rows, "SELECT question, answer, words FROM partner_answer WHERE partner_id = $1", P(id)));
    while (rows_next(&rows)) {
        struct partner_answer answer = { .question = rows_text(&rows) };
        answer.answer = rows_text(&rows);
        answer.words = rows_text(&rows);
        for (size_t i = 0; i < questions.count; i++)
            if (text_same(questions.items[i].code, answer.question))
                statement->items[i] = answer;
    }
    return OK;
}

enum status partner_statement_put(struct db *db, struct arena *arena, int64_t id, const struct partner_answer *answers, size_t count)
{
    TRY(db_exec(db, arena, "DELETE FROM partner_answer WHERE partner_id = $1", P(id)));
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "INSERT INTO partner_answer (partner_id, question, answer, words) VALUES ($1, $2, $3, $4)", P(id),
                    P(answers[i].question), P(answers[i].answer), P(answers[i].words)));
    return OK;
}

/* ---- writing ---- */

enum status partner_create(struct db *db, struct arena *arena, const struct partner_new *wish, int64_t now, int64_t *id)
{
    *id = id_random();
    TRY(db_exec(db, arena,
                "INSERT INTO partner (id, state, name, skeleton, kind, about, region, link, words, checked, reason, checked_day, until_day,"
                " changed_day, told) VALUES ($1, 0, $2, $3, $4, $5, $6, $7, $8, '', '', 0, 0, $9, FALSE)",
                P(*id), P(wish->name), P(name_skeleton(arena, wish->name)), P(wish->kind), P(wish->about), P(wish->region), P(wish->link),
                P(wish->words), P(time_day(now))));
    TRY(partner_statement_put(db, arena, *id, wish->answers, wish->answers_count));
    return partner_seat_put(db, arena, *id, wish->keeper, PARTNER_KEEPS);
}

enum status partner_verify(struct db *db, struct arena *arena, int64_t id, int64_t steward, const char *checked, int64_t until_day,
                           int64_t now)
{
    return db_exec(db, arena,
                   "UPDATE partner SET state = 1, by_id = $2, checked = $3, until_day = $4, checked_day = $5, reason = '', words = '',"
                   " told = FALSE WHERE id = $1",
                   P(id), P(steward), P(checked), P(until_day), P(time_day(now)));
}

enum status partner_refuse(struct db *db, struct arena *arena, int64_t id, enum partner_state state, const char *reason, int64_t now)
{
    return db_exec(db, arena, "UPDATE partner SET state = $2, reason = $3, until_day = $4, told = TRUE WHERE id = $1", P(id),
                   P((int64_t)state), P(reason), P(time_day(now)));
}

enum status partner_change(struct db *db, struct arena *arena, const struct partner *partner, int64_t now)
{
    return db_exec(db, arena,
                   "UPDATE partner SET state = $2, about = $3, region = $4, link = $5, words = $6, changed_day = $7 WHERE id = $1",
                   P(partner->id), P((int64_t)partner->state), P(partner->about), P(partner->region), P(partner->link), P(partner->words),
                   P(time_day(now)));
}

/* ---- jobs ---- */

enum status partner_ending(struct db *db, struct arena *arena, int64_t day, int64_t now, struct partners *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, PARTNER "WHERE p.state = 1 AND p.until_day < $1 AND NOT p.told ORDER BY p.until_day, p.id LIMIT 100",
                 P(day)));
    partners_read(arena, &rows, now, list);
    return OK;
}

enum status partner_told(struct db *db, struct arena *arena, int64_t id)
{
    return db_exec(db, arena, "UPDATE partner SET told = TRUE WHERE id = $1", P(id));
}

enum status partner_drop_declined(struct db *db, struct arena *arena, int64_t before_day, int64_t now)
{
    struct rows rows;
    struct partners list;
    TRY(db_query(db, arena, &rows, PARTNER "WHERE p.state = 2 AND p.until_day < $1 ORDER BY p.until_day, p.id LIMIT 100", P(before_day)));
    partners_read(arena, &rows, now, &list);
    for (size_t i = 0; i < list.count; i++)
        TRY(partner_drop(db, arena, list.items[i].id));
    return OK;
}
