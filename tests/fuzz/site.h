/* A small site for the targets that send requests: routes that put what was sent into every place of an answer where it could do harm, and
 * handlers that check what reaches them. Its database lies in memory ($TMPDIR, else /dev/shm), its keys are always the same, so that an
 * input that breaks something breaks it again. */
#ifndef FUZZ_SITE_H
#define FUZZ_SITE_H

#include "http/inside.h"
#include "http/server.h"
#include "tests/fuzz/fuzz.h"

struct site {
    struct app app;
    struct config config;
    struct arena arena;
    char folder[64];
    int handled;              /* how often a handler that writes ran */
    const struct bytes *body; /* what is being sent, for the handler to compare with */
};

/* The one site of this process, opened at the first call. */
struct site *site_of(void);
/* A folder of this process alone, removed at its end. */
const char *site_folder(void);

/* 86 times 'T': stands in an input for a CSRF token that is right for the member's cookie "s=ana", which no input could guess. */
#define SITE_TOKEN_LENGTH 86
/* Puts tokens in their place. */
void site_tokens(char *data, size_t len);

/* A POST to `target` by the member. Lives in `arena`. */
struct request *site_post(struct arena *arena, const char *target, const char *type, struct bytes body);
/* Serves it and checks the answer: a status that is known, headers that are known, each once, without a control character. */
int site_fetch(struct request *request);
/* Whether this header may stand in an answer of ours, and its value is whole. */
bool site_header_known(const char *name, const char *value);

#endif
