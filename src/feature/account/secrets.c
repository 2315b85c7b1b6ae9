/* What members know by heart or keep on paper: sign-in names, passwords, recovery words, codes; and what is kept of them. */
#include "account/records.h"
#include "text/text.h"

static const char words_file[] = "src/feature/account/words.txt";
static const char common_file[] = "src/feature/account/common_passwords.txt";

/* ---- sign-in names ---- */

void account_name_hash(struct arena *arena, const struct app *app, const char *sign_in_name, struct hash *hash)
{
    struct key key;
    const char *folded = text_fold(arena, text_clean_line(arena, sign_in_name));
    key_derive(&key, &app->server_key, "sign-in name");
    hash_keyed(hash, &key, folded, strlen(folded));
    key_wipe(&key);
}

void account_dummy_salt(const struct app *app, const struct hash *name_hash, const char *purpose, unsigned char salt[SALT_BYTES])
{
    struct key key, kind;
    struct hash hash;
    key_derive(&key, &app->server_key, "salt for nobody");
    key_derive(&kind, &key, purpose);
    hash_keyed(&hash, &kind, name_hash->byte, HASH_BYTES);
    memcpy(salt, hash.byte, SALT_BYTES);
    key_wipe(&key);
    key_wipe(&kind);
}

/* ---- what a password and a recovery code unlock ---- */

bool account_check_fits(const struct key *check, struct bytes check_hash)
{
    struct hash typed, stored = { 0 };
    hash_plain(&typed, check->byte, KEY_BYTES);
    if (check_hash.len == HASH_BYTES)
        memcpy(stored.byte, check_hash.data, HASH_BYTES);
    return hash_same(&typed, &stored) && check_hash.len == HASH_BYTES;
}

struct account_lock account_lock_make(struct arena *arena, const struct password_keys *keys, const unsigned char salt[SALT_BYTES],
                                      const char *column, int64_t account, const struct key *key)
{
    struct hash *check = arena_alloc(arena, sizeof *check);
    hash_plain(check, keys->check.byte, KEY_BYTES);
    return (struct account_lock){
        .salt = { arena_slice(arena, (const char *)salt, SALT_BYTES), SALT_BYTES },
        .check_hash = { check->byte, HASH_BYTES },
        .wrapped = account_key_wrap(arena, &keys->wrap, column, account, key),
    };
}

/* ---- passwords ---- */

const char *account_password_clean(struct arena *arena, const char *typed)
{
    return text_clean_line(arena, typed);
}

/* One line of the list, whole; the list is folded. */
static bool password_is_common(struct arena *arena, const char *password)
{
    const struct text_file *file = text_file_find(common_file);
    const char *folded = text_fold(arena, password);
    size_t len = strlen(folded);
    for (const char *at = file ? file->data : NULL; at && (at = strstr(at, folded)); at++)
        if ((at == file->data || at[-1] == '\n') && (at[len] == '\n' || !at[len]))
            return true;
    return false;
}

/* "aaaaaaaaaa", "1212121212": long, and yet the first thing anyone tries. */
static bool password_is_monotonous(const char *password)
{
    bool seen[256] = { false };
    int different = 0;
    for (const unsigned char *c = (const unsigned char *)password; *c; c++) {
        different += !seen[*c];
        seen[*c] = true;
    }
    return different < 4;
}

const char *account_password_problem(struct view *view, const char *typed, const char *const *others)
{
    struct arena *arena = view->words.arena;
    const char *password = account_password_clean(arena, typed);
    if (text_length(password) < PASSWORD_MIN)
        return t(view, "Please make it 10 characters or longer. A few ordinary words with spaces between them do well.");
    for (; *others; others++)
        if (text_same(text_fold(arena, password), text_fold(arena, *others)))
            return t(view, "A password that is the same as a name is the first thing someone would try. Please choose another.");
    if (password_is_monotonous(password) || password_is_common(arena, password))
        return t(view,
                 "Many people use this password, so it’s easy to guess. Three or four words that have nothing to do with each other are "
                 "hard to guess and easy to remember.");
    return NULL;
}

/* ---- names others see ---- */

const char *account_name_problem(struct view *view, const char *name)
{
    switch (name_check(view->words.arena, name)) {
    case NAME_FINE:
        return NULL;
    case NAME_EMPTY:
        return t(view, "Please choose a name. It can be anything you like to be called.");
    case NAME_LONG:
        return t(view, "That’s a little long. A name can have up to 40 characters.");
    case NAME_INVISIBLE:
        return t(view, "There are characters in this name that nobody can see. Please type it again, without copying it.");
    case NAME_MIXED:
        return t(view,
                 "This name mixes letters of several alphabets that look alike, so it could be taken for somebody else’s. Please keep to "
                 "one alphabet.");
    case NAME_RESERVED:
        return t(view, "This name sounds like someone who runs the place. Please choose one that is just yours.");
    case NAME_NO_LETTER:
        return t(view, "Please put at least one letter into your name, so that it can be read aloud.");
    }
    return NULL;
}

/* ---- recovery words ---- */

static const char *word_at(struct arena *arena, const struct text_file *file, uint32_t n)
{
    const char *at = file->data;
    while (n-- > 0)
        at = strchr(at, '\n') + 1;
    return arena_slice(arena, at, strcspn(at, "\r\n"));
}

const char *account_words_random(struct arena *arena)
{
    const struct text_file *file = text_file_find(words_file);
    uint32_t count = 0;
    for (const char *at = file ? file->data : ""; *at; at++)
        count += *at == '\n';
    if (count < 2048)
        abort(); /* the list is compiled in: a shorter one would make codes that can be guessed */
    struct buf words = { .arena = arena };
    for (int i = 0; i < RECOVERY_WORDS; i++)
        buf_printf(&words, "%s%s", i ? " " : "", word_at(arena, file, random_below(count)));
    return buf_text(&words);
}

const char *account_words_clean(struct arena *arena, const char *typed)
{
    struct buf words = { .arena = arena };
    bool between = false;
    for (const char *at = text_fold(arena, text_clean_line(arena, typed)); *at; at++) {
        bool letter = *at >= 'a' && *at <= 'z';
        if (letter && between && words.len)
            buf_putc(&words, ' ');
        if (letter)
            buf_putc(&words, *at);
        between = !letter;
    }
    return buf_text(&words);
}

const char *account_word(struct arena *arena, const char *words, size_t n)
{
    while (n-- > 0 && *words) {
        words += strcspn(words, " ");
        words += *words == ' ';
    }
    return arena_slice(arena, words, strcspn(words, " "));
}

/* ---- the second step ---- */

/* Letters and digits that can't be taken for one another; ten of 31 are 49 bits. */
static const char backup_alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz";
enum { BACKUP_LETTERS = 10 };

const char *account_backup_code(struct arena *arena)
{
    struct buf code = { .arena = arena };
    for (int i = 0; i < BACKUP_LETTERS; i++) {
        if (i == BACKUP_LETTERS / 2)
            buf_putc(&code, '-');
        buf_putc(&code, backup_alphabet[random_below(sizeof backup_alphabet - 1)]);
    }
    return buf_text(&code);
}

void account_backup_hash(struct arena *arena, const struct key *key, const char *code, struct hash *hash)
{
    struct key backup;
    struct buf letters = { .arena = arena };
    for (const char *at = text_fold(arena, code); *at; at++)
        if (strchr(backup_alphabet, *at))
            buf_putc(&letters, *at);
    key_derive(&backup, key, "backup code");
    hash_keyed(hash, &backup, buf_text(&letters), letters.len);
    key_wipe(&backup);
}

bool account_second_factor_check(struct arena *arena, const struct key *key, struct account_second_factor *factor, const char *code,
                                 int64_t now)
{
    if (totp_check(factor->secret, code, now, &factor->last_counter))
        return true;
    struct hash typed;
    account_backup_hash(arena, key, code, &typed);
    for (size_t i = 0; i < factor->backup_count; i++)
        if (hash_same(&typed, &factor->backup[i])) {
            factor->backup[i] = factor->backup[--factor->backup_count];
            return true;
        }
    return false;
}
