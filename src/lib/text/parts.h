/* What the files of this folder share; nobody else includes it. */
#ifndef TEXT_PARTS_H
#define TEXT_PARTS_H

#include "text/text.h"

#include <md4c.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

/* ---- code points ---- */

void text_add(struct buf *out, UChar32 c);
/* False for what text_clean would take out (controls, bidi overrides) and for what isn't a character at all. */
bool text_allows(UChar32 c);
/* The text in UTF-16, as ICU wants it; *len in units. */
UChar *text_utf16(struct arena *arena, const char *text, int32_t *len);
const char *text_utf8(struct arena *arena, const UChar *text, int32_t len);
const char *text_normalized(struct arena *arena, const UNormalizer2 *form, const char *text);
/* ICU answers errors only for misuse or a broken installation: both stop the process. */
void text_must(UErrorCode error);

/* ---- names ---- */

/* Looks like the title of somebody who runs the place, in any of the eleven languages, however it is spelled. */
bool name_is_reserved(struct arena *arena, const char *name);
/* What `text` looks like: NFKC case folded, then the UTS 39 skeleton, then folded again (the skeleton of 0 is O). */
const char *name_look(struct arena *arena, const USpoofChecker *checker, const char *text);

/* ---- markdown ---- */

/* The code point an entity ("&amp;", "&#65;", "&#x41;") stands for: U+FFFD for a forbidden one, 0 for a name we don't know. */
UChar32 markdown_entity(const char *text, size_t len);
/* A link target as the browser may see it, decoded, checked against the allowed schemes and percent-encoded; NULL: no link. */
const char *markdown_target(struct arena *arena, const MD_ATTRIBUTE *attribute);
enum { MARKDOWN_FLAGS = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEURLAUTOLINKS };

/* ---- tags ---- */

/* Bytes of the hashtag's body at `text` (behind '#'), 0 when none begins here; may still be refused by tag_fold. */
size_t tag_length(const char *text);
/* A hashtag may begin behind this character (0: at the start). */
bool tag_may_follow(UChar32 before);

#endif
