#include "sandbox/sandbox.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LANDLOCK_WHOLE = 4 }; /* the version from which on everything asked for is there */

void sandbox_guard(void)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

bool sandbox_lock_memory(void *secret, size_t len)
{
    size_t before = (uintptr_t)secret % (size_t)sysconf(_SC_PAGESIZE); /* on its first page; whole pages are locked */
    char *page = (char *)secret - before;
    (void)madvise(page, before + len, MADV_DONTDUMP);
    if (!mlock(page, before + len))
        return true;
    log_line(LOG_WARN, "sandbox.memory", "the server's key may be swapped to disk: %s; raise the limit of locked memory (LimitMEMLOCK)",
             strerrordesc_np(errno));
    return false;
}

unsigned sandbox_enter(const struct sandbox_needs *needs)
{
    int version = 0;
    unsigned on = sandbox_landlock(needs, &version);
    if (sandbox_filter_calls(needs))
        on |= SANDBOX_CALLS;
    log_line(LOG_INFO, "sandbox.on", "files=%s network=%s calls=%s landlock=%d", on & SANDBOX_FILES ? "yes" : "no",
             on & SANDBOX_NETWORK ? "yes" : "no", on & SANDBOX_CALLS ? "yes" : "no", version);
    if (version && version < LANDLOCK_WHOLE)
        log_line(LOG_WARN, "sandbox.part", "this kernel's Landlock is version %d: it can't hold %snetwork connections; Linux 6.7 can",
                 version, version < 3 ? "truncating of files or " : "");
    return on;
}

unsigned sandbox_enter_alone(void)
{
    static const struct sandbox_needs nothing = { .alone = true };
    int version = 0;
    unsigned on = sandbox_landlock(&nothing, &version);
    if (sandbox_filter_calls(&nothing))
        on |= SANDBOX_CALLS;
    return on;
}
