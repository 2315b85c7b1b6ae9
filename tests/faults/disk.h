/* What a power cut can take from files: the sectors overwritten since their last sync. The caller holds a lock. */
#ifndef FAULTS_DISK_H
#define FAULTS_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DISK_SECTOR = 512 };

struct disk_file;

/* A well-mixed number out of a seed and a count. */
uint64_t disk_mix(uint64_t seed, uint64_t count);

/* The file of that path, `size` bytes long when nothing is known of it yet. */
struct disk_file *disk_find(const char *path, int64_t size);
/* Remembers what stood in a sector that is about to be written. */
void disk_overwrite(struct disk_file *file, int64_t sector, const unsigned char *before);
/* The file is about to be cut off; each sector that goes is then given to disk_overwrite. File systems do that whole or not at
 * all, and never let what is written later be seen without it. */
void disk_truncate(struct disk_file *file, int64_t before, int64_t after);
/* All of it is safe now. */
void disk_sync(struct disk_file *file, int64_t size);
/* The sync failed, and the kernel takes the pages for written. */
void disk_forget(struct disk_file *file);
/* The file is gone, unless the power goes, too. */
void disk_delete(const char *path);
/* Puts into the real files what the seed picks. How many sectors were put back. */
int64_t disk_cut(uint64_t seed);
void disk_clear(void);

#endif
