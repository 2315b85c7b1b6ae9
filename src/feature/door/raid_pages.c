/* Raid mode: one switch, for some hours; and the plain questions. */
#include "door/door.h"

#include "guard/guard.h"
#include "text/text.h"

const struct field door_raid_form[] = { { "hours", 1, 3, FIELD_LINE, false }, { 0 } };
const struct field door_question_form[] = {
    { "language", 2, 2, FIELD_LINE, false },
    { "question", 0, 200, FIELD_LINE, false },
    { "answers", 0, 500, FIELD_TEXT, false },
    { 0 },
};

enum status door_raid_page(struct request *request)
{
    struct door_raid_view raid = { .tries = guard_door_tries(request),
                                   .wave = guard_door_wave(request),
                                   .steward = (request->roles & ROLE_STEWARD) != 0 };
    if (community_is_raided(request))
        raid.until = community_of(request)->raid_until;
    TRY(community_raid_list(request->db, request->arena, &raid.raids));
    door_raid_html(&request->view, &raid);
    return OK;
}

/* What is done at the door stands in the log of decisions, too. */
enum status door_logged(struct request *request, const char *deed, int64_t persona, int64_t until)
{
    const struct sanction_entry entry = { .kind = deed, .persona = persona, .by = request->member->persona, .until = until };
    return sanction_log_add(request->db, request->arena, request->app, &entry, request->now);
}

enum status door_raid_set(struct request *request)
{
    int64_t hours;
    if (!text_int(form_value(request, "hours"), 0, 72, &hours))
        return form_reject(request, "hours", t(&request->view, "Write a number of hours up to 72; 0 ends it."));
    TRY(community_raid_set(request->db, request->arena, hours ? request->now + hours * TIME_HOUR : 0, request->member->persona,
                           request->now));
    TRY(door_logged(request, "raid", 0, hours ? request->now + hours * TIME_HOUR : 0));
    return redirect_with(request, "/steward/raid", NOTICE_SAVED);
}

/* ---- questions ---- */

enum status door_questions_page(struct request *request)
{
    struct door_questions questions = { .count = LANGUAGES };
    for (size_t i = 0; i < LANGUAGES; i++) {
        struct question *question = &questions.items[i];
        enum status status = question_find(request->db, request->arena, languages[i].code, question);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (status == NOT_FOUND || !text_same(question->language, languages[i].code))
            *question = (struct question){ languages[i].code, "", "" };
    }
    door_questions_html(&request->view, &questions);
    return OK;
}

static bool language_is_known(const char *code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (text_same(languages[i].code, code))
            return true;
    return false;
}

enum status door_question_save(struct request *request)
{
    struct question question = { form_value(request, "language"), form_value(request, "question"), form_value(request, "answers") };
    if (!language_is_known(question.language))
        return INVALID;
    if (*question.question && !*question.answers)
        return form_reject(request, NULL, t(&request->view, "Please write at least one answer that counts as right."));
    TRY(question_store(request->db, request->arena, &question));
    return redirect_with(request, "/steward/raid/questions", NOTICE_SAVED);
}
