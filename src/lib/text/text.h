/* What members write: names, markdown, hashtags, words. ICU, md4c. */
#ifndef TEXT_H
#define TEXT_H

#include "base/base.h"

/* ---- any text from outside ---- */

/* NFC, CRLF → LF, C0/C1 controls but \n and \t removed, bidi overrides and isolates (U+202A–E, U+2066–9) removed, trimmed at both
 * ends. `text` is well-formed UTF-8 (the router sees to that; a malformed byte would become U+FFFD). Never NULL. */
const char *text_clean(struct arena *arena, const char *text);
/* The same, on one line: line breaks and runs of blanks become one space. For titles, names, notes. */
const char *text_clean_line(struct arena *arena, const char *text);
/* Each line of `text` after text_clean_line, the empty ones left out: what somebody typed one a line. */
struct text_lines {
    const char **items;
    size_t count;
};
struct text_lines text_lines(struct arena *arena, const char *text);
/* NFKC case fold, for comparing what a person types with what was typed before (sign-in names, tags). */
const char *text_fold(struct arena *arena, const char *text);

/* Begins with a capital letter, where its script has them. */
const char *text_capital(struct arena *arena, const char *text);

/* ---- names others see (Unicode TR36/TR39 by ICU uspoof with the recommended set and CHAR_LIMIT) ---- */

enum name_verdict { NAME_FINE, NAME_EMPTY, NAME_LONG, NAME_INVISIBLE, NAME_MIXED, NAME_RESERVED, NAME_NO_LETTER };
enum { NAME_MAX_LENGTH = 40 }; /* characters */
/* `name` after text_clean_line. Emoji may stand beside letters. NAME_INVISIBLE: zero-width or formatting characters (joiners are
 * fine inside scripts that need them and inside emoji), or marks without or heaped upon a letter. NAME_MIXED: scripts that together
 * deceive in one word, or characters that are no letters of any living script (mathematical alphabets). NAME_RESERVED: looks like
 * admin, moderator, steward, facilitator, Kith, system, help, ... in any of the eleven languages, also spelled "4dm1n". About 0.6 ms. */
enum name_verdict name_check(struct arena *arena, const char *name);
/* Two names with the same skeleton look alike (UTS 39 skeleton of the folded name, without blanks and punctuation): the key for
 * uniqueness. Never empty for a name that is NAME_FINE. */
const char *name_skeleton(struct arena *arena, const char *name);

/* ---- markdown (CommonMark by md4c, own renderer) ---- */

struct markdown {
    const char *html;        /* safe by construction; block level */
    const char *const *tags; /* folded hashtags found outside code and links, each once */
    size_t tags_count;
    bool has_links;
};
enum { MARKDOWN_MAX_SOURCE = 20000, MARKDOWN_MAX_HTML = 200000, MARKDOWN_MAX_TAGS = 20 };
/* Paragraphs, bold, emphasis, lists, quotes (at most 8 deep), headings (as bold paragraphs), code, rules, links (http, https,
 * mailto, and own paths; rel="ugc nofollow noreferrer noopener"), no images (their text stays, as a link), no raw HTML, no e-mail
 * autolinks. #hashtags in any script become links to /tags/<tag>. Single line breaks are kept. INVALID: the source is longer than
 * MARKDOWN_MAX_SOURCE characters, or the output limit was passed (reference-link bombs). */
enum status markdown_render(struct arena *arena, const char *source, struct markdown *out) MUST_USE;
/* The same for a long text that stands on a page of its own: headings are h2 and h3, and the limits are the second pair. */
enum { MARKDOWN_LONG_SOURCE = 60000, MARKDOWN_LONG_HTML = 600000 };
enum status markdown_render_long(struct arena *arena, const char *source, struct markdown *out) MUST_USE;
/* The first `max` characters of the text without markup, on one line, with an ellipsis when cut. */
const char *markdown_excerpt(struct arena *arena, const char *source, size_t max);
/* Each line behind "> " and an empty line below, so that what is written next stands outside the quote. "" for no text. */
const char *markdown_quote(struct arena *arena, const char *source);

/* A hashtag as it stands in a URL or a text, without '#': folded; NULL when it can't be one (letters, marks, digits, '_' of any
 * script, joiners removed; at least one letter; at most 60 characters). */
const char *tag_fold(struct arena *arena, const char *text);

/* ---- what changed between two versions of a text ---- */

enum diff_kind { DIFF_SAME, DIFF_ADDED, DIFF_REMOVED };
struct diff_line {
    enum diff_kind kind;
    const char *text;
};
struct diff {
    const struct diff_line *items;
    size_t count;
};
/* Line by line, shortest edit (Myers); at most 2,000 lines a side, else all removed and all added. */
struct diff text_diff(struct arena *arena, const char *before, const char *after);

#endif
