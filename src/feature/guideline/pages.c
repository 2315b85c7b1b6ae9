/* The guidelines: reading, agreeing, publishing the next version. */
#include "guideline/guideline.h"

const struct field guideline_agree_form[] = { { "version", 1, 10, FIELD_LINE, false }, { "agree", 0, 3, FIELD_LINE, false }, { 0 } };
const struct field guideline_publish_form[] = { { "body", 20, 20000, FIELD_TEXT, false }, { "summary", 3, 300, FIELD_LINE, false }, { 0 } };

static const struct guideline_rule rules[] = {
    { N_("What’s said here stays here."),
      N_("Don’t tell anyone outside who is here or what they said. No screenshots. Outing somebody can cost them their home or their safety.") },
    { N_("Everyone is who they say they are."),
      N_("Use the names and words people use for themselves. Nobody has to prove anything, explain their body or defend who they love.") },
    { N_("Ask before you advise."),
      N_("Each writer says what they wish for: being heard, other people’s experience, or advice. Keep to it. “I read this” is a whole answer.") },
    { N_("Speak from your own life."),
      N_("Say “for me it was…” rather than “you should…”. Other people’s roads aren’t yours, and every pace is the right pace.") },
    { N_("No contempt."),
      N_("No insults, no mockery, no threats, and no hatred for who people are: their gender, love, origin, skin, faith, body, age or money.") },
    { N_("Keep yourself and others safe."),
      N_("Don’t post addresses, full names, workplaces or schools, yours or anyone’s. Use a content note for heavy things. Never describe ways to "
         "hurt oneself.") },
    { N_("Nothing sexual, nothing for sale."),
      N_("Talking about bodies and love is welcome. Explicit pictures or stories, looking for sex, adverts and collecting money aren’t.") },
    { N_("Young people come first."),
      N_("Never ask anyone their age, address or pictures in private. If something between an adult and a young person worries you, tell a facilitator.") },
    { N_("When it goes wrong, we talk."),
      N_("Tell a facilitator. They listen to both sides, say what they decide and why, and you can ask someone else to look again.") },
};

/* A version as plain lines in the reader's language: for comparing, and for editing. */
static const char *guideline_plain(struct view *view, const struct guideline *guideline)
{
    if (guideline->body)
        return guideline->body;
    struct buf text = { .arena = view->words.arena };
    for (size_t i = 0; i < COUNT(rules); i++)
        buf_printf(&text, "**%s** %s\n\n", t(view, rules[i].name), t(view, rules[i].why));
    return buf_text(&text);
}

static enum status guideline_differences(struct request *request, struct guideline_view *page)
{
    struct guideline before;
    TRY(guideline_find(request->db, request->arena, page->accepted, request->view.lang, &before));
    page->diff = text_diff(request->arena, guideline_plain(&request->view, &before), guideline_plain(&request->view, &page->current));
    return OK;
}

enum status guideline_page(struct request *request)
{
    struct guideline_view page = { .rules = { rules, COUNT(rules) } };
    TRY(guideline_find(request->db, request->arena, community_of(request)->guideline, request->view.lang, &page.current));
    if (page.current.body) {
        struct markdown markdown;
        TRY(markdown_render(request->arena, page.current.body, &markdown));
        page.html = html_trusted(markdown.html);
    }
    if (request->member) {
        page.accepted = request->member->accepted_guidelines;
        page.asks = page.accepted < page.current.version;
        if (page.asks && page.accepted)
            TRY(guideline_differences(request, &page));
    }
    guideline_show(&request->view, &page);
    return OK;
}

enum status guideline_agree(struct request *request)
{
    int64_t version;
    if (!text_same(form_value(request, "agree"), "yes"))
        return form_reject(request, "agree",
                           t(&request->view, "Please tick the box if you agree. If you don’t, you can leave without a trace."));
    /* A newer version that came out while they read is asked for next, not taken as read. */
    if (!text_int(form_value(request, "version"), 1, community_of(request)->guideline, &version))
        return form_reject(request, NULL, t(&request->view, "Something in this form didn’t fit. Please try again."));
    TRY(guideline_accept(request->db, request->arena, request->member->persona, version));
    return redirect_with(request, "/home", NOTICE_GUIDELINES_ACCEPTED);
}

enum status guideline_edit_page(struct request *request)
{
    struct guideline current;
    TRY(guideline_find(request->db, request->arena, community_of(request)->guideline, request->view.lang, &current));
    guideline_editor(&request->view, &current, guideline_plain(&request->view, &current));
    return OK;
}

enum status guideline_publish_next(struct request *request)
{
    struct markdown markdown;
    int64_t version;
    const char *body = form_value(request, "body");
    if (markdown_render(request->arena, body, &markdown) != OK)
        return form_reject(request, "body",
                           t(&request->view, "This text is too tangled to show. Please use fewer nested quotes, lists or links."));
    TRY(guideline_publish(request->db, request->arena, request->view.lang, body, form_value(request, "summary"), request->now, &version));
    TRY(guideline_accept(request->db, request->arena, request->member->persona, version));
    return redirect_with(request, "/guidelines", NOTICE_SAVED);
}

static enum status guideline_erase(struct db *db, struct arena *arena, int64_t persona, bool remove_words)
{
    (void)remove_words;
    return community_forget(db, arena, persona);
}

static enum status guideline_export(struct request *request, json_t *data)
{
    return json_object_set_new(data, N_("Guidelines"), json_integer(request->member->accepted_guidelines)) ? BROKEN : OK;
}

const struct feature guideline_feature = { .name = "guideline", .export_data = guideline_export, .erase = guideline_erase };
