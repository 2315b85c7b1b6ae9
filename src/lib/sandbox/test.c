/* Each test enters the sandbox in a child process: there is no way out of it. */
#include "sandbox/sandbox.h"
#include "tests/harness/harness.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netdb.h>
#include <pthread.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the child found, in memory that both see. */
struct found {
    char folder[64], beside[64];
    int listener;
    struct sockaddr_in place;
    bool connects, old_kernel, alone;
    unsigned on;
    bool reads_outside, writes_outside, lists_outside, writes_folder, renames, truncates, removes;
    bool runs_programs, forks, makes_threads, makes_code, opens_sockets, connects_out, accepts, attaches, changes_user, resolves;
    int call_error;
};

static void file_make(const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || write(file, "tea", 3) != 3 || close(file))
        abort();
}

static bool can_open(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
    return file >= 0;
}

static void *nothing(void *context)
{
    return context;
}

static void try_files(struct found *found, struct arena *arena)
{
    const char *fresh = arena_printf(arena, "%s/fresh", found->folder), *renamed = arena_printf(arena, "%s/renamed", found->folder);
    found->reads_outside = can_open("/etc/passwd", O_RDONLY) || can_open(arena_printf(arena, "%s/secret", found->beside), O_RDONLY) ||
                           can_open(arena_printf(arena, "%s/../%s/secret", found->folder, found->beside + 5), O_RDONLY);
    found->writes_outside = can_open(arena_printf(arena, "%s/fresh", found->beside), O_RDWR | O_CREAT);
    found->lists_outside = can_open("/", O_RDONLY | O_DIRECTORY);
    int file = open(fresh, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    found->writes_folder = file >= 0 && pwrite(file, "tea", 3, 0) == 3 && !fsync(file) && !fcntl(file, F_SETLK, &whole) &&
                           can_open(found->folder, O_RDONLY | O_DIRECTORY);
    found->truncates = file >= 0 && !ftruncate(file, 1) && can_open(fresh, O_RDWR | O_TRUNC);
    found->renames = !rename(fresh, renamed);
    found->removes = !unlink(renamed);
    if (file >= 0)
        close(file);
}

static void try_network(struct found *found)
{
    char byte;
    int fd = accept4(found->listener, NULL, NULL, SOCK_CLOEXEC);
    found->accepts = fd >= 0 && recv(fd, &byte, 1, 0) == 1 && send(fd, &byte, 1, MSG_NOSIGNAL) == 1;
    int out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    found->opens_sockets = out >= 0;
    struct addrinfo *places = NULL;
    found->resolves = found->connects && !getaddrinfo("localhost", "5432", NULL, &places);
    if (places)
        freeaddrinfo(places);
    found->connects_out = out >= 0 && !connect(out, (struct sockaddr *)&found->place, sizeof found->place);
}

static void try_calls(struct found *found)
{
    pid_t child = fork();
    if (!child)
        _exit(0);
    found->forks = child > 0;
    pthread_t thread;
    found->makes_threads = !pthread_create(&thread, NULL, nothing, NULL) && !pthread_join(thread, NULL);
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, 0, 0);
    found->makes_code = page != MAP_FAILED && !mprotect(page, 4096, PROT_READ | PROT_EXEC);
    if (page != MAP_FAILED)
        munmap(page, 4096);
    found->changes_user = !setuid(getuid());
    found->attaches = prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
    char *const argv[] = { "/bin/true", NULL };
    found->runs_programs = true; /* where it may, this child ends here as another program */
    execve(argv[0], argv, argv + 1);
    found->call_error = errno;
    found->runs_programs = false;
}

enum { LANDLOCK_CREATE = 444 };

/* As if the kernel knew neither Landlock nor filters. */
static void kernel_forget(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), LANDLOCK_CREATE, 0) ||
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(seccomp), 0) ||
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) || seccomp_load(filter))
        abort();
    seccomp_release(filter);
}

/* What this kernel has must be on. */
static unsigned kernel_has(void)
{
    long version = syscall(LANDLOCK_CREATE, NULL, 0, 1);
    unsigned parts = version >= 4 ? SANDBOX_FILES | SANDBOX_NETWORK : version > 0 ? SANDBOX_FILES : 0;
    return prctl(PR_GET_SECCOMP) >= 0 ? parts | SANDBOX_CALLS : parts;
}

static int child_run(struct found *found)
{
    struct arena arena = { 0 };
    struct sandbox_needs needs = { .folders = { found->folder }, .connects = found->connects };
    int log = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(log, STDERR_FILENO);
    sandbox_guard();
    if (found->old_kernel)
        kernel_forget();
    found->on = found->alone ? sandbox_enter_alone() : sandbox_enter(&needs);
    try_files(found, &arena);
    try_network(found);
    try_calls(found);
    return 0;
}

static void listen_somewhere(struct found *found)
{
    socklen_t len = sizeof found->place;
    found->place = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    found->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (found->listener < 0 || bind(found->listener, (struct sockaddr *)&found->place, len) || listen(found->listener, 4) ||
        getsockname(found->listener, (struct sockaddr *)&found->place, &len))
        abort();
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

/* Runs all trials inside the sandbox; the caller gives `found` back with munmap. */
static struct found *enter_as(bool connects, bool old_kernel, bool alone)
{
    struct found *found = mmap(NULL, sizeof *found, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, 0, 0);
    char secret[80];
    snprintf(found->folder, sizeof found->folder, "/tmp/kith-sandbox-XXXXXX");
    snprintf(found->beside, sizeof found->beside, "/tmp/kith-outside-XXXXXX");
    if (!mkdtemp(found->folder) || !mkdtemp(found->beside))
        abort();
    snprintf(secret, sizeof secret, "%s/secret", found->beside);
    file_make(secret);
    found->connects = connects;
    found->alone = alone;
    found->old_kernel = old_kernel;
    listen_somewhere(found);
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(client, (struct sockaddr *)&found->place, sizeof found->place) || send(client, "t", 1, MSG_NOSIGNAL) != 1)
        abort();
    fflush(stdout);
    pid_t child = fork();
    if (!child)
        _exit(child_run(found));
    int ended = -1;
    waitpid(child, &ended, 0);
    EXPECT_INT(ended, 0); /* a call that is refused never kills */
    EXPECT_INT(found->on, old_kernel ? 0 : kernel_has());
    close(client);
    close(found->listener);
    nftw(found->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    nftw(found->beside, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return found;
}

static struct found *enter(bool connects, bool old_kernel)
{
    return enter_as(connects, old_kernel, false);
}

UNIT_TEST(a_process_that_only_computes_has_memory_and_threads_and_nothing_else)
{
    struct found *found = enter_as(false, false, true);
    EXPECT(found->makes_threads);
    if (found->on & (SANDBOX_FILES | SANDBOX_CALLS))
        EXPECT(!found->writes_folder && !found->reads_outside && !found->writes_outside && !found->lists_outside && !found->renames &&
               !found->removes);
    if (found->on & SANDBOX_CALLS)
        EXPECT(!found->accepts && !found->opens_sockets && !found->connects_out && !found->runs_programs && !found->forks &&
               !found->makes_code && !found->changes_user && !found->attaches);
    munmap(found, sizeof *found);
}

UNIT_TEST(inside_the_sandbox_only_the_data_folder_is_there)
{
    struct found *found = enter(false, false);
    EXPECT(found->writes_folder && found->renames && found->truncates && found->removes);
    if (found->on & SANDBOX_FILES) {
        EXPECT(!found->reads_outside);
        EXPECT(!found->writes_outside);
        EXPECT(!found->lists_outside);
    }
    munmap(found, sizeof *found);
}

UNIT_TEST(inside_the_sandbox_a_server_can_serve_and_nothing_else_can_be_started)
{
    struct found *found = enter(false, false);
    EXPECT(found->accepts);
    EXPECT(found->makes_threads);
    if (found->on & SANDBOX_CALLS) {
        EXPECT(!found->runs_programs);
        EXPECT_INT(found->call_error, EPERM);
        EXPECT(!found->forks);
        EXPECT(!found->makes_code);
        EXPECT(!found->changes_user);
        EXPECT(!found->attaches);
        EXPECT(!found->opens_sockets);
    }
    munmap(found, sizeof *found);
}

UNIT_TEST(a_database_elsewhere_can_still_be_reached)
{
    struct found *found = enter(true, false);
    EXPECT(found->opens_sockets && found->connects_out && found->resolves);
    EXPECT(found->writes_folder && found->accepts);
    if (found->on & SANDBOX_FILES)
        EXPECT(!found->reads_outside);
    if (found->on & SANDBOX_CALLS)
        EXPECT(!found->runs_programs && !found->forks);
    munmap(found, sizeof *found);
}

UNIT_TEST(a_kernel_that_has_no_sandbox_serves_all_the_same)
{
    struct found *found = enter(false, true);
    EXPECT(found->writes_folder && found->renames && found->truncates && found->removes);
    EXPECT(found->accepts && found->makes_threads);
    EXPECT(found->reads_outside); /* the trials can tell the difference */
    EXPECT(found->runs_programs && found->forks && found->makes_code && found->opens_sockets);
    munmap(found, sizeof *found);
}

UNIT_TEST(a_locked_secret_stays_where_it_was)
{
    static const char words[] = "a kettle and four chairs";
    char *secret = strdup(words);
    EXPECT(sandbox_lock_memory(secret, sizeof words));
    EXPECT_TEXT(secret, words);
    struct rlimit before, none;
    getrlimit(RLIMIT_MEMLOCK, &before);
    none = before;
    none.rlim_cur = 0;
    if (geteuid() != 0 && !setrlimit(RLIMIT_MEMLOCK, &none)) { /* root may always */
        EXPECT(!sandbox_lock_memory(secret, sizeof words));
        setrlimit(RLIMIT_MEMLOCK, &before);
    }
    munlock(secret, sizeof words);
    free(secret);
}
