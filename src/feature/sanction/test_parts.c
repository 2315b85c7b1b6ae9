#include "sanction/test_parts.h"
#include "account/test_parts.h"
#include "board/test_parts.h"
#include "tests/harness/harness.h"

static struct request *decides(const char *who, const char *path, const char *turn, const char *measure, const char *length)
{
    const char *blank = strchr(length, ' ');
    struct request *form = as(who, "POST", path);
    form = with(with(with(form, "measure", measure), "rule", "5"), "facts", "MARKFACTS: it hurt somebody");
    form = with(with(form, "note", "MARKNOTE"), "turn", turn);
    if (blank)
        form = with(with(form, "length", arena_slice(test_arena(), length, (size_t)(blank - length))), "unit", blank + 1);
    if (sanction_word_read(measure) > SANCTION_HIDE)
        form = with(form, "code", account_test_backup(who));
    fetch(form);
    return form;
}

int test_decides(const char *who, const char *kind, int64_t thing, const char *measure, const char *length)
{
    return decides(who, test_path("/moderation/measure/%s/%lld", kind, (long long)thing), "1", measure, length)->status;
}

int64_t test_decided(const char *who, const char *about, const char *measure, const char *length)
{
    int64_t thing = persona_of(about);
    const char *sql =
        test_path(" SELECT coalesce(max(turn), 0) + 1 FROM sanction WHERE thing_kind = 'person' AND thing_id = %lld", (long long)thing);
    const char *turn = test_path("%lld", (long long)test_sql_int(sql));
    const char *path = test_path("/moderation/measure/person/%lld", (long long)thing);
    struct request *form = decides(who, path, turn, measure, length);
    return EXPECT_INT(form->status, 303) ? id_after(form, "/moderation/decisions/") : 0;
}
