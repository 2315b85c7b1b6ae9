/* The keeper: a process that does nothing but fork a worker when it is asked, hand over the socket to it, and end it when its time is up.
 */
#include "image/image.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 10 };

/* The number of the order goes back with the socket, so that a late answer isn't taken for the next one's. */
static void answer(int control, uint32_t number, int socket)
{
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr head;
    } with = { 0 };
    struct iovec text = { &number, sizeof number };
    struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1 };
    if (socket >= 0) {
        message.msg_control = with.room;
        message.msg_controllen = sizeof with.room;
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(sizeof socket);
        memcpy(CMSG_DATA(head), &socket, sizeof socket);
    }
    (void)!sendmsg(control, &message, MSG_NOSIGNAL);
}

/* Until it is done, its time is up, or somebody asks for another (who then doesn't wait for this one any more). */
static void watch(int control, pid_t worker)
{
    struct pollfd asked = { .fd = control, .events = POLLIN };
    for (int ms = 0; ms < IMAGE_WORK_MS && waitpid(worker, NULL, WNOHANG) == 0; ms += LOOK_MS)
        if (poll(&asked, 1, LOOK_MS))
            break;
    if (waitpid(worker, NULL, WNOHANG) == 0) {
        kill(worker, SIGKILL);
        waitpid(worker, NULL, 0);
    }
}

static void serve(int control, uint32_t number)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
        answer(control, number, -1);
        return;
    }
    pid_t keeper = getpid(), worker = fork();
    if (!worker) {
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (getppid() != keeper)
            _exit(1);
        close(control);
        close(pair[0]);
        image_work(pair[1]);
        _exit(0);
    }
    close(pair[1]);
    answer(control, number, worker > 0 ? pair[0] : -1);
    close(pair[0]);
    if (worker > 0)
        watch(control, worker);
}

void image_keep(int control)
{
    uint32_t number;
    while (recv(control, &number, sizeof number, 0) == sizeof number)
        serve(control, number);
}
