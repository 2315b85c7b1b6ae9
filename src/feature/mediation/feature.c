/* What mediation offers to work that cuts across features: one's own data, erasing, jobs, which of one's names has a seat. */
#include "mediation/pages.h"

static enum status export_data(struct request *request, json_t *data)
{
    struct mediations mine;
    bool mediates;
    json_t *list = json_array();
    TRY(mediator_is(request->db, request->arena, request->member->persona, &mediates));
    if (mediates)
        json_object_set_new(data, N_("you mediate"), json_true());
    json_object_set_new(data, N_("mediations"), list);
    TRY(mediation_mine(request, &mine));
    for (size_t i = 0; i < mine.count; i++) {
        const struct mediation *mediation = &mine.items[i];
        if (mediation->role == MEDIATION_OFFER)
            continue; /* another's words, which nobody has taken yet */
        const char *kept;
        TRY(mediation_kept(request, &mediation->seat, &kept));
        const char *words = mediation->role == MEDIATION_HARMED ? mediation->box.words : "";
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", N_("how it stands"),
                                              mediation_stage_text(&request->view, mediation->state.stage), N_("what you asked with"),
                                              words, N_("the agreement"), kept ? kept : mediation->state.text));
    }
    return OK;
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return mediation_erase(db, arena, persona);
}

/* The mediator's copy of what the leaving member asked with. */
static enum status words_forget(struct request *request, const struct mediation *mediation)
{
    struct mediation_box box = { .role = MEDIATION_MEDIATOR, .id = mediation->box.id, .key = mediation->box.key, .words = "" };
    struct mediation_seat seat;
    int64_t id = mediation->state.seat[MEDIATION_MEDIATOR];
    enum status found = mediation_seat_find(request->db, request->arena, id, &seat);
    if (found != OK)
        return found == NOT_FOUND ? OK : found;
    TRY(mediation_seat_make(request, &box, seat.persona, (int)(seat.gone_day - time_day(request->now)), &id));
    return OK;
}

static enum status leave_one(struct request *request, struct mediation *mediation, bool remove_words)
{
    int64_t stage = mediation->state.stage;
    bool three = mediation->role <= MEDIATION_MEDIATOR;
    if (mediation->role == MEDIATION_HARMED && stage <= MEDIATION_WAITS)
        return mediation_remove(request, mediation);
    if (mediation->role == MEDIATION_HARMED && remove_words)
        TRY(words_forget(request, mediation));
    if (!three || stage > MEDIATION_AGREEMENT)
        return OK;
    if (stage >= MEDIATION_RULES)
        TRY(mediation_count_add(request->db, request->arena, request->now, "ended"));
    return mediation_finish(request, mediation, MEDIATION_OVER, MEDIATION_KEEP_DAYS);
}

/* Who deletes their account ends what they are in as if they left it: only their own key finds it. Another of their names isn't open in
 * this request; it loses its seats alone, as when others remove it. */
static enum status erase_own(struct request *request, int64_t persona, bool remove_words)
{
    struct mediations mine;
    if (persona != request->reader)
        return OK;
    TRY(mediation_mine(request, &mine));
    for (size_t i = 0; i < mine.count; i++)
        TRY(leave_one(request, &mine.items[i], remove_words));
    return OK;
}

/* A mediation, by the reader's own seat in it. Who it is with is sealed, and the sentence names nobody. */
static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct mediation mediation;
    if (!text_same(kind, "mediation"))
        return NOT_FOUND;
    TRY(mediation_find(request, id, &mediation));
    subject->path = mediation_path(&request->view, id, "");
    return OK;
}

static enum status speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    struct mediation_seat seat;
    if (!text_starts(request->route->path, "/mediation/:id"))
        return NOT_FOUND;
    TRY(mediation_seat_find(request->db, request->arena, path_id(request, 0), &seat));
    for (size_t i = 0; i < count; i++)
        if (personas[i] == seat.persona) {
            *persona = seat.persona;
            return OK;
        }
    return NOT_FOUND;
}

const struct feature mediation_feature = {
    .name = "mediation",
    .speaker = speaker,
    .export_data = export_data,
    .erase = erase,
    .erase_own = erase_own,
    .jobs = mediation_jobs,
    .subject = subject_find,
    .sums = mediation_sums_of,
};
