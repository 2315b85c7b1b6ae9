/* Words that wait until somebody who looks after the group has read them: whose do, how they come onto the board, how they come back. Each
 * has a pair of its own, whose secret only the writer's key opens: so what is given back is sealed to them by whoever gives it, and words
 * without a name are known again by their writer alone. */
#include "board/pages.h"

#include "trust/trust.h"

enum { TENDERS_MOST = 50 };

static bool is_minor(const struct request *request)
{
    enum age_band band = request->member->band;
    return band != BAND_UNSAID && band != BAND_ADULT;
}

/* A made-up name says nothing of its writer: so it waits as if they were new, until something of it stayed in this conversation. */
static enum status nameless_is_new(struct request *request, int64_t topic, bool *is_new)
{
    int64_t alias;
    bool muted, stayed;
    *is_new = true;
    if (!topic)
        return OK;
    enum status status = handle_find(request->db, request->arena, topic, handle_of(request, topic), &alias, &muted);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    TRY(waiting_alias_stayed(request->db, request->arena, topic, alias, &stayed));
    *is_new = !stayed;
    return OK;
}

enum status waiting_needed(struct request *request, const struct group *group, int64_t topic, bool hides_name, bool *waits)
{
    struct group_waiting rule;
    struct trust_answer answer;
    int64_t first = community_of(request)->first_posts, stayed;
    *waits = false;
    if (group->is_facilitator)
        return OK;
    TRY(group_waiting_find(request->db, request->arena, group->id, &rule));
    *waits = rule.who == GROUP_WAITS_EVERYBODY || (rule.minors && (hides_name || is_minor(request)));
    if (*waits || (rule.who == GROUP_WAITS_NOBODY && !first))
        return OK;
    if (hides_name)
        return nameless_is_new(request, topic, waits);
    TRY(trust_may(request, TRUST_AT_ONCE, &answer)); /* who is new here: one notion for the whole place */
    *waits = !answer.may && rule.who == GROUP_WAITS_NEWCOMERS;
    if (answer.may || *waits)
        return OK;
    TRY(waiting_stayed(request->db, request->arena, request->member->persona, first, &stayed));
    *waits = stayed < first;
    return OK;
}

/* ---- the pair ---- */

static const char *secret_context(struct arena *arena, int64_t persona, int64_t id)
{
    return arena_printf(arena, "waiting_post.secret.%lld.%lld", (long long)id, (long long)persona);
}

static void pair_make(struct request *request, struct waiting *waiting)
{
    struct key_pair pair;
    struct key *open = arena_alloc(request->arena, sizeof *open);
    key_pair_random(&pair);
    *open = pair.open;
    waiting->open_key = (struct bytes){ open->byte, KEY_BYTES };
    waiting->secret = seal(request->arena, &request->member->key, secret_context(request->arena, request->member->persona, waiting->id),
                           (struct bytes){ pair.secret.byte, KEY_BYTES });
    key_wipe(&pair.secret);
}

/* NOT_FOUND: it isn't that persona's of the signed-in member. */
static enum status pair_open(struct request *request, int64_t persona, int64_t id, struct bytes secret, struct key *key)
{
    struct bytes plain;
    if (unseal(request->arena, &request->member->key, secret_context(request->arena, persona, id), secret, &plain) != OK ||
        plain.len != KEY_BYTES)
        return NOT_FOUND;
    memcpy(key->byte, plain.data, KEY_BYTES);
    memset((char *)plain.data, 0, plain.len);
    return OK;
}

/* ---- in ---- */

const char *waiting_tags(struct arena *arena, const char *const *tags, size_t count)
{
    struct buf text = { .arena = arena };
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s\n", tags[i]);
    return buf_text(&text);
}

static enum status tender_tell(struct request *request, int64_t persona, int64_t group)
{
    const struct notification told = { persona, NOTIFICATION_WAITING, 0, group };
    return notification_send(request->db, request->arena, &told, request->now);
}

/* Those who look after it hear that there is something to read; not of whom. Where nobody does, those who look after the place do. */
static enum status waiting_tell(struct request *request, int64_t group)
{
    static const enum role roles[] = { ROLE_MODERATOR, ROLE_STEWARD };
    struct group_people people;
    TRY(facilitator_list(request->db, request->arena, group, &people));
    for (size_t i = 0; i < people.count; i++)
        TRY(tender_tell(request, people.items[i].persona, group));
    for (size_t role = 0; !people.count && role < COUNT(roles); role++) {
        int64_t tenders[TENDERS_MOST];
        size_t count;
        TRY(persona_role_list(request->db, request->arena, roles[role], tenders, COUNT(tenders), &count));
        for (size_t i = 0; i < count; i++)
            if (!account_name_is_own(request, tenders[i])) /* nobody is told of their own words */
                TRY(tender_tell(request, tenders[i], group));
    }
    return OK;
}

static enum status board_of(struct request *request, int64_t topic, int64_t *board)
{
    struct topic found;
    struct group group;
    TRY(topic_find(request, topic, &found, &group));
    *board = found.board_id;
    return OK;
}

enum status waiting_put(struct request *request, const struct topic_new *topic, const struct post_new *words, bool hides_name)
{
    struct waiting waiting = { .id = topic ? topic->id : words->id,
                               .group = words->group,
                               .board = topic ? topic->board : 0,
                               .topic = topic ? 0 : words->topic,
                               .persona = hides_name ? 0 : words->persona,
                               .title = topic ? topic->title : "",
                               .wish = topic ? topic->wish : "none",
                               .body = words->body,
                               .html = words->html,
                               .note_category = words->note_category,
                               .note_text = words->note_text,
                               .tags = waiting_tags(request->arena, words->tags, words->tags_count),
                               .quoted = words->quoted,
                               .day = time_day(request->now) };
    if (!topic)
        TRY(board_of(request, words->topic, &waiting.board));
    if (hides_name)
        waiting.handle = handle_of(request, words->topic);
    pair_make(request, &waiting);
    TRY(waiting_add(request->db, request->arena, &waiting));
    return waiting_tell(request, waiting.group);
}

/* ---- changing what stands already ---- */

/* One passage taken out and nothing put in: others need read nothing new. */
static bool only_less(const char *before, const char *after)
{
    size_t was = strlen(before), is = strlen(after), from = 0, back = 0;
    if (is > was)
        return false;
    while (from < is && before[from] == after[from])
        from++;
    while (back < is - from && before[was - 1 - back] == after[is - 1 - back])
        back++;
    return from + back == is;
}

/* What they typed, behind a draft that is there. */
static enum status instead_keep(struct request *request, const char *place, const struct post *post, const struct post_text *text)
{
    struct draft kept;
    struct draft draft = { .place = place,
                           .title = "",
                           .wish = "none",
                           .body = text->body,
                           .note = text->note_category,
                           .note_own = text->note_text,
                           .anonymous = post->alias ? "yes" : "" };
    enum status status = draft_find(request, place, &kept);
    if (status != NOT_FOUND)
        TRY(status);
    if (status == OK && *kept.body && !strstr(kept.body, text->body))
        draft.body = arena_printf(request->arena, "%s\n\n%s", kept.body, text->body);
    return draft_put(request, &draft);
}

enum status waiting_instead(struct request *request, const struct post *post, const struct topic *topic, const struct group *group,
                            const struct post_text *text, bool *instead)
{
    *instead = false;
    const char *title = post->is_opening ? form_value(request, "title") : topic->title;
    bool waits, less = only_less(post->body, text->body) && text_same(title, topic->title) &&
                       (!*text->note_text || text_same(text->note_text, post->note_text));
    if (less)
        return OK;
    TRY(waiting_needed(request, group, topic->id, post->alias != 0, &waits));
    if (!waits)
        return OK;
    if (topic->closed || !group->may_write)
        return form_reject(request, NULL,
                           t(&request->view,
                             "In this group words are read before others see them, and changes, too; and nothing new can be "
                             "written here now. You can take a passage out, or take your words away."));
    const char *place = topic_path(&request->view, topic, "/reply");
    TRY(instead_keep(request, place, post, text));
    *instead = true;
    return redirect_with(request, place, NOTICE_INSTEAD);
}

/* ---- out ---- */

enum status waiting_settle(struct db *db, struct arena *arena, int64_t group)
{
    int64_t count;
    TRY(waiting_count(db, arena, group, &count));
    return count ? OK : notification_forget(db, arena, NOTIFICATION_WAITING, group);
}

/* Whose words have no name isn't known, and so nobody is told. */
static enum status writer_tell(struct request *request, int64_t persona, int64_t subject)
{
    const struct notification told = { persona, NOTIFICATION_WORDS, 0, subject };
    return persona ? notification_send(request->db, request->arena, &told, request->now) : OK;
}

static struct post_new waiting_words(struct request *request, const struct waiting *waiting)
{
    struct post_new words = { .id = id_at(request->now),
                              .topic = waiting->topic ? waiting->topic : waiting->id,
                              .group = waiting->group,
                              .persona = waiting->persona,
                              .body = waiting->body,
                              .html = waiting->html,
                              .note_category = waiting->note_category,
                              .note_text = waiting->note_text,
                              .at = request->now };
    size_t lines = 1;
    for (const char *at = waiting->tags; *at; at++)
        lines += *at == '\n';
    const char **tags = arena_array(request->arena, lines, sizeof *tags);
    for (const char *at = waiting->tags; *at; at += strcspn(at, "\n") + 1)
        tags[words.tags_count++] = arena_slice(request->arena, at, strcspn(at, "\n"));
    words.tags = tags;
    return words;
}

/* Whether the writer may write in the group now; who is paused may not. NOT_FOUND: no. */
static enum status writer_check(struct request *request, const struct waiting *waiting)
{
    struct group_person person;
    struct group group;
    int64_t paused, muted;
    if (waiting->persona) {
        TRY(persona_paused_until(request->db, request->arena, waiting->persona, &paused));
        TRY(group_mute_find(request->db, request->arena, waiting->group, waiting->persona, request->now, &muted));
        return paused > request->now || muted ? NOT_FOUND
                                              : membership_find(request->db, request->arena, waiting->group, waiting->persona, &person);
    }
    TRY(group_find_tended(request, waiting->group_slug, &group));
    return group.anonymous ? OK : NOT_FOUND;
}

/* NOT_FOUND: the made-up name was asked to stop, or there are no more of them. */
static enum status alias_take(struct request *request, const struct waiting *waiting, int64_t handles, int64_t *alias)
{
    bool muted = false;
    enum status status = handle_find(request->db, request->arena, waiting->topic, waiting->handle, alias, &muted);
    if (status == NOT_FOUND)
        status = handle_add(request->db, request->arena, waiting->topic, waiting->handle, handles, alias);
    return muted || status == CONFLICT ? NOT_FOUND : status;
}

static enum status waiting_stand(struct request *request, const struct waiting *waiting, struct post_new *words)
{
    int64_t handles;
    bool quote_stands;
    TRY(writer_check(request, waiting));
    TRY(waiting_place(request->db, request->arena, waiting, &handles, &quote_stands));
    words->quoted = quote_stands ? waiting->quoted : 0;
    return waiting->topic && waiting->handle.data ? alias_take(request, waiting, handles, &words->alias) : OK;
}

enum status waiting_publish(struct request *request, const struct waiting *waiting, int64_t *published)
{
    struct post_new words = waiting_words(request, waiting);
    *published = 0;
    enum status status = waiting_stand(request, waiting, &words);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    TRY(waiting_take(request->db, request->arena, waiting->id));
    if (waiting->topic) {
        TRY(post_publish(request, &words));
    } else {
        struct topic_new wish = { .id = waiting->id,
                                  .board = waiting->board,
                                  .group = waiting->group,
                                  .title = waiting->title,
                                  .wish = waiting->wish,
                                  .opening = words };
        TRY(topic_publish(request, &wish, waiting->handle));
    }
    *published = words.id;
    TRY(writer_tell(request, waiting->persona, words.id));
    return waiting_settle(request->db, request->arena, waiting->group);
}

/* ---- back ---- */

enum status waiting_give_back(struct request *request, const struct waiting *waiting, const char *answer)
{
    struct key open;
    struct buf plain = { .arena = request->arena };
    const char *const texts[] = { waiting->title, waiting->wish, waiting->body, waiting->note_category, waiting->note_text, answer };
    if (waiting->open_key.len != KEY_BYTES)
        return BROKEN;
    memcpy(open.byte, waiting->open_key.data, KEY_BYTES);
    text_pack(&plain, texts, COUNT(texts));
    struct bytes sealed = seal_to(request->arena, &open, (struct bytes){ plain.data, plain.len });
    TRY(waiting_seal(request->db, request->arena, waiting->id, sealed, time_day(request->now)));
    TRY(writer_tell(request, waiting->persona, waiting->id));
    return waiting_settle(request->db, request->arena, waiting->group);
}

static enum status given_back_open(struct request *request, const struct key *secret, struct waiting *waiting)
{
    struct key_pair pair = { .secret = *secret };
    struct bytes plain;
    const char **const texts[] = { &waiting->title,         &waiting->wish,      &waiting->body,
                                   &waiting->note_category, &waiting->note_text, &waiting->answer };
    if (waiting->open_key.len == KEY_BYTES)
        memcpy(pair.open.byte, waiting->open_key.data, KEY_BYTES);
    enum status status = unseal_from(request->arena, &pair, waiting->sealed, &plain);
    key_wipe(&pair.secret);
    if (status != OK)
        return NOT_FOUND;
    return text_unpack(plain, texts, COUNT(texts)) == COUNT(texts) ? OK : NOT_FOUND;
}

enum status waiting_find_own(struct request *request, int64_t id, struct waiting *waiting)
{
    struct key secret;
    TRY(waiting_find(request, id, waiting));
    if (waiting->persona && waiting->persona != request->member->persona)
        return NOT_FOUND;
    TRY(pair_open(request, request->member->persona, id, waiting->secret, &secret));
    enum status status = waiting->sealed.data ? given_back_open(request, &secret, waiting) : OK;
    key_wipe(&secret);
    return status;
}

enum status waiting_each_nameless(struct request *request, int64_t persona, int64_t group, waiting_work *work, void *context)
{
    struct rows rows;
    int64_t after = 0;
    do {
        TRY(waiting_nameless(request->db, request->arena, group, after, &rows));
        while (rows_next(&rows)) {
            struct key secret;
            after = rows_int(&rows);
            if (pair_open(request, persona, after, rows_blob(&rows), &secret) != OK)
                continue;
            key_wipe(&secret);
            TRY(work(request, after, context));
        }
    } while (rows.count);
    return OK;
}

/* ---- the writer goes ---- */

static enum status leave_one(struct request *request, int64_t id, void *context)
{
    const bool *drop = context;
    struct waiting waiting;
    TRY(waiting_find(request, id, &waiting));
    if (*drop)
        TRY(waiting_drop(request->db, request->arena, id));
    else if (!waiting.sealed.data)
        TRY(waiting_give_back(request, &waiting, ""));
    return waiting_settle(request->db, request->arena, waiting.group);
}

enum status waiting_leave_nameless(struct request *request, int64_t persona, int64_t group, bool drop)
{
    return waiting_each_nameless(request, persona, group, leave_one, &drop);
}

enum status waiting_leave(struct request *request, int64_t persona, int64_t group, bool drop)
{
    struct rows rows;
    TRY(waiting_of(request->db, request->arena, persona, group, &rows));
    while (rows_next(&rows))
        TRY(leave_one(request, rows_int(&rows), &drop));
    return OK;
}

/* ---- what cuts across features ---- */

static enum status export_one(struct request *request, int64_t id, void *context)
{
    struct waiting waiting;
    enum status status = waiting_find_own(request, id, &waiting);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    json_t *item = json_pack("{s:s, s:s, s:s}", N_("group"), waiting.group_name, N_("title"), waiting.title, N_("text"), waiting.body);
    if (*waiting.answer)
        json_object_set_new(item, N_("answer"), json_string(waiting.answer));
    json_array_append_new(context, item);
    return OK;
}

enum status waiting_export(struct request *request, json_t *data)
{
    struct waitings own;
    int64_t before = INT64_MAX;
    json_t *list = json_array();
    json_object_set_new(data, N_("words that wait to be read"), list);
    do {
        TRY(waiting_list_own(request, before, &own));
        for (size_t i = 0; i < own.count; i++) {
            before = own.items[i].id;
            TRY(export_one(request, before, list));
        }
    } while (own.more);
    return waiting_each_nameless(request, request->member->persona, 0, export_one, list);
}

/* They are on the board now, or wait for their writer again. */
static enum status words_subject(struct request *request, int64_t id, struct subject *subject)
{
    struct waiting waiting;
    struct post post;
    struct topic topic;
    struct group group;
    enum status status = waiting_find_own(request, id, &waiting);
    if (status == OK)
        subject->path = waiting_path(&request->view, &waiting, "");
    if (status != NOT_FOUND)
        return status;
    TRY(post_find(request, id, &post, &topic, &group));
    return post_path(request, topic.id, id, &subject->path);
}

enum status waiting_subject(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct group group;
    int64_t count;
    if (text_same(kind, "words"))
        return words_subject(request, id, subject);
    TRY(group_of(request, id, &group));
    TRY(group_find_tended(request, group.slug, &group));
    TRY(waiting_count(request->db, request->arena, id, &count));
    subject->title = group.name;
    subject->path = waiting_queue_path(&request->view, &group, NULL, "");
    return count ? OK : NOT_FOUND;
}

enum status waiting_speaker(struct request *request, const int64_t *personas, size_t count, int64_t *persona)
{
    const char *from = request->path + strlen(WAITING_PATH "/");
    int64_t id, writer;
    if (!text_int(arena_slice(request->arena, from, strcspn(from, "/")), 1, INT64_MAX, &id))
        return NOT_FOUND;
    TRY(waiting_writer(request->db, request->arena, id, &writer));
    for (size_t i = 0; i < count; i++)
        if (personas[i] == writer) {
            *persona = writer;
            return OK;
        }
    return NOT_FOUND;
}
