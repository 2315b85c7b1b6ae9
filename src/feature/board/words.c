/* What a writer can wish for, and that others were there, without a number. The order is the order on the page. */
#include "board/pages.h"

static const struct topic_wish wishes[] = {
    { "none", N_("Nothing in particular"), N_("People answer as it comes to them."), "leaf" },
    { "listen", N_("Please just listen"), N_("“I read this” is enough. No advice."), "ear" },
    { "share", N_("Share your experience"), N_("I’d like to hear how it was for you."), "read" },
    { "advice", N_("Advice is welcome"), N_("Ideas, things that helped, things to try."), "lamp" },
};
static const struct topic_wishes wishes_all = { wishes, COUNT(wishes) };

const struct topic_wishes *topic_wishes_all(void)
{
    return &wishes_all;
}
const struct topic_wish *topic_wish_find(const char *code)
{
    for (size_t i = 0; i < COUNT(wishes); i++)
        if (text_same(wishes[i].code, code))
            return &wishes[i];
    return &wishes[0];
}

const char *topic_wish_note(struct view *view, const struct topic *topic)
{
    const char *name = topic->name ? topic->name : t(view, "The writer");
    if (text_same(topic->wish, "listen"))
        return tf(view, "{1} asked for listening, not advice. “I read this” is a whole reply.", name);
    if (text_same(topic->wish, "share"))
        return tf(view, "{1} would like to hear how it was for you. Speak of yourself, and leave the conclusions to them.", name);
    if (text_same(topic->wish, "advice"))
        return tf(view, "{1} would like ideas. Say what helped you, and leave the choice to them.", name);
    return NULL;
}

/* Somebody else gave this kind: several did, or one did and it wasn't the reader. */
static bool others_gave(const struct post *post, unsigned kind)
{
    return (post->warmth & kind * REACTION_SEVERAL) || ((post->warmth & kind) && !(post->mine & kind));
}

const char *reaction_phrase(struct view *view, const struct post *post)
{
    if (others_gave(post, REACTION_WITH))
        return t(view, "Some people are sitting with this.");
    if (others_gave(post, REACTION_SAME))
        return t(view, "Some people know this too.");
    if (others_gave(post, REACTION_STRENGTH))
        return t(view, "Some people are sending strength.");
    if (others_gave(post, REACTION_THANKS))
        return t(view, "Some people are glad this was said.");
    return NULL;
}

const char *topic_title_text(struct view *view, const struct topic *topic)
{
    return *topic->title ? topic->title : t(view, "A conversation whose beginning was taken away");
}

/* ---- quotes ---- */

/* Without its quotes, also nested ones. */
static const char *html_unquoted(struct arena *arena, const char *html)
{
    static const char open[] = "<blockquote", close[] = "</blockquote>";
    struct buf out = { .arena = arena };
    for (int depth = 0; *html;) {
        bool opens = text_starts(html, open), closes = text_starts(html, close);
        depth += opens;
        if (!depth)
            buf_putc(&out, *html);
        depth -= closes && depth;
        html += opens ? strcspn(html, ">") + 1 : closes ? sizeof close - 1 : 1;
    }
    return buf_text(&out);
}

/* The same of what was written: lines behind ">". */
static const char *body_unquoted(struct arena *arena, const char *body)
{
    struct buf out = { .arena = arena };
    while (*body) {
        size_t len = strcspn(body, "\n");
        size_t blank = strspn(body, " ");
        if (body[blank] != '>')
            buf_add(&out, body, len + (body[len] == '\n'));
        body += len + (body[len] == '\n');
    }
    return buf_text(&out);
}

void post_veil(struct arena *arena, struct post *post)
{
    post->quoted_name = NULL;
    if (post->html)
        post->html = html_unquoted(arena, post->html);
    if (post->body)
        post->body = body_unquoted(arena, post->body);
}
