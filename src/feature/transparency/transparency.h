/* What the place publishes about how it is looked after: sums by quarter without small numbers, a log without persons, a report to print.
 * A quarter is counted when it is over, once, from what the features give (struct feature, `sums`): docs/decisions/small-numbers.md. */
#ifndef TRANSPARENCY_H
#define TRANSPARENCY_H

#include "http/feature.h"

/* Counts every quarter that is over and wasn't counted yet, from `first` on when nothing was counted before (0: the present one; quarters
 * are counted from January 1970). For the job, `kith demo` and tests. */
enum status transparency_count(struct db *db, struct arena *arena, const struct app *app, int64_t now, int64_t first) MUST_USE;
int64_t transparency_quarter(int64_t now);
/* As if these were counted of a quarter that is over, the last one until now; small ones are left out: for `kith demo`. */
enum status transparency_plant(struct db *db, struct arena *arena, int64_t quarter, const struct sum *sums, size_t count) MUST_USE;

handler transparency_page, transparency_csv, transparency_report_page, transparency_log_page, transparency_open;
extern const struct field transparency_open_form[];
extern const struct feature transparency_feature;

#endif
