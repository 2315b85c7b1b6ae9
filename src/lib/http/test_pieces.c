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

UNIT_TEST(a_piece_is_kept_when_it_is_asked_for_twice)
{
    struct arena arena = { 0 };
    struct pieces *pieces = pieces_new(0);
    const struct bytes text = { "what many readers are shown, what many readers are shown", 56 };
    for (int asked = 0; asked < 2; asked++) {
        EXPECT(!pieces_find_text(pieces, &arena, text, text.len));
        pieces_offer_text(pieces, text, text.len);
    }
    EXPECT(pieces_find_text(pieces, &arena, text, text.len));
    EXPECT(!pieces_find_text(pieces, &arena, (struct bytes){ "what many readers are shown, what many readers are Shown", 56 }, 56));
    EXPECT(!pieces_find_key(pieces, &arena, text));
    arena_free(&arena);
    pieces_free(pieces);
}

UNIT_TEST(a_piece_with_forms_refers_back_to_the_token_before_it)
{
    struct arena arena = { 0 };
    struct pieces *pieces = pieces_new(0);
    const char *token = "dGhpcyBpcyBhIHRva2VuIG9mIG9uZSBhbnN3ZXI_Zm9yIGEgdGVzdCBvZiBwaWVjZXMgYW5kIG5vdGhpbmcgZWxzZQ";
    size_t at[50];
    const struct bytes key = { "list", 4 }, text = list_of_forms(&arena, token, at);
    const struct tokens tokens = { token, "\"", tail, at, 50 };
    pieces_offer_key(pieces, key, text, &tokens);
    pieces_offer_key(pieces, key, text, &tokens);
    EXPECT(pieces_find_key(pieces, &arena, key));
    arena_free(&arena);
    pieces_free(pieces);
}
