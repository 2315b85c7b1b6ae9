/* Inside feature/account: what the templates are given, and what the page files share. */
#ifndef ACCOUNT_PAGES_H
#define ACCOUNT_PAGES_H

#include "account/records.h"
#include "community/community.h"
#include "guard/guard.h"
#include "text/text.h"

/* ---- doors.c: showing who one is; for prepare handlers, which run outside any transaction ---- */

/* What a prepare handler leaves for its handler. */
struct account_prepared {
    struct hash name_hash;                   /* of the sign-in name that was typed */
    struct password_keys typed;              /* from the password or the recovery words that were typed */
    struct password_keys password, recovery; /* new ones, with the salts they come from */
    unsigned char password_salt[SALT_BYTES], recovery_salt[SALT_BYTES];
    const char *words; /* the new recovery code */
    bool joining;      /* the keys are derived in the share of those who join */
    bool vouched;      /* guard_door_check: no yes by hand is needed on its account */
};
/* A snapshot of its own, because no transaction is open yet. NOT_FOUND. */
enum status account_look_up(struct request *request, const struct hash *name_hash, struct account_record *record) MUST_USE;
enum status account_new_password_derive(struct request *request, const char *password, struct account_prepared *prepared) MUST_USE;
enum status account_new_words_derive(struct request *request, struct account_prepared *prepared) MUST_USE;
/* Growing delays for guesses, by what is guessed at and by where it comes from. `kind` is a fixed word. */
int64_t account_guess_wait(struct request *request, const char *kind, const struct hash *name_hash);
void account_guess_failed(struct request *request, const char *kind, const struct hash *name_hash);
void account_guess_right(struct request *request, const char *kind, const struct hash *name_hash);
/* Whether the password in `field`, derived by account_confirm_prepare, is the member's; INVALID with a sentence beside it. */
enum status account_confirm(struct request *request, const char *field, struct account_record *record) MUST_USE;
/* The confirming part of a prepare handler: derives what was typed in `field` with the member's salt. */
enum status account_confirm_derive(struct request *request, const char *field, struct account_prepared *prepared) MUST_USE;

/* A new recovery code from what was prepared, shown on the next page until it is confirmed. */
enum status account_recovery_renew(struct request *request) MUST_USE;

/* ---- arriving ---- */

struct account_join_view {
    int64_t ages; /* who may join */
    enum join_mode joining;
    bool approval;
    const char *place, *question; /* under attack: a plain question; NULL: none */
};
void account_join_html(struct view *view, const struct account_join_view *join);

struct account_words {
    const char *items[RECOVERY_WORDS];
    size_t count;
};
void account_code_html(struct view *view, const struct account_words *words, bool newcomer);
void account_waiting_html(struct view *view, const char *place);

/* What a member had typed when their session was over; the names carry the prefix "kept." they have in the form. */
struct account_kept {
    struct pair *items;
    size_t count;
    const char *path;
};
struct account_door {
    const char *to;
    struct account_kept kept;
    bool over;
};
void account_sign_in_html(struct view *view, const struct account_door *door);
void account_second_step_html(struct view *view, const struct account_door *door);
void account_closed_html(struct view *view);
/* The account is there and opens, but nobody speaks for it any more: the stewards turned its persona away. Removes it and says so. */
enum status account_sign_in_closed(struct request *request, const struct account_record *record) MUST_USE;
void account_recover_html(struct view *view);

/* ---- settings ---- */

struct account_option {
    const char *value, *label, *lang;
    bool chosen;
};
struct account_options {
    struct account_option *items;
    size_t count;
};
struct account_picture {
    int64_t number;
    const char *label;
    bool chosen;
};
struct account_pictures {
    struct account_picture items[8];
    size_t count;
};
struct account_settings_view {
    const char *name;
    int64_t picture, devices;
    bool discreet, second_factor;
    enum age_band band;
    struct account_pictures pictures;
    struct account_options languages, zones, themes, rests;
};
/* The choices of the comfort section. */
void account_comfort_options(struct request *request, struct account_settings_view *settings);
/* "Dark" for "dark"; "" is as the device has it. */
const char *account_theme_name(struct view *view, const char *theme);
void account_settings_html(struct view *view, const struct account_settings_view *settings);
void account_password_html(struct view *view);
void account_new_code_html(struct view *view);

struct account_second_factor_view {
    const char *path, *box;      /* the QR code and its viewBox */
    const char *spoken, *sealed; /* the secret to read aloud; the same, sealed, for the form */
};
void account_second_factor_setup_html(struct view *view, const struct account_second_factor_view *setup);
void account_second_factor_on_html(struct view *view, int64_t codes_left);
struct account_codes {
    const char *items[BACKUP_CODES];
    size_t count;
};
void account_backup_codes_html(struct view *view, const struct account_codes *codes);
void account_delete_html(struct view *view);

/* ---- several names ---- */

struct account_names {
    const struct own_name *items;
    size_t count;
    int64_t now; /* who speaks */
    bool room;   /* for one more */
};
void account_names_html(struct view *view, const struct account_names *names);
void account_name_remove_html(struct view *view, const struct own_name *name);
/* Where one of them is let go. */
const char *account_name_path(struct view *view, const struct own_name *name);
struct account_pause {
    const char *name, *reason;
    int64_t until;
    bool several;
    bool reads; /* they may not write, and that is all */
};
void account_paused_html(struct view *view, const struct account_pause *pause);
void account_ages(struct view *view, enum age_band band);
/* The answer to them that a form holds. */
enum age_band account_band_typed(const struct request *request);
void account_settings_names(struct view *view, const struct account_settings_view *settings);

/* ---- data ---- */

/* One thing in the readable copy of a member's data: a text, or a list of further things. */
struct account_data {
    const char *label, *text;
    const struct account_data_list *inside;
};
struct account_data_list {
    struct account_data *items;
    size_t count;
};
void account_data_html(struct view *view, const char *day, const struct account_data_list *data);

struct account_file {
    const char *name;
    struct bytes content;
};
/* A zip archive; times in it are whole days. */
enum status account_archive(struct arena *arena, const struct account_file *files, size_t count, int64_t now,
                            struct bytes *archive) MUST_USE;

#endif
