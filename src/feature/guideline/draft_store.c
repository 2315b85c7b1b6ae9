/* The next version while it is written: rows that lie over the rules in force. */
#include "guideline/pages.h"

static const struct rule *rule_among(const struct rules *rules, int64_t id)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].id == id)
            return &rules->items[i];
    return NULL;
}

static void row_read(struct rows *rows, int64_t group, const struct rules *force, struct draft_rule *row)
{
    struct rule *rule = &row->rule;
    rule->id = rows_int(rows);
    rule->group = group;
    row->edition = rows_int(rows);
    row->added = rows_bool(rows);
    row->removed = rows_bool(rows);
    row->keeps = rows_bool(rows);
    rule->language = rule->original = rows_text(rows);
    rule->name = rows_text(rows);
    rule->why = rows_text(rows);
    rule->helps = rows_text(rows);
    rule->harms = rows_text(rows);
    row->changed = rule->name[0] != '\0';
    const struct rule *in_force = row->added ? NULL : rule_among(force, rule->id);
    if (in_force)
        row->force = *in_force;
    if (in_force && !row->changed)
        *rule = *in_force;
}

static enum status draft_rows(struct request *request, int64_t group, const struct rules *force, struct guideline_draft *draft)
{
    struct rows rows;
    TRY(db_query(request->db, request->arena, &rows,
                 "SELECT rule_id, edition, added, removed, keeps, language, name, why, helps, harms FROM guideline_draft_rule"
                 " WHERE group_id = $1 ORDER BY removed, position",
                 P(group)));
    draft->items = arena_array(request->arena, rows.count + 1, sizeof *draft->items);
    for (draft->count = draft->staying = 0; rows_next(&rows); draft->count++) {
        row_read(&rows, group, force, &draft->items[draft->count]);
        draft->staying += !draft->items[draft->count].removed;
    }
    return OK;
}

enum status guideline_draft_read(struct request *request, int64_t group, struct guideline_draft *draft)
{
    struct rows rows;
    struct rules force;
    *draft = (struct guideline_draft){ .edition = 0 };
    TRY(guideline_version_newest(request->db, request->arena, group, &draft->version));
    TRY(guideline_version_rules(request, group, draft->version, request->view.lang, &force));
    TRY(db_query(request->db, request->arena, &rows, "SELECT edition FROM guideline_draft WHERE group_id = $1", P(group)));
    if (rows_next(&rows)) {
        draft->edition = rows_int(&rows);
        TRY(draft_rows(request, group, &force, draft));
    } else {
        draft->items = arena_array(request->arena, force.count + 1, sizeof *draft->items);
        for (size_t i = 0; i < force.count; i++)
            draft->items[i] = (struct draft_rule){ .rule = force.items[i], .force = force.items[i] };
        draft->count = draft->staying = force.count;
    }
    for (size_t i = 0; i < draft->staying; i++) {
        draft->items[i].first = i == 0;
        draft->items[i].last = i + 1 == draft->staying;
    }
    return OK;
}

enum status guideline_draft_add(struct request *request, int64_t group, int64_t position, const struct draft_rule *row)
{
    const struct rule *rule = &row->rule;
    bool words = row->added || row->changed;
    return db_exec(
        request->db, request->arena,
        "INSERT INTO guideline_draft_rule (group_id, rule_id, position, edition, added, removed, keeps, language, name, why, helps,"
        " harms) VALUES ($1, $2, $3, $4, $5, FALSE, FALSE, $6, $7, $8, $9, $10)",
        P(group), P(rule->id), P(position), P(row->edition), P(row->added), P(words ? rule->language : ""), P(words ? rule->name : ""),
        P(words ? rule->why : ""), P(words ? rule->helps : ""), P(words ? rule->harms : ""));
}

enum status guideline_draft_touch(struct request *request, int64_t group, struct guideline_draft *draft)
{
    bool begun = draft->edition != 0;
    draft->edition = id_at(request->now);
    if (begun)
        return db_exec(request->db, request->arena, "UPDATE guideline_draft SET edition = $2 WHERE group_id = $1", P(group),
                       P(draft->edition));
    TRY(db_exec(request->db, request->arena,
                "INSERT INTO guideline_draft (group_id, edition) VALUES ($1, $2)"
                " ON CONFLICT (group_id) DO UPDATE SET edition = excluded.edition", /* two who begin at once: the second begins again */
                P(group), P(draft->edition)));
    for (size_t i = 0; i < draft->count; i++)
        TRY(guideline_draft_add(request, group, (int64_t)i + 1, &draft->items[i]));
    return OK;
}

enum status guideline_draft_put(struct request *request, int64_t group, const struct draft_rule *row)
{
    const struct rule *rule = &row->rule;
    return db_exec(
        request->db, request->arena,
        "UPDATE guideline_draft_rule SET edition = $3, removed = FALSE, keeps = $4, language = $5, name = $6, why = $7, helps = $8,"
        " harms = $9 WHERE group_id = $1 AND rule_id = $2",
        P(group), P(rule->id), P(id_at(request->now)), P(row->keeps), P(rule->language), P(rule->name), P(rule->why), P(rule->helps),
        P(rule->harms));
}

enum status guideline_draft_order(struct request *request, int64_t group, const struct guideline_draft *draft)
{
    for (size_t i = 0; i < draft->count; i++)
        TRY(db_exec(request->db, request->arena,
                    "UPDATE guideline_draft_rule SET position = $3, removed = $4, edition = $5 WHERE group_id = $1 AND rule_id = $2"
                    " AND (position <> $3 OR removed <> $4)",
                    P(group), P(draft->items[i].rule.id), P((int64_t)i + 1), P(draft->items[i].removed), P(draft->items[i].edition)));
    return OK;
}

enum status guideline_draft_end(struct db *db, struct arena *arena, int64_t group)
{
    TRY(db_exec(db, arena, "DELETE FROM guideline_draft_rule WHERE group_id = $1", P(group)));
    return db_exec(db, arena, "DELETE FROM guideline_draft WHERE group_id = $1", P(group));
}
