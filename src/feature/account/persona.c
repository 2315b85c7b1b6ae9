/* What changes with a persona in every feature: its name. And where its page is, and what follows from its age band. */
#include "account/records.h"

static int64_t ages_of(enum age_band band)
{
    switch (band) {
    case BAND_UNSAID:
        return AGES_ALL;
    case BAND_YOUNG:
        return AGES_13 | AGES_16;
    case BAND_ADULT:
        return AGES_ADULT;
    case BAND_13:
        return AGES_13;
    case BAND_16:
        return AGES_16;
    }
    return AGES_ALL;
}

bool persona_band_admitted(enum age_band band, int64_t ages)
{
    return (ages_of(band) & ~ages) == 0;
}

bool persona_band_is_minor(enum age_band band)
{
    return band == BAND_YOUNG || band == BAND_13 || band == BAND_16;
}

int64_t persona_bands_typed(const struct request *request)
{
    return (*form_value(request, "age_13") ? AGES_13 : 0) | (*form_value(request, "age_16") ? AGES_16 : 0) |
           (*form_value(request, "age_adult") ? AGES_ADULT : 0);
}

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
