/* What networking offers to work that cuts across features: one's own data, erasing, jobs, what one is told, reports. */
#include "networking/pages.h"

static json_t *card_json(struct view *view, const struct networking_card *card)
{
    return json_pack("{s:s, s:s, s:s, s:s}", N_("you look for"), networking_wishes_text(view, card->seeks, false), N_("you offer"),
                     networking_wishes_text(view, card->offers, true), N_("your fields"), networking_fields_text(view, card->fields),
                     N_("languages"), networking_languages_text(view, card->languages));
}

static enum status evenings_export(struct request *request, json_t *data)
{
    struct networkings evenings;
    struct networking_seats seats;
    json_t *list = json_array();
    TRY(networking_seat_mine(request->db, request->arena, request->reader, &evenings, &seats));
    for (size_t i = 0; i < evenings.count; i++) {
        json_t *evening = card_json(&request->view, &seats.items[i].card), *met = json_array();
        struct networking_pairs pairs;
        TRY(networking_pair_mine(request->db, request->arena, evenings.items[i].id, request->reader, &pairs));
        for (size_t j = 0; j < pairs.count; j++) {
            bool hidden = seats.items[i].card.partner && !(pairs.items[j].me.yes == 1 && pairs.items[j].other.yes == 1);
            json_array_append_new(met, hidden ? json_string("…") : json_string(pairs.items[j].other.name));
        }
        json_object_set_new(evening, N_("title"), json_string(evenings.items[i].title));
        json_object_set_new(evening, N_("whom you met"), met);
        json_array_append_new(list, evening);
    }
    json_object_set_new(data, N_("networking evenings of these days"), list);
    return OK;
}

static enum status hosted_export(struct request *request, json_t *data)
{
    struct networkings hosted;
    json_t *list = json_array();
    TRY(networking_store_hosted(request->db, request->arena, request->reader, &hosted));
    for (size_t i = 0; i < hosted.count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", N_("title"), hosted.items[i].title, N_("text"), hosted.items[i].about,
                                              N_("begins"), date_machine(request->arena, hosted.items[i].starts_at)));
    json_object_set_new(data, N_("networking evenings you announced"), list);
    return OK;
}

static enum status mentoring_export(struct request *request, json_t *data)
{
    struct mentorings mine;
    struct mentor me;
    json_t *list = json_array();
    enum status found = mentor_find(request->db, request->arena, request->reader, &me);
    if (found != NOT_FOUND)
        TRY(found);
    if (found == OK)
        json_object_set_new(data, N_("you offer to be a mentor"),
                            json_pack("{s:s, s:s}", N_("your fields"), networking_fields_text(&request->view, me.fields), N_("languages"),
                                      networking_languages_text(&request->view, me.languages)));
    TRY(mentoring_mine(request->db, request->arena, request->reader, &mine));
    for (size_t i = 0; i < mine.count; i++) {
        const struct mentoring *mentoring = &mine.items[i];
        const char *goal;
        TRY(mentoring_goal(request, mentoring, &goal));
        json_array_append_new(list, json_pack("{s:s, s:s}", N_("with"),
                                              mentoring->mentor.persona == request->reader ? mentoring->asker.name : mentoring->mentor.name,
                                              N_("the goal"), goal));
    }
    json_object_set_new(data, N_("mentoring"), list);
    return OK;
}

static enum status export_data(struct request *request, json_t *data)
{
    TRY(evenings_export(request, data));
    TRY(hosted_export(request, data));
    return mentoring_export(request, data);
}

static enum status erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    if (remove_words)
        TRY(networking_store_unsay(db, arena, persona));
    TRY(networking_store_erase(db, arena, persona));
    return mentoring_erase(db, arena, persona);
}

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct mentoring mentoring;
    const struct networking_side *other;
    if (!text_same(kind, "networking"))
        return NOT_FOUND;
    TRY(mentoring_find(request, id, &mentoring, &other));
    subject->path = mentoring_path(&request->view, id, "");
    return OK;
}

/* "meeting": one of a pair, for a day: the pair's id for who stands first, the next for the other. Their words are sealed and gone soon;
 * what was wrong stands in the report. A name that wasn't shown isn't shown here either; who works on the case sees it. */
static enum status reported(struct request *request, const char *kind, int64_t id, bool at_work, struct reported *reported)
{
    struct networking_pair pair;
    struct networking_seat mine, theirs = { .card.shown = false };
    int64_t evening;
    bool blocked = false, second = id & 1;
    if (!text_same(kind, "meeting"))
        return NOT_FOUND;
    TRY(networking_pair_find(request->db, request->arena, id & ~INT64_C(1), 0, &evening, &pair));
    const struct networking_side *by = second ? &pair.other : &pair.me, *to = second ? &pair.me : &pair.other;
    *reported = (struct reported){ .kind = "meeting", .id = id, .persona = by->persona, .by = by->name, .title = "", .text = "" };
    reported->path = networking_path(&request->view, evening, "");
    if (at_work)
        return OK;
    if (to->persona != request->reader)
        return NOT_FOUND;
    TRY(block_between(request->db, request->arena, request->reader, by->persona, &blocked));
    TRY(networking_seat_find(request->db, request->arena, evening, request->reader, &mine));
    enum status found = networking_seat_find(request->db, request->arena, evening, by->persona, &theirs);
    if (found != NOT_FOUND)
        TRY(found);
    if (mine.card.partner && !theirs.card.shown && !(by->yes == 1 && to->yes == 1)) {
        reported->by = t(&request->view, "Somebody who takes part");
        reported->persona = 0;
    }
    return blocked ? NOT_FOUND : OK;
}

const struct feature networking_feature = {
    .name = "networking",
    .export_data = export_data,
    .erase = erase,
    .jobs = networking_jobs,
    .subject = subject_find,
    .reported = reported,
};
