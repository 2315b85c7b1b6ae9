/* A damaged or made-up backup. The first byte tells what the rest is: 0: the file as it stands; 1: the same with the right hash behind it,
 * so that everything past the first check is reached; 2: a database that is backed up as it stands, then restored. Nothing crashes, and
 * what is restored is what the archive's own hashes say. */
#include "tests/fuzz/site.h"

#include "app/backup.h"

#include <fcntl.h>
#include <unistd.h>

/* As backup_archive.c writes it. */
static void tail_add(struct buf *file)
{
    static const unsigned char begin[16] = { 0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 36, 0, 'K', 'B', HASH_BYTES, 0 };
    static const unsigned char end[10] = { 3, 0 };
    struct buf block = { .arena = file->arena };
    struct hash hash = { 0 };
    buf_add(&block, hash.byte, sizeof hash.byte);
    buf_add(&block, file->data, file->len);
    hash_plain(&hash, block.data, block.len);
    buf_add(file, begin, sizeof begin);
    buf_add(file, hash.byte, sizeof hash.byte);
    buf_add(file, end, sizeof end);
}

static void file_write(const char *path, const void *data, size_t len)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || (len && write(file, data, len) != (ssize_t)len))
        abort();
    close(file);
}

static void restore_check(struct arena *arena, const char *archive, const char *out)
{
    struct backup_chain chain;
    struct backup_content content;
    struct backup_manifest manifest;
    struct bytes hashes;
    unlink(out);
    if (backup_chain_find(arena, archive, &chain) != OK)
        return;
    PROMISE(chain.count >= 1 && !*chain.links[0].manifest.base);
    if (backup_rebuild(arena, &chain, out, &content) != OK)
        return;
    int file = open(out, O_RDONLY | O_CLOEXEC);
    PROMISE(file >= 0 && backup_hashes(arena, file, &manifest, &hashes) == OK);
    /* Opening it may have written one page: the first holds the kind of journal. */
    PROMISE(hashes.len == content.hashes.len &&
            !memcmp((const char *)hashes.data + BACKUP_HASH, (const char *)content.hashes.data + BACKUP_HASH, hashes.len - BACKUP_HASH));
    close(file);
}

static void database_archive(struct arena *arena, const char *database, const char *archive)
{
    struct backup_manifest manifest = { .id = "0123456789abcdef0123456789abcdef", .base = "" };
    struct bytes hashes;
    int file = open(database, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && backup_hashes(arena, file, &manifest, &hashes) == OK && manifest.pages) {
        struct backup_entry entries[] = {
            { .name = "manifest", .content = backup_manifest_text(arena, &manifest, "20261123T071800Z") },
            { .name = "hashes", .content = hashes },
            { .name = "kith.db", .file = file, .page_size = manifest.page_size, .count = manifest.pages },
        };
        unlink(archive);
        if (backup_archive_write(archive, entries, COUNT(entries)) != OK)
            abort();
    }
    if (file >= 0)
        close(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return -1;
    struct arena arena = { 0 };
    struct backup_manifest manifest;
    struct backup_content content;
    if (crypto_start() != OK)
        abort();
    const char *archive = arena_printf(&arena, "%s/kith-x.tar.gz", site_folder()), *out = arena_printf(&arena, "%s/out.db", site_folder());
    struct buf file = { .arena = &arena };
    buf_add(&file, data + 1, size - 1);
    if (data[0] == 1)
        tail_add(&file);
    file_write(data[0] == 2 ? out : archive, file.data, file.len);
    if (data[0] == 2)
        database_archive(&arena, out, archive);
    PROMISE(data[0] != 1 || size == 1 || backup_archive_check(archive) == OK);
    (void)!backup_manifest_read(&arena, archive, &manifest);
    (void)!backup_content_read(&arena, archive, &content);
    restore_check(&arena, archive, out);
    unlink(archive);
    unlink(out);
    arena_free(&arena);
    return 0;
}
