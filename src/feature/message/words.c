/* What is said: sealed, opened, changed, taken away. */
#include "message/pages.h"

enum { BESIDE_MS = 10 * 60 * 1000, EXCERPT = 160 };

/* ---- opening ---- */

static const struct key *generation_key(const struct conversation_keys *keys, int64_t generation)
{
    for (size_t i = 0; i < keys->count; i++)
        if (keys->items[i].number == generation)
            return &keys->items[i].key;
    return NULL;
}

/* Nothing outside says whose it is: it opens with its writer's voice alone. NOT_FOUND: with none that is left. */
static enum status words_open(struct arena *arena, const struct conversation *conversation, const struct conversation_message_row *row,
                              struct conversation_words *words, const struct conversation_person **by)
{
    const struct conversation_keys *keys = conversation->keys;
    const struct key *key = generation_key(keys, row->generation);
    for (size_t i = 0; key && row->sealed.data && i < conversation->people.count; i++)
        if (keys->has_voice[i] && conversation_words_open(arena, key, &keys->voices[i], row->id, row->sealed, words) == OK) {
            *by = &conversation->people.items[i];
            return words->seat == (*by)->seat ? OK : NOT_FOUND;
        }
    return NOT_FOUND;
}

/* False: it isn't to be shown to this reader at all. */
static bool message_fill(struct request *request, const struct conversation *conversation, const struct conversation_message_row *row,
                         struct conversation_message *message)
{
    static const struct conversation_person nobody = { .persona = 0 };
    struct conversation_words words = { 0 };
    struct markdown html;
    *message = (struct conversation_message){ .number = row->number, .change = row->change, .by = &nobody };
    if (!generation_key(conversation->keys, row->generation))
        return false; /* from before they came */
    message->gone = words_open(request->arena, conversation, row, &words, &message->by) != OK;
    if (message->gone)
        return true;
    if (message->by->blocked || (words.until && words.until <= request->now))
        return false;
    message->is_mine = message->by == conversation->me;
    message->body = words.body;
    message->html = markdown_render(request->arena, words.body, &html) == OK ? html.html : "";
    message->at = words.at;
    message->edited_at = words.edited_at;
    message->until = words.until;
    message->reply_to = words.reply_to;
    return true;
}

/* What it answers, as far as it can still be read. */
static enum status reply_fill(struct request *request, const struct conversation *conversation, struct conversation_message *message)
{
    struct conversation_message_row row;
    struct conversation_message of;
    if (!message->reply_to)
        return OK;
    enum status status = conversation_message_find(request->db, request->arena, conversation->channel, message->reply_to, &row);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    if (!message_fill(request, conversation, &row, &of) || of.gone)
        return OK;
    message->reply_name = of.by->name;
    message->reply_text = markdown_excerpt(request->arena, of.body, EXCERPT);
    return OK;
}

enum status conversation_message_open(struct request *request, const struct conversation *conversation, int64_t number,
                                      struct conversation_message *message, int64_t *id)
{
    struct conversation_message_row row;
    TRY(conversation_message_find(request->db, request->arena, conversation->channel, number, &row));
    if (!message_fill(request, conversation, &row, message))
        return NOT_FOUND;
    *id = row.id;
    return reply_fill(request, conversation, message);
}

/* Which follow on from the one above, and where the news begin. */
static void annotate(const struct conversation *conversation, struct conversation_messages *messages)
{
    bool found = false;
    for (size_t i = 0; i < messages->count; i++) {
        struct conversation_message *message = &messages->items[i];
        const struct conversation_message *above = i ? message - 1 : NULL;
        message->starts_new = !found && conversation->seen && message->number > conversation->seen && !message->is_mine;
        found |= message->starts_new;
        message->is_next =
            above && !message->starts_new && above->by == message->by && message->at && above->at && message->at - above->at < BESIDE_MS;
    }
}

enum status conversation_read(struct request *request, const struct conversation *conversation, int64_t before,
                              struct conversation_messages *messages)
{
    struct conversation_message_rows rows;
    TRY(conversation_message_list(request->db, request->arena, conversation->channel, before, conversation->keys->items[0].number,
                                  CONVERSATION_PAGE + 1, &rows));
    *messages = (struct conversation_messages){ arena_array(request->arena, rows.count + 1, sizeof *messages->items), 0,
                                                rows.count > CONVERSATION_PAGE };
    for (size_t i = messages->older ? CONVERSATION_PAGE : rows.count; i-- > 0;)
        messages->count += message_fill(request, conversation, &rows.items[i], &messages->items[messages->count]);
    for (size_t i = 0; i < messages->count; i++)
        TRY(reply_fill(request, conversation, &messages->items[i]));
    annotate(conversation, messages);
    return OK;
}

/* ---- saying ---- */

static size_t place_of(const struct conversation *conversation, const struct conversation_person *person)
{
    return (size_t)(person - conversation->people.items);
}

static struct bytes words_seal(struct arena *arena, const struct conversation *conversation, int64_t id,
                               const struct conversation_words *words)
{
    const struct key *voice = &conversation->keys->voices[place_of(conversation, conversation->me)];
    return conversation_words_seal(arena, &conversation_key_now(conversation)->key, voice, id, words);
}

static enum status others_tell(struct request *request, const struct conversation *conversation)
{
    if (conversation->kind != CONVERSATION_PRIVATE && conversation->kind != CONVERSATION_APPLICATION)
        return OK;
    for (size_t i = 0; i < conversation->people.count; i++) {
        const struct conversation_person *person = &conversation->people.items[i];
        if (person == conversation->me || person->blocked || !conversation->keys->is_seated[i])
            continue;
        TRY(conversation_tell_soon(request->db, request->arena, person->seat, request->now));
    }
    return OK;
}

static enum status seen_own(struct request *request, struct conversation *conversation)
{
    int64_t nonce = id_random();
    conversation->seen = conversation->last;
    return conversation_seen_put(
        request->db, request->arena, conversation->id, nonce,
        conversation_mask(&conversation->keys->voices[place_of(conversation, conversation->me)], nonce, conversation->last));
}

enum status conversation_send(struct request *request, struct conversation *conversation, const char *body, int64_t reply_to,
                              int64_t *number)
{
    struct markdown html;
    struct conversation_message_row row = { .id = id_random(), .generation = conversation_key_now(conversation)->number };
    struct conversation_words words = { .seat = conversation->id, .at = request->now, .reply_to = reply_to, .body = body };
    if (conversation->ended || conversation->waits)
        return FORBIDDEN;
    TRY(markdown_render(request->arena, body, &html));
    TRY(conversation_next_change(request->db, request->arena, conversation->channel, &row.change));
    if (conversation->keep_days)
        words.until = request->now + conversation->keep_days * TIME_DAY;
    row.number = *number = row.change;
    row.sealed = words_seal(request->arena, conversation, row.id, &words);
    TRY(conversation_message_insert(request->db, request->arena, conversation->channel, &row, words.until ? time_day(words.until) : 0));
    conversation->last = row.number;
    conversation->last_at = request->now;
    TRY(conversation_head_put(request->db, request->arena, conversation));
    TRY(seen_own(request, conversation));
    TRY(others_tell(request, conversation));
    return live_publish(request->db, request->arena, &conversation_live, conversation->channel);
}

/* ---- one's own ---- */

enum status conversation_edit(struct request *request, struct conversation *conversation, const struct conversation_message *message,
                              const char *body)
{
    struct markdown html;
    struct conversation_message_row row;
    struct conversation_words words = { .seat = conversation->id, .at = message->at, .edited_at = request->now, .body = body };
    words.until = message->until;
    words.reply_to = message->reply_to;
    TRY(markdown_render(request->arena, body, &html));
    TRY(conversation_message_find(request->db, request->arena, conversation->channel, message->number, &row));
    TRY(conversation_next_change(request->db, request->arena, conversation->channel, &row.change));
    row.sealed = conversation_words_seal(request->arena, generation_key(conversation->keys, row.generation),
                                         &conversation->keys->voices[place_of(conversation, conversation->me)], row.id, &words);
    TRY(conversation_message_update(request->db, request->arena, &row));
    return live_publish(request->db, request->arena, &conversation_live, conversation->channel);
}

enum status conversation_take_away(struct request *request, struct conversation *conversation, int64_t number)
{
    struct conversation_message_row row;
    TRY(conversation_message_find(request->db, request->arena, conversation->channel, number, &row));
    TRY(conversation_next_change(request->db, request->arena, conversation->channel, &row.change));
    row.sealed = (struct bytes){ NULL, 0 };
    TRY(conversation_message_update(request->db, request->arena, &row));
    return live_publish(request->db, request->arena, &conversation_live, conversation->channel);
}
