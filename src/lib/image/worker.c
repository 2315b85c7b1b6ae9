/* A worker: one picture in, one picture out. Everything it needs of the machine it takes before it reads the first byte. */
#include "image/image.h"

#include <errno.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CPU_SECONDS = 12, MEMORY_MOST = 1 << 30 };

/* A sanitizer reserves the address space many times over. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { MEMORY_IS_BOUND = 0 };
#else
enum { MEMORY_IS_BOUND = 1 };
#endif

static bool put(int socket, const void *data, size_t len)
{
    const char *at = data;
    while (len) {
        ssize_t n = write(socket, at, len);
        if (n <= 0 && errno != EINTR)
            return false;
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool take(int socket, void *data, size_t len)
{
    char *at = data;
    while (len) {
        ssize_t n = read(socket, at, len);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static void say(int socket, enum image_answer answer, const struct image_made *made)
{
    struct image_result result = { .answer = answer };
    result.len = (uint32_t)made->webp.len;
    result.width = (uint32_t)made->width;
    result.height = (uint32_t)made->height;
    if (put(socket, &result, sizeof result))
        (void)!put(socket, made->webp.data, made->webp.len);
}

static void limit_set(int which, rlim_t most)
{
    struct rlimit limit = { most, most };
    (void)setrlimit(which, &limit);
}

/* Bytes of address space that are taken already. */
static rlim_t memory_taken(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    if (fscanf(file, "%lu", &pages) != 1)
        pages = 0;
    fclose(file);
    return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* What a picture may use up. */
static void limits_set(void)
{
    limit_set(RLIMIT_CPU, CPU_SECONDS);
    limit_set(RLIMIT_FSIZE, 0);
    limit_set(RLIMIT_CORE, 0);
    if (MEMORY_IS_BOUND)
        limit_set(RLIMIT_AS, memory_taken() + MEMORY_MOST);
    mallopt(M_ARENA_MAX, 1);
}

void image_work(int socket)
{
    struct image_library *library;
    struct image_order order;
    struct image_made made = { 0 };
    limits_set();
    if (!image_library_open(&library)) {
        say(socket, IMAGE_AWAY, &made);
        return;
    }
    sandbox_enter_alone();
    if (!take(socket, &order, sizeof order) || !order.len || order.len > IMAGE_BYTES_MOST)
        return;
    char *image = malloc(order.len);
    if (!image || !take(socket, image, order.len))
        return;
    enum image_answer answer = image_library_make(library, (struct bytes){ image, order.len }, &order.wish, &made);
    say(socket, answer, &made);
}
