/* Ids that many things of one moment get. */
#include "tests/harness/harness.h"

#include <stdlib.h>

enum { MANY = 100000, MOMENT = 1000 };

static int by_size(const void *a, const void *b)
{
    const int64_t *one = a, *two = b;
    return (*one > *two) - (*one < *two);
}

TEST(ids_of_one_moment_are_all_different_and_their_order_tells_nothing)
{
    int64_t *ids = arena_array(test_arena(), MANY, sizeof *ids);
    int rising = 0, same = 0;
    for (int i = 0; i < MANY; i++) {
        ids[i] = id_at(MOMENT);
        rising += i && ids[i] > ids[i - 1];
    }
    EXPECT(rising > MANY / 2 - MANY / 50 && rising < MANY / 2 + MANY / 50);
    qsort(ids, MANY, sizeof *ids, by_size);
    for (int i = 1; i < MANY; i++)
        same += ids[i] >> 1 == ids[i - 1] >> 1;
    EXPECT_INT(same, 0);
    EXPECT(ids[0] > id_at(MOMENT - 1) && ids[MANY - 1] < id_at(MOMENT + 1));
}
