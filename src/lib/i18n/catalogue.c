/* Catalogues: the .mo files that the build embeds, read into hash tables that never change. */
#include "i18n/inside.h"

static const uint32_t HASH_BEGIN = 0x811c9dc5;

/* FNV-1a, begun or carried on. */
static uint32_t hash_add(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return hash;
}

static uint32_t key_hash(const char *context, const char *text)
{
    uint32_t hash = HASH_BEGIN;
    if (context)
        hash = hash_add(hash_add(hash, context), "\4");
    return hash_add(hash, text);
}

static bool key_same(const char *key, const char *context, const char *text)
{
    if (context) {
        size_t len = strlen(context);
        if (strncmp(key, context, len) != 0 || key[len] != '\4')
            return false;
        key += len + 1;
    }
    return text_same(key, text);
}

static const struct entry *entry_find(const struct catalogue *catalogue, const char *context, const char *text)
{
    if (!catalogue || !catalogue->entries || !*text)
        return NULL;
    uint32_t hash = key_hash(context, text);
    for (size_t i = hash & catalogue->mask; catalogue->entries[i].key; i = (i + 1) & catalogue->mask)
        if (catalogue->entries[i].hash == hash && key_same(catalogue->entries[i].key, context, text))
            return &catalogue->entries[i];
    return NULL;
}

static void entry_put(struct catalogue *catalogue, const char *key, const char *value, uint32_t len)
{
    uint32_t hash = hash_add(HASH_BEGIN, key), forms = 1;
    for (uint32_t i = 0; i < len; i++)
        forms += !value[i];
    size_t i = hash & catalogue->mask;
    while (catalogue->entries[i].key)
        i = (i + 1) & catalogue->mask;
    catalogue->entries[i] = (struct entry){ hash, key, value, forms };
}

/* ---- .mo files (gettext manual, "The Format of GNU MO Files") ---- */

static uint32_t word_at(const struct catalogue_data *data, size_t at)
{
    uint32_t word;
    memcpy(&word, data->data + at, sizeof word);
    return word;
}

/* The string whose length and place stand at `at`; NULL when it lies outside the file or doesn't end with a zero. */
static const char *string_at(const struct catalogue_data *data, size_t at, uint32_t *len)
{
    *len = word_at(data, at);
    uint32_t begin = word_at(data, at + 4);
    if (begin >= data->len || *len >= data->len - begin || data->data[begin + *len])
        return NULL;
    return (const char *)data->data + begin;
}

enum status catalogue_read(struct arena *arena, const struct catalogue_data *data, struct catalogue *catalogue)
{
    enum { HEADER = 28 };
    const uint32_t magic = 0x950412de;
    if (data->len < HEADER || word_at(data, 0) != magic || word_at(data, 4) >> 16)
        return INVALID;
    size_t count = word_at(data, 8), keys = word_at(data, 12), values = word_at(data, 16);
    if (count > data->len / 16 || keys > data->len - count * 8 || values > data->len - count * 8)
        return INVALID;
    for (catalogue->mask = 15; catalogue->mask < count * 2; catalogue->mask = catalogue->mask * 2 + 1)
        ;
    catalogue->entries = arena_array(arena, catalogue->mask + 1, sizeof *catalogue->entries);
    for (size_t i = 0; i < count; i++) {
        uint32_t key_len, value_len;
        const char *key = string_at(data, keys + i * 8, &key_len), *value = string_at(data, values + i * 8, &value_len);
        if (!key || !value)
            return INVALID;
        if (!*key)
            TRY(catalogue_plural_read(arena, value, &catalogue->plural));
        else
            entry_put(catalogue, key, value, value_len);
    }
    return catalogue->plural ? OK : INVALID;
}

/* ---- all of them ---- */

static size_t language_index(const char *code)
{
    size_t i = 0;
    while (i < LANGUAGES && !text_same(languages[i].code, code))
        i++;
    return i;
}

enum status catalogues_open(struct catalogues **catalogues)
{
    struct catalogues *all = calloc(1, sizeof *all);
    if (!all)
        abort();
    pthread_mutex_init(&all->lock, NULL);
    for (size_t i = 0; i < LANGUAGES; i++) {
        all->list[i].language = &languages[i];
        all->list[i].all = all;
    }
    for (size_t i = 0; i < catalogue_data_count; i++) {
        size_t at = language_index(catalogue_data[i].code);
        if (at < LANGUAGES && catalogue_read(&all->arena, &catalogue_data[i], &all->list[at]) == OK)
            continue;
        log_line(LOG_ERROR, "catalogue.damaged", "the catalogue \"%s\" can't be read; build Kith again", catalogue_data[i].code);
        catalogues_close(all);
        return BROKEN;
    }
    *catalogues = all;
    return OK;
}

void catalogues_close(struct catalogues *catalogues)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        language_facts_free(&catalogues->list[i]);
    pthread_mutex_destroy(&catalogues->lock);
    arena_free(&catalogues->arena);
    free(catalogues);
}

const struct catalogue *catalogue_find(const struct catalogues *catalogues, const char *code)
{
    size_t i = code ? language_index(code) : LANGUAGES;
    return i < LANGUAGES ? &catalogues->list[i] : NULL;
}

const struct language *catalogue_language(const struct catalogue *catalogue)
{
    return catalogue->language;
}

const char *catalogue_text(const struct catalogue *catalogue, const char *context, const char *text)
{
    const struct entry *entry = entry_find(catalogue, context, text);
    return entry && *entry->value ? entry->value : text;
}

const char *catalogue_plural(const struct catalogue *catalogue, const char *one, const char *many, int64_t n)
{
    uint64_t size = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    const struct entry *entry = entry_find(catalogue, NULL, one);
    unsigned form = entry && catalogue->plural ? catalogue_plural_form(catalogue->plural, size) : 0;
    if (!entry || form >= entry->forms)
        return size == 1 ? one : many;
    const char *value = entry->value;
    for (; form; form--)
        value += strlen(value) + 1;
    return *value ? value : size == 1 ? one : many;
}
