/* Settings: kith.conf in the data folder, overridden by the environment, overridden by flags. */
#include "app/app.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum setting_kind { SETTING_TEXT, SETTING_YES, SETTING_OFF, SETTING_NUMBER };
struct setting {
    const char *name;
    enum setting_kind kind;
    size_t at;
    const char *otherwise;
};

#define TEXT(member) SETTING_TEXT, offsetof(struct config, member)
static const struct setting settings[] = {
    { "data", TEXT(data), "data" },
    { "listen", TEXT(listen), "127.0.0.1:8080" },
    { "database", TEXT(database), NULL },
    { "key-file", TEXT(key_file), NULL },
    { "tls-certificate", TEXT(tls_certificate), NULL },
    { "tls-key", TEXT(tls_key), NULL },
    { "origin", TEXT(origin), NULL },
    { "trusted-proxy", TEXT(trusted_proxy), NULL },
    { "demo", SETTING_YES, offsetof(struct config, demo), "no" },
    { "public-pages", SETTING_YES, offsetof(struct config, public_pages), "no" },
    { "limits", SETTING_OFF, offsetof(struct config, limits_off), "on" },
    { "io-threads", SETTING_NUMBER, offsetof(struct config, io_threads), "0" },
    { "workers", SETTING_NUMBER, offsetof(struct config, workers), "0" },
};

static const struct setting *setting_find(const char *name)
{
    for (size_t i = 0; i < COUNT(settings); i++)
        if (text_same(settings[i].name, name))
            return &settings[i];
    return NULL;
}

static enum status setting_apply(struct config *config, const struct setting *setting, const char *value, const char *where)
{
    char *field = (char *)config + setting->at;
    int64_t number = 0;
    switch (setting->kind) {
    case SETTING_TEXT:
        memcpy(field, &value, sizeof value);
        return OK;
    case SETTING_YES:
        if (!text_same(value, "yes") && !text_same(value, "no"))
            break;
        *(bool *)(void *)field = text_same(value, "yes");
        return OK;
    case SETTING_OFF:
        if (!text_same(value, "on") && !text_same(value, "off"))
            break;
        *(bool *)(void *)field = text_same(value, "off");
        return OK;
    case SETTING_NUMBER:
        if (!text_int(value, 0, 1024, &number))
            break;
        *(int *)(void *)field = (int)number;
        return OK;
    }
    fprintf(stderr, "kith: %s: \"%s\" can't be \"%s\"; write %s\n", where, setting->name, value,
            setting->kind == SETTING_YES   ? "yes or no"
            : setting->kind == SETTING_OFF ? "on or off"
                                           : "a number from 0 to 1024");
    return INVALID;
}

/* KITH_KEY_FILE for "key-file". */
static const char *setting_environment(struct arena *arena, const struct setting *setting)
{
    char *name = arena_printf(arena, "KITH_%s", setting->name);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
    return getenv(name);
}

static char *trimmed(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    char *end = text + strlen(text);
    while (end > text && isspace((unsigned char)end[-1]))
        *--end = '\0';
    return text;
}

static enum status config_read_file(struct arena *arena, const char *path, struct config *config)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return OK; /* everything has a default */
    char line[1024];
    enum status status = OK;
    for (int number = 1; status == OK && fgets(line, sizeof line, file); number++) {
        char *name = trimmed(line);
        if (!*name || *name == '#')
            continue;
        char *equals = strchr(name, '=');
        if (equals)
            *equals = '\0';
        const struct setting *setting = setting_find(trimmed(name));
        if (!equals || !setting || text_same(setting->name, "data")) {
            fprintf(stderr, "kith: %s:%d: not a setting; lines look like: listen = 127.0.0.1:8080\n", path, number);
            status = INVALID;
        } else {
            status = setting_apply(config, setting, arena_copy(arena, trimmed(equals + 1)), path);
        }
    }
    fclose(file);
    return status;
}

static enum status config_read_flags(const struct option *flags, size_t count, struct config *config)
{
    for (size_t i = 0; i < count; i++) {
        const struct setting *setting = setting_find(flags[i].name);
        if (setting)
            TRY(setting_apply(config, setting, flags[i].value, "command line"));
    }
    return OK;
}

enum status config_read(struct arena *arena, const struct option *flags, size_t count, struct config *config)
{
    *config = (struct config){ .max_body = 1024 * 1024 };
    for (size_t i = 0; i < COUNT(settings); i++)
        if (settings[i].otherwise)
            TRY(setting_apply(config, &settings[i], settings[i].otherwise, "defaults"));
    if (getenv("KITH_DATA"))
        config->data = getenv("KITH_DATA");
    for (size_t i = 0; i < count; i++)
        if (text_same(flags[i].name, "data"))
            config->data = flags[i].value;
    const char *data = config->data;
    TRY(config_read_file(arena, arena_printf(arena, "%s/kith.conf", data), config));
    for (size_t i = 0; i < COUNT(settings); i++) {
        const char *value = setting_environment(arena, &settings[i]);
        if (value)
            TRY(setting_apply(config, &settings[i], value, "environment"));
    }
    TRY(config_read_flags(flags, count, config));
    if (config->limits_off && !config->demo) {
        fprintf(stderr, "kith: the limits protect real people: limits = off is only for measuring, on a demonstration; leave it away\n");
        return INVALID;
    }
    if (!config->database || text_same(config->database, "sqlite"))
        config->database = arena_printf(arena, "%s/kith.db", data);
    const char *credentials = getenv("CREDENTIALS_DIRECTORY"); /* systemd's LoadCredential= */
    if (!config->key_file && credentials)
        config->key_file = arena_printf(arena, "%s/kith.key", credentials);
    if (!config->key_file)
        config->key_file = arena_printf(arena, "%s/key/server.key", data);
    return OK;
}

enum status config_write(const char *data, const char *name, const char *value)
{
    struct arena arena = { 0 };
    const char *path = arena_printf(&arena, "%s/kith.conf", data);
    const char *fresh = arena_printf(&arena, "%s/kith.conf.tmp", data);
    struct buf text = { .arena = &arena };
    FILE *old = fopen(path, "re");
    char line[1024];
    while (old && fgets(line, sizeof line, old)) {
        size_t len = strlen(name);
        bool same = !strncmp(line, name, len) && (line[len] == ' ' || line[len] == '=');
        if (!same)
            buf_puts(&text, line);
    }
    if (old)
        fclose(old);
    buf_printf(&text, "%s = %s\n", name, value);
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, text.data, text.len) == (ssize_t)text.len && !fsync(file);
    if (file >= 0)
        close(file);
    good = good && !rename(fresh, path);
    if (!good)
        log_line(LOG_ERROR, "config.write", "cannot write %s: %s", path, strerror(errno));
    arena_free(&arena);
    return good ? OK : BROKEN;
}
