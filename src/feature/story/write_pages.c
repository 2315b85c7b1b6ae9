/* Writing a story, changing it, taking it away. */
#include "guideline/guideline.h"
#include "safety/safety.h"
#include "story/pages.h"
#include "trust/trust.h"

const char *story_path(struct arena *arena, int64_t id, const char *word)
{
    return arena_printf(arena, "/stories/%lld%s", (long long)id, word);
}

/* ---- before the transaction ---- */

enum status story_text_make(struct arena *arena, const char *body, struct story_text *text)
{
    enum { LETTERS_A_MINUTE = 1100, SIGNS_A_MINUTE = 400 }; /* 220 words; scripts whose signs are words or syllables */
    struct markdown markdown;
    int64_t letters = 0, signs = 0;
    TRY(markdown_render_long(arena, body, &markdown));
    for (const char *at = body; *at;)
        *(text_next(&at) >= 0x3000 ? &signs : &letters) += 1;
    text->html = markdown.html;
    text->excerpt = markdown_excerpt(arena, body, STORY_EXCERPT);
    text->minutes = 1 + letters / LETTERS_A_MINUTE + signs / SIGNS_A_MINUTE;
    return OK;
}

enum status story_prepare(struct request *request)
{
    struct story_prepared *prepared = arena_alloc(request->arena, sizeof *prepared);
    const struct upload *photo = form_upload(request, "photo");
    if (photo && photo->content.len && !request->member)
        return INVALID; /* that isn't light: again, once it is known who sends it */
    *prepared = (struct story_prepared){ .photo_id = id_random() };
    request->prepared = prepared;
    enum status status = picture_take(request, "photo", &story_picture_kinds[0], &prepared->photo);
    if (status == BUSY)
        return form_reject(
            request, "photo",
            t(&request->view,
              "Those were many pictures in a short time. Please wait a few minutes with the next one. Your words are kept."));
    TRY(status);
    if (story_text_make(request->arena, form_value(request, "body"), &prepared->text) != OK)
        return form_reject(request, "body",
                           t(&request->view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    prepared->danger = help_near_look(request, form_value(request, "body"), form_value(request, "title"));
    return OK;
}

static const struct story_text *text_of(const struct request *request)
{
    return &((const struct story_prepared *)request->prepared)->text;
}

/* ---- the form ---- */

/* The member's stories that this one can come after: with the name the one, without it the others, so that no series joins the two. */
static enum status earlier_find(struct request *request, const struct story_form *form, struct stories *earlier)
{
    struct stories named, unnamed;
    bool more;
    *earlier = (struct stories){ arena_array(request->arena, STORY_OWN_MOST + STORY_UNNAMED_MOST, sizeof *earlier->items), 0 };
    TRY(story_list_mine(request, (struct story_key){ INT64_MAX, 0 }, STORY_OWN_MOST, &named, &more));
    TRY(story_list_unnamed(request, &unnamed));
    for (size_t i = 0; i < named.count; i++)
        if (named.items[i].id != form->place.story)
            earlier->items[earlier->count++] = named.items[i];
    for (size_t i = 0; i < unnamed.count; i++)
        if (unnamed.items[i].id != form->place.story)
            earlier->items[earlier->count++] = unnamed.items[i];
    return OK;
}

enum status story_form_show(struct request *request, struct story_form *form, bool preview)
{
    struct groups *groups = arena_alloc(request->arena, sizeof *groups);
    struct stories *earlier = arena_alloc(request->arena, sizeof *earlier);
    const char *prompt = story_prompt_find(form->words.part[STORY_PROMPT]);
    struct circles *circles = arena_alloc(request->arena, sizeof *circles);
    TRY(group_mine(request, groups));
    TRY(circle_list_mine(request, circles));
    TRY(earlier_find(request, form, earlier));
    form->groups = groups;
    form->circles = circles;
    form->earlier = earlier;
    form->tab = form_once(request);
    form->photo_words = story_photo_words(request);
    form->prompt = prompt ? t(&request->view, prompt) : NULL;
    form->rows = form->words.road;
    for (int more = text_same(form_value(request, "do"), "more") ? 4 : 2; more > 0 && form->rows.count < STORY_MILESTONES; more--)
        form->rows.items[form->rows.count++] = (struct milestone){ "", "", "" };
    if (preview) {
        struct safe_html *html = arena_alloc(request->arena, sizeof *html);
        *html = html_trusted(text_of(request)->html);
        form->preview = html;
    }
    story_form_html(&request->view, form);
    return OK;
}

static void words_begin(struct request *request, struct story_words *words)
{
    story_words_of_form(request, words); /* of a GET: what stands for empty fields */
    words->part[STORY_LANG] = request->view.lang;
    words->part[STORY_PROMPT] = query_value(request, "prompt");
}

static enum status new_show(struct request *request, bool preview)
{
    struct story_form form = { .action = "/stories/new", .title = t(&request->view, "Write a story"), .seen = "" };
    if (request->method == POST) {
        story_words_of_form(request, &form.words);
        form.place.draft = story_place_of_form(request).draft;
        form.seen = form_value(request, "seen");
    } else {
        words_begin(request, &form.words);
    }
    if (!form.place.draft)
        form.place.draft = id_random();
    return story_form_show(request, &form, preview);
}

enum status story_new_page(struct request *request)
{
    return new_show(request, false);
}

/* ---- sending ---- */

static enum status circles_check(struct request *request, const struct story_words *words)
{
    struct circles circles;
    TRY(circle_list_mine(request, &circles));
    for (size_t i = 0; i < circles.count; i++)
        if (story_circle_is_named(words->circles, circles.items[i].id))
            return OK;
    return form_reject(request, "circle[]", t(&request->view, "Please choose at least one of your circles."));
}

/* Those of the writer's own that the form names, when it is for them. */
static enum status circles_set(struct request *request, int64_t story, const struct story_words *words)
{
    struct circles circles;
    TRY(story_circle_clear(request->db, request->arena, story));
    if (!text_same(words->part[STORY_AUDIENCE], "chosen"))
        return OK;
    TRY(circle_list_mine(request, &circles));
    for (size_t i = 0; i < circles.count; i++)
        if (story_circle_is_named(words->circles, circles.items[i].id))
            TRY(story_circle_add(request->db, request->arena, story, circles.items[i].id));
    return OK;
}

static enum status audience_check(struct request *request, const struct story_words *words, bool unnamed)
{
    struct view *view = &request->view;
    const char *audience = words->part[STORY_AUDIENCE];
    struct groups groups;
    bool known = false, inside = false;
    int64_t group;
    for (size_t i = 0; i < story_audiences_all()->count; i++)
        known = known || text_same(story_audiences_all()->items[i].code, audience);
    if (!known)
        return form_reject(request, "audience", t(view, "Please choose who can read it."));
    if (unnamed && (text_same(audience, "circles") || text_same(audience, "chosen")))
        return form_reject(
            request, "audience",
            t(view,
              "Your circles would know that it’s somebody they are connected with. Without your name, please choose another audience."));
    if (text_same(audience, "everyone") && persona_band_is_minor(request->member->band))
        return form_reject(request, "audience",
                           t(view, "As long as you’re under 18, a story is for members at most. Please choose another audience."));
    if (text_same(audience, "chosen"))
        return circles_check(request, words);
    if (!text_same(audience, "group"))
        return OK;
    TRY(group_mine(request, &groups));
    for (size_t i = 0; i < groups.count; i++)
        inside = inside || text_same(arena_printf(request->arena, "%lld", (long long)groups.items[i].id), words->part[STORY_GROUP]);
    if (!inside || !text_int(words->part[STORY_GROUP], 1, INT64_MAX, &group))
        return form_reject(request, "group", t(view, "Please choose one of your groups."));
    return guideline_check(request, group);
}

static enum status after_find(struct request *request, const struct story_words *words, bool unnamed, struct story **after)
{
    int64_t id;
    *after = NULL;
    if (!text_int(words->part[STORY_AFTER], 1, INT64_MAX, &id))
        return OK;
    struct story *story = arena_alloc(request->arena, sizeof *story);
    enum status status = story_find(request, id, story);
    if (status == NOT_FOUND || (status == OK && !story->is_mine))
        return OK; /* taken away meanwhile */
    TRY(status);
    if (story->is_unnamed != unnamed)
        return form_reject(request, "after",
                           t(&request->view, "A series is told with your name or without it. This one would show that both are yours."));
    *after = story;
    return OK;
}

enum status story_words_check(struct request *request, const struct story *story, struct story **after)
{
    static const struct limit writing = { "story", 10, 1 };
    struct view *view = &request->view;
    struct story_words words;
    story_words_of_form(request, &words);
    bool unnamed = story ? story->is_unnamed : text_same(words.part[STORY_NAME], "none");
    if (!*words.part[STORY_TITLE])
        return form_reject(request, "title", t(view, "Give it a title, so that others find it. A few words are enough."));
    if (!*words.part[STORY_BODY])
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(audience_check(request, &words, unnamed));
    TRY(story_pictures_check(request, &words.pictures));
    if (words.pictures.count)
        TRY(trust_open(request, "photo", TRUST_PICTURES));
    if (unnamed && words.pictures.count)
        return form_reject(request, "photo",
                           t(view, "A picture can show whose story this is: a face, a room, the view from a window. Without your name, a "
                                   "story stays without pictures. Please take them out, or tell it with your name."));
    TRY(after_find(request, &words, unnamed, after));
    TRY(trust_links(request, "body", text_of(request)->html));
    if (!limit_take(request, &writing, member_key_text(request)))
        return form_reject(
            request, NULL,
            t(view, "You’ve written a lot in a short time. Your words are kept as a draft. Breathe out, and send them in a few minutes."));
    return member_words_check(request, "body", words.part[STORY_BODY]);
}

/* The id of what this form makes: the same form sent twice makes one story, and other words in it make another. Nobody without the member
 * key can tell ids of one member from anybody's. */
static int64_t id_of_form(struct request *request)
{
    struct key key;
    struct hash hash;
    int64_t id;
    const char *text = arena_printf(request->arena, "%lld\n%s\n%s", (long long)story_place_of_form(request).draft,
                                    form_value(request, "title"), form_value(request, "body"));
    key_derive(&key, &request->member->key, "story id");
    hash_keyed(&hash, &key, text, strlen(text));
    key_wipe(&key);
    memcpy(&id, hash.byte, sizeof id);
    return (id & (INT64_MAX >> 1)) | 1;
}

/* Its road, when it isn't shown, stands beside it, sealed. */
static enum status road_keep(struct request *request, int64_t story, const struct story_words *words, const struct milestones **shown)
{
    static const struct milestones none;
    struct story_keeping keeping = { { story, 0 }, STORY_OWN_ROAD, "", "" };
    struct story_words road = *words;
    struct story_sealed sealed;
    bool own = text_same(words->part[STORY_ROAD], "own") && words->road.count;
    *shown = own ? &none : &words->road;
    if (!own)
        return story_sealed_done(request, &keeping);
    road.part[STORY_BODY] = road.part[STORY_SUMMARY] = "";
    road.pictures.count = 0;
    return story_sealed_keep(request, &keeping, &road, &sealed);
}

/* Up to a week too early: a moment of writing says who was here then. */
static int64_t unnamed_day(int64_t now)
{
    return time_day(now) - random_below(7);
}

static enum status publish(struct request *request, const struct story_words *words, struct story *after)
{
    bool unnamed = text_same(words->part[STORY_NAME], "none");
    int64_t id = id_of_form(request);
    struct story there;
    bool offered;
    const char *path = story_path(request->arena, id, "");
    struct story_keeping keeping = story_keeping_of_form(request, STORY_DRAFT);
    enum status status = story_find(request, id, &there);
    if (status != NOT_FOUND)
        return status == OK ? redirect_with(request, path, NOTICE_POSTED) : status;
    struct story_new wish = { .id = id,
                              .persona = request->member->persona,
                              .audience = words->part[STORY_AUDIENCE],
                              .lang = words->part[STORY_LANG],
                              .title = words->part[STORY_TITLE],
                              .summary = words->part[STORY_SUMMARY],
                              .body = words->part[STORY_BODY],
                              .note_category = talk_note_code(words->part[STORY_NOTE]),
                              .note_text = words->part[STORY_NOTE_OWN],
                              .comments = text_same(words->part[STORY_COMMENTS], "on"),
                              .day = unnamed ? unnamed_day(request->now) : time_day(request->now) };
    if (text_same(wish.audience, "group"))
        (void)text_int(words->part[STORY_GROUP], 1, INT64_MAX, &wish.group);
    if (unnamed && story_mark_free(request, &wish.owner) != OK)
        return form_reject(request, "name",
                           t(&request->view, "You have as many stories without your name as can be. Please take one away first."));
    TRY(road_keep(request, id, words, &wish.road));
    TRY(story_series_place(request->db, request->arena, after, &wish.series, &wish.part));
    TRY(story_create(request->db, request->arena, &wish, text_of(request), &id));
    TRY(story_pictures_set(request, id, &words->pictures));
    TRY(circles_set(request, id, words));
    TRY(story_sealed_done(request, &keeping));
    TRY(help_near_heed(request,
                       &(struct help_wrote){ "story", id, wish.group, unnamed ? 0 : wish.persona, path,
                                             ((const struct story_prepared *)request->prepared)->danger },
                       &offered));
    return redirect_with(request, path, NOTICE_POSTED);
}

static enum status keep_or_refuse(struct request *request, enum story_state state, const struct story_words *words,
                                  struct story_sealed *sealed)
{
    struct story_keeping keeping = story_keeping_of_form(request, state);
    enum status status = story_sealed_keep(request, &keeping, words, sealed);
    return status == CONFLICT
               ? form_reject(request, NULL, t(&request->view, "There’s no room for more drafts. Please throw one away first."))
               : status;
}

static enum status send_draft(struct request *request)
{
    struct story_words words;
    struct story_sealed sealed;
    story_words_of_form(request, &words);
    TRY(keep_or_refuse(request, STORY_DRAFT, &words, &sealed));
    return redirect_with(request, sealed.id ? story_sealed_path(request->arena, &sealed) : "/stories/new", NOTICE_DRAFT_KEPT);
}

/* A picture more or less, or another order: kept with the words as a draft, and on with the writing. */
static enum status send_pictures(struct request *request)
{
    struct story_words words;
    struct story_sealed sealed;
    story_words_of_form(request, &words);
    TRY(story_pictures_act(request, &words.pictures));
    TRY(keep_or_refuse(request, STORY_DRAFT, &words, &sealed));
    const char *path = sealed.id ? story_sealed_path(request->arena, &sealed) : "/stories/new";
    return redirect_with(request, arena_printf(request->arena, "%s#pictures", path), NOTICE_DRAFT_KEPT);
}

/* For oneself alone: sealed, and done. */
static enum status send_kept(struct request *request, const struct story_words *words)
{
    struct story_sealed sealed;
    TRY(keep_or_refuse(request, STORY_KEPT, words, &sealed));
    return redirect_with(request, arena_printf(request->arena, "/stories/kept/%lld", (long long)sealed.id), NOTICE_SAVED);
}

static bool does(const struct request *request, const char *word)
{
    return text_same(form_value(request, "do"), word);
}

enum status story_make(struct request *request)
{
    struct story_words words;
    struct story *after = NULL;
    if (!story_place_of_form(request).draft || story_place_of_form(request).story)
        return INVALID;
    if (does(request, "draft"))
        return send_draft(request);
    if (story_pictures_is_act(form_value(request, "do")))
        return send_pictures(request);
    if (!does(request, "send") && *form_value(request, "do")) {
        TRY(story_keep(request));
        return new_show(request, does(request, "preview"));
    }
    TRY(story_words_check(request, NULL, &after));
    story_words_of_form(request, &words);
    return text_same(words.part[STORY_AUDIENCE], "me") ? send_kept(request, &words) : publish(request, &words, after);
}

/* ---- changing ---- */

enum status story_find_own(struct request *request, struct story *story)
{
    TRY(story_find(request, path_id(request, 0), story));
    return story->is_mine ? OK : FORBIDDEN;
}

/* The words as they stand in the story, its own road with them. */
static enum status words_of_story(struct request *request, const struct story *story, struct story_words *words)
{
    struct story_words own;
    struct story_sealed sealed;
    struct stories series;
    const char *after = "";
    TRY(story_list_series(request, story, &series));
    for (size_t i = 0; i + 1 < series.count; i++)
        if (series.items[i + 1].id == story->id)
            after = arena_printf(request->arena, "%lld", (long long)series.items[i].id);
    *words = (struct story_words){ .part = { [STORY_TITLE] = story->title,
                                             [STORY_SUMMARY] = story->summary,
                                             [STORY_BODY] = story->body,
                                             [STORY_LANG] = story->lang,
                                             [STORY_NOTE] = story->note_category,
                                             [STORY_NOTE_OWN] = story->note_text,
                                             [STORY_AUDIENCE] = story->audience,
                                             [STORY_GROUP] = arena_printf(request->arena, "%lld", (long long)story->group),
                                             [STORY_NAME] = story->is_unnamed ? "none" : "shown",
                                             [STORY_COMMENTS] = story->comments ? "on" : "off",
                                             [STORY_ROAD] = "shown",
                                             [STORY_AFTER] = after,
                                             [STORY_PROMPT] = "" } };
    TRY(story_road(request->db, request->arena, story->id, &words->road));
    TRY(story_picture_list(request->db, request->arena, story->id, &words->pictures));
    TRY(story_circles(request->db, request->arena, story->id, &words->circles));
    enum status status = story_sealed_find(request, (struct story_place){ story->id, 0 }, STORY_OWN_ROAD, &sealed, &own);
    if (status == OK) {
        words->part[STORY_ROAD] = "own";
        words->road = own.road;
    }
    return status == NOT_FOUND ? OK : status;
}

static enum status edit_show(struct request *request, const struct story *story, bool preview)
{
    struct story_sealed sealed;
    struct story_form form = { .action = story_path(request->arena, story->id, "/edit"),
                               .title = t(&request->view, "Change your story"),
                               .base = story->version,
                               .seen = "" };
    form.place.story = story->id;
    if (request->method == POST) {
        story_words_of_form(request, &form.words);
        form.place.draft = story_place_of_form(request).draft;
        form.seen = form_value(request, "seen");
        return story_form_show(request, &form, preview);
    }
    enum status status = story_sealed_find(request, form.place, STORY_DRAFT, &sealed, &form.words);
    if (status == OK)
        return redirect(request, story_sealed_path(request->arena, &sealed));
    if (status != NOT_FOUND)
        return status;
    TRY(words_of_story(request, story, &form.words));
    return story_form_show(request, &form, false);
}

enum status story_edit_page(struct request *request)
{
    struct story story;
    TRY(story_find_own(request, &story));
    return edit_show(request, &story, false);
}

/* Where it stands among others, when that was changed. */
static enum status series_change(struct request *request, struct story *story, const struct story *after)
{
    struct story_words now;
    TRY(words_of_story(request, story, &now));
    if (text_same(now.part[STORY_AFTER], after ? arena_printf(request->arena, "%lld", (long long)after->id) : ""))
        return OK;
    return after && after->id == story->id ? OK : story_series_place(request->db, request->arena, after, &story->series, &story->part);
}

static enum status change(struct request *request, struct story *story, const struct story_words *words, const struct story *after)
{
    const struct milestones *shown;
    struct story_keeping keeping = story_keeping_of_form(request, STORY_DRAFT);
    TRY(series_change(request, story, after));
    TRY(road_keep(request, story->id, words, &shown));
    story->audience = words->part[STORY_AUDIENCE];
    story->group = 0;
    if (text_same(story->audience, "group"))
        (void)text_int(words->part[STORY_GROUP], 1, INT64_MAX, &story->group);
    story->lang = words->part[STORY_LANG];
    story->title = words->part[STORY_TITLE];
    story->summary = words->part[STORY_SUMMARY];
    story->body = words->part[STORY_BODY];
    story->note_category = talk_note_code(words->part[STORY_NOTE]);
    story->note_text = words->part[STORY_NOTE_OWN];
    story->comments = text_same(words->part[STORY_COMMENTS], "on");
    story->kinds = milestone_bits(shown);
    TRY(story_update(request->db, request->arena, story, text_of(request)));
    TRY(story_pictures_set(request, story->id, &words->pictures));
    TRY(circles_set(request, story->id, words));
    TRY(story_road_set(request->db, request->arena, story->id, shown));
    TRY(story_sealed_done(request, &keeping));
    return redirect_with(request, story_path(request->arena, story->id, ""), NOTICE_EDITED);
}

/* From others' eyes back to one's own alone: the story and its answers go, and the words are kept, sealed. */
static enum status withdraw(struct request *request, const struct story *story, struct story_words *words)
{
    struct story_sealed sealed;
    struct story_keeping keeping = { { 0, id_random() }, STORY_KEPT, form_once(request), "" };
    struct story_keeping draft = story_keeping_of_form(request, STORY_DRAFT), road = { { story->id, 0 }, STORY_OWN_ROAD, "", "" };
    TRY(story_pictures_withdraw(request, story->id, &words->pictures));
    TRY(story_sealed_keep(request, &keeping, words, &sealed));
    TRY(story_sealed_done(request, &draft));
    TRY(story_sealed_done(request, &road));
    TRY(story_drop(request->db, request->arena, story->id));
    return redirect_with(request, arena_printf(request->arena, "/stories/kept/%lld", (long long)sealed.id), NOTICE_SAVED);
}

enum status story_edit(struct request *request)
{
    struct story story;
    struct story *after = NULL;
    struct story_words words;
    int64_t base = 0;
    TRY(story_find_own(request, &story));
    if (story_place_of_form(request).story != story.id)
        return INVALID;
    if (does(request, "draft"))
        return send_draft(request);
    if (story_pictures_is_act(form_value(request, "do")))
        return send_pictures(request);
    if (!does(request, "send") && *form_value(request, "do")) {
        TRY(story_keep(request));
        return edit_show(request, &story, does(request, "preview"));
    }
    (void)text_int(form_value(request, "base"), 1, INT64_MAX, &base);
    if (base != story.version)
        return form_reject(
            request, NULL,
            t(&request->view,
              "The story was changed in another window meanwhile, and that one is newer. Your words are kept as a draft. Send "
              "them once more to put them in its place."));
    TRY(story_words_check(request, &story, &after));
    story_words_of_form(request, &words);
    return text_same(words.part[STORY_AUDIENCE], "me") ? withdraw(request, &story, &words) : change(request, &story, &words, after);
}

/* ---- taking away ---- */

enum status story_delete_page(struct request *request)
{
    struct story story;
    TRY(story_find_own(request, &story));
    story_delete_html(&request->view, &story);
    return OK;
}

enum status story_delete(struct request *request)
{
    struct story story;
    TRY(story_find_own(request, &story));
    static const struct story_pictures none;
    TRY(story_sealed_forget(request, story.id));
    TRY(story_pictures_set(request, story.id, &none));
    TRY(story_drop(request->db, request->arena, story.id));
    return redirect_with(request, "/stories/mine", NOTICE_DELETED);
}
