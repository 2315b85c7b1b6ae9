/* What an answer says: its words, its headers, its files. */
#include "tests/harness/harness.h"

#include "http/exchange.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

bool shows(const struct request *request, const char *text)
{
    return strstr(buf_text(&request->body), text) != NULL;
}

bool names(const struct request *request, const char *name)
{
    static const char inside[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+/=";
    const char *body = buf_text(&request->body);
    for (const char *at = body; (at = strstr(at, name)) != NULL; at++)
        if ((at == body || !strchr(inside, at[-1])) && (!at[strlen(name)] || !strchr(inside, at[strlen(name)])))
            return true;
    return false;
}

const char *answer_header(const struct request *request, const char *name)
{
    const char *at, *value;
    for (size_t i = 0; exchange_answer_header(request, i, &at, &value); i++)
        if (!strcasecmp(at, name))
            return value;
    return "";
}

const char *answer_cookie(const struct request *request, const char *name)
{
    const char *at, *value;
    size_t len = strlen(name);
    const char *found = NULL;
    for (size_t i = 0; exchange_answer_header(request, i, &at, &value); i++)
        if (!strcasecmp(at, "Set-Cookie") && !strncmp(value, name, len) && value[len] == '=')
            found = arena_slice(test_arena(), value + len + 1, strcspn(value + len + 1, ";"));
    return found;
}

const char *answer_zipped(const struct request *request, const char *name)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    char *found = NULL;
    /* The reader shows names that aren't ASCII only to who has a locale for them. */
    locale_t wide = newlocale(LC_CTYPE_MASK, "C.UTF-8", 0), before = uselocale(wide);
    archive_read_support_format_zip(archive);
    if (archive_read_open_memory(archive, request->body.data, request->body.len) == ARCHIVE_OK)
        while (archive_read_next_header(archive, &entry) == ARCHIVE_OK)
            if (text_same(archive_entry_pathname_utf8(entry), name)) {
                size_t size = (size_t)archive_entry_size(entry);
                found = arena_alloc(test_arena(), size + 1);
                if (archive_read_data(archive, found, size) != (la_ssize_t)size)
                    found = NULL;
            }
    archive_read_free(archive);
    uselocale(before);
    freelocale(wide);
    return found;
}

int64_t id_after(const struct request *request, const char *before)
{
    const char *at = request->location ? strstr(request->location, before) : NULL;
    if (!at)
        at = strstr(buf_text(&request->body), before);
    return at ? strtoll(at + strlen(before), NULL, 10) : 0;
}
