/* What is left of messages for a reader who doesn't meet everybody. Their own words are in no list (message_store.c); here it is what
 * others made of them: quotes, and names that were called. */
#include "chat/pages.h"

/* The names that message_render marked; which of several it was can't be told from the page, so all of them. */
static const char *mentions_veiled(struct arena *arena, const char *html)
{
    static const char open[] = "<b class=\"mention\">", close[] = "</b>";
    struct buf out = { .arena = arena };
    for (const char *at; (at = strstr(html, open)); html = at) {
        buf_add(&out, html, (size_t)(at - html));
        buf_puts(&out, "@…");
        const char *end = strstr(at, close);
        at = end ? end + sizeof close - 1 : at + strlen(at);
    }
    buf_puts(&out, html);
    return buf_text(&out);
}

enum status message_settle_all(struct request *request, struct messages *messages)
{
    struct block_list unseen;
    TRY(block_unseen_of(request, &unseen));
    for (size_t i = 0; unseen.count && i < messages->count; i++) {
        struct message *message = &messages->items[i];
        bool called = false;
        if (block_has(&unseen, message->reply_by)) {
            message->reply_name = message->reply_body = NULL;
            message->reply_note_category = message->reply_note_text = "";
        }
        for (size_t n = 0; n < message->mentions_count; n++)
            called = called || block_has(&unseen, message->mentions[n]);
        if (called) {
            message->html = mentions_veiled(request->arena, message->html);
            message->mentions_count = 0;
        }
    }
    return OK;
}

uint64_t room_apart(const struct block_list *unseen)
{
    return unseen->count ? bytes_digest(BYTES_DIGEST, unseen->items, unseen->count * sizeof *unseen->items) >> 1 : 0;
}
