/* Looks at a text, on this machine alone, for signs that its writer may be in danger. Rules in eleven languages (data/), compiled into
 * constant tables; docs/danger-signs.md has the method, its figures and its limits. It is often wrong: what it finds may offer help, and
 * may never punish, block or be kept about somebody. */
#ifndef DANGER_H
#define DANGER_H

#include "text/text.h"

enum danger_kind {
    DANGER_SUICIDE = 1,
    DANGER_HARM = 2,     /* to oneself */
    DANGER_VIOLENCE = 4, /* at home */
    DANGER_OUTED = 8     /* being outed or thrown out, or afraid of it now */
};
enum { DANGER_KINDS = 4, DANGER_TEXT_MAX = 40000 /* bytes that are looked at */ };

/* The kinds of danger that `text` speaks of; 0 for none. Texts mix languages: all rules look. Any bytes may come; time grows with their
 * number alone: up to 90 µs for 1 kB of ordinary words, 300 where every word begins a rule. */
unsigned danger_look(struct arena *arena, const char *text);

#endif
