/* The server's side: starting the keeper, and sending it a picture. Uses no system call that the server's sandbox refuses. */
#include "image/image.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct image_keeper {
    int control;
    pid_t process;
    pthread_mutex_t turn;
    uint32_t number; /* of the latest order; only who has the turn */
    bool gone;       /* said once */
};

/* ---- starting ---- */

/* Nothing of the parent's but its code: no file, no word on its terminal. A Ctrl-C that is meant for the server isn't for this one, which
 * still makes the pictures that the server finishes; it ends with the server's side of the socket. */
static void keeper_run(int control)
{
    int nothing = open("/dev/null", O_RDWR);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sandbox_guard();
    prctl(PR_SET_NAME, "kith-pictures", 0, 0, 0);
    for (int i = 0; i < 3; i++)
        dup2(nothing, i);
    if (control != 3 && dup3(control, 3, O_CLOEXEC) < 0)
        _exit(1);
    close_range(4, ~0u, 0);
    if (chdir("/"))
        _exit(1);
    image_keep(3);
    _exit(0);
}

struct image_keeper *image_keeper_start(void)
{
    int pair[2];
    struct image_keeper *keeper = calloc(1, sizeof *keeper);
    if (!keeper)
        abort();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
        log_line(LOG_WARN, "image.keeper", "%s: nobody can show a picture of their own", strerrordesc_np(errno));
        free(keeper);
        return NULL;
    }
    fflush(NULL);
    keeper->process = fork();
    if (!keeper->process)
        keeper_run(pair[1]);
    close(pair[1]);
    if (keeper->process < 0) {
        log_line(LOG_WARN, "image.keeper", "%s: nobody can show a picture of their own", strerrordesc_np(errno));
        close(pair[0]);
        free(keeper);
        return NULL;
    }
    keeper->control = pair[0];
    pthread_mutex_init(&keeper->turn, NULL);
    return keeper;
}

void image_keeper_stop(struct image_keeper *keeper)
{
    if (!keeper)
        return;
    close(keeper->control);
    waitpid(keeper->process, NULL, 0); /* inside the sandbox refused: then the system does it when this process ends */
    pthread_mutex_destroy(&keeper->turn);
    free(keeper);
}

/* ---- one picture ---- */

static bool ready(int socket, short what, int64_t until_us)
{
    struct pollfd poll_for = { .fd = socket, .events = what };
    for (;;) {
        int64_t ms = (until_us - clock_monotonic_us()) / 1000;
        int n = ms > 0 ? poll(&poll_for, 1, (int)ms) : 0;
        if (n > 0)
            return poll_for.revents & (what | POLLHUP | POLLERR);
        if (n == 0 || errno != EINTR)
            return false;
    }
}

static bool put(int socket, const void *data, size_t len, int64_t until_us)
{
    const char *at = data;
    while (len) {
        ssize_t n = ready(socket, POLLOUT, until_us) ? send(socket, at, len, MSG_NOSIGNAL | MSG_DONTWAIT) : -1;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static bool take(int socket, void *data, size_t len, int64_t until_us)
{
    char *at = data;
    while (len) {
        ssize_t n = ready(socket, POLLIN, until_us) ? recv(socket, at, len, MSG_DONTWAIT) : -1;
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* The socket of a worker that waits for `number`; -1: none. *gone: the keeper itself isn't there any more. */
static int worker_socket(struct image_keeper *keeper, int64_t until_us, bool *gone)
{
    uint32_t number = ++keeper->number, came = 0;
    *gone = send(keeper->control, &number, sizeof number, MSG_NOSIGNAL) != sizeof number;
    while (!*gone && ready(keeper->control, POLLIN, until_us)) {
        union {
            char room[CMSG_SPACE(sizeof(int))];
            struct cmsghdr head;
        } with;
        struct iovec text = { &came, sizeof came };
        struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1, .msg_control = with.room, .msg_controllen = sizeof with.room };
        int socket = -1;
        *gone = recvmsg(keeper->control, &message, MSG_CMSG_CLOEXEC) != sizeof came;
        struct cmsghdr *head = *gone ? NULL : CMSG_FIRSTHDR(&message);
        if (head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof socket))
            memcpy(&socket, CMSG_DATA(head), sizeof socket);
        if (!*gone && came == number)
            return socket;
        if (socket >= 0)
            close(socket);
    }
    return -1;
}

/* What a worker sends is believed no more than what members send: it must be the plain picture that was asked for. */
static enum image_answer result_take(int socket, struct arena *arena, const struct image_wish *wish, struct image_made *made,
                                     int64_t until_us)
{
    struct image_result result;
    struct image_look look;
    if (!take(socket, &result, sizeof result, until_us))
        return IMAGE_UNREADABLE; /* it was ended: too much memory, too much time */
    if (result.answer != IMAGE_MADE)
        return result.answer == IMAGE_VAST || result.answer == IMAGE_AWAY ? (enum image_answer)result.answer : IMAGE_UNREADABLE;
    if (!result.len || result.len > IMAGE_MADE_MOST)
        return IMAGE_UNREADABLE;
    char *webp = arena_alloc(arena, result.len);
    made->webp = (struct bytes){ webp, result.len };
    if (!take(socket, webp, result.len, until_us) || !image_is_plain(made->webp, &look) || look.width > wish->width ||
        look.height > wish->height)
        return IMAGE_UNREADABLE;
    made->width = look.width;
    made->height = look.height;
    return IMAGE_MADE;
}

static enum image_answer image_send(struct image_keeper *keeper, struct arena *arena, struct bytes image, const struct image_wish *wish,
                                    struct image_made *made)
{
    const struct image_order order = { .wish = *wish, .len = (uint32_t)image.len };
    int64_t until_us = clock_monotonic_us() + IMAGE_WORK_MS * INT64_C(1000);
    bool gone;
    int socket = worker_socket(keeper, until_us, &gone);
    if (gone && !keeper->gone) {
        keeper->gone = true;
        log_line(LOG_ERROR, "image.keeper", "the process that makes pictures is gone: none can be sent until kith is started anew");
    }
    if (socket < 0)
        return gone ? IMAGE_AWAY : IMAGE_BUSY;
    /* A worker that can't do it says so without reading on. */
    if (put(socket, &order, sizeof order, until_us))
        (void)!put(socket, image.data, image.len, until_us);
    enum image_answer answer = result_take(socket, arena, wish, made, until_us);
    close(socket);
    if (answer == IMAGE_AWAY)
        log_line(LOG_WARN, "image.library", "libvips can't be loaded: nobody can show a picture of their own; script/setup installs it");
    return answer;
}

enum image_answer image_make(struct image_keeper *keeper, struct arena *arena, struct bytes image, const struct image_wish *wish,
                             struct image_made *made)
{
    struct image_look look;
    *made = (struct image_made){ 0 };
    if (image.len > IMAGE_BYTES_MOST)
        return IMAGE_HEAVY;
    if (!image_look(image, &look))
        return IMAGE_UNKNOWN;
    if (look.width > IMAGE_SIDE_MOST || look.height > IMAGE_SIDE_MOST || look.width * look.height > IMAGE_PIXELS_MOST)
        return IMAGE_VAST;
    if (!keeper)
        return IMAGE_AWAY;
    struct timespec until = clock_deadline(IMAGE_TURN_MS);
    if (pthread_mutex_clocklock(&keeper->turn, CLOCK_MONOTONIC, &until))
        return IMAGE_BUSY;
    enum image_answer answer = image_send(keeper, arena, image, wish, made);
    pthread_mutex_unlock(&keeper->turn);
    return answer;
}

enum image_answer image_try(struct image_keeper *keeper)
{
    static const char dot[] = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2\x44\1\0;";
    static const struct image_wish wish = { 8, 8, true };
    struct arena arena = { 0 };
    struct image_made made;
    enum image_answer answer = image_make(keeper, &arena, (struct bytes){ dot, sizeof dot - 1 }, &wish, &made);
    arena_free(&arena);
    return answer;
}
