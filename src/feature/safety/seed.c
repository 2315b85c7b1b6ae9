/* The directory that comes with Kith, from its two files into the database. */
#include "safety/pages.h"

#include <jansson.h>

static const char resources_path[] = "src/feature/safety/data/resources.json";
static const char emergency_path[] = "src/feature/safety/data/emergency.json";

static const char *field_text(json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));
    return text ? text : "";
}

static const char *field_joined(struct arena *arena, json_t *record, const char *name, char between)
{
    struct buf joined = { .arena = arena };
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(record, name), i, item)
    {
        if (i)
            buf_putc(&joined, between);
        buf_puts(&joined, json_string_value(item) ? json_string_value(item) : "");
    }
    return buf_text(&joined);
}

static enum status resource_take(struct db *db, struct arena *arena, json_t *record)
{
    struct help_entry entry = { .id = id_random(), .seed = field_text(record, "id"), .name = field_text(record, "name") };
    if (!entry.seed[0] || !entry.name[0])
        return BROKEN;
    entry.kind = field_text(record, "kind");
    entry.phone = field_text(record, "phone");
    entry.sms = field_text(record, "sms");
    entry.web = field_text(record, "web");
    entry.hours = field_text(record, "hours");
    entry.audience = field_text(record, "audience");
    entry.about = field_text(record, "about");
    entry.languages = field_joined(arena, record, "languages", ' ');
    entry.confidence = field_text(record, "confidence");
    entry.source_url = field_text(record, "source_url");
    entry.source_seen = field_text(record, "source_seen");
    entry.corroboration = field_joined(arena, record, "corroboration", '\n');
    entry.caveat = field_text(record, "caveat");
    entry.general = strcasestr(entry.audience, "(general ") != NULL;
    entry.countries = field_joined(arena, record, "countries", ' ');
    return help_add(db, arena, &entry);
}

static enum status numbers_take(struct db *db, struct arena *arena, json_t *record)
{
    struct help_emergency emergency = { .country = field_text(record, "country"), .note = "" };
    if (!emergency.country[0])
        return BROKEN;
    emergency.numbers = field_joined(arena, record, "emergency_numbers", ' ');
    emergency.source_url = field_text(record, "source_url");
    emergency.as_of = field_text(record, "as_of");
    return help_emergency_save(db, arena, &emergency);
}

static enum status file_take(struct db *db, struct arena *arena, const struct text_file *file,
                             enum status (*take)(struct db *, struct arena *, json_t *))
{
    json_error_t error;
    json_t *records = json_loadb(file->data, file->len, 0, &error);
    if (!json_is_array(records)) {
        log_line(LOG_ERROR, "help.damaged", "%s line %d: %s", file->path, records ? 1 : error.line, records ? "not a list" : error.text);
        json_decref(records);
        return BROKEN;
    }
    enum status status = OK;
    size_t i;
    json_t *record;
    json_array_foreach(records, i, record)
    {
        status = take(db, arena, record);
        if (status != OK) {
            log_line(LOG_ERROR, "help.refused", "%s record %zu", file->path, i);
            break;
        }
    }
    json_decref(records);
    return status;
}

enum status help_seed(struct db *db, struct arena *arena)
{
    const struct text_file *resources = text_file_find(resources_path), *emergency = text_file_find(emergency_path);
    if (!resources || !emergency) {
        log_line(LOG_ERROR, "help.missing", "the directory was not built into this program");
        return BROKEN;
    }
    uint64_t digest_of_first = bytes_digest(BYTES_DIGEST, resources->data, resources->len);
    int64_t digest = (int64_t)bytes_digest(digest_of_first, emergency->data, emergency->len);
    bool is_in;
    TRY(help_edition_is_in(db, arena, digest, &is_in));
    if (is_in)
        return OK;
    TRY(file_take(db, arena, resources, resource_take));
    TRY(file_take(db, arena, emergency, numbers_take));
    return help_edition_set(db, arena, digest);
}
