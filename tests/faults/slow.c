/* Linked into kith-slow: its disk takes KITH_SYNC_MS milliseconds (5 when that isn't set) for each sync. For script/bench. */
#include "base/base.h"
#include "tests/faults/vfs.h"

#include <stdio.h>
#include <stdlib.h>

__attribute__((constructor)) static void slow_disk(void)
{
    const char *wanted = getenv("KITH_SYNC_MS");
    int64_t ms = 5;
    if ((wanted && !text_int(wanted, 0, 10000, &ms)) || !faults_register("kith-slow", true)) {
        fprintf(stderr, "kith-slow: KITH_SYNC_MS takes a number of milliseconds\n");
        exit(2);
    }
    faults_plan(&(struct fault_plan){ .sync_us = (unsigned)ms * 1000 });
}
