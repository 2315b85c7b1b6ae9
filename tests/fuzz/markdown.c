/* Whatever is written, the page stays well-formed, holds only our own tags, and leads only where it may. */
#include "tests/fuzz/fuzz.h"

#include "text/text.h"

enum { LINK, STRONG, EM, BR, HR };
static const char *const tags[] = { "a", "strong", "em", "br", "hr", "p", "code", "pre", "ul", "ol", "li", "blockquote" };

static void link_check(const char *tag)
{
    static const char *const starts[] = { "http://", "https://", "mailto:", "/" };
    const char *href = tag + strlen("<a href=\"");
    bool allowed = false;
    for (size_t i = 0; i < COUNT(starts); i++)
        allowed = allowed || strncasecmp(href, starts[i], strlen(starts[i])) == 0;
    PROMISE(text_starts(tag, "<a href=\""));
    PROMISE(allowed);
    PROMISE(href[0] != '/' || (href[1] != '/' && href[1] != '\\'));
    for (; *href != '"'; href++)
        PROMISE((unsigned char)*href > ' ' && *href != '<' && *href != '\'');
    PROMISE(text_starts(href, "\">") || text_starts(href, "\" rel=\"ugc nofollow noreferrer noopener\">"));
}

static int tag_at(const char *name)
{
    size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz");
    for (int i = 0; i < (int)COUNT(tags); i++)
        if (strlen(tags[i]) == len && memcmp(tags[i], name, len) == 0)
            return i;
    return -1;
}

static void html_check(const char *html)
{
    char open[MARKDOWN_MAX_SOURCE + 64]; /* emphasis may nest as deep as its stars */
    int depth = 0, blocks = 0, links = 0;
    for (const char *at = html; (at = strchr(at, '<')); at = strchr(at, '>')) {
        bool closing = at[1] == '/';
        int tag = tag_at(at + 1 + closing), step = closing ? -1 : 1;
        PROMISE(tag >= 0 && strchr(at, '>'));
        if (tag == BR || tag == HR) {
            PROMISE(!closing);
            continue;
        }
        if (closing) {
            PROMISE(depth > 0 && open[--depth] == tag);
        } else {
            PROMISE(depth < (int)sizeof open);
            open[depth++] = (char)tag;
        }
        blocks += tag > HR ? step : 0;
        links += tag == LINK ? step : 0;
        PROMISE(blocks <= 32 && links <= 1);
        if (tag == LINK && !closing)
            link_check(at);
    }
    PROMISE(depth == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = { 0 };
    const char *source = arena_slice(&arena, (const char *)data, size);
    struct markdown out;
    if (markdown_render(&arena, source, &out) == OK) {
        PROMISE(strlen(out.html) <= MARKDOWN_MAX_HTML);
        PROMISE(text_is_utf8(out.html, strlen(out.html)));
        PROMISE(out.tags_count <= MARKDOWN_MAX_TAGS);
        html_check(out.html);
        for (size_t i = 0; i < out.tags_count; i++)
            PROMISE(text_same(tag_fold(&arena, out.tags[i]), out.tags[i]));
    }
    size_t max = size ? data[0] : 0;
    const char *excerpt = markdown_excerpt(&arena, source, max);
    PROMISE(text_length(excerpt) <= max + 1 && !strchr(excerpt, '\n') && text_is_utf8(excerpt, strlen(excerpt)));
    const char *quote = markdown_quote(&arena, source);
    PROMISE(!*quote || quote[0] == '>');
    arena_free(&arena);
    return 0;
}
