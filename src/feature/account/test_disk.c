/* What somebody who takes the database can tell from how its rows lie there. */
#include "account/test_parts.h"
#include "tests/harness/harness.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEWCOMERS = 24, PAGE = 4096 };

struct newcomer {
    const char *sign_in, *name;
    int64_t persona;
    struct hash hash;
};

static enum status newcomer_join(struct db *db, void *context)
{
    struct newcomer *newcomer = context;
    const char *recovery;
    struct account_new wish = { .sign_in_name = newcomer->sign_in, .password = "three green kettles", .name = newcomer->name };
    return account_create(db, test_arena(), test_app(), &wish, test_now(), &newcomer->persona, &recovery);
}

static void newcomers_join(struct newcomer list[NEWCOMERS])
{
    for (int i = 0; i < NEWCOMERS; i++) {
        list[i] = (struct newcomer){ .sign_in = arena_printf(test_arena(), "newcomer %d", i) };
        list[i].name = arena_printf(test_arena(), "Wren%c%c", "abcdefgh"[i % 8], "xyz"[i / 8]);
        EXPECT_INT(database_write(test_app()->database, newcomer_join, &list[i]), OK);
        account_name_hash(test_arena(), test_app(), list[i].sign_in, &list[i].hash);
    }
}

static struct bytes database_file(void)
{
    struct stat info = { 0 };
    int file = open(test_app()->config->database, O_RDONLY | O_CLOEXEC);
    EXPECT(file >= 0 && !fstat(file, &info));
    char *data = arena_alloc(test_arena(), (size_t)info.st_size);
    EXPECT_INT(read(file, data, (size_t)info.st_size), info.st_size);
    close(file);
    return (struct bytes){ data, (size_t)info.st_size };
}

/* SQLite fills a page from its end: cells in the order of their coming stand with falling addresses. Counts the neighbours in time
 * that stand so in the page of the index that holds all names. -1: there is no such page. */
static int neighbours_in_order(struct bytes data, const struct newcomer list[NEWCOMERS])
{
    for (size_t page = 0; page + PAGE <= data.len; page += PAGE) {
        const char *at[NEWCOMERS], *start = (const char *)data.data + page;
        int found = 0, ordered = 0;
        while (found < NEWCOMERS && (at[found] = memmem(start, PAGE, list[found].hash.byte, HASH_BYTES)))
            found++;
        for (int i = 1; i < found; i++)
            ordered += at[i] < at[i - 1];
        if (found == NEWCOMERS)
            return ordered;
    }
    return -1;
}

TEST(how_accounts_lie_on_the_disk_does_not_tell_which_came_when)
{
    struct newcomer list[NEWCOMERS];
    newcomers_join(list);
    if (!database_is_sqlite(test_app()->database)) {
        /* Rows carry the numbers of their transactions: since the last but one came, all accounts were written. */
        const char *sql = arena_printf(test_arena(),
                                       "SELECT count(*) FROM account WHERE xmin::text::bigint >"
                                       " (SELECT xmin::text::bigint FROM persona WHERE id = %lld)",
                                       (long long)list[NEWCOMERS - 2].persona);
        EXPECT(test_sql_int(sql) >= NEWCOMERS);
        return;
    }
    EXPECT_INT(database_checkpoint(test_app()->database), OK);
    int ordered = neighbours_in_order(database_file(), list);
    EXPECT(ordered >= 3 && ordered <= NEWCOMERS - 1 - 3); /* by chance outside less than once in 10^9 */
    EXPECT_INT(test_sql_int("SELECT count(*) FROM account WHERE length(name_hash) <> 32"), 0);
    EXPECT(account_test_sign_in("newcomer 0", "three green kettles") != NULL);
}
