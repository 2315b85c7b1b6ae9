/* A disk that fails: an SQLite VFS over the default one, for tests and for script/bench only.
 *
 * Writes reach the real file at once, so that everybody reads them; what they overwrote is kept, sector by sector, until a sync.
 * A power cut puts back what the seed picks of it. Every decision follows from the seed and the operation's number: with one
 * thread a seed repeats exactly, with several it repeats as far as they take their turns alike. */
#ifndef FAULTS_VFS_H
#define FAULTS_VFS_H

#include <stdbool.h>
#include <stdint.h>

struct fault_plan {
    uint64_t seed;
    bool remembers; /* keeps what a power cut can take away; nothing is synced in earnest then */
    /* One operation in so many goes wrong; 0: none. A failed sync leaves the pages to be written again, or, as Linux does it,
     * forgets that they ever were to be written. */
    unsigned read_error, write_error, short_write, sync_error;
    bool spares_log, forgets; /* only syncs of the database file fail; a failed one always forgets */
    bool limited;             /* the disk is nearly full: */
    int64_t room;             /* so many bytes the files may still grow, */
    unsigned refusals;        /* and after so many refused writes there is as much room again; 0: never */
    int64_t cut_at;           /* the power goes in the middle of the so-manieth write, sync or truncation; 0: it stays */
    unsigned sync_us;         /* a sync takes at least so long */
};

struct fault_tally {
    int64_t operations, reads, writes, shorts, syncs, full, torn;
}; /* torn: sectors put back by cuts */

/* Once per process. As the default VFS it serves whoever doesn't ask for one by name. */
bool faults_register(const char *name, bool as_default);
/* From here on. Keeps what earlier plans remember. */
void faults_plan(const struct fault_plan *plan);
/* The power goes now. From here on every operation fails, until faults_power(). */
void faults_cut(void);
bool faults_dark(void);
/* The power is back; nothing is remembered. Only when no file is open. */
void faults_power(void);
struct fault_tally faults_tally(void);

#endif
