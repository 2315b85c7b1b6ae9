/* Profiles: what personas say about themselves, to whom they choose, and finding each other by it (/people). Everything is optional, and
 * nothing remembers what it said before. */
#ifndef PERSON_H
#define PERSON_H

#include "circle/circle.h"
#include "group/group.h"

enum profile_kind {
    PROFILE_PRONOUNS, /* values carry a language and a grammatical gender */
    PROFILE_IDENTITY,
    PROFILE_ORIENTATION,
    PROFILE_ABOUT, /* one value: markdown */
    PROFILE_INTEREST,
    PROFILE_LANGUAGE,
    PROFILE_REGION, /* one value */
    PROFILE_SEEK,
    PROFILE_OFFER,
    PROFILE_KINDS
};
enum profile_audience {
    PROFILE_FOR_ME,      /* sealed with the member key */
    PROFILE_FOR_CIRCLE,  /* one of the owner's */
    PROFILE_FOR_CIRCLES, /* whom they are connected with; circles are made of those */
    PROFILE_FOR_GROUP,
    PROFILE_FOR_MEMBERS,
    PROFILE_FOR_EVERYONE, /* also without signing in */
    PROFILE_AUDIENCES
};
enum { PROFILE_VALUES = 12, PROFILE_VALUE_MAX = 80, PROFILE_ABOUT_MAX = 4000 };

/* How a text about somebody is phrased where a language asks: what they said for that language and show to this reader. */
enum person_gender { PERSON_NEUTRAL, PERSON_FEMININE, PERSON_MASCULINE };
enum status person_gender_of(struct request *request, int64_t persona, enum person_gender *gender) MUST_USE;

struct profile_value {
    const char *text;
    const char *code; /* a language's for pronouns and languages, a suggestion's for others; "" for none */
    enum person_gender gender;
};
struct profile_field {
    enum profile_kind kind;
    enum profile_audience audience;
    int64_t of; /* which group or circle */
    struct profile_value values[PROFILE_VALUES];
    size_t count; /* 0: nothing is said */
};
/* Writes one field of a persona; no values: the field goes. `key` is needed for PROFILE_FOR_ME alone (else NULL): INVALID without it. What
 * /people knows follows. Values are clean lines (about: a clean text). */
enum status profile_field_store(struct db *db, struct arena *arena, int64_t persona, const struct key *key,
                                const struct profile_field *field) MUST_USE;
/* Whether a persona may be found on /people, and whether their page is there only for those who see something on it. */
enum status profile_choice_store(struct db *db, struct arena *arena, int64_t persona, bool listed, bool shy) MUST_USE;

handler person_page, person_edit_page, person_field_save, person_choice_save, person_list_page;
extern const struct field person_field_form[], person_choice_form[];
extern const struct feature person_feature;

#endif
