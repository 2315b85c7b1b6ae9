/* One request: route table → session → access → CSRF and Origin → limits → form → prepare → handler → page (DESIGN §2).
 * http.h is what features see; server.h starts and stops the listening part. */
#ifndef HTTP_H
#define HTTP_H

#include "crypto/crypto.h"
#include "db/db.h"
#include "html/html.h"
#include "job/job.h"
#include "live/live.h"

struct app;
struct request;
struct member; /* who is signed in; feature/account owns it */

/* ---- who ---- */

enum role {
    ROLE_VISITOR = 1, /* nobody is signed in */
    ROLE_MEMBER = 2,  /* somebody is; always set beside the ones below */
    ROLE_LISTENER = 4,
    ROLE_MODERATOR = 8,
    ROLE_PRACTITIONER = 16,
    ROLE_STEWARD = 64, /* 32 was kept for partners: who speaks for one is asked anew each time instead (partner_of, feature/opportunity) */
    ROLE_YOUTH = 128,  /* opens no route: a steward's word that this listener or practitioner may be with minors in private */
};
enum { ANYONE = 127, VISITORS = ROLE_VISITOR, MEMBERS = ROLE_MEMBER, MODERATORS = ROLE_MODERATOR | ROLE_STEWARD, STEWARDS = ROLE_STEWARD };

/* ---- routes: the map of the site ---- */

enum method { GET, POST }; /* HEAD is GET without its body; anything else is 405 with Allow */

/* A GET handler writes a page (or redirects); a POST handler changes something and redirects (303). See request below.
 * Statuses become designed pages: NOT_FOUND 404, FORBIDDEN 403, INVALID 422 (the `again` page), CONFLICT 409, BUSY 503, BROKEN 500. */
typedef enum status handler(struct request *request);

enum field_kind { FIELD_LINE, FIELD_TEXT, FIELD_SECRET, FIELD_FILE };
/* One field of a form: lengths in characters after cleaning. LINE and TEXT arrive cleaned (text_clean_line, text_clean); SECRET as
 * typed. A field that may come several times (checkboxes) has many set. */
struct field {
    const char *name;
    size_t min, max;
    enum field_kind kind;
    bool many;
};

enum route_flag {
    ROUTE_INLINE = 1,      /* short reads of the embedded database: runs on the I/O thread; ignored on PostgreSQL */
    ROUTE_UNGATED = 2,     /* also for members who still have to do something (accept guidelines, wait for approval) */
    ROUTE_OPEN_FORM = 4,   /* POST without a CSRF token, the Origin check alone: language, display; nothing secret */
    ROUTE_NO_DATABASE = 8, /* no session is read, no snapshot opened */
    ROUTE_DOOR = 32,       /* signing in: a visitor's page may send it also when its reader has signed in in another tab meanwhile */
    ROUTE_QUIET = 64,      /* POST: changes only what is one's own, or reaches those who look after the place: also for who may not write */
    ROUTE_PUBLIC = 16,     /* may be indexed by search engines when the operator makes the place public */
    ROUTE_BY_ITSELF = 256, /* an open page asks for it, not its reader: their rest goes on */
    ROUTE_LIGHT = 128, /* what `prepare` does is cheap and needs to know nobody: it runs before anybody is asked who they are; when it says
                          no, it runs once more behind that, to say so in the member's language */
};

struct route {
    enum method method;
    const char *path; /* "/topics/:id/reply"; ":id" takes one segment */
    unsigned who;     /* roles that may; a visitor on a members' page is led to sign in and back */
    handler *handle;
    const struct field *form; /* ends with {0}; NULL: no fields */
    handler *again;           /* POST: the GET handler whose page shows the form, run when the form is INVALID */
    handler *prepare;         /* runs before, outside any transaction and outside the writers' turn: password hashing, markdown */
    handler *keep;            /* POST: runs in a transaction of its own when a member's form was refused, to keep what was typed */
    unsigned flags;
};

/* ---- what the process has ---- */

struct config { /* read once at start by app/config.c: kith.conf < KITH_* < flags */
    const char *data, *listen, *database, *key_file, *tls_certificate, *tls_key;
    const char *origin;        /* "https://kith.example.org" when behind a proxy; NULL: taken from Host */
    const char *trusted_proxy; /* address whose X-Forwarded-For and -Proto are believed; NULL: none */
    bool demo, public_pages;
    bool limits_off;         /* limit_take always takes: for measuring, on a demonstration alone */
    bool record_statements;  /* tests: keep every statement's text, to look at its plan */
    int io_threads, workers; /* 0: by the machine; more workers are started while writers wait, and two only serve those who read */
    struct password_cost password_cost;
    int64_t max_body;                 /* bytes; default 1 MiB; forms with a file ten times as much */
    int64_t deadline;                 /* ms for a whole request to arrive; 0: 10 s; forms with a file six times as long */
    int streams;                      /* most that are open at once; 0: 20,000 */
    int64_t stream_beat, stream_life; /* ms between heartbeats (0: 20 s), until a stream ends (0: 5 min; and up to 2/5 of it more) */
};

/* What an event says of a thing that belongs to it (a session, an evening of rounds) to the reader. */
struct event_pass {
    bool comes, hosts; /* has a seat or looks after it; looks after it */
};
/* What http asks of the features, and features of those above them, without knowing them. */
struct hooks {
    /* Finds who is signed in from the cookie (sets request->member, ->roles, the view's language, zone and display) and reads the
     * community's settings. Runs in the same snapshot or transaction as the handler; for a visitor too. */
    enum status (*session_open)(struct request *request);
    /* Wipes the member's keys; called once the answer is made, whatever became of the request. May be NULL. */
    void (*session_close)(struct request *request);
    /* A path the member must visit first, or NULL. Not asked for ROUTE_UNGATED. */
    const char *(*gate)(struct request *request);
    /* Pages for statuses that aren't OK (404, 403, 405, 409, 413, 422 without `again`, 429, 500, 503), in the reader's language.
     * request->db may be NULL, and so may request->community when the database is what failed. */
    void (*error_page)(struct request *request, int status);
    /* A visitor sent a members' form: the sign-in page, with what they typed kept in it (401). */
    enum status (*sign_in_again)(struct request *request);
    /* Whether something waits that the member hasn't seen: the frame of every page asks. False while the database fails. May be NULL. */
    bool (*unseen)(struct request *request);
    /* Above a page's own content: help, after words that sounded like danger. May be NULL. */
    void (*near)(struct view *view);
    /* Writes what everybody is to know now (raid mode), at the top of each page; mostly nothing, and without asking the database. May be
     * NULL. */
    void (*tidings)(struct view *view);
    /* What a conversation grows into (a question for dates, an event), as the reader meets it: *part NULL when not at all; and its card
     * in the conversation. May be NULL, both. */
    enum status (*gathering)(struct request *request, int64_t id, const void **part);
    void (*gathering_show)(struct view *view, const void *part);
    /* NOT_FOUND: the event isn't the reader's to see. */
    enum status (*event_pass)(struct request *request, int64_t event, struct event_pass *pass);
    /* What a group that the reader may read has ahead, as they meet it: *part NULL for nothing; and its card on the group's page. One
     * statement. May be NULL, both. */
    enum status (*ahead)(struct request *request, int64_t group, const void **part);
    void (*ahead_show)(struct view *view, const void *part);
};

struct asset;
struct metrics;
struct image_keeper;
struct app {
    const struct config *config;
    struct database *database;
    struct later *later;
    const struct catalogues *catalogues;
    struct key server_key;
    const struct route *routes;
    size_t routes_count;
    const struct hooks *hooks;
    struct limits *limits;
    struct password_gate *passwords; /* at most a few argon2id at once */
    int64_t (*clock)(void *context);
    void *clock_context;
    const void *features;          /* const struct feature *const[], ends with NULL; see feature.h */
    struct pieces *pieces;         /* compressed parts of pages; NULL: none are kept. See pieces.h */
    struct live *live;             /* NULL: nobody listens (kith demo, user, …) */
    struct stream_counts *streams; /* how many are open; NULL without a server */
    struct image_keeper *images;   /* makes pictures anew; NULL: none can be sent. See image.h */
    struct metrics *metrics;       /* counters for GET /metrics; NULL: nothing is counted. See metrics.h */
    struct guard *guard;           /* what is remembered against abuse, in memory alone; see guard.h */
};

/* ---- one request ---- */

/* One of the names a reader goes by. */
struct own_name {
    int64_t id; /* of the persona */
    const char *name;
    int64_t picture;
};

struct pair {
    const char *name, *value;
};
struct upload {
    const char *field, *filename, *type;
    struct bytes content;
};
enum { MAX_SEGMENTS = 6 };

struct request {
    struct arena *arena; /* everything below and everything a handler makes lives here */
    struct app *app;
    struct db *db; /* GET: a snapshot; POST: the transaction; NULL in prepare */
    enum method method;
    bool head;
    const char *path, *query_text; /* decoded path; raw query or "" */
    const struct route *route;
    const char *segment[MAX_SEGMENTS]; /* what stood for ":id" …, decoded */
    int64_t now;                       /* epoch ms: the one clock of this request */
    const char *address_key;           /* keyed hash of the client's address, for limits only; never stored or logged */
    const char *host;
    bool secure; /* https, directly or by the trusted proxy */

    void *prepared;        /* what the route's prepare handler made for its handler; NULL when there is none */
    struct member *member; /* NULL for a visitor */
    int64_t reader;        /* the persona who is signed in, set by session_open; 0 for a visitor */
    unsigned roles;
    const void *community; /* the settings of this place: read them with community_of; NULL before session_open */
    struct view view;
    const char *theme; /* "", "light", "dark", "contrast" */
    bool discreet;
    const char *reader_name; /* what the frame shows of the member, set by session_open; NULL for a visitor */
    int64_t reader_picture;
    const struct own_name *own_names; /* all of the reader's names, when they have several; set by session_open */
    size_t own_names_count;           /* 0: the one above is the only one */
    int rest_minutes;                 /* rest after which this session ends, for the warning; 0: none */

    int status;                          /* the answer; 0 means 200, or 303 when location is set */
    const char *location, *content_type; /* content_type NULL: text/html; charset=utf-8 */
    const char *filename;                /* a download's name */
    struct buf body;
    bool cacheable;            /* only for pages with nothing about anyone: leaves out no-store */
    struct exchange *exchange; /* http's own: headers, cookies, fields */
};

/* ---- reading it ---- */

int64_t path_id(const struct request *request, int n); /* the n-th ":id" as a number; 0 when it is none */
const char *path_text(const struct request *request, int n);
const char *query_value(const struct request *request, const char *name); /* decoded, cleaned; "" when absent */
const char *form_value(const struct request *request, const char *name);  /* "" when absent */
bool form_has(const struct request *request, const char *name);
size_t form_values(const struct request *request, const char *name, const char **out, size_t max); /* of a `many` field */
/* Every field that came, for keeping a form across a sign-in. *count of them. */
const struct pair *form_all(const struct request *request, size_t *count);
const struct upload *form_upload(const struct request *request, const char *name); /* NULL when absent */
const char *cookie_value(const struct request *request, const char *name);         /* "" when absent */
/* How this place is reached from outside: "https://host", no slash. */
const char *request_origin(const struct request *request);
const char *header_value(const struct request *request,
                         const char *name); /* "" when absent; only for http's own needs and Accept-Language */

/* ---- forms that come back ---- */

/* Marks a field (NULL: the whole form) as wrong, with a sentence in the reader's language; returns INVALID. The first error of a field
 * stays. */
enum status form_reject(struct request *request, const char *field, const char *why);
/* The error beside a field, or NULL. On a GET always NULL. */
const char *form_error(const struct request *request, const char *field);
bool form_failed(const struct request *request);
/* What to show in a field: what was typed when the form came back, else `otherwise`. */
const char *form_shown(const struct request *request, const char *field, const char *otherwise);
/* A random token that makes a double submit recognisable (hidden field "once"): stays the same when a form comes back. */
const char *form_once(struct request *request);

/* ---- answering ---- */

enum status redirect(struct request *request, const char *location); /* own paths only; 303 */
/* 303 to `location`, where the next page shows `notice` once (a short-lived cookie holds its number; never a name or a text). */
enum status redirect_with(struct request *request, const char *location, int notice);
int notice_take(struct request *request); /* 0: none; clears it */
/* max_age in seconds; 0: until the browser closes; < 0: delete. HttpOnly, SameSite=Lax, Secure and "__Host-" over https. */
void cookie_set(struct request *request, const char *name, const char *value, int64_t max_age);
void header_set(struct request *request, const char *name, const char *value);
/* Starts the page's body as a download. */
void answer_file(struct request *request, const char *content_type, const char *filename, struct bytes content);
/* Where a safe "back" leads: `path` when it is an own path ("/x", not "//x"), else `otherwise`. */
const char *own_path(const char *path, const char *otherwise);

/* ---- pages in parts: what many readers are shown is rendered and compressed once (docs/decisions/pieces-of-pages.md) ---- */

/* Between these two stands what is this answer's alone: a token, a name. It isn't compressed with what is around it. */
void answer_own_begin(struct view *view);
void answer_own_end(struct view *view);
/* Ends one piece and begins another: what is before it is the same for more readers than what is behind. */
void answer_cut(struct view *view);
/* A hidden field whose value is the answer's own. `name` is a plain word. */
void answer_own_field(struct view *view, const char *name, const char *value);
/* Shows a part that was made before with this key: true, and it stands in the page. The key must name everything the part was made from
 * but the language, the zone, the day and whether anybody is signed in, which are added: above all rows_digest of each result, and what
 * the reader may do. */
bool answer_part_show(struct view *view, struct bytes key, bool forms) MUST_USE;
/* Else it is written between these two, once more. What is the answer's own may not stand in it (the part is then not kept), but, with
 * `forms`, the token of {% form %}: then a member's token stands before the part too, in an empty <template>. */
void answer_part_begin(struct view *view, struct bytes key, bool forms);
void answer_part_end(struct view *view);
/* What the page holds so far is forgotten. */
void answer_body_clear(struct request *request);

/* ---- streams: an answer that stays open (server-sent events, WHATWG HTML §9.2) ---- */

struct stream_wish {
    struct live_channel channel;     /* whose changes it carries, each once and in order, also over reconnections; source NULL: none */
    int64_t after;                   /* the last change the page shows; a Last-Event-ID header comes before it */
    unsigned flags;                  /* for source->write */
    const struct live_channel *also; /* at most STREAM_ALSO channels without memory, for bare events */
    size_t also_count;
    bool here; /* show the member as present in `channel` while the stream is open */
};
enum { STREAM_ALSO = 60 };
/* Makes this GET's answer a stream, begun with what the reader missed, read in the handler's snapshot. Access was checked by the router
 * and the handler; it is checked anew when the server ends the stream (after some minutes, or by live_drop) and the browser returns.
 * BUSY: too many streams (of this process, or of this member). A HEAD gets the headers alone. */
enum status stream_open(struct request *request, const struct stream_wish *wish) MUST_USE;

/* ---- limits against abuse: token buckets in memory, keyed by hashes under a key that lives for a day ---- */

struct limit {
    const char *name;
    double burst, per_minute;
};
/* Takes one from the bucket of `who` (an address_key, a persona id as text); false when it is empty: answer limit_refuse(). */
bool limit_take(struct request *request, const struct limit *limit, const char *who);
/* 429 with Retry-After and kind words; wait_ms 0: as long as the bucket that was found empty takes. */
enum status limit_refuse(struct request *request, int64_t wait_ms);
/* Growing delays: how many ms `who` must still wait (0: go on); limit_failed lengthens it (1 s after the 5th miss, doubling, at most 15
 * min), limit_cleared forgets. */
int64_t limit_wait(struct request *request, const char *name, const char *who);
void limit_failed(struct request *request, const char *name, const char *who);
void limit_cleared(struct request *request, const char *name, const char *who);

/* password_derive behind the gate that bounds how many run at once; BUSY after 10 s. Only in prepare handlers. */
enum status password_derive_gated(struct request *request, const char *password, const unsigned char salt[SALT_BYTES],
                                  struct password_keys *keys) MUST_USE;
/* The same for those who come in: a smaller share, in a thread that gives way; BUSY at once when others wait already. */
enum status password_derive_joining(struct request *request, const char *password, const unsigned char salt[SALT_BYTES],
                                    struct password_keys *keys) MUST_USE;

/* ---- static files, compiled in ---- */

struct asset {
    const char *name; /* "kith.css" */
    const char *path; /* "/s/kith-3f2a9c1d.css" */
    const char *type;
    struct bytes plain, gzip, brotli;
    bool immutable; /* false for files that must keep their URL (the service worker) */
};
extern const struct asset assets[];
extern const size_t assets_count;
const char *asset_path(const char *name); /* aborts for a name that isn't there: a build error in all but name */

/* ---- the router, without sockets: what the server calls and the tests call ---- */

/* Fills the answer. request->exchange was made by exchange_new. */
void request_serve(struct request *request);

#endif
