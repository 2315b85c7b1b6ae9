/* What search offers to work that cuts across features: a member's kept searches, and the jobs that keep the index. */
#include "search/pages.h"

const struct feature search_feature = { .name = "search", .export_data = search_export, .erase = search_erase, .jobs = search_jobs };
