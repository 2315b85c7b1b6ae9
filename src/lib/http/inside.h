/* What the files of http share with each other. Nobody else includes it. */
#ifndef HTTP_INSIDE_H
#define HTTP_INSIDE_H

#include "http/exchange.h"

enum {
    URL_MAX = 8 * 1024,   /* a longer target is 414 */
    HEAD_MAX = 16 * 1024, /* request line and headers; more is 431 */
    HEADERS_MAX = 100,
    FIELDS_MAX = 200,     /* of a form or a query */
    FIELD_NAME_MAX = 100, /* bytes */
    BODY_DEFAULT = 1024 * 1024,
    UPLOAD_FACTOR = 10, /* forms with a file may be this much bigger */
    COMPRESS_FROM = 1024,
    COMPRESS_LEVEL = 4, /* of 12 */
};

/* A growing list of name and value. */
struct pairs {
    struct pair *items;
    size_t count, cap;
};
void exchange_pair_add(struct arena *arena, struct pairs *pairs, const char *name, const char *value);

struct cookie {
    const char *name, *value;
    int64_t max_age;
};

/* How a page is shown to somebody of whom nothing is known but cookies and Accept-Language. */
struct display {
    struct view view;
    const char *theme;
    bool discreet;
};

/* Why a request that was not let in gets a different answer than its status alone would give. */
enum detour { DETOUR_NONE, DETOUR_SIGN_IN, DETOUR_HOME, DETOUR_GATE };

/* What a stream goes on with once its answer's head and the changes its reader had missed are sent. */
struct stream_begin {
    struct live_channel channel; /* source NULL: none */
    struct live_kind kind;
    int64_t last, reader;
    const struct live_channel *also;
    size_t also_count;
    bool here;
};

struct libdeflate_compressor;

struct exchange {
    /* What came. */
    const char *method, *target;
    struct pairs headers;
    const char *address;
    struct bytes body;

    /* What was read out of it. */
    struct display visitor;
    const char *place; /* path and query as they came, without scheme and host */
    const char *allow; /* beside 405 */
    const struct asset *asset;
    struct pairs query;
    struct pairs fields; /* every field, decoded, as typed */
    struct pairs kept;   /* the same without tokens and secrets: form_all */
    const char **clean;  /* beside fields: the cleaned value of a declared one, else NULL */
    struct upload *uploads;
    size_t uploads_count;

    /* What is being answered. */
    const char *gate;
    int64_t wait_ms;     /* a limit said no: 429 */
    int64_t limit_wait;  /* until the bucket that was found empty holds one again */
    struct pairs errors; /* of the form; name "" is the whole form */
    struct pairs set;    /* header_set */
    struct cookie *cookies;
    size_t cookies_count, cookies_cap;
    const char *guest;                          /* the guest cookie's value made by this request */
    const char *page_token, *page_token_cookie; /* this answer's masked CSRF token, and the cookie it is for */
    const char *once;
    unsigned char random[48]; /* asked from the kernel at once; see exchange_random */
    size_t random_left;
    struct pairs answer;                       /* the finished headers */
    size_t length;                             /* of the body, also for HEAD */
    struct libdeflate_compressor **compressor; /* where the thread keeps its own, made when it is needed; NULL: nowhere */

    /* How far it is. */
    int refusal; /* the HTTP status of what is wrong with it; 0: nothing so far */
    enum detour detour;
    bool tls;
    bool opened, form_read;      /* the target and headers, the body */
    bool local;                  /* asked from this machine itself, not through a proxy */
    int64_t read_us;             /* monotonic: when all of it was there; 0: not known */
    bool session;                /* session_open succeeded */
    unsigned drops;              /* live_drops when this request began */
    struct seams *seams;         /* join.c: where the page may be taken apart; NULL: nowhere */
    bool body_is_static;         /* the body is compiled in: it outlives the request */
    struct stream_begin *stream; /* the answer stays open; NULL: it doesn't */
};

/* ---- exchange.c ---- */
/* `name` without regard to case; NULL when absent. The n-th such header. */
const char *header_find(const struct request *request, const char *name, size_t n);
bool header_same(const char *a, const char *b); /* without regard to case */
/* The header of that name in a list; NULL when absent. */
struct pair *header_among(const struct pairs *headers, const char *name);
/* Accept-Encoding allows this coding (q > 0). */
bool header_accepts(const struct request *request, const char *coding);
/* Reads the visitor's display; shows the request in it. */
void request_view_start(struct request *request);
/* Whether this request came over https, and from where, before and after a proxy that is trusted. */
bool request_is_secure(const struct request *request);
const char *request_address(const struct request *request);
/* Whether a program on this machine asks, by an address that leads nowhere else: no proxy is in between. */
bool request_is_local(const struct request *request);
/* At most 32 random bytes: an answer needs a few, and asking the kernel once is enough. */
void exchange_random(struct request *request, unsigned char *out, size_t len);
/* Overwrites what came: cookies and typed secrets. Only when the memory is the server's own. */
void exchange_wipe(struct request *request);

/* ---- route.c ---- */
/* Once per request, before the body is there: reads the target, finds the route or the asset, sees what is wrong. */
void request_open(struct request *request);
/* The most bytes of body this request may have. After request_open. */
int64_t request_body_limit(const struct request *request);
bool route_has_upload(const struct route *route);

/* ---- form.c, multipart.c ---- */
/* Splits "a=b&c=d". 0, or the HTTP status of what is wrong. */
int form_read_encoded(struct arena *arena, const char *text, size_t len, struct pairs *pairs);
int form_read_multipart(struct request *request, const char *type);
/* Reads the body of a POST. 0, or the HTTP status of what is wrong. */
int form_read(struct request *request);
/* Decodes "%41" and, when `plus`, "+". `strict`: a bad escape is NULL; else it stays as it is. Sets *len. */
char *form_decode(struct arena *arena, const char *text, size_t size, bool plus, bool strict, size_t *len);
const char *form_raw(const struct request *request, const char *name); /* as typed; NULL when absent */
/* Whether every declared field has a length its route allows. */
bool form_is_sound(struct request *request);
/* Says what is wrong with each, in the reader's language; INVALID when anything is. */
enum status form_check(struct request *request);

/* ---- csrf.c ---- */
/* The token of this answer's forms, masked. For a visitor it makes the guest cookie. */
const char *form_token(struct request *request);
/* 0, or 403: the form doesn't come from a page of ours, for this very session. */
int form_origin_check(struct request *request);

/* ---- answer.c ---- */
void answer_reset(struct request *request);
/* Puts the headers together, compresses, forgets the body of a HEAD. */
void answer_finish(struct request *request);
/* A small page of its own, when the designed one can't be made. */
void answer_plain(struct request *request, int status);
/* The same without a request, for bytes that aren't one. */
const char *answer_reason(int status);

/* ---- static.c, compress.c ---- */
const struct asset *static_find(const char *path);
void static_answer(struct request *request);
void answer_compress(struct request *request);
/* Whether what this request is answered may be compressed at all. */
bool answer_may_compress(const struct request *request);
/* CRC-32 of what came before followed by `text`. */
uint32_t answer_crc(uint32_t before, struct bytes text);

/* ---- join.c ---- */
/* Writes the token: as the answer's own, or into a part with forms. */
void answer_token(struct view *view, const char *token);
/* The page from kept pieces, as gzip. False: some are missing; compress it whole. */
bool answer_join(struct request *request, struct buf *packed);
/* A part stands in the page without its text: only answer_join can make it. */
bool answer_is_parted(const struct request *request);

/* ---- stream.c ---- */
struct stream_counts *stream_counts_new(int most);
void stream_counts_free(struct stream_counts *counts);
/* One more (1) or less (-1) of this reader's. */
void stream_counts_change(struct stream_counts *counts, int64_t reader, int by);

/* ---- limit.c ---- */
/* The keyed hash of an address (an IPv6 one by its /64), as text; the key lives for a day. */
const char *limits_address_key(struct limits *limits, struct arena *arena, int64_t now, const char *address);

/* ---- router.c ---- */
/* Answers 503 at once, without asking anyone: the server has more to do than it can remember. */
void request_turn_away(struct request *request);

#endif
