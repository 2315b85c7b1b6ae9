/* What the process may still do once it has started (docs/threat-model.md). A door that is shut here stays shut also for whoever
 * finds a way to run their own code inside the server. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "base/base.h"

/* Everything that isn't named here is refused. */
struct sandbox_needs {
    const char *folders[4]; /* read and written, with all beneath them; ends with NULL */
    bool connects;          /* opens connections: a database that runs elsewhere. Also lets the resolver's files be read */
    bool alone;             /* neither: see sandbox_enter_alone */
};

enum sandbox_part {
    SANDBOX_FILES = 1,   /* Landlock: only the folders */
    SANDBOX_NETWORK = 2, /* Landlock: no TCP port is bound, and none connected to unless `connects` */
    SANDBOX_CALLS = 4,   /* seccomp: only the system calls a server needs; others answer EPERM (clone3: ENOSYS, so that threads are made
                          * the older way, whose flags a filter can see) */
};

/* Shuts the doors, for good. Call it when everything is open that has to be (listening sockets, certificates, the server's key, the
 * database) and before the first other thread: Landlock holds for the calling thread and those it starts. Where the kernel lacks
 * something the rest is done; one line of the log says what is on, another what is missing. Returns the sandbox_parts that are on. */
unsigned sandbox_enter(const struct sandbox_needs *needs);

/* For a process that only computes: it has memory, threads, and the sockets that are open already; no file at all, no network, no other
 * process. What isn't allowed answers EPERM. Says nothing. Returns the sandbox_parts that are on. */
unsigned sandbox_enter_alone(void);

/* No core file, nobody of the same user may look inside, no program gains privileges. Early, before the first secret is read. */
void sandbox_guard(void);

/* Keeps a secret out of swap and of core files until the process ends. False, and logged: the machine doesn't allow it. */
bool sandbox_lock_memory(void *secret, size_t len);

/* ---- between the files of this folder ---- */

/* The sandbox_parts that are on; 0: this kernel has none, or it said no. *version: the kernel's Landlock, 0 for none. */
unsigned sandbox_landlock(const struct sandbox_needs *needs, int *version);
bool sandbox_filter_calls(const struct sandbox_needs *needs);

#endif
