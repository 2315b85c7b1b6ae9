/* Notices: words that leave with a commit. What carries them is the engine's: a call on SQLite, NOTIFY on PostgreSQL. */
#include "db/internal.h"

enum status db_notify(struct db *db, struct arena *arena, const char *text)
{
    if (!db->writes || strlen(text) > NOTICE_MOST) {
        log_line(LOG_ERROR, "db.failed", "why=\"%s\"", db->writes ? "a notice is too long" : "a notice outside a transaction that writes");
        return BROKEN;
    }
    return db->database->engine->notify(db, arena, text);
}

void database_tell(struct database *database, const char *text)
{
    if (strlen(text) > NOTICE_MOST)
        log_line(LOG_ERROR, "db.failed", "why=\"a notice is too long\"");
    else
        database->engine->tell(database, text);
}

enum status database_listen(struct database *database, const struct database_listener *listener)
{
    if (!listener)
        database->engine->unlisten(database);
    pthread_mutex_lock(&database->listener_lock);
    database->listener = listener ? *listener : (struct database_listener){ 0 };
    pthread_mutex_unlock(&database->listener_lock);
    return listener ? database->engine->listen(database) : OK;
}

void database_hear(struct database *database, const char *text)
{
    pthread_mutex_lock(&database->listener_lock);
    if (database->listener.heard)
        database->listener.heard(database->listener.context, text);
    pthread_mutex_unlock(&database->listener_lock);
}

void database_lost(struct database *database)
{
    pthread_mutex_lock(&database->listener_lock);
    if (database->listener.lost)
        database->listener.lost(database->listener.context);
    pthread_mutex_unlock(&database->listener_lock);
}

/* ---- waiting for the commit ---- */

void db_notice_keep(struct db *db, const char *text)
{
    struct db_notice **at = &db->notices;
    while (*at && !text_same((*at)->text, text))
        at = &(*at)->next;
    if (*at)
        return;
    size_t size = strlen(text) + 1;
    struct db_notice *notice = malloc(sizeof *notice + size);
    if (!notice)
        abort();
    notice->next = NULL;
    memcpy(notice->text, text, size);
    *at = notice;
}

struct db_notice *db_notices_take(struct db *db)
{
    struct db_notice *notices = db->notices;
    db->notices = NULL;
    return notices;
}

void db_notices_end(struct database *database, struct db_notice *notices, bool said)
{
    for (struct db_notice *next; notices; notices = next) {
        next = notices->next;
        if (said)
            database_hear(database, notices->text);
        free(notices);
    }
}
