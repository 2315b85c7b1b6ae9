#include "base/histogram.h"

int64_t histogram_limit(size_t step)
{
    static const int64_t limits[HISTOGRAM_STEPS] = {
        500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000, INT64_MAX
    };
    return limits[step];
}

void histogram_add(struct histogram *histogram, int64_t us)
{
    size_t step = 0;
    while (us > histogram_limit(step))
        step++;
    atomic_fetch_add_explicit(&histogram->step[step], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->sum_us, us, memory_order_relaxed);
}

int64_t histogram_count(const struct histogram *histogram)
{
    int64_t count = 0;
    for (size_t i = 0; i < HISTOGRAM_STEPS; i++)
        count += atomic_load_explicit(&histogram->step[i], memory_order_relaxed);
    return count;
}
