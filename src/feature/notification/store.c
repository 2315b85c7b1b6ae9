#include "circle/circle.h"
#include "notification/pages.h"

const char *notification_word(enum notification_kind kind)
{
    static const char *const words[] = { "reply", "mention", "connection", "letter", "listening", "story", "group", "tag" };
    _Static_assert(COUNT(words) == NOTIFICATION_KINDS, "a word for each kind");
    return words[kind];
}

enum status notification_send(struct db *db, struct arena *arena, const struct notification *notification, int64_t now)
{
    bool blocked = false;
    if (notification->by == notification->persona)
        return OK;
    if (notification->by)
        TRY(block_between(db, arena, notification->persona, notification->by, &blocked));
    if (blocked)
        return OK;
    struct rows rows;
    const char *kind = notification_word(notification->kind);
    TRY(db_query(db, arena, &rows, "SELECT 1 FROM notification WHERE persona_id = $1 AND kind = $2 AND subject = $3 AND NOT seen",
                 P(notification->persona), P(kind), P(notification->subject)));
    if (rows.count)
        return OK;
    return db_exec(db, arena, "INSERT INTO notification (id, persona_id, kind, by_id, subject, seen) VALUES ($1, $2, $3, $4, $5, FALSE)",
                   P(id_at(now)), P(notification->persona), P(kind), notification->by ? P(notification->by) : P_NULL,
                   P(notification->subject));
}

enum status notification_forget(struct db *db, struct arena *arena, enum notification_kind kind, int64_t subject)
{
    return db_exec(db, arena, "DELETE FROM notification WHERE kind = $1 AND subject = $2", P(notification_word(kind)), P(subject));
}

enum status notification_erase(struct db *db, struct arena *arena, int64_t persona)
{
    TRY(db_exec(db, arena, "DELETE FROM notification WHERE persona_id = $1", P(persona)));
    return db_exec(db, arena, "UPDATE notification SET by_id = NULL WHERE by_id = $1", P(persona));
}

enum status notification_facts(struct request *request, struct rows *rows)
{
    return db_query(request->db, request->arena, rows,
                    "SELECT n.kind, p.name FROM notification n LEFT JOIN persona p ON p.id = n.by_id WHERE n.persona_id = $1"
                    " ORDER BY n.id DESC LIMIT 200",
                    P(request->reader));
}
