/* Pictures that somebody sends: what they are, told from their first bytes; and the same pictures made anew, small and without anything
 * but their pixels, by a process that can reach nothing else.
 *
 *   the server ── a socket ── the keeper (forked before the first thread; holds no secret) ── forks ── one worker for each picture
 *
 * The server may start no program once it is in its sandbox, so the keeper does. A worker loads libvips, shuts every door behind it
 * (no file, no network, few system calls, bounded memory and time), takes one picture, gives one back, and ends. */
#ifndef IMAGE_H
#define IMAGE_H

#include "sandbox/sandbox.h"

/* ---- what it is ---- */

enum image_kind { IMAGE_NONE, IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP, IMAGE_GIF, IMAGE_HEIF /* also AVIF */ };
struct image_look {
    enum image_kind kind;
    int64_t width, height; /* as the header claims; before any turning */
};
/* Reads the header alone, whatever the file was called. False: none of the kinds above, or its header doesn't say how large it is. */
bool image_look(struct bytes image, struct image_look *look);
/* A WebP that holds one still picture and nothing beside it: no metadata, no second frame, no byte before or behind. */
bool image_is_plain(struct bytes image, struct image_look *look);
/* Makes a WebP of one lossy frame plain, in place: its other chunks go. False: it has no such frame. */
bool image_plain_make(char *webp, size_t *len);

/* ---- made anew ---- */

enum {
    IMAGE_BYTES_MOST = 10 * 1000 * 1000,
    IMAGE_SIDE_MOST = 16000,
    IMAGE_PIXELS_MOST = 8000 * 8000 - 1,
    IMAGE_MADE_MOST = 4 << 20, /* bytes of what comes out */
};
/* What comes out: WebP in sRGB, turned as the camera said, no wider and no higher than this; `square`: exactly so, the middle of it. */
struct image_wish {
    int width, height;
    bool square;
};
struct image_made {
    struct bytes webp; /* in the caller's arena */
    int64_t width, height;
};
enum image_answer {
    IMAGE_MADE,
    IMAGE_HEAVY,      /* more than IMAGE_BYTES_MOST */
    IMAGE_UNKNOWN,    /* no picture of a kind above */
    IMAGE_VAST,       /* too many pixels */
    IMAGE_UNREADABLE, /* it begins like a picture, and can't be read to its end */
    IMAGE_BUSY,       /* others' pictures are in the way */
    IMAGE_AWAY,       /* no picture can be made here: the library is missing, or the keeper is gone */
};

struct image_keeper;
/* Forks the keeper. As early as can be: before the first thread, secret and file. It ends when the calling process does. NULL, and
 * logged: there will be no pictures. */
struct image_keeper *image_keeper_start(void);
/* NULL is fine. */
void image_keeper_stop(struct image_keeper *keeper);
/* Blocks, for some tenths of a second; at most half a minute. From any thread, one picture at a time. `keeper` may be NULL. */
enum image_answer image_make(struct image_keeper *keeper, struct arena *arena, struct bytes image, const struct image_wish *wish,
                             struct image_made *made);

/* Makes one small picture of our own: whether any can be made here. */
enum image_answer image_try(struct image_keeper *keeper);

/* ---- between the files of this folder ---- */

enum {
    IMAGE_TURN_MS = 8 * 1000, /* for one's turn */
    IMAGE_WORK_MS = 15 * 1000 /* for one picture */
};

/* What goes to a worker, before the picture's bytes, and what comes back before the new ones. */
struct image_order {
    struct image_wish wish;
    uint32_t len;
};
struct image_result {
    uint32_t answer, len, width, height;
};

/* keeper.c: all that the keeper does; returns when the other side of `control` is gone. */
void image_keep(int control);
/* worker.c: takes one order from the socket and answers it. */
void image_work(int socket);
/* vips.c. False: the library isn't there, or isn't as we know it. */
struct image_library;
bool image_library_open(struct image_library **library);
/* `made` is allocated and never given back: the process ends with it. */
enum image_answer image_library_make(const struct image_library *library, struct bytes image, const struct image_wish *wish,
                                     struct image_made *made);

#endif
