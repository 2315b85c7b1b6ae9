/* How well lib/danger tells danger from calm: danger-eval [-v] tests/danger/LANGUAGE.tsv...
 *
 * Each line is "label TAB category TAB text"; the label danger:KIND or calm. Precision and recall count whether anything was found, as a
 * writer would see it; recall is of clear danger, and what is only hinted at (the category "indirect") is counted apart; "kind" counts how
 * many of what was found have the kind of their label. Ends with 1 when a language falls below the floor that docs/danger-signs.md names.
 * -v shows what was missed and what was wrongly found. */
#include "danger/danger.h"

#include <stdio.h>

enum { LINE = 8192 };

/* Recall and precision in hundredths: what was reached, less a little. Of tests/danger/third and fourth, which no rule has seen, per
 * language the worse of the two; of the texts the rules were fitted to the same for all. */
enum { FITTED_RECALL = 90, FITTED_PRECISION = 85 };
static const struct {
    const char *language;
    int recall, precision;
} floors[] = {
    { "en", 87, 80 }, { "it", 89, 85 }, { "fr", 82, 84 }, { "de", 89, 87 }, { "pl", 97, 85 }, { "pt", 92, 87 },
    { "ru", 89, 75 }, { "ar", 92, 81 }, { "ja", 94, 73 }, { "zh", 97, 92 }, { "es", 82, 79 },
};

struct figures {
    int found, missed, wrong, quiet, kind, hints, hints_found;
};

static unsigned kind_of(const char *label)
{
    static const char *const names[] = { "danger:suicide", "danger:harm", "danger:violence", "danger:outed" };
    for (unsigned i = 0; i < COUNT(names); i++)
        if (strcmp(label, names[i]) == 0)
            return 1u << i;
    return 0;
}

static void line_take(char *line, struct figures *figures, bool tell)
{
    char *rest = line, *label = strsep(&rest, "\t"), *category = strsep(&rest, "\t");
    struct arena arena = { 0 };
    if (!rest || *line == '#')
        return;
    unsigned wanted = kind_of(label), seen = danger_look(&arena, rest);
    arena_free(&arena);
    bool hint = text_same(category, "indirect");
    figures->hints += hint;
    figures->hints_found += hint && seen;
    figures->found += !hint && wanted && seen;
    figures->missed += !hint && wanted && !seen;
    figures->wrong += !wanted && seen;
    figures->quiet += !wanted && !seen;
    figures->kind += !hint && (wanted & seen) != 0;
    if (tell && !wanted != !seen)
        printf("  %s %s (%s): %s\n", wanted ? "missed" : "wrong", label, category, rest);
}

static int percent(int part, int whole)
{
    return whole ? part * 100 / whole : 100;
}

static bool file_take(const char *path, bool tell)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    struct figures sum = { 0 };
    char line[LINE];
    FILE *file = fopen(path, "r");
    bool good = file != NULL;
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        line_take(line, &sum, tell);
    }
    if (file)
        fclose(file);
    int recall = percent(sum.found, sum.found + sum.missed), precision = percent(sum.found, sum.found + sum.wrong);
    bool blind = strstr(path, "third/") || strstr(path, "fourth/");
    for (size_t i = 0; i < COUNT(floors) && blind; i++)
        if (strncmp(name, floors[i].language, 2) == 0)
            good = good && recall >= floors[i].recall && precision >= floors[i].precision;
    good = good && (blind || (recall >= FITTED_RECALL && precision >= FITTED_PRECISION));
    printf("%s %-8s recall %3d %%  precision %3d %%  kind %3d %%  (%d found, %d missed, %d wrong, %d quiet; %d of %d hints)\n",
           good ? "ok" : "not ok", name, recall, precision, percent(sum.kind, sum.found), sum.found, sum.missed, sum.wrong, sum.quiet,
           sum.hints_found, sum.hints);
    return good;
}

int main(int argc, char **argv)
{
    bool tell = argc > 1 && strcmp(argv[1], "-v") == 0, good = argc > 1 + tell;
    for (int i = 1 + tell; i < argc; i++)
        good = file_take(argv[i], tell) && good;
    return good ? 0 : 1;
}
