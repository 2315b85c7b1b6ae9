/* Accounts and sessions. */
#include "account/records.h"

#define ACCOUNT_COLUMNS                                                                                                                    \
    "id, salt, check_hash, key_by_password, recovery_salt, recovery_hash, key_by_recovery, personas, settings, second_factor"

enum { MIXED = 32 }; /* on either side */

static struct bytes hash_bytes(const struct hash *hash)
{
    return (struct bytes){ hash->byte, HASH_BYTES };
}

/* ---- accounts ---- */

static enum status account_read(struct rows *rows, struct account_record *record)
{
    if (!rows_next(rows))
        return NOT_FOUND;
    record->id = rows_int(rows);
    record->salt = rows_blob(rows);
    record->check_hash = rows_blob(rows);
    record->key_by_password = rows_blob(rows);
    record->recovery_salt = rows_blob(rows);
    record->recovery_hash = rows_blob(rows);
    record->key_by_recovery = rows_blob(rows);
    record->personas = rows_blob(rows);
    record->settings = rows_blob(rows);
    record->second_factor = rows_blob(rows);
    return OK;
}

enum status account_by_name_hash(struct db *db, struct arena *arena, const struct hash *name_hash, struct account_record *record)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE name_hash = $1", P(hash_bytes(name_hash))));
    return account_read(&rows, record);
}

enum status account_by_id(struct db *db, struct arena *arena, int64_t id, struct account_record *record)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = $1", P(id)));
    return account_read(&rows, record);
}

enum status account_insert(struct db *db, struct arena *arena, const struct account_draft *draft, struct bytes personas,
                           struct bytes settings, struct bytes second_factor)
{
    return db_exec(db, arena,
                   "INSERT INTO account (id, name_hash, salt, check_hash, key_by_password, recovery_salt, recovery_hash, key_by_recovery,"
                   " personas, settings, second_factor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                   P(draft->id), P(hash_bytes(&draft->name_hash)), P(draft->password.salt), P(draft->password.check_hash),
                   P(draft->password.wrapped), P(draft->recovery.salt), P(draft->recovery.check_hash), P(draft->recovery.wrapped),
                   P(personas), P(settings), P(second_factor));
}

/* A table and its indexes lie on the disk in the order in which rows came (on PostgreSQL with the number of the transaction beside each
 * row), and so do the personas: side by side, the n-th of the one would be the n-th of the other. So the accounts beside a new one are
 * written anew together with it, in an order that chance decides. What stands for them meanwhile is longer, so that it can't lie in the
 * places they leave: all of those are free before the first is taken again. */
enum status account_mix(struct db *db, struct arena *arena, int64_t account)
{
    struct mixed {
        int64_t id;
        struct bytes name_hash;
    } mixed[2 * MIXED] = { 0 };
    struct rows rows[2];
    size_t count = 0;
    TRY(db_query(db, arena, &rows[0],
                 "SELECT id, name_hash FROM account WHERE name_hash >= (SELECT name_hash FROM account WHERE id = $1)"
                 " ORDER BY name_hash LIMIT $2",
                 P(account), P(MIXED)));
    TRY(db_query(db, arena, &rows[1],
                 "SELECT id, name_hash FROM account WHERE name_hash < (SELECT name_hash FROM account WHERE id = $1)"
                 " ORDER BY name_hash DESC LIMIT $2",
                 P(account), P(MIXED)));
    for (size_t i = 0; i < COUNT(rows); i++)
        while (rows_next(&rows[i])) {
            size_t at = random_below((uint32_t)++count); /* the one there goes to the end */
            mixed[count - 1] = mixed[at];
            mixed[at].id = rows_int(&rows[i]);
            mixed[at].name_hash = rows_blob(&rows[i]);
        }
    for (size_t i = 0; i < count; i++) {
        unsigned char longer[2 * HASH_BYTES];
        random_bytes(longer, sizeof longer);
        TRY(db_exec(db, arena, "UPDATE account SET name_hash = $2 WHERE id = $1", P(mixed[i].id),
                    P(((struct bytes){ longer, sizeof longer }))));
    }
    for (size_t i = 0; i < count; i++)
        TRY(db_exec(db, arena, "UPDATE account SET name_hash = $2 WHERE id = $1", P(mixed[i].id), P(mixed[i].name_hash)));
    return OK;
}

enum status account_password_store(struct db *db, struct arena *arena, int64_t account, const struct account_lock *lock)
{
    return db_exec(db, arena, "UPDATE account SET salt = $2, check_hash = $3, key_by_password = $4 WHERE id = $1", P(account),
                   P(lock->salt), P(lock->check_hash), P(lock->wrapped));
}

enum status account_recovery_store(struct db *db, struct arena *arena, int64_t account, const struct account_lock *lock)
{
    return db_exec(db, arena, "UPDATE account SET recovery_salt = $2, recovery_hash = $3, key_by_recovery = $4 WHERE id = $1", P(account),
                   P(lock->salt), P(lock->check_hash), P(lock->wrapped));
}

enum status account_settings_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed)
{
    return db_exec(db, arena, "UPDATE account SET settings = $2 WHERE id = $1", P(account), P(sealed));
}

enum status account_personas_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed)
{
    return db_exec(db, arena, "UPDATE account SET personas = $2 WHERE id = $1", P(account), P(sealed));
}

enum status account_second_factor_store(struct db *db, struct arena *arena, int64_t account, struct bytes sealed)
{
    return db_exec(db, arena, "UPDATE account SET second_factor = $2 WHERE id = $1", P(account), P(sealed));
}

enum status account_remove(struct db *db, struct arena *arena, int64_t account)
{
    TRY(account_session_remove_all(db, arena, account, 0));
    return db_exec(db, arena, "DELETE FROM account WHERE id = $1", P(account));
}

/* ---- sessions ---- */

enum status account_session_insert(struct db *db, struct arena *arena, const struct account_session *session, const struct hash *token_hash,
                                   bool half)
{
    return db_exec(
        db, arena,
        "INSERT INTO session (id, token_hash, account_id, half, member_key, state, rests_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        P(session->id), P(hash_bytes(token_hash)), P(session->account), P(half), P(session->key), P(session->state), P(session->rests_at));
}

enum status account_session_by_token(struct db *db, struct arena *arena, const struct hash *token_hash, bool half, int64_t now,
                                     struct account_session *session)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows,
                 "SELECT s.id, s.account_id, s.rests_at, s.member_key, s.state, a.personas, a.settings, a.salt, a.check_hash FROM session s"
                 " JOIN account a ON a.id = s.account_id WHERE s.token_hash = $1 AND s.half = $2",
                 P(hash_bytes(token_hash)), P(half)));
    if (!rows_next(&rows))
        return NOT_FOUND;
    session->id = rows_int(&rows);
    session->account = rows_int(&rows);
    session->rests_at = rows_int(&rows);
    session->key = rows_blob(&rows);
    session->state = rows_blob(&rows);
    session->personas = rows_blob(&rows);
    session->settings = rows_blob(&rows);
    session->salt = rows_blob(&rows);
    session->check_hash = rows_blob(&rows);
    return session->rests_at > now ? OK : NOT_FOUND;
}

enum status account_session_remove(struct db *db, struct arena *arena, int64_t session)
{
    return db_exec(db, arena, "DELETE FROM session WHERE id = $1", P(session));
}

enum status account_session_remove_token(struct db *db, struct arena *arena, const struct hash *token_hash)
{
    return db_exec(db, arena, "DELETE FROM session WHERE token_hash = $1", P(hash_bytes(token_hash)));
}

enum status account_session_remove_all(struct db *db, struct arena *arena, int64_t account, int64_t except)
{
    return db_exec(db, arena, "DELETE FROM session WHERE account_id = $1 AND id <> $2", P(account), P(except));
}

enum status account_session_count(struct db *db, struct arena *arena, int64_t account, int64_t now, int64_t *count)
{
    struct rows rows;
    TRY(db_query(db, arena, &rows, "SELECT count(*) FROM session WHERE account_id = $1 AND NOT half AND rests_at > $2", P(account),
                 P(now)));
    *count = rows_next(&rows) ? rows_int(&rows) : 0;
    return OK;
}

enum status account_session_state_store(struct db *db, struct arena *arena, int64_t session, struct bytes state)
{
    return db_exec(db, arena, "UPDATE session SET state = $2 WHERE id = $1", P(session), P(state));
}

enum status account_session_expire(struct db *db, struct arena *arena, int64_t now)
{
    return db_exec(db, arena, "DELETE FROM session WHERE rests_at <= $1", P(now));
}

/* args: session, 0, the moment it rests. */
enum status account_session_push(struct db *db, struct arena *arena, const int64_t args[4])
{
    return db_exec(db, arena, "UPDATE session SET rests_at = $2 WHERE id = $1 AND rests_at < $2", P(args[0]), P(args[2]));
}

/* args: session, the persona it spoke as, whose streams end with it. */
enum status account_session_forget(struct db *db, struct arena *arena, const int64_t args[4])
{
    TRY(account_session_remove(db, arena, args[0]));
    return live_drop(db, arena, args[1]);
}
