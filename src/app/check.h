/* kith check: what it finds. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/app.h"

#include <stdio.h>

struct findings {
    FILE *out;
    int count;
};
/* A line that says what needs doing. */
void finding(struct findings *findings, const char *format, ...) PRINTF(2, 3);
/* Asks the server that runs on this machine, and writes how it is. `now` in epoch ms. */
void check_live(struct arena *arena, const struct config *config, int64_t now, struct findings *findings);

#endif
