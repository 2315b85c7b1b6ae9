/* Compiles the rules for signs of danger (src/lib/danger/data/LANGUAGE.txt) into constant tables: dangerc FILE... > danger_tables.c
 *
 * A line is a comment (#), a set (@name = word word) or a rule: what it says, then its elements.
 *   S10 H6 V10 O10   a sign of suicide, self-harm, violence at home, being outed; the number is its weight
 *   mask free not after past well third told now recent me; not3 reaches three words far
 * Elements: one or several words (a|b), a set (@name), each word with * for "begins so"; _ joins words that follow each other; ?… may
 * lack; %word is a stem, behind whatever Arabic writes in front of it; ~3 lets up to three tokens stand before the next element. &8 before
 * the first element: the others stand in any order within eight tokens of the first (&&8: or in the sentence next to it), and -… mustn't.
 * Letters of scripts without blanks are tokens of their own. */
#include "../src/lib/danger/fold.h"
#include "../src/lib/danger/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LITERALS = 60000, SLOTS = 131072, PATTERNS = 20000, MORE = 400000, SETS = 200, LINE = 8000 };

struct set {
    char name[32], *words;
};
struct work {
    const char *file;
    int line;
    uint8_t language;
    char *literal[LITERALS];
    bool prefix[LITERALS];
    uint32_t literals;
    uint32_t slots[SLOTS]; /* literals by their text, from 1 */
    uint16_t sequences[MORE];
    uint32_t sequences_count;
    struct danger_option options[MORE];
    uint32_t options_count;
    struct danger_element elements[MORE];
    uint32_t elements_count;
    struct danger_pattern patterns[PATTERNS];
    uint32_t patterns_count;
    struct set sets[SETS];
    int sets_count;
};

static _Noreturn void fail(const struct work *work, const char *why, const char *what)
{
    fprintf(stderr, "%s:%d: %s: %s\n", work->file, work->line, why, what);
    exit(1);
}

/* ---- letters ---- */

static uint32_t letter_read(const char **at)
{
    const unsigned char *s = (const unsigned char *)*at;
    int more = *s < 0x80 ? 0 : *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3;
    uint32_t c = more == 0 ? *s : *s & (0x3fu >> more);
    for (int i = 1; i <= more; i++)
        c = c << 6 | (s[i] & 0x3fu);
    *at += more + 1;
    return c;
}

static void letter_write(char **out, uint32_t c)
{
    if (c < 0x80) {
        *(*out)++ = (char)c;
    } else if (c < 0x800) {
        *(*out)++ = (char)(0xc0 | c >> 6);
        *(*out)++ = (char)(0x80 | (c & 0x3f));
    } else {
        *(*out)++ = (char)(0xe0 | c >> 12);
        *(*out)++ = (char)(0x80 | (c >> 6 & 0x3f));
        *(*out)++ = (char)(0x80 | (c & 0x3f));
    }
}

static uint16_t literal_of(struct work *work, const char *text, bool prefix)
{
    uint32_t hash = DANGER_HASH + prefix;
    for (const char *at = text; *at; at++)
        hash = danger_hash(hash, (unsigned char)*at);
    for (; work->slots[hash % SLOTS]; hash++) {
        uint32_t i = work->slots[hash % SLOTS] - 1;
        if (work->prefix[i] == prefix && strcmp(work->literal[i], text) == 0)
            return (uint16_t)i;
    }
    if (work->literals == LITERALS)
        fail(work, "too many words", text);
    work->literal[work->literals] = strdup(text);
    work->prefix[work->literals] = prefix;
    work->slots[hash % SLOTS] = work->literals + 1;
    return (uint16_t)work->literals++;
}

/* "want_to" is two literals, "死にたい" four. */
static void option_add(struct work *work, const char *text)
{
    struct danger_option *option = &work->options[work->options_count++];
    char word[256], *out = word;
    *option = (struct danger_option){ .from = work->sequences_count };
    for (const char *at = text; *at || out > word;) {
        uint32_t c = *at ? letter_read(&at) : '_';
        bool alone = danger_letter_alone(c);
        if ((c == '_' || c == '*' || alone) && out > word) {
            *out = '\0';
            work->sequences[work->sequences_count++] = literal_of(work, word, c == '*');
            option->count++;
            out = word;
        }
        c = danger_fold(c);
        if (c && c != '_' && c != '*')
            letter_write(&out, c);
        if (alone) {
            *out = '\0';
            work->sequences[work->sequences_count++] = literal_of(work, word, false);
            option->count++;
            out = word;
        }
        if (out - word > 200)
            fail(work, "too long", text);
    }
    if (!option->count)
        fail(work, "an empty word", text);
}

static int options_compare(const void *a, const void *b, void *work)
{
    const struct danger_option *one = a, *other = b;
    const uint16_t *sequences = ((const struct work *)work)->sequences;
    return sequences[one->from] - sequences[other->from];
}

/* ---- rules ---- */

static const char *set_find(const struct work *work, const char *name)
{
    for (int i = 0; i < work->sets_count; i++)
        if (strcmp(work->sets[i].name, name) == 0)
            return work->sets[i].words;
    fail(work, "no such set", name);
}

static void options_read(struct work *work, const char *text, const char *between)
{
    char copy[LINE], *rest = copy;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word; (word = strsep(&rest, between));)
        if (*word == '@')
            options_read(work, set_find(work, word + 1), " ");
        else if (*word)
            option_add(work, word);
}

static void element_read(struct work *work, struct danger_pattern *pattern, const char *text, uint8_t gap)
{
    struct danger_element *element = &work->elements[work->elements_count++];
    bool optional = *text == '?', absent = *text == '-';
    *element = (struct danger_element){ .options = work->options_count, .gap = gap, .optional = optional, .absent = absent };
    options_read(work, text + (optional || absent), "|");
    element->options_count = (uint16_t)(work->options_count - element->options);
    if (pattern->around)
        qsort_r(work->options + element->options, element->options_count, sizeof *work->options, options_compare, work);
    for (uint32_t i = element->options; i < work->options_count; i++)
        element->firsts |= danger_bit(work->sequences[work->options[i].from]);
    if ((optional || absent) && !pattern->elements_count)
        fail(work, "a rule can't begin with what may lack", text);
    if (pattern->around ? optional || gap : absent)
        fail(work, "not in a rule of this order", text);
    pattern->elements_count++;
}

static void says_read(struct work *work, struct danger_pattern *pattern, const char *word)
{
    static const char *const says[] = { "", "mask", "free", "not", "after", "past", "well", "third", "told", "now", "recent", "me" };
    static const char kinds[] = "SHVO";
    const char *kind = strchr(kinds, *word);
    int weight = kind ? atoi(word + 1) : 0;
    if (kind && weight > 0 && weight < 100) {
        pattern->kind = (uint8_t)(kind - kinds);
        pattern->weight = (uint8_t)weight;
        return;
    }
    size_t len = strcspn(word, "0123456789");
    for (uint8_t i = 1; i < sizeof says / sizeof *says; i++)
        if (strlen(says[i]) == len && memcmp(says[i], word, len) == 0) {
            pattern->says = i;
            pattern->weight = (uint8_t)atoi(word + len);
            return;
        }
    fail(work, "a line says what its rule says", word);
}

static void rule_read(struct work *work, char *line)
{
    struct danger_pattern *pattern = &work->patterns[work->patterns_count++];
    uint8_t gap = 0;
    *pattern = (struct danger_pattern){ .elements = work->elements_count, .language = work->language };
    says_read(work, pattern, strsep(&line, " "));
    for (char *word; (word = strsep(&line, " "));)
        if (*word == '~')
            gap = (uint8_t)atoi(word + 1);
        else if (*word == '&') {
            pattern->across = true;
            pattern->around = (uint8_t)atoi(word + 1 + (word[1] == '&'));
        } else if (*word) {
            element_read(work, pattern, word, gap);
            gap = 0;
        }
    if (!pattern->elements_count || gap)
        fail(work, "a rule without an end", "");
}

static void line_read(struct work *work, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (*line == '#' || !*line)
        return;
    if (*line != '@') {
        rule_read(work, line);
        return;
    }
    char *words = strstr(line, " = ");
    if (!words || words - line > 30 || work->sets_count == SETS)
        fail(work, "a set is @name = words", line);
    struct set *set = &work->sets[work->sets_count++];
    snprintf(set->name, sizeof set->name, "%.*s", (int)(words - line - 1), line + 1);
    set->words = strdup(words + 3);
}

static void file_read(struct work *work, const char *path)
{
    static char line[LINE];
    FILE *file = fopen(path, "r");
    work->file = path;
    work->line = 0;
    work->sets_count = 0;
    if (!file)
        fail(work, "can't be read", path);
    while (fgets(line, sizeof line, file)) {
        work->line++;
        line_read(work, line);
        if (work->options_count > MORE - LINE || work->sequences_count > MORE - LINE || work->patterns_count == PATTERNS)
            fail(work, "too many rules", path);
    }
    fclose(file);
    work->language++;
}

/* ---- the tables ---- */

/* Which patterns may begin with which literal: for each literal those between two of `starts`, in the order of the rules. */
struct postings {
    uint32_t *starts, *patterns, *options;
};

static struct postings postings_find(const struct work *work)
{
    struct postings found = { calloc(work->literals + 2, sizeof(uint32_t)), calloc(MORE, sizeof(uint32_t)),
                              calloc(MORE, sizeof(uint32_t)) };
    for (int filling = 0; filling < 2; filling++) {
        for (uint32_t p = 0; p < work->patterns_count; p++) {
            const struct danger_element *first = &work->elements[work->patterns[p].elements];
            for (uint32_t i = 0; i < first->options_count; i++) {
                uint16_t literal = work->sequences[work->options[first->options + i].from];
                if (!filling) {
                    found.starts[literal + 2]++;
                } else {
                    uint32_t at = found.starts[literal + 1]++;
                    found.patterns[at] = p;
                    found.options[at] = i;
                }
            }
        }
        for (uint32_t i = 2; i < work->literals + 2 && !filling; i++)
            found.starts[i] += found.starts[i - 1];
    }
    return found;
}

static void literals_write(const struct work *work)
{
    struct postings found = postings_find(work);
    printf("const struct danger_posting danger_postings[] = {");
    for (uint32_t i = 0; i < found.starts[work->literals]; i++)
        printf("{%u,%u},", found.patterns[i], found.options[i]);
    printf("};\nconst struct danger_literal danger_literals[] = {\n");
    for (uint32_t i = 0; i < work->literals; i++)
        printf("{ \"%s\", %zu, %d, %u, %u },\n", work->literal[i], strlen(work->literal[i]), work->prefix[i], found.starts[i],
               found.starts[i + 1] - found.starts[i]);
    printf("};\n");
}

static void slots_write(const struct work *work, bool prefix, const char *name)
{
    uint32_t size = 1024, count = 0;
    for (uint32_t i = 0; i < work->literals; i++)
        count += work->prefix[i] == prefix;
    while (size < 2 * count)
        size *= 2;
    uint16_t *slots = calloc(size, sizeof *slots);
    for (uint32_t i = 0; i < work->literals; i++) {
        uint32_t hash = DANGER_HASH;
        if (work->prefix[i] != prefix)
            continue;
        for (const char *at = work->literal[i]; *at; at++)
            hash = danger_hash(hash, (unsigned char)*at);
        while (slots[hash & (size - 1)])
            hash++;
        slots[hash & (size - 1)] = (uint16_t)(i + 1);
    }
    printf("const uint32_t %s_mask = %u;\nconst uint16_t %s[] = {", name, size - 1, name);
    for (uint32_t i = 0; i < size; i++)
        printf("%u,", slots[i]);
    printf("};\n");
    free(slots);
}

static void rules_write(const struct work *work)
{
    printf("const uint16_t danger_sequences[] = {");
    for (uint32_t i = 0; i < work->sequences_count; i++)
        printf("%u,", work->sequences[i]);
    printf("};\nconst struct danger_option danger_options[] = {");
    for (uint32_t i = 0; i < work->options_count; i++)
        printf("{%u,%u},", work->options[i].from, work->options[i].count);
    printf("};\nconst struct danger_element danger_elements[] = {");
    for (uint32_t i = 0; i < work->elements_count; i++) {
        const struct danger_element *e = &work->elements[i];
        printf("{0x%llxu,%u,%u,%u,%d,%d},", (unsigned long long)e->firsts, e->options, e->options_count, e->gap, e->optional, e->absent);
    }
    printf("};\nconst struct danger_pattern danger_patterns[] = {");
    for (uint32_t i = 0; i < work->patterns_count; i++) {
        const struct danger_pattern *p = &work->patterns[i];
        printf("{%u,%u,%u,%u,%u,%u,%u,%d},\n", p->elements, p->elements_count, p->says, p->kind, p->weight, p->language, p->around,
               p->across);
    }
    printf("};\nconst uint32_t danger_patterns_count = %u;\n", work->patterns_count);
}

int main(int argc, char **argv)
{
    struct work *work = calloc(1, sizeof *work);
    for (int i = 1; i < argc; i++)
        file_read(work, argv[i]);
    printf("/* Made by tools/dangerc from src/lib/danger/data/. */\n#include \"danger/tables.h\"\n");
    literals_write(work);
    slots_write(work, false, "danger_words");
    slots_write(work, true, "danger_beginnings");
    rules_write(work);
    return 0;
}
