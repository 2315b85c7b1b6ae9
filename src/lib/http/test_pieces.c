/* Pieces of pages: found by their bytes or their key, joined into one gzip stream, and the same piece gives each reader their token. */
#include "http/pieces.h"
#include "tests/harness/harness.h"

static const char tail[] = "\"></template>";

/* A list of forms with the token in each, as a conversation has; where the tokens stand. */
static struct bytes list_of_forms(struct arena *arena, const char *token, size_t at[50])
{
    struct buf text = { .arena = arena };
    for (int i = 0; i < 50; i++) {
        buf_printf(
            &text,
            "<li><article id=\"post-%d\">%x said something of their own %d</article><form action=\"/posts/%d/react\"><input value=\"", i,
            i * 7919, i * i, i);
        at[i] = text.len;
        buf_printf(&text, "%s\"><button>With you</button></form></li>", token);
    }
    return (struct bytes){ text.data, text.len };
}

UNIT_TEST(a_piece_is_wanted_when_it_is_asked_for_twice_and_found_only_as_what_it_is)
{
    struct arena arena = { 0 };
    struct pieces *pieces = pieces_new(0);
    const struct bytes text = { "what many readers are shown, what many readers are shown", 56 };
    const struct piece_name name = { 0, 0, text };
    EXPECT(!pieces_wanted(pieces, text) && pieces_wanted(pieces, text));
    EXPECT(!pieces_find(pieces, &arena, &name));
    const struct piece *piece = pieces_keep(pieces, &arena, &name, (struct bytes){ 0 }, text, NULL);
    EXPECT(piece && piece->serial && piece == pieces_find(pieces, &arena, &name));
    const struct piece_name others[] = {
        { 0, 0, { "what many readers are shown, what many readers are Shown", 56 } },
        { 0, 0, { text.data, text.len - 1 } },
        { 0, 1, text },
        { piece->serial, 0, text },
        { PIECE_BY_KEY, 0, text },
    };
    for (size_t i = 0; i < COUNT(others); i++)
        EXPECT(!pieces_find(pieces, &arena, &others[i]));
    arena_free(&arena);
    pieces_free(pieces);
}

UNIT_TEST(pieces_are_bounded_and_what_is_used_stays)
{
    struct arena arena = { 0 };
    struct pieces *pieces = pieces_new(20000);
    char text[1000];
    random_bytes(text, sizeof text);
    const struct piece_name used = { PIECE_BY_KEY, 0, { "used", 4 } }, first = { PIECE_BY_KEY, 0, { "first", 5 } };
    EXPECT(pieces_keep(pieces, &arena, &first, (struct bytes){ 0 }, (struct bytes){ text, sizeof text }, NULL));
    EXPECT(pieces_keep(pieces, &arena, &used, (struct bytes){ 0 }, (struct bytes){ text, sizeof text }, NULL));
    for (int i = 0; i < 40; i++) {
        const char *key = arena_printf(&arena, "%d", i);
        const struct piece_name name = { PIECE_BY_KEY, 0, { key, strlen(key) } };
        EXPECT(pieces_keep(pieces, &arena, &name, (struct bytes){ 0 }, (struct bytes){ text, sizeof text }, NULL));
        EXPECT(pieces_find(pieces, &arena, &used));
    }
    EXPECT(!pieces_find(pieces, &arena, &first));
    arena_free(&arena);
    pieces_free(pieces);
}

UNIT_TEST(a_piece_with_forms_refers_back_to_the_token_before_it)
{
    struct arena arena = { 0 };
    struct pieces *pieces = pieces_new(0);
    const char *token = "dGhpcyBpcyBhIHRva2VuIG9mIG9uZSBhbnN3ZXI_Zm9yIGEgdGVzdCBvZiBwaWVjZXMgYW5kIG5vdGhpbmcgZWxzZQ";
    size_t at[50];
    const struct piece_name name = { PIECE_BY_KEY, 0, { "list", 4 } };
    const struct bytes text = list_of_forms(&arena, token, at);
    const struct tokens tokens = { token, "\"", tail, at, 50 };
    const struct piece *piece = pieces_keep(pieces, &arena, &name, (struct bytes){ 0 }, text, &tokens);
    EXPECT(piece && piece->token_len == strlen(token) && piece->deflated_len < text.len / 8);
    const struct bytes blank = piece_text(&arena, piece, "\"", tail);
    EXPECT(blank.len == text.len);
    for (size_t i = 0, from = 0; i <= 50; from = at[i < 50 ? i : 0] + strlen(token), i++) {
        size_t to = i < 50 ? at[i] : text.len;
        EXPECT(!memcmp((const char *)blank.data + from, (const char *)text.data + from, to - from));
        for (size_t j = 0; i < 50 && j < strlen(token); j++)
            EXPECT(!((const char *)blank.data)[to + j]);
    }
    arena_free(&arena);
    pieces_free(pieces);
}
