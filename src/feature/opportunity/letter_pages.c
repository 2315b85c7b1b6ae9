/* Applying, and what is written about it: sealed conversations between the applicant's persona and the partner's people. */
#include "opportunity/pages.h"

const struct field opportunity_apply_form[] = { { "words", 1, CONVERSATION_WORDS_MAX - 200, FIELD_TEXT, false },
                                                { "page", 0, 3, FIELD_LINE, false },
                                                { 0 } };

/* ---- reaching them ---- */

/* Of the partner's people only those who still are, and only while it is verified. */
static enum status letter_fill(struct request *request, struct opportunity_letter *letter)
{
    struct partner *with = arena_alloc(request->arena, sizeof *with), own;
    const struct conversation *conversation = &letter->conversation;
    if (conversation->kind != CONVERSATION_APPLICATION || !opportunity_letter_read(request->arena, conversation->name, letter))
        return NOT_FOUND;
    letter->mine = letter->applicant == request->reader;
    for (size_t i = 0; i < conversation->people.count; i++)
        if (conversation->people.items[i].persona == letter->applicant)
            letter->from = conversation->people.items[i].name;
    if (!letter->mine) {
        TRY(partner_find_mine(request, &own));
        if (own.id != letter->partner)
            return NOT_FOUND;
    }
    enum status found = partner_get(request->db, request->arena, letter->partner, request->now, with);
    letter->with = found == OK ? with : NULL;
    return found == NOT_FOUND ? OK : found;
}

static enum status letter_find(struct request *request, struct opportunity_letter *letter)
{
    *letter = (struct opportunity_letter){ 0 };
    TRY(conversation_find(request, path_id(request, 0), &letter->conversation));
    return letter_fill(request, letter);
}

enum status opportunity_letter_list(struct request *request, struct opportunity_letters *letters)
{
    struct conversations all;
    TRY(conversation_mine(request, CONVERSATION_APPLICATION, &all));
    *letters = (struct opportunity_letters){ arena_array(request->arena, all.count + 1, sizeof *letters->items), 0 };
    for (size_t i = 0; i < all.count; i++) {
        struct opportunity_letter *letter = &letters->items[letters->count];
        *letter = (struct opportunity_letter){ .conversation = all.items[i] };
        enum status found = letter_fill(request, letter);
        if (found != NOT_FOUND)
            TRY(found);
        letters->count += found == OK;
    }
    return OK;
}

/* ---- applying ---- */

/* The listing, which isn't the reader's own partner's and which they haven't answered yet; else where to go. */
static enum status apply_find(struct request *request, struct listing *listing, const char **instead)
{
    struct opportunity_letters letters;
    bool mine;
    *instead = NULL;
    TRY(listing_find(request, path_id(request, 0), listing, &mine));
    if (mine || listing->hidden) {
        *instead = listing_path(&request->view, listing->id, "");
        return OK;
    }
    TRY(opportunity_letter_list(request, &letters));
    for (size_t i = 0; i < letters.count; i++)
        if (letters.items[i].mine && letters.items[i].listing == listing->id && !letters.items[i].conversation.ended)
            *instead = opportunity_letter_path(&request->view, letters.items[i].conversation.id, "");
    return OK;
}

enum status opportunity_apply_page(struct request *request)
{
    struct listing listing;
    struct partner_people readers;
    const char *instead;
    TRY(apply_find(request, &listing, &instead));
    if (instead)
        return redirect(request, instead);
    TRY(partner_readers(request, listing.partner, &readers));
    struct opportunity_apply_view page = { &listing, &readers, request->member->band == BAND_UNSAID };
    opportunity_apply_html(&request->view, &page);
    return OK;
}

static enum status letter_make(struct request *request, const struct listing *listing, const struct partner_people *readers,
                               struct conversation *conversation)
{
    struct opportunity_letter letter = {
        .listing = listing->id, .partner = listing->partner, .applicant = request->reader, .state = LETTER_OPEN, .title = listing->title
    };
    int64_t others[PARTNER_PEOPLE];
    struct conversation_new wish = { .kind = CONVERSATION_APPLICATION, .others = others, .days = LETTER_DAYS };
    for (size_t i = 0; i < readers->count && wish.others_count < COUNT(others); i++)
        others[wish.others_count++] = readers->items[i].persona;
    wish.name = opportunity_letter_name(request->arena, &letter);
    return conversation_make(request, &wish, conversation);
}

/* Nothing of the profile goes along; the way to it does, when they chose so. */
static const char *words_of(struct request *request)
{
    const char *words = form_value(request, "words");
    if (!text_same(form_value(request, "page"), "yes"))
        return words;
    return arena_printf(request->arena, "%s\n\n[%s](%s)", words, t(&request->view, "My page here"),
                        persona_path(request->arena, request->member->name));
}

enum status opportunity_apply(struct request *request)
{
    static const struct limit applying = { "opportunity-apply", 6, 0.1 };
    struct view *view = &request->view;
    struct listing listing;
    struct partner_people readers;
    struct conversation conversation;
    const char *instead;
    int64_t number;
    TRY(apply_find(request, &listing, &instead));
    if (instead)
        return redirect(request, instead);
    TRY(partner_readers(request, listing.partner, &readers));
    if (!readers.count)
        return form_reject(request, NULL, t(view, "This can’t be sent just now: nobody of this partner can get it from you."));
    TRY(member_words_check(request, "words", form_value(request, "words")));
    if (!limit_take(request, &applying, member_key_text(request)))
        return form_reject(request, NULL, t(view, "That was a lot in a short time. Your words stay here; send them in a while."));
    enum status made = letter_make(request, &listing, &readers, &conversation);
    if (made == FORBIDDEN || made == INVALID)
        return form_reject(request, NULL, t(view, "This can’t be sent just now: nobody of this partner can get it from you."));
    TRY(made);
    made = conversation_send(request, &conversation, words_of(request), 0, &number);
    if (made == INVALID)
        return form_reject(request, "words",
                           t(view, "This has more nested quotes or linked references than we can show. Please make it simpler."));
    TRY(made);
    return redirect(request, opportunity_letter_path(view, conversation.id, ""));
}

/* ---- what is written about it ---- */

enum status opportunity_letters_page(struct request *request)
{
    struct opportunity_letters letters;
    TRY(opportunity_letter_list(request, &letters));
    opportunity_letters_html(&request->view, &letters);
    return OK;
}

static const char *closed_text(struct view *view, const struct opportunity_letter *letter)
{
    if (!letter->conversation.ended && (!letter->with || !letter->with->verified))
        return t(view, "This partner isn’t verified any more, so nothing more can be written here. You can read it, and end it.");
    return letter->conversation.ended ? t(view, "This has ended. You can read it for 30 days after the end; then all of it is deleted.")
                                      : NULL;
}

enum status opportunity_letter_page(struct request *request)
{
    struct opportunity_letter letter;
    struct conversation_show show;
    bool answered;
    TRY(letter_find(request, &letter));
    const char *path = opportunity_letter_path(&request->view, letter.conversation.id, "");
    TRY(conversation_part(request, &letter.conversation, path, &answered));
    if (answered)
        return OK;
    TRY(conversation_show(request, &letter.conversation, path, &show));
    const char *closed = closed_text(&request->view, &letter);
    show.closed = closed ? closed : show.closed;
    show.hint = t(&request->view, "Sealed: only the people named above can read it. Everything is deleted 30 days after the end.");
    struct opportunity_letter_view page = { &letter, &show };
    opportunity_letter_html(&request->view, &page);
    return OK;
}

enum status opportunity_letter_stream(struct request *request)
{
    struct opportunity_letter letter;
    TRY(letter_find(request, &letter));
    return conversation_stream(request, &letter.conversation);
}

enum status opportunity_letter_say(struct request *request)
{
    struct opportunity_letter letter;
    TRY(letter_find(request, &letter));
    const char *closed = closed_text(&request->view, &letter);
    if (closed)
        return form_reject(request, "body", closed);
    return conversation_say(request, &letter.conversation, opportunity_letter_path(&request->view, letter.conversation.id, ""));
}

/* Either side may; what was written stays readable for some days and goes by itself. */
enum status opportunity_letter_end(struct request *request)
{
    struct opportunity_letter letter;
    TRY(letter_find(request, &letter));
    if (!letter.conversation.ended) {
        letter.state = letter.mine ? LETTER_WITHDRAWN : LETTER_CLOSED;
        letter.conversation.name = opportunity_letter_name(request->arena, &letter);
        TRY(conversation_finish(request, &letter.conversation, LETTER_AFTER_DAYS));
    }
    return redirect(request, opportunity_letter_path(&request->view, letter.conversation.id, ""));
}
