/* The contact form, without an account: a receipt code of sixteen digits, of which only a hash is kept, opens what was written and
 * answered. */
#include "guard/guard.h"
#include "moderation/pages.h"

enum { CONTACT_WORDS_MOST = 40 };

const struct field case_contact_form[] = {
    { "words", 1, CASE_WORDS_MAX, FIELD_TEXT, false },
    { "rank", 0, 10, FIELD_LINE, false },
    GUARD_FIELDS,
    { 0 },
};
const struct field case_contact_answer_form[] = {
    { "code", 1, 40, FIELD_LINE, false },
    { "words", 0, CASE_WORDS_MAX, FIELD_TEXT, false },
    { 0 },
};

/* ---- the code ---- */

static const char *code_make(struct arena *arena)
{
    char digits[CASE_CODE_DIGITS + 1];
    for (size_t i = 0; i < CASE_CODE_DIGITS; i++)
        digits[i] = (char)('0' + random_below(10));
    return arena_slice(arena, digits, CASE_CODE_DIGITS);
}

/* In groups of four, for reading aloud. */
static const char *code_spaced(struct arena *arena, const char *code)
{
    return arena_printf(arena, "%.4s %.4s %.4s %.4s", code, code + 4, code + 8, code + 12);
}

/* The digits of what was typed, whatever stands between them; NULL: not sixteen. */
static const char *code_read(struct arena *arena, const char *typed)
{
    char digits[CASE_CODE_DIGITS + 1];
    size_t count = 0;
    for (const char *at = typed; *at; at++) {
        if (*at < '0' || *at > '9')
            continue;
        if (count == CASE_CODE_DIGITS)
            return NULL;
        digits[count++] = *at;
    }
    return count == CASE_CODE_DIGITS ? arena_slice(arena, digits, count) : NULL;
}

static struct bytes code_hash(struct request *request, const char *code)
{
    struct key key;
    struct hash *hash = arena_alloc(request->arena, sizeof *hash);
    key_derive(&key, &request->app->server_key, "contact receipt");
    hash_keyed(hash, &key, code, strlen(code));
    key_wipe(&key);
    return (struct bytes){ hash->byte, sizeof hash->byte };
}

/* ---- writing ---- */

/* A few from one address, and not more from everywhere together than people can read. */
static bool contact_may(struct request *request)
{
    static const struct limit from_one = { "contact", 3, 0.05 }, from_all = { "contact-all", 60, 1 };
    return limit_take(request, &from_one, request->address_key) && limit_take(request, &from_all, "");
}

enum status case_contact(struct request *request)
{
    const char *code = code_make(request->arena);
    int64_t id = id_at(request->now);
    struct reported_case row = { .id = id, .thing = id, .kind = "contact", .handle = "", .title = "", .words = "", .path = "" };
    TRY(guard_form_check(request));
    if (!contact_may(request))
        return limit_refuse(request, 0);
    row.rank = text_same(form_value(request, "rank"), "danger") ? CASE_DANGER : CASE_SOON;
    row.opened_at = request->now;
    TRY(case_row_insert(request->db, request->arena, &row, code_hash(request, code)));
    TRY(case_word_add(request->db, request->arena, id, "sender", 0, form_value(request, "words"), request->now));
    case_contact_code_html(&request->view, code_spaced(request->arena, code));
    return OK;
}

/* ---- coming back ---- */

enum status case_contact_answer_page(struct request *request)
{
    struct case_letter_view page = { .code = "" };
    case_letter_html(&request->view, &page);
    return OK;
}

/* Each wrong code makes the next wait longer. */
static enum status letter_find(struct request *request, int64_t *id)
{
    static const char guessing[] = "contact-code";
    const char *code = code_read(request->arena, form_value(request, "code"));
    int64_t wait = limit_wait(request, guessing, request->address_key);
    if (wait > 0)
        return limit_refuse(request, wait);
    enum status status = code ? case_row_receipt(request->db, request->arena, code_hash(request, code), id) : NOT_FOUND;
    if (status != NOT_FOUND)
        return status;
    limit_failed(request, guessing, request->address_key);
    return form_reject(request, "code", t(&request->view, "No letter belongs to this code. It has sixteen digits."));
}

static enum status letter_add(struct request *request, const struct reported_case *about, const struct case_words *words)
{
    if (about->closed_at || words->count >= CONTACT_WORDS_MOST)
        return form_reject(request, "words", t(&request->view, "This letter is closed. You can write a new one."));
    if (!contact_may(request))
        return limit_refuse(request, 0);
    TRY(case_word_add(request->db, request->arena, about->id, "sender", 0, form_value(request, "words"), request->now));
    if (!about->claimed_by)
        return OK;
    return notification_send(request->db, request->arena, &(struct notification){ about->claimed_by, NOTIFICATION_CASE, 0, about->id },
                             request->now);
}

/* The code travels in the form alone, never in an address; so the answer to the form is the page. */
enum status case_contact_answer(struct request *request)
{
    struct reported_case about;
    struct case_words words, shown;
    int64_t id = 0;
    TRY(letter_find(request, &id));
    TRY(case_row_find(request->db, request->arena, id, &about));
    TRY(case_word_list(request->db, request->arena, id, &words));
    if (*form_value(request, "words")) {
        TRY(letter_add(request, &about, &words));
        TRY(case_word_list(request->db, request->arena, id, &words));
    }
    shown = (struct case_words){ arena_array(request->arena, words.count + 1, sizeof *shown.items), 0 };
    for (size_t i = 0; i < words.count; i++)
        if (text_same(words.items[i].kind, "sender") || text_same(words.items[i].kind, "answer"))
            shown.items[shown.count++] = words.items[i];
    struct case_letter_view page = { code_spaced(request->arena, code_read(request->arena, form_value(request, "code"))), &shown,
                                     about.closed_at != 0 };
    case_letter_html(&request->view, &page);
    return OK;
}
