/* A page in parts. While it is written, seams are noted: where this answer's own begins and ends (tokens, names), and where a part
 * stands that many readers share. When the page is compressed, parts that are kept deflated are joined, and what is the answer's own goes
 * between them as it is, all in one gzip stream (RFC 1951, 1952). */
#include "http/inside.h"
#include "http/pieces.h"

enum { SEAMS_MOST = 64, TOKENS_MOST = 64, TOO_SMALL = 64, STORED_MOST = 65535 };

/* Before a part with forms stands the token, so that the part can refer back to it. */
static const char token_head[] = "<template data-token=\"", token_tail[] = "\"></template>";

enum seam_kind { OWN_BEGINS, OWN_ENDS, PART_BEGINS, PART_ENDS, PART_STANDS };
struct seam {
    enum seam_kind kind;
    size_t at; /* in the body */
    struct bytes key;
    const struct piece *piece;
    bool forms;
};
struct seams {
    struct seam items[SEAMS_MOST];
    size_t count;
    bool inside, forms;                       /* a shared part is being written; one with forms */
    size_t tokens[TOKENS_MOST], tokens_count; /* where the token stands in it; one part with forms a page */
    bool broken;                              /* too many, or one where none may be: the page goes out as a whole */
    bool stands;                              /* a part stands in the page without its text */
    const char *token;                        /* that stands before a part with forms */
};

/* ---- while the page is written ---- */

void answer_body_clear(struct request *request)
{
    request->body.len = 0;
    request->exchange->seams = NULL;
}

static void seam_add(struct request *request, struct seam seam)
{
    struct exchange *exchange = request->exchange;
    if (!exchange->seams)
        exchange->seams = arena_alloc(request->arena, sizeof *exchange->seams);
    struct seams *seams = exchange->seams;
    seam.at = request->body.len;
    if (seams->count == SEAMS_MOST)
        seams->broken = true;
    else
        seams->items[seams->count++] = seam;
}

/* Some tests write pages without a request; and a view may write elsewhere than into the answer. */
static struct request *written_to(struct view *view)
{
    return view->request && view->out == &view->request->body ? view->request : NULL;
}

static bool is_full(const struct request *request)
{
    return request->exchange->seams && request->exchange->seams->count + 4 > SEAMS_MOST;
}

static bool is_inside(const struct request *request)
{
    return request->exchange->seams && request->exchange->seams->inside;
}

void answer_own_begin(struct view *view)
{
    struct request *request = written_to(view);
    if (!request)
        return;
    if (is_inside(request)) /* what is one reader's may not be shown to others */
        request->exchange->seams->broken = true;
    else
        seam_add(request, (struct seam){ .kind = OWN_BEGINS });
}

void answer_own_end(struct view *view)
{
    struct request *request = written_to(view);
    if (request && !is_inside(request))
        seam_add(request, (struct seam){ .kind = OWN_ENDS });
}

void answer_cut(struct view *view)
{
    answer_own_begin(view);
    answer_own_end(view);
}

void answer_own_field(struct view *view, const char *name, const char *value)
{
    static const char begin[] = "<input type=\"hidden\" name=\"", middle[] = "\" value=\"", end[] = "\">";
    html_literal(view, begin, sizeof begin - 1);
    html_literal(view, name, strlen(name));
    html_literal(view, middle, sizeof middle - 1);
    answer_own_begin(view);
    html_attr_str(view, value);
    answer_own_end(view);
    html_literal(view, end, sizeof end - 1);
}

void answer_token(struct view *view, const char *token)
{
    struct request *request = written_to(view);
    struct seams *seams = request ? request->exchange->seams : NULL;
    if (seams && seams->inside) {
        if (!seams->forms || seams->tokens_count == TOKENS_MOST)
            seams->broken = true;
        else
            seams->tokens[seams->tokens_count++] = request->body.len;
        html_literal(view, token, strlen(token));
        return;
    }
    answer_own_begin(view);
    html_literal(view, token, strlen(token));
    answer_own_end(view);
}

static void token_before(struct view *view)
{
    const char *token = form_token(view->request);
    answer_own_begin(view);
    view->request->exchange->seams->token = token; /* were a session begun in between, the page's last one would be another */
    html_literal(view, token_head, sizeof token_head - 1);
    html_literal(view, token, strlen(token));
    html_literal(view, token_tail, sizeof token_tail - 1);
    answer_own_end(view);
}

/* What every text in a part depends on besides its own key: the language, the day in the reader's zone ("Today, 21:40"), which changes at a
 * quarter of an hour everywhere, and whether anybody is signed in (visitors aren't shown members' own pictures). */
static struct bytes key_whole(struct request *request, struct bytes key)
{
    const struct words *words = &request->view.words;
    struct buf out = { .arena = request->arena };
    buf_printf(&out, "%s|%s|%lld|%d%d|", request->view.lang, words->zone ? words->zone : "", (long long)(words->now / (15 * TIME_MINUTE)),
               request->discreet, request->reader != 0);
    buf_add(&out, key.data, key.len);
    return (struct bytes){ out.data, out.len };
}

bool answer_part_show(struct view *view, struct bytes key, bool forms)
{
    struct request *request = written_to(view);
    if (!request || request->head || request->status || !answer_may_compress(request) || is_inside(request) || is_full(request))
        return false;
    const struct piece_name name = { PIECE_BY_KEY, 0, key_whole(request, key) };
    const struct piece *piece = pieces_find(request->app->pieces, request->arena, &name);
    if (!piece)
        return false;
    if (forms)
        token_before(view);
    seam_add(request, (struct seam){ .kind = PART_STANDS, .piece = piece });
    return request->exchange->seams->stands = true;
}

void answer_part_begin(struct view *view, struct bytes key, bool forms)
{
    struct request *request = written_to(view);
    if (!request)
        return;
    if (forms)
        token_before(view);
    seam_add(request, (struct seam){ .kind = PART_BEGINS, .key = key_whole(request, key), .forms = forms });
    request->exchange->seams->inside = true;
    request->exchange->seams->forms = forms;
    request->exchange->seams->broken |= forms && request->exchange->seams->tokens_count; /* one part with forms a page */
}

void answer_part_end(struct view *view)
{
    struct request *request = written_to(view);
    if (!request)
        return;
    request->exchange->seams->inside = false;
    seam_add(request, (struct seam){ .kind = PART_ENDS });
}

/* ---- when it is compressed ---- */

enum span_kind { SPAN_TEXT, SPAN_OWN, SPAN_PART, SPAN_PIECE };
struct span {
    enum span_kind kind;
    bool forms;
    struct bytes text, key;
    const struct piece *piece;
};
struct spans {
    struct span items[2 * SEAMS_MOST + 1];
    size_t count;
};

/* What stands between a seam and the next. */
static void span_add(struct spans *spans, const struct request *request, const struct seam *seam, size_t to)
{
    size_t from = seam ? seam->at : 0;
    if (seam && seam->kind == PART_STANDS)
        spans->items[spans->count++] = (struct span){ .kind = SPAN_PIECE, .piece = seam->piece };
    enum span_kind kind = seam && seam->kind == OWN_BEGINS ? SPAN_OWN : seam && seam->kind == PART_BEGINS ? SPAN_PART : SPAN_TEXT;
    if (to > from)
        spans->items[spans->count++] = (struct span){
            .kind = kind,
            .text = { request->body.data + from, to - from },
            .key = seam ? seam->key : (struct bytes){ 0 },
            .forms = seam && seam->forms,
        };
}

static void spans_read(const struct request *request, struct spans *spans)
{
    const struct seams *seams = request->exchange->seams;
    const struct seam *last = NULL;
    for (size_t i = 0; i < seams->count; i++) {
        span_add(spans, request, last, seams->items[i].at);
        last = &seams->items[i];
    }
    span_add(spans, request, last, request->body.len);
}

/* Of a part with forms, where its tokens are is counted from its begin. NULL: it isn't kept. */
static const struct piece *part_keep(struct request *request, struct pieces *pieces, const struct span *span)
{
    const struct seams *seams = request->exchange->seams;
    const struct piece_name name = { PIECE_BY_KEY, 0, span->key };
    size_t at[TOKENS_MOST], from = (size_t)((const char *)span->text.data - request->body.data);
    if (!pieces_wanted(pieces, span->key))
        return NULL;
    for (size_t i = 0; i < seams->tokens_count; i++)
        at[i] = seams->tokens[i] - from;
    const struct tokens tokens = { seams->token, token_head, token_tail, at, seams->tokens_count };
    return pieces_keep(pieces, request->arena, &name, (struct bytes){ 0 }, span->text, span->forms ? &tokens : NULL);
}

/* Small texts are as well stored. */
static bool is_stored(const struct span *span)
{
    return span->kind == SPAN_OWN || (span->kind == SPAN_TEXT && span->text.len < TOO_SMALL);
}

static void run_blank(struct buf *run, size_t len)
{
    static const char zeros[64] = { 0 };
    for (; len > sizeof zeros; len -= sizeof zeros)
        buf_add(run, zeros, sizeof zeros);
    buf_add(run, zeros, len);
}

/* What was written since the last part, all but the pieces blanked out, and that part itself if it is kept. A piece may refer to it, so
 * that small ones cost few bytes. */
struct run {
    const struct piece *part;
    struct buf text;
    uint64_t behind; /* the last piece */
    size_t gap;      /* bytes since */
    bool broken;     /* a piece of it isn't kept: what follows can't be named */
};

static void run_pass(struct run *run, const struct span *span)
{
    if (span->kind == SPAN_PART || span->kind == SPAN_PIECE) {
        *run = (struct run){ .part = span->piece, .text = run->text, .behind = span->piece ? span->piece->serial : 0 };
        run->text.len = 0;
    } else {
        run_blank(&run->text, span->text.len);
        run->gap += span->text.len;
    }
}

static struct bytes run_before(const struct run *run, struct request *request)
{
    struct bytes part = run->part ? piece_text(request->arena, run->part, token_head, token_tail) : (struct bytes){ 0 };
    struct buf before = { .arena = request->arena };
    buf_add(&before, part.data, part.len);
    buf_add(&before, run->text.data, run->text.len);
    return (struct bytes){ before.data, before.len };
}

/* NULL: it isn't kept, and needn't be made (`must`). */
static const struct piece *run_piece(struct run *run, struct request *request, struct pieces *pieces, struct bytes text, bool must)
{
    const struct piece_name name = { run->behind, run->gap, text };
    const struct piece *piece = run->broken ? NULL : pieces_find(pieces, request->arena, &name);
    if (!piece && pieces_wanted(pieces, text) && !run->broken)
        piece = pieces_keep(pieces, request->arena, &name, run_before(run, request), text, NULL);
    run->broken = !piece;
    if (!piece && must)
        piece = piece_make(request->arena, run_before(run, request), text);
    run->behind = piece ? piece->serial : 0;
    run->gap = 0;
    buf_add(&run->text, text.data, text.len);
    return piece;
}

/* Finds the kept pieces; false when one is missing and the page can be compressed as a whole instead. Of a broken page nothing is kept. */
static bool spans_find(struct request *request, struct spans *spans, bool must)
{
    struct pieces *pieces = request->exchange->seams->broken ? NULL : request->app->pieces;
    struct run run = { .text.arena = request->arena };
    bool all = true;
    buf_room(&run.text, request->body.len);
    for (size_t i = 0; i < spans->count; i++) {
        struct span *span = &spans->items[i];
        if (span->kind == SPAN_PART)
            span->piece = part_keep(request, pieces, span);
        if (is_stored(span) || span->kind == SPAN_PIECE || span->kind == SPAN_PART)
            run_pass(&run, span);
        else
            span->piece = run_piece(&run, request, pieces, span->text, must);
        if (span->kind == SPAN_PART && !span->piece && must)
            span->piece = piece_make(request->arena, (struct bytes){ 0 }, span->text);
        all = all && (span->piece || is_stored(span));
    }
    return all;
}

static void put_16(struct buf *out, size_t value)
{
    buf_putc(out, (char)(value & 0xff));
    buf_putc(out, (char)(value >> 8 & 0xff));
}

static void put_32(struct buf *out, uint32_t value)
{
    put_16(out, value & 0xffff);
    put_16(out, value >> 16);
}

/* A stored block. The empty one that ended the piece before, if any, becomes its head. */
static void store(struct buf *out, struct bytes text, bool *aligned)
{
    for (size_t done = 0; done < text.len;) {
        size_t len = text.len - done < STORED_MOST ? text.len - done : STORED_MOST;
        if (*aligned)
            out->len -= 4;
        else
            buf_putc(out, 0);
        *aligned = false;
        put_16(out, len);
        put_16(out, ~len & 0xffff);
        buf_add(out, (const char *)text.data + done, len);
        done += len;
    }
}

/* ---- the token once more: a reference to where it stood last, in a block of its own with fixed codes (RFC 1951 §3.2.6) ---- */

struct bits {
    struct buf *out;
    uint32_t held;
    int count;
};

static void bits_put(struct bits *bits, uint32_t value, int count)
{
    bits->held |= value << bits->count;
    for (bits->count += count; bits->count >= 8; bits->count -= 8) {
        buf_putc(bits->out, (char)(bits->held & 0xff));
        bits->held >>= 8;
    }
}

/* Huffman codes go most significant bit first. */
static void bits_put_code(struct bits *bits, uint32_t code, int count)
{
    while (count-- > 0)
        bits_put(bits, code >> count & 1, 1);
}

/* The last of the rising `bases` that isn't above the value. */
static int base_of(const uint16_t *bases, int count, size_t value)
{
    while (count > 1 && bases[count - 1] > value)
        count--;
    return count - 1;
}

static bool can_refer(size_t len, size_t distance)
{
    return len >= 35 && len < 67 && distance >= len && distance <= 32768;
}

/* `len` bytes as they stood `distance` bytes ago; ends on a byte, with an empty stored block. */
static void refer(struct buf *out, size_t len, size_t distance)
{
    static const uint16_t lengths[] = { 35, 43, 51, 59 }; /* codes 273 to 276, three more bits each */
    static const uint16_t distances[] = { 1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                          193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577 };
    struct bits bits = { .out = out };
    int length = base_of(lengths, COUNT(lengths), len), far = base_of(distances, COUNT(distances), distance);
    bits_put(&bits, 2, 3); /* not the last block; fixed codes */
    bits_put_code(&bits, (uint32_t)(273 + length - 256), 7);
    bits_put(&bits, (uint32_t)(len - lengths[length]), 3);
    bits_put_code(&bits, (uint32_t)far, 5);
    bits_put(&bits, (uint32_t)(distance - distances[far]), far < 4 ? 0 : far / 2 - 1);
    bits_put_code(&bits, 0, 7); /* the end of the block */
    bits_put(&bits, 0, 3);
    if (bits.count)
        bits_put(&bits, 0, 8 - bits.count);
    buf_add(out, "\0\0\xff\xff", 4);
}

static bool is_token(struct bytes text, const char *token)
{
    return token && text.len == strlen(token) && !memcmp(text.data, token, text.len);
}

static void spans_join(const struct spans *spans, const char *token, struct buf *out)
{
    static const char head[10] = { 0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 0, 3 };
    uint32_t crc = 0;
    size_t len = 0, token_at = SIZE_MAX, room = sizeof head + 16;
    bool aligned = false;
    for (size_t i = 0; i < spans->count; i++)
        room += spans->items[i].piece ? spans->items[i].piece->deflated_len : spans->items[i].text.len + 8;
    buf_room(out, room);
    buf_add(out, head, sizeof head);
    for (size_t i = 0; i < spans->count; i++) {
        const struct span *span = &spans->items[i];
        if (span->piece) {
            buf_add(out, span->piece->deflated, span->piece->deflated_len);
            crc = piece_crc(crc, span->piece, token);
            if (span->piece->token_step) /* it holds a token at all */
                token_at = len + span->piece->token_last;
            len += span->piece->len;
            aligned = true;
            continue;
        }
        bool again = is_token(span->text, token);
        if (again && token_at < len && can_refer(span->text.len, len - token_at)) {
            refer(out, span->text.len, len - token_at);
            aligned = true;
        } else {
            store(out, span->text, &aligned);
        }
        if (again)
            token_at = len;
        crc = answer_crc(crc, span->text);
        len += span->text.len;
    }
    buf_add(out, "\3", 2); /* an empty last block: 03 00 */
    put_32(out, crc);
    put_32(out, (uint32_t)len);
}

bool answer_is_parted(const struct request *request)
{
    return request->exchange->seams && request->exchange->seams->stands;
}

bool answer_join(struct request *request, struct buf *packed)
{
    const struct seams *seams = request->exchange->seams;
    bool must = seams && seams->stands;
    if (!request->app->pieces || !seams || (seams->broken && !must))
        return false;
    struct spans *spans = arena_alloc(request->arena, sizeof *spans);
    spans_read(request, spans);
    if (!spans_find(request, spans, must))
        return false;
    *packed = (struct buf){ .arena = request->arena };
    spans_join(spans, seams->token ? seams->token : request->exchange->page_token, packed);
    return true;
}
