/* Drafts, and stories kept for oneself: writing on, reading, throwing away. */
#include "story/pages.h"

const char *story_sealed_path(struct arena *arena, const struct story_sealed *sealed)
{
    return arena_printf(arena, "/stories/drafts/%lld", (long long)sealed->id);
}

static enum status keep_refused(struct request *request)
{
    return form_reject(request, NULL, t(&request->view, "There’s no room for more drafts. Please throw one away first."));
}

/* What kith.js sends while one writes. 202: it was kept beside what another window wrote. */
enum status story_draft_save(struct request *request)
{
    static const struct limit saving = { "story draft", 60, 40 };
    struct story_words words;
    struct story_sealed sealed;
    struct story_keeping keeping = story_keeping_of_form(request, STORY_DRAFT);
    if (!keeping.place.story && !keeping.place.draft)
        return NOT_FOUND;
    if (!limit_take(request, &saving, member_key_text(request)))
        return limit_refuse(request, TIME_SECOND * 2);
    story_words_of_form(request, &words);
    TRY(story_sealed_keep(request, &keeping, &words, &sealed));
    request->status = sealed.place.draft == keeping.place.draft ? 204 : 202;
    return OK;
}

/* A refused form of ours: its words wait as a draft. */
enum status story_keep(struct request *request)
{
    struct story_words words;
    struct story_sealed sealed;
    struct story_keeping keeping = story_keeping_of_form(request, STORY_DRAFT);
    if (!request->member || (!keeping.place.story && !keeping.place.draft))
        return OK;
    story_words_of_form(request, &words);
    enum status status = story_sealed_keep(request, &keeping, &words, &sealed);
    return status == CONFLICT ? keep_refused(request) : status;
}

/* The same words from another window, if there are: the latest of them. */
static enum status other_find(struct request *request, const struct story_sealed *sealed, struct story_form *form)
{
    struct view *view = &request->view;
    struct story_sealeds list;
    TRY(story_sealed_list(request, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct story_sealed *other = &list.items[i];
        if (other->id == sealed->id || other->state == STORY_OWN_ROAD || other->beside != sealed->beside ||
            other->place.story != sealed->place.story)
            continue;
        const char *when = date(view, other->at, DATE_TIME);
        form->other_path = story_sealed_path(request->arena, other);
        form->other = other->at > sealed->at
                          ? tf(view, "You wrote this in two windows, and both are kept. The other one is newer: {1}.", when)
                          : tf(view, "You wrote this in two windows, and both are kept. The other one is older: {1}.", when);
        return OK;
    }
    return OK;
}

static enum status sealed_of_path(struct request *request, struct story_sealed *sealed, struct story_words *words)
{
    TRY(story_sealed_by_id(request, path_id(request, 0), sealed, words));
    return sealed->state == STORY_OWN_ROAD ? NOT_FOUND : OK;
}

/* Where the form of a draft is sent. Words whose story was taken away meanwhile become those of a new one. */
static enum status place_find(struct request *request, const struct story_sealed *sealed, struct story_form *form)
{
    struct story story;
    form->action = "/stories/new";
    form->place = sealed->place;
    form->seen = sealed->tab;
    if (!sealed->place.story)
        return OK;
    enum status status = story_find(request, sealed->place.story, &story);
    if (status == NOT_FOUND) {
        form->place = (struct story_place){ 0, sealed->id };
        form->seen = "";
        return OK;
    }
    TRY(status);
    form->action = story_path(request->arena, story.id, "/edit");
    form->base = story.version;
    return OK;
}

enum status story_draft_page(struct request *request)
{
    struct story_sealed sealed;
    struct story_form form = { 0 };
    TRY(sealed_of_path(request, &sealed, &form.words));
    TRY(place_find(request, &sealed, &form));
    form.title = t(&request->view, "Write on");
    form.kept = sealed.id;
    TRY(other_find(request, &sealed, &form));
    return story_form_show(request, &form, false);
}

enum status story_kept_page(struct request *request)
{
    struct story_sealed sealed;
    struct story_words words;
    struct story_text text;
    TRY(sealed_of_path(request, &sealed, &words));
    if (sealed.state != STORY_KEPT || story_text_make(request->arena, words.part[STORY_BODY], &text) != OK)
        return redirect(request, story_sealed_path(request->arena, &sealed));
    story_kept_html(&request->view, &(struct story_kept_view){ &sealed, &words, &text });
    return OK;
}

enum status story_discard_page(struct request *request)
{
    struct story_sealed sealed;
    TRY(sealed_of_path(request, &sealed, NULL));
    story_discard_html(&request->view, &sealed);
    return OK;
}

enum status story_discard(struct request *request)
{
    struct story_sealed sealed;
    TRY(sealed_of_path(request, &sealed, NULL));
    TRY(story_sealed_drop(request, sealed.id));
    return redirect_with(request, "/stories/mine", NOTICE_DELETED);
}
