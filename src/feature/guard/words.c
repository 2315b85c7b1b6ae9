/* How much one may write: slow mode for all, floods of links, the same words again and again. The buckets are those of http: keyed hashes
 * under a key that is thrown away each day. */
#include "guard/guard.h"

#include "text/text.h"

/* Below that, people say the same in earnest: "thank you", "me too". */
enum { SAME_LEAST = 20, SAME_LEAST_TOGETHER = 40 };

static const struct limit slow = { "slow mode", 4, 3 };
static const struct limit slow_newcomer = { "slow mode, newcomer", 1, 0.5 };
static const struct limit links = { "links", 20, 2 };
static const struct limit links_newcomer = { "links, newcomer", 5, 0.2 };
static const struct limit same = { "same words", 4, 0.1 };
static const struct limit same_together = { "same words, newcomers", 3, 0.05 };

static size_t links_in(const char *text)
{
    static const char *const marks[] = { "http://", "https://", "www." };
    size_t count = 0;
    for (size_t i = 0; i < COUNT(marks); i++)
        for (const char *at = text; (at = strcasestr(at, marks[i])); at += strlen(marks[i]))
            count++;
    return count;
}

static enum status slow_check(struct request *request, const struct guard_words *words)
{
    if (!community_is_raided(request) || words->trusted)
        return OK;
    if (words->newcomer && links_in(words->text))
        return form_reject(
            request, words->field,
            t(&request->view, "For some hours, new people can’t share links here. Please send it without; your words stay here."));
    if (limit_take(request, words->newcomer ? &slow_newcomer : &slow, words->who))
        return OK;
    return form_reject(
        request, words->field,
        t(&request->view, "For some hours, everybody writes a little more slowly. Your words stay here; send them in a minute or two."));
}

static enum status links_check(struct request *request, const struct guard_words *words)
{
    for (size_t left = links_in(words->text); left; left--)
        if (!limit_take(request, words->newcomer ? &links_newcomer : &links, words->who))
            return form_reject(
                request, words->field,
                t(&request->view,
                  "That’s very many links in a short time. Please take some out, or send them later; your words stay here."));
    return OK;
}

/* Letters of any script; what spammers vary (digits, signs, blanks, capitals) doesn't count. */
static const char *plain_of(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };
    for (const char *at = text_fold(arena, text); *at; at++)
        if ((unsigned char)*at >= 0x80 || (*at >= 'a' && *at <= 'z'))
            buf_putc(&out, *at);
    return buf_text(&out);
}

static enum status same_check(struct request *request, const struct guard_words *words)
{
    const char *plain = plain_of(request->arena, words->text);
    const size_t len = text_length(plain);
    if (len < SAME_LEAST || words->trusted)
        return OK;
    bool fine = limit_take(request, &same, arena_printf(request->arena, "%s\n%s", words->who, plain));
    if (fine && words->newcomer && len >= SAME_LEAST_TOGETHER)
        fine = limit_take(request, &same_together, plain);
    return fine
               ? OK
               : form_reject(
                     request, words->field,
                     t(&request->view,
                       "The same words came several times in a short time. They stay here; send them later, or say it in your own words."));
}

enum status guard_words_check(struct request *request, const struct guard_words *words)
{
    TRY(slow_check(request, words));
    TRY(links_check(request, words));
    return same_check(request, words);
}
