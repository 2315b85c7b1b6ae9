/* The compiled catalogues (.mo) as the build puts them into the program. Private to i18n/ and the generated file. */
#ifndef CATALOGUE_DATA_H
#define CATALOGUE_DATA_H

#include "base/base.h"

struct catalogue_data {
    const char *code;
    const unsigned char *data;
    size_t len;
};
extern const struct catalogue_data catalogue_data[];
extern const size_t catalogue_data_count;

#endif
