/* Time-based one-time passwords and the QR code that brings their secret into a phone. */
#include "crypto/crypto.h"

#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>

enum { STEP_SECONDS = 30, DIGITS = 6, QUIET_ZONE = 4 };

const char *totp_secret_text(struct arena *arena, const unsigned char secret[TOTP_SECRET_BYTES], bool spaced)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf out = { .arena = arena };
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < TOTP_SECRET_BYTES; i++) {
        bits = bits << 8 | secret[i];
        for (held += 8; held >= 5; held -= 5) {
            if (spaced && out.len % 5 == 4)
                buf_putc(&out, ' ');
            buf_putc(&out, alphabet[bits >> (held - 5) & 31]);
        }
    }
    return buf_text(&out);
}

const char *totp_uri(struct arena *arena, const char *issuer, const char *label, const unsigned char secret[TOTP_SECRET_BYTES])
{
    struct buf out = { .arena = arena };
    buf_puts(&out, "otpauth://totp/");
    buf_percent(&out, issuer, "");
    buf_putc(&out, ':');
    buf_percent(&out, label, "");
    buf_printf(&out, "?secret=%s&issuer=", totp_secret_text(arena, secret, false));
    buf_percent(&out, issuer, "");
    return buf_text(&out);
}

/* The value of the digit at `*text`, moving behind it: ASCII, full-width, Arabic and Persian, as keyboards of our languages type them. */
static int digit_next(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : 3;
    int digit = -1;
    if (len == 1)
        digit = at[0] - '0';
    else if (at[0] == 0xd9 && at[1])
        digit = at[1] - 0xa0;
    else if (at[0] == 0xdb && at[1])
        digit = at[1] - 0xb0;
    else if (at[0] == 0xef && at[1] == 0xbc)
        digit = at[2] - 0x90;
    if (digit < 0 || digit > 9)
        return -1;
    *text += len;
    return digit;
}

/* Six digits, however they were grouped. */
static bool code_read(const char *code, char out[DIGITS + 1])
{
    int count = 0;
    while (*code) {
        if (*code == ' ' || *code == '-') {
            code++;
            continue;
        }
        int digit = digit_next(&code);
        if (digit < 0 || count == DIGITS)
            return false;
        out[count++] = (char)('0' + digit);
    }
    out[DIGITS] = '\0';
    return count == DIGITS;
}

bool totp_check(const unsigned char secret[TOTP_SECRET_BYTES], const char *code, int64_t now, int64_t *last_counter)
{
    char typed[DIGITS + 1];
    if (now < 0 || !code_read(code, typed))
        return false;
    int64_t found = -1, counter = now / TIME_SECOND / STEP_SECONDS;
    for (int64_t at = counter > 0 ? counter - 1 : 0; at <= counter + 1; at++) {
        char wanted[DIGITS + 1] = { 0 };
        if (oath_hotp_generate((const char *)secret, TOTP_SECRET_BYTES, (uint64_t)at, DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                               wanted) != OATH_OK)
            return false;
        if (sodium_memcmp(typed, wanted, DIGITS) == 0 && at > *last_counter)
            found = at;
    }
    if (found < 0)
        return false;
    *last_counter = found;
    return true;
}

enum status qr_path(struct arena *arena, const char *text, const char **path, int *size)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return INVALID; /* longer than the biggest code holds */
    struct buf out = { .arena = arena };
    int width = code->width;
    for (int y = 0; y < width; y++)
        for (int x = 0; x < width;) {
            int from = x;
            while (x < width && (code->data[y * width + x] & 1))
                x++;
            if (x > from)
                buf_printf(&out, "M%d %dh%dv1h-%dz", from + QUIET_ZONE, y + QUIET_ZONE, x - from, x - from);
            else
                x++;
        }
    QRcode_free(code);
    *path = buf_text(&out);
    *size = width + 2 * QUIET_ZONE;
    return OK;
}
