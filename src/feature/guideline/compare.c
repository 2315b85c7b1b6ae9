/* What changed between two versions, rule by rule and, within a rule, word by word. */
#include "guideline/pages.h"

enum { ANCESTORS = 40, WIDE = 0x2E80 };

/* One word a line, with the blank behind it; scripts written without blanks one character a line. */
static const char *words_apart(struct arena *arena, const char *text)
{
    struct buf lines = { .arena = arena };
    for (const char *at = text_clean_line(arena, text), *from = at; *at;) {
        int32_t c = text_next(&at);
        if (*at && c != ' ' && c < WIDE)
            continue;
        buf_add(&lines, from, (size_t)(at - from));
        buf_puts(&lines, *at || c == ' ' ? "\n" : " \n");
        from = at;
    }
    return buf_text(&lines);
}

static struct word_runs runs_of(struct arena *arena, const char *before, const char *after)
{
    struct diff diff = text_diff(arena, words_apart(arena, before), words_apart(arena, after));
    struct word_runs runs = { arena_array(arena, diff.count + 1, sizeof *runs.items), 0 };
    struct buf text = { .arena = arena };
    for (size_t i = 0; i < diff.count; i++) {
        buf_puts(&text, diff.items[i].text);
        if (i + 1 < diff.count && diff.items[i + 1].kind == diff.items[i].kind)
            continue;
        runs.items[runs.count++] = (struct word_run){ diff.items[i].kind, buf_text(&text) };
        text = (struct buf){ .arena = arena };
    }
    return runs;
}

struct rule_change guideline_change(struct request *request, const struct rule *before, const struct rule *after)
{
    static const char *const labels[] = { N_("The rule"), N_("Why"), N_("What helps"), N_("What harms") };
    const char *const old[] = { before->name, before->why, before->helps, before->harms };
    const char *const new[] = { after->name, after->why, after->helps, after->harms };
    struct rule_change change = { .kind = CHANGE_WORDS, .rule = *after };
    for (size_t i = 0; i < COUNT(labels); i++)
        if (!text_same(old[i], new[i]))
            change.parts.items[change.parts.count++] = (struct change_part){ labels[i], runs_of(request->arena, old[i], new[i]) };
    return change;
}

static bool holds(const struct rules *rules, int64_t id, size_t *at)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].id == id) {
            *at = i;
            return true;
        }
    return false;
}

/* The rule of `before` that `rule` came from, over as many versions as lie between. NOT_FOUND: it is new. */
static enum status ancestor(struct request *request, const struct rules *before, const struct rule *rule, size_t *at)
{
    struct rule step = *rule;
    for (int i = 0; i < ANCESTORS && step.replaces; i++) {
        if (holds(before, step.replaces, at))
            return OK;
        TRY(guideline_rule_read(request, step.replaces, request->view.lang, &step));
    }
    return NOT_FOUND;
}

/* Both in one language, as far as they are there in one: the newer one's. */
static enum status change_words(struct request *request, const struct rule *old, const struct rule *rule, struct rule_change *change)
{
    struct rule before = *old;
    const char *language = rule->language ? rule->language : request->view.lang;
    if (!old->language || !text_same(old->language, language))
        TRY(guideline_rule_read(request, old->id, language, &before));
    *change = guideline_change(request, &before, rule);
    return OK;
}

enum status guideline_compare(struct request *request, const struct rules *before, const struct rules *after, struct rule_changes *changes)
{
    bool *kept = arena_array(request->arena, before->count + 1, sizeof *kept);
    size_t at = 0, furthest = 0;
    *changes = (struct rule_changes){ arena_array(request->arena, before->count + after->count + 1, sizeof *changes->items), 0, false };
    for (size_t i = 0; i < after->count; i++) {
        const struct rule *rule = &after->items[i];
        bool same = holds(before, rule->id, &at);
        enum status status = same ? OK : ancestor(request, before, rule, &at);
        if (status == NOT_FOUND) {
            changes->items[changes->count++] = (struct rule_change){ .kind = CHANGE_ADDED, .rule = *rule };
            continue;
        }
        TRY(status);
        changes->moved |= at < furthest;
        furthest = at > furthest ? at : furthest;
        kept[at] = true;
        if (!same)
            TRY(change_words(request, &before->items[at], rule, &changes->items[changes->count++]));
    }
    for (size_t i = 0; i < before->count; i++)
        if (!kept[i])
            changes->items[changes->count++] = (struct rule_change){ .kind = CHANGE_GONE, .rule = before->items[i] };
    return OK;
}
