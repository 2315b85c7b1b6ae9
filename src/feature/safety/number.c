/* Telephone numbers out of texts that people wrote: a link only where there is no doubt. */
#include "safety/pages.h"

/* "02-2392-1970 (counselling line)" without the remark. */
static size_t length_without_remark(const char *text)
{
    size_t len = strlen(text);
    const char *bracket = strrchr(text, '(');
    if (bracket && bracket > text && bracket[-1] == ' ' && text[len - 1] == ')')
        len = (size_t)(bracket - text);
    while (len && text[len - 1] == ' ')
        len--;
    return len;
}

/* The digits of one number, "+" kept in front; NULL when there is anything else in it or the count of digits is no number's. */
static const char *digits_of(struct arena *arena, const char *text, size_t len)
{
    struct buf digits = { .arena = arena };
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c >= '0' && c <= '9') {
            buf_putc(&digits, c);
            count++;
        } else if (c == '+' && i == 0) {
            buf_putc(&digits, c);
        } else if (!strchr(" -.()", c)) {
            return NULL;
        }
    }
    return count >= 3 && count <= 15 ? buf_text(&digits) : NULL;
}

const char *help_phone_uri(struct arena *arena, const char *text)
{
    const char *digits = digits_of(arena, text, length_without_remark(text));
    return digits ? arena_printf(arena, "tel:%s", digits) : NULL;
}

const char *help_phone_number(struct arena *arena, const char *text)
{
    return arena_slice(arena, text, length_without_remark(text));
}

const char *help_sms_uri(struct arena *arena, const char *text)
{
    if (strncasecmp(text, "text ", 5) == 0)
        text += strcspn(text, "+0123456789");
    const char *digits = digits_of(arena, text, length_without_remark(text));
    return digits ? arena_printf(arena, "sms:%s", digits) : NULL;
}
