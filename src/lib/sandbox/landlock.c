/* Landlock by its raw calls: the C library has no names for them, and Debian's headers know fewer rights than the kernels people run. */
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset /* the same numbers on every architecture */
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/* The kernel's struct landlock_ruleset_attr, as long as it has grown. Older kernels take it when what they don't know is zero. */
struct ruleset {
    uint64_t files, network, scopes;
};
/* struct landlock_path_beneath_attr */
struct beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

enum { QUESTION_VERSION = 1, RULE_BENEATH = 1 };

/* Rights over files. Versions 2, 3 and 5 brought the last three. */
enum {
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_FOLDER = 1 << 3,
    REMOVE_FOLDER = 1 << 4,
    REMOVE_FILE = 1 << 5,
    MAKE_FOLDER = 1 << 7,
    MAKE_FILE = 1 << 8,
    MOVE = 1 << 13,
    TRUNCATE = 1 << 14,
    DEVICE_IOCTL = 1 << 15,
    SINCE_1 = (1 << 13) - 1,
};
enum { BIND_TCP = 1, CONNECT_TCP = 2 };               /* version 4 */
enum { SCOPE_ABSTRACT_SOCKET = 1, SCOPE_SIGNAL = 2 }; /* version 6 */

enum {
    READS = READ_FILE | READ_FOLDER,
    WRITES = READS | WRITE_FILE | REMOVE_FOLDER | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE | MOVE | TRUNCATE
};

/* What it takes to find a database server by its name and to check its certificate. */
static const char *const resolver_files[] = { "/etc/hosts",    "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf",
                                              "/etc/gai.conf", "/etc/services",    "/etc/ssl",           "/etc/postgresql-common" };

static struct ruleset rights_known(int version, const struct sandbox_needs *needs)
{
    struct ruleset known = { .files = SINCE_1 };
    if (version >= 2)
        known.files |= MOVE;
    if (version >= 3)
        known.files |= TRUNCATE;
    if (version >= 4)
        known.network = needs->connects ? BIND_TCP : BIND_TCP | CONNECT_TCP;
    if (version >= 5)
        known.files |= DEVICE_IOCTL;
    if (version >= 6)
        known.scopes = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    return known;
}

static bool rule_add(int ruleset, const char *path, uint64_t allowed)
{
    int place = open(path, O_PATH | O_CLOEXEC);
    struct stat info;
    if (place < 0)
        return false;
    if (!fstat(place, &info) && !S_ISDIR(info.st_mode))
        allowed &= ~(uint64_t)READ_FOLDER;
    struct beneath rule = { .allowed = allowed, .parent = place };
    bool good = !syscall(SYS_landlock_add_rule, ruleset, RULE_BENEATH, &rule, 0);
    int error = errno;
    close(place);
    errno = error;
    return good;
}

static bool rules_add(int ruleset, uint64_t known, const struct sandbox_needs *needs)
{
    for (size_t i = 0; i < COUNT(needs->folders) && needs->folders[i]; i++)
        if (!rule_add(ruleset, needs->folders[i], WRITES & known))
            return false;
    for (size_t i = 0; i < COUNT(resolver_files) && needs->connects; i++)
        if (!rule_add(ruleset, resolver_files[i], READS) && errno != ENOENT)
            return false;
    if (!needs->alone)
        (void)rule_add(ruleset, "/dev/urandom", READS); /* no library may fall back to something weaker */
    const char *home = getenv("HOME");
    if (!home || !needs->connects)
        return true;
    struct arena arena = { 0 }; /* libpq's own: a password file, certificates */
    (void)rule_add(ruleset, arena_printf(&arena, "%s/.pgpass", home), READS);
    (void)rule_add(ruleset, arena_printf(&arena, "%s/.postgresql", home), READS);
    arena_free(&arena);
    return true;
}

unsigned sandbox_landlock(const struct sandbox_needs *needs, int *version)
{
    long answer = syscall(SYS_landlock_create_ruleset, NULL, 0, QUESTION_VERSION);
    *version = answer > 0 ? (int)answer : 0;
    if (!*version) {
        log_line(LOG_WARN, "sandbox.files",
                 "this kernel has no Landlock (%s): the whole file system stays open to the server, as far as its user "
                 "may go; Linux 5.13 or later with landlock among its security modules has it",
                 strerrordesc_np(errno));
        return 0;
    }
    struct ruleset known = rights_known(*version, needs);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &known, sizeof known, 0);
    bool good = ruleset >= 0 && rules_add(ruleset, known.files, needs) && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
                !syscall(SYS_landlock_restrict_self, ruleset, 0);
    if (!good)
        log_line(LOG_WARN, "sandbox.files", "Landlock said no: %s; the whole file system stays open to the server", strerrordesc_np(errno));
    if (ruleset >= 0)
        close(ruleset);
    return !good ? 0 : known.network ? SANDBOX_FILES | SANDBOX_NETWORK : SANDBOX_FILES;
}
