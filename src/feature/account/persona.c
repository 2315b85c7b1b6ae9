/* What changes with a persona in every feature: its name. And where its page is. */
#include "account/records.h"

enum status persona_rename(struct db *db, struct arena *arena, const struct app *app, int64_t persona, const char *name, int64_t now)
{
    const struct feature *const *features = app->features;
    for (size_t i = 0; features[i]; i++)
        if (features[i]->rename)
            TRY(features[i]->rename(db, arena, persona, name));
    TRY(persona_name_store(db, arena, persona, name));
    return job_add(db, arena, "persona.renamed", 0, now);
}

const char *persona_path(struct arena *arena, const char *name)
{
    struct buf path = { .arena = arena };
    char *plain = arena_copy(arena, name);
    for (char *at = plain; *at; at++)
        if (*at == '/' || *at == '\\')
            *at = '-';
    buf_puts(&path, "/people/");
    buf_percent(&path, plain, "");
    return buf_text(&path);
}
