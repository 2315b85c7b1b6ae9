/* Rules, their texts in several languages, the versions that hold them, and who said yes to which. */
#include "guideline/pages.h"

/* ---- reading rules ---- */

/* What rule_row expects, of a rule `id` in language `$3`, or in its own. */
#define RULE_COLUMNS "r.group_id, r.replaces, r.language, x.language, x.name, x.why, x.helps, x.harms"
#define RULE_TEXTS(id)                                                                                                                     \
    " LEFT JOIN guideline_rule r ON r.id = " id " LEFT JOIN guideline_rule_text x ON x.rule_id = " id                                      \
    " AND x.language = CASE WHEN EXISTS (SELECT 1 FROM guideline_rule_text y WHERE y.rule_id = " id " AND y.language = $3) THEN $3"        \
    " ELSE r.language END"

static void rule_row(struct request *request, const char *language, int64_t id, struct rows *rows, struct rule *rule)
{
    if (id <= GUIDELINE_BUILT_IN) {
        const struct catalogue *catalogue = catalogue_find(request->app->catalogues, language);
        guideline_built_in(catalogue ? catalogue : request->view.words.catalogue, id, rule);
        return;
    }
    *rule = (struct rule){ .id = id };
    rule->group = rows_int(rows);
    rule->replaces = rows_int(rows);
    rule->original = rows_text(rows);
    rule->language = rows_text(rows);
    rule->name = rows_text(rows);
    rule->why = rows_text(rows);
    rule->helps = rows_text(rows);
    rule->harms = rows_text(rows);
    rule->is_text = !rule->name[0];
    if (rule->is_text)
        rule->name = t(&request->view, "The guidelines, in one text");
}

enum status guideline_version_rules(struct request *request, int64_t group, int64_t number, const char *language, struct rules *rules)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT p.rule_id, " RULE_COLUMNS
                 " FROM guideline_version_rule p" RULE_TEXTS("p.rule_id") " WHERE p.group_id = $1 AND p.version = $2 ORDER BY p.position",
                 P(group), P(number), P(language)));
    *rules = (struct rules){ arena_array(request->arena, rows.count + 1, sizeof *rules->items), 0 };
    while (rows_next(&rows)) {
        int64_t id = rows_int(&rows);
        rule_row(request, language, id, &rows, &rules->items[rules->count++]);
    }
    return OK;
}

enum status guideline_rule_read(struct request *request, int64_t id, const char *language, struct rule *rule)
{
    struct rows rows = { 0 };
    if (id < 1)
        return NOT_FOUND;
    if (id > GUIDELINE_BUILT_IN) {
        TRY(db_query(request->db, request->arena, &rows,
                     "SELECT " RULE_COLUMNS " FROM guideline_rule r LEFT JOIN guideline_rule_text x ON x.rule_id = r.id AND x.language ="
                     " CASE WHEN EXISTS (SELECT 1 FROM guideline_rule_text y WHERE y.rule_id = r.id AND y.language = $2) THEN $2"
                     " ELSE r.language END WHERE r.id = $1",
                     P(id), P(language)));
        if (!rows_next(&rows))
            return NOT_FOUND;
    }
    rule_row(request, language, id, &rows, rule);
    return OK;
}

enum status guideline_rule_find(struct request *request, int64_t id, struct rule *rule)
{
    return guideline_rule_read(request, id, request->view.lang, rule);
}

enum status guideline_rule_group(struct db *db, struct arena *arena, int64_t id, int64_t *group)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT group_id FROM guideline_rule WHERE id = $1", P(id)));
    *group = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status guideline_rules(struct request *request, int64_t group, struct rules *rules)
{
    struct rules own = { .count = 0 };
    int64_t version;
    TRY(guideline_version_rules(request, 0, community_of(request)->guideline, request->view.lang, rules));
    if (!group)
        return OK;
    TRY(guideline_version_newest(request->db, request->arena, group, &version));
    TRY(guideline_version_rules(request, group, version, request->view.lang, &own));
    struct rule *all = arena_array(request->arena, rules->count + own.count + 1, sizeof *all);
    for (size_t i = 0; i < rules->count + own.count; i++)
        all[i] = i < rules->count ? rules->items[i] : own.items[i - rules->count];
    *rules = (struct rules){ all, rules->count + own.count };
    return OK;
}

enum status guideline_rule_span(struct db *db, struct arena *arena, int64_t group, int64_t id, int64_t *first, int64_t *last)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT min(version), max(version) FROM guideline_version_rule WHERE rule_id = $1 AND group_id = $2",
                 P(id), P(group)));
    *first = *last = 0;
    if (rows_next(&rows)) {
        *first = rows_int(&rows);
        *last = rows_int(&rows);
    }
    return *first ? OK : NOT_FOUND;
}

enum status guideline_rule_words(struct db *db, struct arena *arena, int64_t id, const char *language, struct rule_wish *words)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT language, name, why, helps, harms FROM guideline_rule_text WHERE rule_id = $1 AND language = $2",
                 P(id), P(language)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    *words = (struct rule_wish){ .id = id };
    words->language = rows_text(&rows);
    words->name = rows_text(&rows);
    words->why = rows_text(&rows);
    words->helps = rows_text(&rows);
    words->harms = rows_text(&rows);
    return OK;
}

enum status guideline_rule_tongues(struct db *db, struct arena *arena, int64_t id, struct guideline_tongues *tongues)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT language FROM guideline_rule_text WHERE rule_id = $1 ORDER BY language", P(id)));
    *tongues = (struct guideline_tongues){ arena_array(arena, rows.count + 1, sizeof *tongues->items), 0 };
    while (rows_next(&rows))
        tongues->items[tongues->count++] = rows_text(&rows);
    return OK;
}

/* ---- versions ---- */

enum status guideline_version_newest(struct db *db, struct arena *arena, int64_t group, int64_t *version)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT max(version) FROM guideline_version WHERE group_id = $1", P(group)));
    *version = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

static void version_row(struct rows *rows, struct guideline_version *version)
{
    version->number = rows_int(rows);
    version->published_day = rows_int(rows);
    version->summary = rows_text(rows);
}

enum status guideline_version_find(struct db *db, struct arena *arena, int64_t group, int64_t number, struct guideline_version *version)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT version, published_day, summary FROM guideline_version WHERE group_id = $1 AND version = $2",
                 P(group), P(number)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    version_row(&rows, version);
    return OK;
}

enum status guideline_version_list(struct db *db, struct arena *arena, int64_t group, int64_t before, struct guideline_versions *list,
                                   bool *more)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT version, published_day, summary FROM guideline_version WHERE group_id = $1 AND version < $2"
                 " ORDER BY version DESC LIMIT $3",
                 P(group), P(before ? before : INT64_MAX), P(VERSIONS_A_PAGE + 1)));
    *list = (struct guideline_versions){ arena_array(arena, rows.count + 1, sizeof *list->items), 0 };
    *more = rows.count > VERSIONS_A_PAGE;
    while (list->count < VERSIONS_A_PAGE && rows_next(&rows))
        version_row(&rows, &list->items[list->count++]);
    return OK;
}

enum status guideline_version_accepted(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t *version,
                                       int64_t *accepted)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT (SELECT max(version) FROM guideline_version WHERE group_id = $1),"
                 " (SELECT max(version) FROM guideline_acceptance WHERE persona_id = $2 AND group_id = $1)",
                 P(group), P(persona)));
    if (!rows_next(&rows))
        return BROKEN;
    *version = rows_int(&rows);
    *accepted = rows_int(&rows);
    return OK;
}

enum status guideline_version_accept(struct db *db, struct arena *arena, int64_t group, int64_t persona, int64_t version)
{
    return db_exec(db, arena, "INSERT INTO guideline_acceptance (persona_id, group_id, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                   P(persona), P(group), P(version));
}

enum status guideline_forget(struct db *db, struct arena *arena, int64_t group, int64_t persona)
{
    return db_exec(db, arena, "DELETE FROM guideline_acceptance WHERE persona_id = $1 AND group_id = $2", P(persona), P(group));
}

/* ---- publishing ---- */

enum status guideline_translate(struct db *db, struct arena *arena, int64_t rule, const struct rule_wish *words)
{
    return db_exec(db, arena,
                   "INSERT INTO guideline_rule_text (rule_id, language, name, why, helps, harms) VALUES ($1, $2, $3, $4, $5, $6)"
                   " ON CONFLICT (rule_id, language) DO UPDATE SET name = excluded.name, why = excluded.why, helps = excluded.helps,"
                   " harms = excluded.harms",
                   P(rule), P(words->language), P(words->name), P(words->why), P(words->helps), P(words->harms));
}

enum status guideline_rule_insert(struct db *db, struct arena *arena, int64_t id, int64_t group, const struct rule_wish *wish)
{
    TRY(db_exec(db, arena, "INSERT INTO guideline_rule (id, group_id, replaces, language) VALUES ($1, $2, $3, $4)", P(id), P(group),
                P(wish->replaces), P(wish->language)));
    return guideline_translate(db, arena, id, wish);
}

enum status guideline_tongues_copy(struct db *db, struct arena *arena, int64_t from, int64_t to, const char *but)
{
    return db_exec(db, arena,
                   "INSERT INTO guideline_rule_text (rule_id, language, name, why, helps, harms)"
                   " SELECT $2, language, name, why, helps, harms FROM guideline_rule_text WHERE rule_id = $1 AND language <> $3",
                   P(from), P(to), P(but));
}

enum status guideline_version_insert(struct db *db, struct arena *arena, int64_t group, int64_t number, const char *summary,
                                     const int64_t *rules, size_t count, int64_t now)
{
    TRY(db_exec(db, arena, "INSERT INTO guideline_version (group_id, version, published_day, summary) VALUES ($1, $2, $3, $4)", P(group),
                P(number), P(time_day(now)), P(summary)));
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "INSERT INTO guideline_version_rule (group_id, version, position, rule_id) VALUES ($1, $2, $3, $4)",
                    P(group), P(number), P((int64_t)i + 1), P(rules[i])));
    return OK;
}

enum status guideline_publish(struct db *db, struct arena *arena, int64_t group, const struct rule_wish *rules, size_t count,
                              const char *summary, int64_t now, int64_t *version, int64_t *ids)
{
    for (size_t i = 0; i < count; i++) {
        ids[i] = rules[i].id ? rules[i].id : id_at(now);
        if (!rules[i].id)
            TRY(guideline_rule_insert(db, arena, ids[i], group, &rules[i]));
    }
    TRY(guideline_version_newest(db, arena, group, version));
    ++*version;
    return guideline_version_insert(db, arena, group, *version, summary, ids, count, now);
}
