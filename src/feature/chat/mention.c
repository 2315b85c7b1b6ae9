/* "@Name": who is spoken to. Names hold blanks, are written in any script, and need no blank behind them where the script has none; so
 * every beginning of what follows an @ is compared with the group's members, and the longest that fits is meant. */
#include "chat/pages.h"

#include "html/html.h"

/* Marks a name inside the markdown by two characters that nobody types (Unicode's private use), so that the renderer carries it through. */
#define MARK "\xee\x80\x80"      /* U+E000, followed by U+E010 + the number of the mention */
#define MARK_ENCODED "%EE%80%80" /* in an address */
enum { MARK_LENGTH = 6, FIRST_NUMBER = 0x90, ATS_LOOKED_AT = 16 };

/* Letters of the scripts that put blanks between words (Latin to Tibetan, Georgian, and the extensions of Latin and Greek). */
static bool goes_on(int32_t c)
{
    static const int32_t marks[] = { 0xd7, 0xf7, 0x37e, 0x387, 0x55d, 0x589, 0x60c, 0x61b, 0x61f, 0x6d4, 0x964, 0x965 };
    for (size_t i = 0; i < COUNT(marks); i++)
        if (c == marks[i])
            return false;
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0xe00) ||
           (c >= 0x10a0 && c <= 0x10ff) || (c >= 0x1e00 && c <= 0x1fff);
}

/* An @ inside an address ("a@b.org", "https://x.org/@a") speaks to nobody. */
static bool begins_mention(const char *body, const char *at)
{
    return at == body || !((at[-1] >= '0' && at[-1] <= '9') || (at[-1] >= 'A' && at[-1] <= 'Z') || (at[-1] >= 'a' && at[-1] <= 'z') ||
                           strchr("/.@_-+=%&?#:\\", at[-1]));
}

/* The beginnings of what follows an @, each with what it looks like. */
struct beginnings {
    const char *skeleton[NAME_MAX_LENGTH], *end[NAME_MAX_LENGTH];
    size_t count;
};

static void beginnings_read(struct arena *arena, const char *text, struct beginnings *list)
{
    const char *at = text;
    list->count = 0;
    for (int length = 0; length < NAME_MAX_LENGTH && *at && *at != '\n' && *at != '@'; length++) {
        const char *next = at;
        int32_t c = text_next(&at), after = text_next(&(const char *){ at });
        if (c == ' ' && next == text)
            return;
        if (goes_on(c) && goes_on(after))
            continue;
        list->skeleton[list->count] = name_skeleton(arena, arena_slice(arena, text, (size_t)(at - text)));
        list->end[list->count++] = at;
    }
}

/* Whom the writer doesn't meet isn't there for them. Who isn't in the group's member list can be spoken to only where others know of them:
 * a mention would tell that they belong to it. */
static enum status mention_tells(struct db *db, struct arena *arena, int64_t group, int64_t by, const struct group_person *person,
                                 bool *tells)
{
    bool known = !person->hides || person->is_facilitator;
    if (!known)
        TRY(message_writer_known(db, arena, group, person->persona, &known));
    *tells = !known;
    return known ? block_between(db, arena, by, person->persona, tells) : OK;
}

/* Who is meant; *end is where the name ends, NULL: nobody. */
static enum status mention_read(struct db *db, struct arena *arena, int64_t group, int64_t by, const char *text, const char **end,
                                struct group_person *person)
{
    struct beginnings list;
    struct group_people people;
    *end = NULL;
    beginnings_read(arena, text, &list);
    if (!list.count)
        return OK;
    TRY(membership_by_skeletons(db, arena, group, list.skeleton, list.count, &people));
    for (size_t length = 0, i = 0; i < people.count; i++) {
        const char *skeleton = name_skeleton(arena, people.items[i].name);
        bool tells;
        TRY(mention_tells(db, arena, group, by, &people.items[i], &tells));
        if (tells)
            continue;
        for (size_t n = 0; n < list.count; n++)
            if (text_same(list.skeleton[n], skeleton) && strlen(skeleton) > length) {
                length = strlen(skeleton);
                *end = list.end[n];
                *person = people.items[i];
                break; /* the shortest of those that look the same: without what stands behind the name */
            }
    }
    return OK;
}

/* ---- into the page ---- */

struct marked {
    const char *text[MESSAGE_MENTIONS]; /* "@Ana", as it was typed */
    size_t count;
};

/* The names back in their places; false: one stands inside a tag, where nothing may be marked. */
static bool marks_replace(struct arena *arena, const char *html, const struct marked *marked, const char **out)
{
    struct buf buf = { .arena = arena };
    struct view view = { .out = &buf };
    bool tag = false;
    if (strstr(html, MARK_ENCODED))
        return false;
    while (*html) {
        size_t number = text_starts(html, MARK) ? (unsigned char)html[MARK_LENGTH - 1] - (size_t)FIRST_NUMBER : MESSAGE_MENTIONS;
        if (number < marked->count) {
            if (tag)
                return false;
            buf_puts(&buf, "<b class=\"mention\">");
            html_text_str(&view, marked->text[number]);
            buf_puts(&buf, "</b>");
            html += MARK_LENGTH;
            continue;
        }
        tag = *html == '<' || (tag && *html != '>');
        buf_putc(&buf, *html++);
    }
    *out = buf_text(&buf);
    return true;
}

static void mention_add(struct message_words *words, int64_t persona)
{
    for (size_t i = 0; i < words->mentions_count; i++)
        if (words->mentions[i] == persona)
            return;
    words->mentions[words->mentions_count++] = persona;
}

/* What a message becomes, and its text once `renamed` (a persona, 0: nobody) is called `name`. */
static enum status words_render(struct db *db, struct arena *arena, int64_t group, int64_t by, const char *body, int64_t renamed,
                                const char *name, struct message_words *words, struct buf *text)
{
    struct buf source = { .arena = arena };
    struct marked marked = { .count = 0 };
    struct markdown markdown;
    int looked_at = 0;
    *words = (struct message_words){ .mentions_count = 0 };
    bool plain = strstr(body, MARK) != NULL;
    for (const char *at = body; *at;) {
        struct group_person person;
        const char *end = NULL;
        if (*at == '@' && !plain && begins_mention(body, at) && marked.count < MESSAGE_MENTIONS && looked_at++ < ATS_LOOKED_AT)
            TRY(mention_read(db, arena, group, by, at + 1, &end, &person));
        if (!end) {
            buf_putc(text, *at);
            buf_putc(&source, *at++);
            continue;
        }
        mention_add(words, person.persona);
        const char number[] = { (char)0xee, (char)0x80, (char)(FIRST_NUMBER + marked.count) };
        buf_puts(&source, MARK);
        buf_add(&source, number, sizeof number);
        const char *typed = arena_slice(arena, at, (size_t)(end - at));
        marked.text[marked.count] = person.persona == renamed ? arena_printf(arena, "@%s", name) : typed;
        buf_puts(text, marked.text[marked.count++]);
        at = end;
    }
    TRY(markdown_render(arena, buf_text(&source), &markdown));
    if (marks_replace(arena, markdown.html, &marked, &words->html))
        return OK;
    TRY(markdown_render(arena, buf_text(text), &markdown));
    words->html = markdown.html;
    return OK;
}

enum status message_render(struct db *db, struct arena *arena, int64_t group, int64_t by, const char *body, struct message_words *words)
{
    struct buf text = { .arena = arena };
    return words_render(db, arena, group, by, body, 0, "", words, &text);
}

/* A name that is called stands in the words of others as they typed it: there it changes too. */
enum status mention_rename(struct db *db, struct arena *arena, int64_t persona, const char *name)
{
    struct mention_places places;
    TRY(mention_places_of(db, arena, persona, &places));
    for (size_t i = 0; i < places.count; i++) {
        struct message_words words;
        struct buf text = { .arena = arena };
        const struct mention_place *place = &places.items[i];
        enum status status = words_render(db, arena, place->group, place->by, place->body, persona, name, &words, &text);
        if (status == INVALID) /* too long now to be shown: without the call, then */
            continue;
        TRY(status);
        TRY(mention_place_update(db, arena, place, buf_text(&text), words.html));
    }
    return OK;
}
