/* The server's own key: one line of base64url (43 characters), so that an operator can also keep it in a password manager. */
#include "crypto/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 43 };

static enum status failed(const char *what, const char *path)
{
    log_line(LOG_ERROR, "key.failed", "can't %s %s: %s", what, path, strerrordesc_np(errno));
    return BROKEN;
}

/* A key others can read is no secret. One that belongs to root while we are somebody else was handed to us (systemd shows its access
 * list as group bits): there only "others" count. */
static enum status mode_check(const struct stat *info, const char *path)
{
    bool handed = info->st_uid == 0 && geteuid() != 0;
    if (!S_ISREG(info->st_mode) || (!handed && info->st_uid != geteuid()) || (info->st_mode & (handed ? 0037 : 0077))) {
        log_line(LOG_ERROR, "key.mode",
                 "%s must be a file that only this user can read (owner uid %u, mode 0600; it has uid %u, mode %04o)", path,
                 (unsigned)geteuid(), (unsigned)info->st_uid, (unsigned)info->st_mode & 07777);
        return INVALID;
    }
    return OK;
}

static enum status folder_check(int folder, const char *path)
{
    struct stat info;
    if (fstat(folder, &info) != 0)
        return failed("look at", path);
    if (info.st_mode & 0022) {
        log_line(LOG_ERROR, "key.mode", "the folder %s may be changed by others: chmod 700 it", path);
        return INVALID;
    }
    return OK;
}

static enum status key_read(int folder, const char *name, const char *path, struct key *key)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return errno == ENOENT ? NOT_FOUND : failed("open", path);
    struct stat info;
    char line[LINE_BYTES + 2] = { 0 };
    ssize_t got = -1;
    enum status status = fstat(file, &info) == 0 ? mode_check(&info, path) : failed("look at", path);
    if (status == OK)
        got = read(file, line, sizeof line);
    close(file);
    TRY(status);
    if (got < 0)
        return failed("read", path);
    bool whole = got == LINE_BYTES || (got == LINE_BYTES + 1 && line[LINE_BYTES] == '\n');
    line[LINE_BYTES] = '\0';
    bool good = whole && token_read(line, key->byte, sizeof key->byte);
    sodium_memzero(line, sizeof line);
    if (!good) {
        log_line(LOG_ERROR, "key.size", "%s isn't a Kith key (one line of %d characters): restore it from where you keep it", path,
                 LINE_BYTES);
        return INVALID;
    }
    return OK;
}

static bool write_whole(int file, const char *data, size_t len)
{
    while (len) {
        ssize_t done = write(file, data, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        data += done;
        len -= (size_t)done;
    }
    return true;
}

/* Written whole under another name, made durable, then given its name: no crash leaves half a key, and of two processes that start at
 * once one wins and the other reads the winner's. */
static enum status key_create(int folder, const char *name, const char *path)
{
    struct key key;
    struct arena arena = { 0 };
    key_random(&key);
    char *line = arena_alloc(&arena, LINE_BYTES + 2);
    sodium_bin2base64(line, LINE_BYTES + 1, key.byte, sizeof key.byte, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    line[LINE_BYTES] = '\n';
    const char *draft = arena_printf(&arena, ".%s.%016llx", name, (unsigned long long)random_u64());

    enum status status = OK;
    int file = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) {
        status = failed("create", path);
    } else {
        if (!write_whole(file, line, LINE_BYTES + 1) || fsync(file) != 0)
            status = failed("write", path);
        close(file);
        if (status == OK && linkat(folder, draft, folder, name, 0) != 0 && errno != EEXIST)
            status = failed("name", path);
        unlinkat(folder, draft, 0);
        if (status == OK && syncfs(folder) != 0) /* the folders above may be new too */
            status = failed("make durable", path);
    }
    sodium_memzero(line, LINE_BYTES + 1);
    arena_free(&arena);
    key_wipe(&key);
    return status;
}

/* Opens the folder, making it and what is missing above it (each 0700) when `create` is set. */
static enum status folder_open(struct arena *arena, const char *path, bool create, int *folder)
{
    for (const char *slash = path; create && (slash = strchr(slash + 1, '/'));)
        if (mkdir(arena_slice(arena, path, (size_t)(slash - path)), 0700) != 0 && errno != EEXIST)
            return failed("create", path);
    if (create && mkdir(path, 0700) != 0 && errno != EEXIST)
        return failed("create", path);
    *folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*folder < 0)
        return errno == ENOENT ? NOT_FOUND : failed("open", path);
    return OK;
}

enum status server_key_load(const char *path, bool create, struct key *key)
{
    struct arena arena = { 0 };
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *above = !slash ? "." : slash == path ? "/" : arena_slice(&arena, path, (size_t)(slash - path));
    int folder = -1;
    enum status status = *name ? folder_open(&arena, above, create, &folder) : INVALID;
    if (status == OK) {
        status = folder_check(folder, above);
        if (status == OK)
            status = key_read(folder, name, path, key);
        if (status == NOT_FOUND && create) {
            status = key_create(folder, name, path);
            if (status == OK)
                status = key_read(folder, name, path, key);
        }
        close(folder);
    }
    arena_free(&arena);
    return status;
}
