/* Raid mode, and the plain questions at the door. */
#include "community/community.h"

#include "text/text.h"

bool community_is_raided(const struct request *request)
{
    const struct community *community = request->community;
    return community && community->raid_until > request->now;
}

enum status community_raid_set(struct db *db, struct arena *arena, int64_t until, int64_t persona, int64_t now)
{
    TRY(db_exec(db, arena, "UPDATE community SET raid_until = $1 WHERE id = 1", P(until)));
    return db_exec(db, arena, "INSERT INTO raid (id, at, until, persona_id) VALUES ($1, $2, $3, $4)", P(id_at(now)), P(now), P(until),
                   P(persona));
}

enum status community_raid_list(struct db *db, struct arena *arena, struct raids *list)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT r.id, r.at, r.until, p.name FROM raid r LEFT JOIN persona p ON p.id = r.persona_id WHERE r.id < $1"
                 " ORDER BY r.id DESC LIMIT 20",
                 P(INT64_MAX)));
    *list = (struct raids){ arena_array(arena, rows.count, sizeof *list->items), 0 };
    while (rows_next(&rows)) {
        struct raid *raid = &list->items[list->count++];
        raid->id = rows_int(&rows);
        raid->at = rows_int(&rows);
        raid->until = rows_int(&rows);
        raid->by = rows_text(&rows);
    }
    return OK;
}

/* ---- questions ---- */

enum status question_find(struct db *db, struct arena *arena, const char *language, struct question *question)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT language, question, answers FROM door_question WHERE language > ''"
                 " ORDER BY (language = $1) DESC, language LIMIT 1",
                 P(language)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    question->language = rows_text(&rows);
    question->question = rows_text(&rows);
    question->answers = rows_text(&rows);
    return OK;
}

enum status question_store(struct db *db, struct arena *arena, const struct question *question)
{
    if (!*question->question)
        return db_exec(db, arena, "DELETE FROM door_question WHERE language = $1", P(question->language));
    return db_exec(db, arena,
                   "INSERT INTO door_question (language, question, answers) VALUES ($1, $2, $3)"
                   " ON CONFLICT (language) DO UPDATE SET question = excluded.question, answers = excluded.answers",
                   P(question->language), P(question->question), P(question->answers));
}

static bool is_among(struct arena *arena, const char *answers, const char *typed)
{
    while (*answers) {
        size_t len = strcspn(answers, "\n");
        const char *one = text_fold(arena, text_clean_line(arena, arena_slice(arena, answers, len)));
        if (*one && text_same(one, typed))
            return true;
        answers += len + (answers[len] != 0);
    }
    return false;
}

enum status question_answered(struct db *db, struct arena *arena, const char *answer, bool *right)
{
    struct rows rows;
    const char *typed = text_fold(arena, text_clean_line(arena, answer));
    *right = false;
    TRY(db_query(db, arena, &rows, "SELECT answers FROM door_question WHERE language > ''"));
    while (!*right && rows_next(&rows))
        *right = is_among(arena, rows_text(&rows), typed);
    return OK;
}
