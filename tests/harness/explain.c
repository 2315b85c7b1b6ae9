#include "tests/harness/explain.h"

enum { MOST = 4096 };

static struct {
    char *sql[MOST];
    size_t count;
} seen;

static void collect_one(const char *sql, void *context)
{
    (void)context;
    for (size_t i = 0; i < seen.count; i++)
        if (text_same(seen.sql[i], sql))
            return;
    if (seen.count < MOST)
        seen.sql[seen.count++] = strdup(sql);
}

void explain_collect(struct database *database)
{
    database_statements(database, collect_one, NULL);
}

/* Tables that stay small whatever the community does: settings, and what stewards write by hand; and what a statement itself gathers
 * ("branch": who came by one code). */
static bool stays_small(const char *name, size_t len)
{
    static const char *const small[] = { "branch",         "community",    "guideline_version", "guideline_draft", "migration",
                                         "help_emergency", "help_edition", "help_entry",        "invitation" };
    for (size_t i = 0; i < COUNT(small); i++)
        if (strlen(small[i]) == len && !memcmp(small[i], name, len))
            return true;
    return false;
}

static bool is_ours(const char *sql)
{
    static const char *const verbs[] = { "SELECT", "UPDATE", "DELETE", "INSERT", "WITH" };
    if (strstr(sql, "sqlite_") || strstr(sql, "pg_"))
        return false;
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (text_starts(sql, verbs[i]))
            return true;
    return false;
}

/* A line such as "SCAN post", "SCAN p USING COVERING INDEX x". Walking an index in order is fine where a LIMIT ends the walk; a virtual
 * table is the full text index, asked for words. */
static bool line_is_scan(const char *line, size_t len, const char *sql)
{
    char text[512];
    snprintf(text, sizeof text, "%.*s", (int)len, line);
    const char *scan = strstr(text, "SCAN ");
    if (!scan || strstr(text, "CONSTANT ROW") || strstr(text, "SUBQUERY") || strchr(scan, '(') || strstr(text, "VIRTUAL TABLE INDEX"))
        return false;
    const char *name = scan + strlen("SCAN ");
    if (stays_small(name, strcspn(name, " ")))
        return false;
    bool ordered = strstr(name, " USING ") != NULL;
    return !(ordered && strstr(sql, "LIMIT"));
}

struct explain {
    bool good;
};

static enum status explain_work(struct db *db, void *context)
{
    struct explain *explain = context;
    for (size_t i = 0; i < seen.count; i++) {
        struct arena arena = { 0 };
        const char *plan = "";
        if (is_ours(seen.sql[i]) && db_explain(db, &arena, seen.sql[i], &plan) == OK)
            for (const char *line = plan; *line;) {
                size_t len = strcspn(line, "\n");
                if (line_is_scan(line, len, seen.sql[i])) {
                    printf("  %.*s\n    in %s\n", (int)len, line, seen.sql[i]);
                    explain->good = false;
                }
                line += len + (line[len] == '\n');
            }
        arena_free(&arena);
    }
    return OK;
}

bool explain_all(struct database *database)
{
    struct explain explain = { true };
    return database_read(database, explain_work, &explain) == OK && explain.good;
}
