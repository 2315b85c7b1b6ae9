/* Forms: what came, what the route declared, what is wrong with it. Multipart bodies are read by multipart.c. */
#include "http/inside.h"
#include "text/text.h"

#include <ctype.h>
#include <strings.h>

/* ---- "a=b&c=d" ---- */

char *form_decode(struct arena *arena, const char *text, size_t size, bool plus, bool strict, size_t *len)
{
    char *out = arena_alloc(arena, size + 1);
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '+' && plus) {
            out[n++] = ' ';
        } else if (text[i] == '%' && i + 2 < size && text_hex_digit(text[i + 1]) >= 0 && text_hex_digit(text[i + 2]) >= 0) {
            out[n++] = (char)(text_hex_digit(text[i + 1]) << 4 | text_hex_digit(text[i + 2]));
            i += 2;
        } else if (text[i] == '%' && strict) {
            return NULL;
        } else {
            out[n++] = text[i];
        }
    }
    *len = n;
    return out;
}

/* What can't be read of a text becomes "?", so that the rest can be shown to whoever wrote it. False when nothing had to. */
static bool value_mend(char *text, size_t len)
{
    if (text_is_utf8(text, len))
        return false;
    for (size_t i = 0, size; i < len; i += size) {
        for (size = 1; size < 4 && i + size < len && !text_is_utf8(text + i, size);)
            size++;
        if (!text_is_utf8(text + i, size)) {
            text[i] = '?';
            size = 1;
        }
    }
    return true;
}

/* Reads on behind a value that is no text: the page that says so shows the words. */
int form_read_encoded(struct arena *arena, const char *text, size_t len, struct pairs *pairs)
{
    const char *end = text + len;
    int wrong = 0;
    while (text < end) {
        const char *stop = memchr(text, '&', (size_t)(end - text));
        size_t size = (size_t)((stop ? stop : end) - text), name_len, value_len;
        const char *equals = memchr(text, '=', size);
        size_t name_size = equals ? (size_t)(equals - text) : size;
        if (size) {
            if (pairs->count == FIELDS_MAX)
                return 413;
            const char *value = equals ? equals + 1 : text + size;
            char *name = form_decode(arena, text, name_size, true, false, &name_len);
            char *decoded = form_decode(arena, value, (size_t)(text + size - value), true, false, &value_len);
            if (name_len > FIELD_NAME_MAX || !text_is_utf8(name, name_len))
                return 400;
            if (value_mend(decoded, value_len))
                wrong = 400;
            exchange_pair_add(arena, pairs, name, decoded);
        }
        text += size + 1;
    }
    return wrong;
}

const char *query_value(const struct request *request, const char *name)
{
    const struct pairs *query = &request->exchange->query;
    for (size_t i = 0; i < query->count; i++)
        if (text_same(query->items[i].name, name))
            return text_clean_line(request->arena, query->items[i].value);
    return "";
}

/* ---- the form as it came ---- */

static const struct field *declared(const struct request *request, const char *name)
{
    for (const struct field *field = request->route ? request->route->form : NULL; field && field->name; field++)
        if (text_same(field->name, name))
            return field;
    return NULL;
}

/* What goes on to be kept or shown again: no token, and no password. */
static void note_fields(struct request *request)
{
    struct exchange *exchange = request->exchange;
    exchange->clean = arena_array(request->arena, exchange->fields.count + 1, sizeof *exchange->clean);
    for (size_t i = 0; i < exchange->fields.count; i++) {
        const struct pair *pair = &exchange->fields.items[i];
        const struct field *field = declared(request, pair->name);
        if (field && field->kind == FIELD_LINE)
            exchange->clean[i] = text_clean_line(request->arena, pair->value);
        else if (field && field->kind == FIELD_TEXT)
            exchange->clean[i] = text_clean(request->arena, pair->value);
        else if (field)
            exchange->clean[i] = pair->value;
        if (!text_same(pair->name, "csrf") && !(field && field->kind == FIELD_SECRET))
            exchange_pair_add(request->arena, &exchange->kept, pair->name, pair->value);
    }
}

int form_read(struct request *request)
{
    struct exchange *exchange = request->exchange;
    if ((uint64_t)exchange->body.len > (uint64_t)request_body_limit(request))
        return 413;
    const char *type = header_value(request, "Content-Type");
    const char *word = arena_slice(request->arena, type, strcspn(type, "; \t"));
    int wrong = 0;
    if (header_same(word, "multipart/form-data"))
        wrong = form_read_multipart(request, type);
    else if (!exchange->body.len || !*word || header_same(word, "application/x-www-form-urlencoded"))
        wrong = form_read_encoded(request->arena, exchange->body.data, exchange->body.len, &exchange->fields);
    else
        wrong = 415;
    note_fields(request);
    exchange->form_read = !wrong;
    return wrong;
}

const char *form_raw(const struct request *request, const char *name)
{
    const struct pairs *fields = &request->exchange->fields;
    for (size_t i = 0; i < fields->count; i++)
        if (text_same(fields->items[i].name, name))
            return fields->items[i].value;
    return NULL;
}

/* The n-th value of a declared field, cleaned; NULL past the last. */
static const char *value_at(const struct request *request, const char *name, size_t n)
{
    const struct exchange *exchange = request->exchange;
    for (size_t i = 0; exchange->clean && i < exchange->fields.count; i++)
        if (exchange->clean[i] && text_same(exchange->fields.items[i].name, name) && !n--)
            return exchange->clean[i];
    return NULL;
}

const char *form_value(const struct request *request, const char *name)
{
    const char *value = value_at(request, name, 0);
    return value ? value : "";
}

bool form_has(const struct request *request, const char *name)
{
    return value_at(request, name, 0) || form_upload(request, name);
}

size_t form_values(const struct request *request, const char *name, const char **out, size_t max)
{
    size_t n = 0;
    for (; n < max; n++)
        if (!(out[n] = value_at(request, name, n)))
            break;
    return n;
}

const struct pair *form_all(const struct request *request, size_t *count)
{
    *count = request->exchange->kept.count;
    return request->exchange->kept.items;
}

const struct upload *form_upload(const struct request *request, const char *name)
{
    const struct exchange *exchange = request->exchange;
    const struct field *field = declared(request, name);
    if (!field || field->kind != FIELD_FILE)
        return NULL;
    for (size_t i = 0; i < exchange->uploads_count; i++)
        if (text_same(exchange->uploads[i].field, name))
            return &exchange->uploads[i];
    return NULL;
}

/* ---- what the route declared ---- */

enum fault { FAULT_NONE, FAULT_EMPTY, FAULT_SHORT, FAULT_LONG };

static enum fault length_fault(const struct field *field, size_t length)
{
    if (length > field->max)
        return FAULT_LONG;
    if (length >= field->min)
        return FAULT_NONE;
    return length ? FAULT_SHORT : FAULT_EMPTY;
}

/* A field that may come several times needs one value when it needs any; each value keeps to the most. */
static enum fault field_fault(const struct request *request, const struct field *field)
{
    if (field->kind == FIELD_FILE) {
        const struct upload *upload = form_upload(request, field->name);
        return length_fault(field, upload ? upload->content.len : 0);
    }
    const char *value = form_value(request, field->name);
    enum fault fault = length_fault(field, text_length(value));
    for (size_t n = 1; field->many && fault == FAULT_NONE && (value = value_at(request, field->name, n)); n++)
        fault = length_fault(field, text_length(value));
    return fault;
}

bool form_is_sound(struct request *request)
{
    for (const struct field *field = request->route->form; field && field->name; field++)
        if (field_fault(request, field) != FAULT_NONE)
            return false;
    return true;
}

enum status form_check(struct request *request)
{
    struct view *view = &request->view;
    enum status status = OK;
    for (const struct field *field = request->route->form; field && field->name; field++) {
        enum fault fault = field_fault(request, field);
        const char *why = NULL;
        if (fault == FAULT_EMPTY)
            why = field->kind == FIELD_FILE ? t(view, "Please choose a file.") : t(view, "Please fill this in.");
        else if (fault == FAULT_LONG && field->kind == FIELD_FILE)
            why = t(view, "This file is too big.");
        else if (fault == FAULT_LONG)
            why = tn(view, "That’s too long: at most {n} character.", "That’s too long: at most {n} characters.", (int64_t)field->max);
        else if (fault == FAULT_SHORT)
            why = tn(view, "That’s too short: at least {n} character.", "That’s too short: at least {n} characters.", (int64_t)field->min);
        if (why)
            status = form_reject(request, field->name, why);
    }
    return status;
}

/* ---- forms that come back ---- */

enum status form_reject(struct request *request, const char *field, const char *why)
{
    const char *name = field ? field : "";
    struct pairs *errors = &request->exchange->errors;
    for (size_t i = 0; i < errors->count; i++)
        if (text_same(errors->items[i].name, name))
            return INVALID;
    exchange_pair_add(request->arena, errors, name, why);
    return INVALID;
}

const char *form_error(const struct request *request, const char *field)
{
    const struct pairs *errors = &request->exchange->errors;
    for (size_t i = 0; i < errors->count; i++)
        if (text_same(errors->items[i].name, field ? field : ""))
            return errors->items[i].value;
    return NULL;
}

bool form_failed(const struct request *request)
{
    return request->exchange->errors.count > 0;
}

/* A box that came back unticked is not there at all: it must not fall back to being ticked. */
const char *form_shown(const struct request *request, const char *field, const char *otherwise)
{
    const struct field *known = request->exchange->form_read ? declared(request, field) : NULL;
    if (!known)
        return otherwise;
    if (known->kind == FIELD_SECRET || known->kind == FIELD_FILE)
        return "";
    const char *typed = form_raw(request, field);
    return typed ? typed : "";
}

const char *form_once(struct request *request)
{
    struct exchange *exchange = request->exchange;
    unsigned char token[16];
    const char *sent = form_raw(request, "once");
    if (!exchange->once && sent && token_read(sent, token, sizeof token))
        exchange->once = sent;
    if (!exchange->once) {
        exchange_random(request, token, sizeof token);
        exchange->once = token_text(request->arena, token, sizeof token);
    }
    return exchange->once;
}
