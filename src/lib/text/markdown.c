/* Markdown to HTML: md4c reads, this writes, and only what stands here can ever be written. */
#include "text/parts.h"

#include <unicode/uchar.h>

enum { MAX_DEPTH = 8 };  /* of quotes, and of lists; what is nested deeper stands in the innermost one */
enum { MAX_SPANS = 16 }; /* open at once; emphasis nested deeper changes nothing more */

/* md4c doesn't always close what it opens: "*[](*)" enters an emphasis and never leaves it. So the open spans are counted here. */
enum span { SPAN_EMPHASIS, SPAN_STRONG, SPAN_CODE, SPAN_LINK, SPAN_SILENT = 0x10 /* added to one that has no tag */ };

/* Where an open block's dir="auto" begins in the output. Browsers look for its first strong character only outside inner blocks that
 * have a dir of their own, so a quote around an Arabic paragraph would count as left-to-right: it is settled here. */
struct direction {
    size_t at[MAX_DEPTH * 3];
    int open, settled;
};

struct render {
    struct arena *arena;
    struct buf out;
    struct direction direction;
    bool is_long;      /* headings stay headings */
    size_t most;       /* bytes of output */
    int quotes, lists; /* open ones */
    struct buf spans;  /* open ones, a byte each */
    bool in_link;
    const char *target;        /* of the link being written; NULL: none, or one that isn't allowed */
    const char *written;       /* where its target stands in the source */
    size_t link_from;          /* where it begins in the output */
    bool link_empty, link_new; /* nothing to see in it so far; no text at all so far */
    UChar32 before;            /* the last character of this block, 0 at its start */
    const char *tags[MARKDOWN_MAX_TAGS];
    size_t tags_count;
    bool words;    /* since the last block's tag */
    bool line_due; /* the next ones begin a list item that is nested too deep for a tag of its own */
    bool has_links;
};

static void put(struct render *render, const char *html)
{
    buf_puts(&render->out, html);
}

static void put_block(struct render *render, const char *html)
{
    put(render, html);
    render->words = render->line_due = false;
}

static void begin_inline(struct render *render)
{
    if (render->line_due && render->words)
        put(render, "<br>");
    render->line_due = false;
}

/* Every callback ends with this: md4c stops at once when the output is full. */
static int full(const struct render *render)
{
    return render->out.len > render->most;
}

/* ---- directions ---- */

static const char AUTO[] = "dir=\"auto\">", RIGHT_TO_LEFT[] = "dir=\"rtl\" >"; /* of one length: one replaces the other in place */
_Static_assert(sizeof AUTO == sizeof RIGHT_TO_LEFT, "one replaces the other in place");

static void open_directed(struct render *render, const char *tag)
{
    put_block(render, tag);
    render->direction.at[render->direction.open++] = render->out.len;
    put_block(render, AUTO);
}

static void close_directed(struct render *render, const char *tag)
{
    put_block(render, tag);
    render->direction.open--;
    if (render->direction.settled > render->direction.open)
        render->direction.settled = render->direction.open;
}

/* The first strong character settles all blocks around it that have none yet. */
static void settle_direction(struct render *render, UChar32 c)
{
    struct direction *direction = &render->direction;
    if (direction->settled == direction->open)
        return;
    UCharDirection kind = u_charDirection(c);
    bool right = kind == U_RIGHT_TO_LEFT || kind == U_RIGHT_TO_LEFT_ARABIC;
    if (!right && kind != U_LEFT_TO_RIGHT)
        return;
    for (int i = direction->settled; right && i < direction->open; i++)
        memcpy(render->out.data + direction->at[i], RIGHT_TO_LEFT, sizeof RIGHT_TO_LEFT - 1);
    direction->settled = direction->open;
}

/* ---- text ---- */

static void put_escaped(struct render *render, const char *text, size_t len)
{
    for (size_t i = 0, from = 0; i <= len; i++) {
        const char *escape = i == len          ? ""
                             : text[i] == '&'  ? "&amp;"
                             : text[i] == '<'  ? "&lt;"
                             : text[i] == '>'  ? "&gt;"
                             : text[i] == '"'  ? "&quot;"
                             : text[i] == '\'' ? "&#39;"
                                               : NULL;
        if (!escape)
            continue;
        buf_add(&render->out, text + from, i - from);
        put(render, escape);
        from = i + 1;
    }
}

/* Text a person sees, `text` zero-ended: keeps in mind what later decisions need. */
static void put_text(struct render *render, const char *text)
{
    render->words = true;
    for (const char *at = text; *at;) {
        UChar32 c = text_next(&at);
        settle_direction(render, c);
        if (render->link_empty && u_isgraph(c) && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
            render->link_empty = false;
        render->before = c;
    }
    put_escaped(render, text, strlen(text));
}

static bool tag_keep(struct render *render, const char *tag)
{
    for (size_t i = 0; i < render->tags_count; i++)
        if (text_same(render->tags[i], tag))
            return true;
    if (render->tags_count == MARKDOWN_MAX_TAGS)
        return false;
    render->tags[render->tags_count++] = tag;
    return true;
}

static void put_tag(struct render *render, const char *tag, const char *shown)
{
    put(render, "<a href=\"/tags/");
    buf_percent(&render->out, tag, "");
    put(render, "\">");
    put_text(render, shown);
    put(render, "</a>");
}

/* Text outside links and code: hashtags become links. */
static void put_with_tags(struct render *render, const char *text)
{
    struct arena *arena = render->arena;
    UChar32 before = render->before;
    const char *from = text;
    for (const char *at = text; *at;) {
        const char *hash = at;
        UChar32 c = text_next(&at);
        if ((c == '#' || c == 0xff03) && tag_may_follow(before)) {
            size_t len = tag_length(at);
            const char *tag = len ? tag_fold(arena, arena_slice(arena, at, len)) : NULL;
            if (tag && tag_keep(render, tag)) {
                put_text(render, arena_slice(arena, from, (size_t)(hash - from)));
                from = at += len;
                put_tag(render, tag, arena_slice(arena, hash, (size_t)(at - hash)));
                c = render->before;
            }
        }
        before = c;
    }
    put_text(render, from);
}

/* ---- links ---- */

static void open_link(struct render *render, const MD_ATTRIBUTE *target)
{
    render->target = markdown_target(render->arena, target);
    render->written = target ? target->text : "";
    render->link_from = render->out.len;
    render->in_link = render->link_empty = render->link_new = true;
    if (!render->target)
        return;
    put(render, "<a href=\"");
    put_escaped(render, render->target, strlen(render->target));
    put(render, "\" rel=\"ugc nofollow noreferrer noopener\">");
}

static void close_link(struct render *render)
{
    render->in_link = false;
    if (!render->target)
        return;
    if (render->link_empty)
        put_text(render, render->target); /* a link nobody could see or hear */
    put(render, "</a>");
    render->has_links = true;
    render->target = NULL;
}

/* "<ana@example.org>" is an e-mail address somebody wrote down, not a link they made: it stays text. md4c tells only by where the text
 * stands in the source (the text of a link to "mailto:" always has a '<' or a '[' before it). */
static void unlink_address(struct render *render, MD_TEXTTYPE type, const char *text)
{
    if (render->in_link && render->link_new && render->target && type == MD_TEXT_NORMAL && text_starts(render->target, "mailto:") &&
        text[-1] == '<') {
        render->out.len = render->link_from;
        render->target = NULL;
    }
    render->link_new = false;
}

static bool ends_address(UChar32 c)
{
    for (const char *at = "、。，．！？；：（）「」『』【】《》〈〉…“”‘’«»،؛؟"; *at;)
        if (text_next(&at) == c)
            return true;
    return false;
}

/* Bytes of a bare address before punctuation of scripts that put no blank behind it; md4c stops only at ASCII's. */
static size_t address_length(const char *text, size_t len)
{
    for (const char *at = text, *from = at; at < text + len; from = at)
        if (ends_address(text_next(&at)))
            return (size_t)(from - text);
    return len;
}

/* A bare address that runs on too far ("https://example.org。") is linked again as far as it goes. True: all is written. */
static bool put_address(struct render *render, const char *bytes, size_t size)
{
    size_t len = render->target && render->link_new && bytes == render->written ? address_length(bytes, size) : size;
    if (len == size)
        return false;
    const MD_TEXTTYPE type = MD_TEXT_NORMAL;
    const MD_OFFSET offsets[] = { 0, (MD_OFFSET)len };
    render->out.len = render->link_from;
    open_link(render, &(MD_ATTRIBUTE){ bytes, (MD_SIZE)len, &type, offsets });
    put_text(render, arena_slice(render->arena, bytes, len));
    close_link(render);
    render->in_link = true; /* until md4c leaves it */
    put_text(render, arena_slice(render->arena, bytes + len, size - len));
    return true;
}

/* ---- spans ---- */

static void open_span(struct render *render, enum span span, const MD_ATTRIBUTE *target)
{
    static const char *const tags[] = { "<em>", "<strong>", "<code>" };
    bool silent = render->spans.len >= MAX_SPANS || (span == SPAN_LINK && render->in_link); /* a link in a link is only its text */
    buf_putc(&render->spans, (char)(silent ? span | SPAN_SILENT : span));
    render->link_new = false; /* there is a tag in it: what follows may not take the link back */
    if (silent)
        return;
    if (span == SPAN_LINK)
        open_link(render, target);
    else
        put(render, tags[span]);
}

static void close_last_span(struct render *render)
{
    static const char *const tags[] = { "</em>", "</strong>", "</code>" };
    int span = (unsigned char)render->spans.data[--render->spans.len];
    if (span == SPAN_LINK)
        close_link(render);
    else if (!(span & SPAN_SILENT))
        put(render, tags[span]);
}

/* Closes what is open inside, too; a span that was never opened is nothing to close. */
static void close_span(struct render *render, enum span span)
{
    size_t at = render->spans.len;
    while (at && (render->spans.data[at - 1] & ~SPAN_SILENT) != (int)span)
        at--;
    while (at && render->spans.len >= at)
        close_last_span(render);
}

static void close_spans(struct render *render)
{
    while (render->spans.len)
        close_last_span(render);
}

/* Images are links too: their text stays, and who wants to see them goes there. */
static enum span span_of(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM ? SPAN_EMPHASIS : type == MD_SPAN_STRONG ? SPAN_STRONG : type == MD_SPAN_CODE ? SPAN_CODE : SPAN_LINK;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct render *render = context;
    begin_inline(render);
    open_span(render, span_of(type),
              type == MD_SPAN_A     ? &((MD_SPAN_A_DETAIL *)detail)->href
              : type == MD_SPAN_IMG ? &((MD_SPAN_IMG_DETAIL *)detail)->src
                                    : NULL);
    return full(render);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    close_span(context, span_of(type));
    return full(context);
}

static int text(MD_TEXTTYPE type, const char *bytes, MD_SIZE size, void *context)
{
    struct render *render = context;
    UChar32 c = type == MD_TEXT_ENTITY ? markdown_entity(bytes, size) : type == MD_TEXT_NULLCHAR ? 0xfffd : 0;
    begin_inline(render);
    if (type == MD_TEXT_NORMAL && put_address(render, bytes, size))
        return full(render);
    unlink_address(render, type, bytes);
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) {
        put(render, "<br>");
        render->before = 0;
    } else if (c) {
        struct buf one = { .arena = render->arena };
        text_add(&one, c);
        put_text(render, one.data);
    } else if (type == MD_TEXT_NORMAL && !render->in_link) {
        put_with_tags(render, arena_slice(render->arena, bytes, size));
    } else {
        put_text(render, arena_slice(render->arena, bytes, size));
    }
    return full(render);
}

/* ---- blocks ---- */

static void open_list(struct render *render, const MD_BLOCK_OL_DETAIL *numbered)
{
    if (++render->lists > MAX_DEPTH)
        return;
    const char *tag = "<ul ";
    if (numbered)
        tag = numbered->start == 1 ? "<ol " : arena_printf(render->arena, "<ol start=\"%u\" ", numbered->start);
    open_directed(render, tag);
}

/* The page has its own h1. Headings stand only in the text itself: inside a quote or a list they would tear its outline. */
static const char *heading_tag(const struct render *render, const MD_BLOCK_H_DETAIL *heading, bool opens)
{
    if (!render->is_long || render->quotes || render->lists)
        return opens ? "<p dir=\"auto\"><strong>" : "</strong></p>";
    if (heading->level <= 2)
        return opens ? "<h2 dir=\"auto\">" : "</h2>";
    return opens ? "<h3 dir=\"auto\">" : "</h3>";
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct render *render = context;
    render->before = 0;
    close_spans(render);
    if (type == MD_BLOCK_QUOTE && ++render->quotes <= MAX_DEPTH)
        open_directed(render, "<blockquote ");
    else if (type == MD_BLOCK_UL || type == MD_BLOCK_OL)
        open_list(render, type == MD_BLOCK_OL ? detail : NULL);
    else if (type == MD_BLOCK_LI && render->lists <= MAX_DEPTH)
        open_directed(render, "<li ");
    else if (type == MD_BLOCK_LI)
        render->line_due = true;
    else if (type == MD_BLOCK_P)
        put_block(render, "<p dir=\"auto\">");
    else if (type == MD_BLOCK_H)
        put_block(render, heading_tag(render, detail, true));
    else if (type == MD_BLOCK_CODE)
        put_block(render, "<pre dir=\"auto\"><code>");
    else if (type == MD_BLOCK_HR)
        put_block(render, "<hr>");
    return full(render);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct render *render = context;
    close_spans(render);
    if (type == MD_BLOCK_QUOTE && render->quotes-- <= MAX_DEPTH)
        close_directed(render, "</blockquote>");
    else if ((type == MD_BLOCK_UL || type == MD_BLOCK_OL) && render->lists-- <= MAX_DEPTH)
        close_directed(render, type == MD_BLOCK_UL ? "</ul>" : "</ol>");
    else if (type == MD_BLOCK_LI && render->lists <= MAX_DEPTH)
        close_directed(render, "</li>");
    else if (type == MD_BLOCK_P)
        put_block(render, "</p>");
    else if (type == MD_BLOCK_H)
        put_block(render, heading_tag(render, detail, false));
    else if (type == MD_BLOCK_CODE)
        put_block(render, "</code></pre>");
    return full(render);
}

static enum status render_whole(struct arena *arena, const char *source, bool is_long, struct markdown *out)
{
    const char *clean = text_clean(arena, source);
    if (text_length(clean) > (is_long ? MARKDOWN_LONG_SOURCE : MARKDOWN_MAX_SOURCE))
        return INVALID;
    struct render render = { .arena = arena, .out = { .arena = arena }, .spans = { .arena = arena }, .is_long = is_long };
    render.most = is_long ? MARKDOWN_LONG_HTML : MARKDOWN_MAX_HTML;
    const MD_PARSER parser = { 0, MARKDOWN_FLAGS, enter_block, leave_block, enter_span, leave_span, text, NULL, NULL };
    int failed = md_parse(clean, (MD_SIZE)strlen(clean), &parser, &render);
    if (failed < 0) {
        log_line(LOG_ERROR, "markdown.failed", "no memory for %zu bytes", strlen(clean));
        abort();
    }
    if (failed || full(&render))
        return INVALID;
    const char **tags = arena_array(arena, render.tags_count + 1, sizeof *tags);
    for (size_t i = 0; i < render.tags_count; i++)
        tags[i] = render.tags[i];
    *out = (struct markdown){ buf_text(&render.out), tags, render.tags_count, render.has_links };
    return OK;
}

enum status markdown_render(struct arena *arena, const char *source, struct markdown *out)
{
    return render_whole(arena, source, false, out);
}

enum status markdown_render_long(struct arena *arena, const char *source, struct markdown *out)
{
    return render_whole(arena, source, true, out);
}
