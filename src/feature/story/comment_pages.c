/* Under a story: "me too", and short answers that its writer looks after. */
#include "safety/safety.h"
#include "story/pages.h"
#include "trust/trust.h"

const struct field story_comment_form[] = { { "body", 0, COMMENT_MAX, FIELD_TEXT, false }, { 0 } };

enum status story_resonate(struct request *request)
{
    struct story story;
    TRY(story_find(request, path_id(request, 0), &story));
    if (story.is_mine)
        return FORBIDDEN;
    TRY(story_resonance_set(request->db, request->arena, story.id, request->member->persona, !story.resonates));
    return redirect(request, story_path(request->arena, story.id, "#with"));
}

static const struct help_words *prepared(const struct request *request)
{
    return request->prepared;
}

static enum status comment_check(struct request *request, const struct story *story)
{
    static const struct limit answering = { "story answer", 20, 2 };
    struct view *view = &request->view;
    if (!story->comments)
        return form_reject(request, NULL, t(view, "This story isn’t open for answers any more."));
    if (!*form_value(request, "body"))
        return form_reject(request, "body", t(view, "Write a few words first."));
    TRY(trust_links(request, "body", prepared(request)->markdown.html));
    if (!limit_take(request, &answering, member_key_text(request)))
        return form_reject(request, NULL, t(view, "You’ve written a lot in a short time. Please wait a few minutes."));
    return member_words_check(request, "body", form_value(request, "body"));
}

/* Who answers under their own story without a name stays without one. */
enum status story_comment(struct request *request)
{
    struct story story;
    bool said, offered;
    TRY(story_find(request, path_id(request, 0), &story));
    TRY(comment_check(request, &story));
    struct story_comment_new wish = { .story = story.id,
                                      .persona = story.is_mine && story.is_unnamed ? 0 : request->member->persona,
                                      .by_writer = story.is_mine,
                                      .body = form_value(request, "body"),
                                      .html = prepared(request)->markdown.html };
    const char *path = story_path(request->arena, story.id, "#answers");
    TRY(story_comment_said(request->db, request->arena, &wish, &said));
    if (said)
        return redirect_with(request, path, NOTICE_POSTED);
    TRY(story_comment_create(request->db, request->arena, &wish));
    TRY(help_near_heed(request, &(struct help_wrote){ .danger = prepared(request)->danger }, &offered));
    if (story.persona && !story.is_mine)
        TRY(notification_send(request->db, request->arena,
                              &(struct notification){ story.persona, NOTIFICATION_STORY, wish.persona, story.id }, request->now));
    return redirect_with(request, path, NOTICE_POSTED);
}

/* By who wrote it, and by the story's writer. */
enum status story_comment_remove(struct request *request)
{
    struct story story;
    struct story_comment comment;
    TRY(story_find(request, path_id(request, 0), &story));
    TRY(story_comment_find(request, &story, path_id(request, 1), &comment));
    if (!comment.is_mine && !story.is_mine)
        return FORBIDDEN;
    TRY(story_comment_drop(request->db, request->arena, comment.id));
    return redirect_with(request, story_path(request->arena, story.id, "#answers"), NOTICE_DELETED);
}
