/* How long something took, counted in steps: what the operator's monitoring reads. Any thread may add. */
#ifndef BASE_HISTOGRAM_H
#define BASE_HISTOGRAM_H

#include "base/base.h"

#include <stdatomic.h>

enum { HISTOGRAM_STEPS = 12 }; /* 0.5 ms ... 5 s, and the last for all that took longer */

struct histogram {
    atomic_llong step[HISTOGRAM_STEPS];
    atomic_llong sum_us;
};

void histogram_add(struct histogram *histogram, int64_t us);
/* The most microseconds that count for a step; INT64_MAX for the last. */
int64_t histogram_limit(size_t step);
int64_t histogram_count(const struct histogram *histogram);

#endif
