/* The second step: a code from an app, and backup codes for the day the phone is gone. */
#include "account/pages.h"

const struct field account_second_factor_form[] = { { "secret", 1, 200, FIELD_LINE, false }, { "code", 1, 40, FIELD_LINE, false }, { 0 } };

static const char setup_context[] = "account.second_factor.setup";

static enum status second_factor_read(struct request *request, struct account_second_factor *factor)
{
    const struct member *member = request->member;
    struct account_record record;
    TRY(account_by_id(request->db, request->arena, member->account, &record));
    return account_second_factor_unseal(request->arena, &member->key, member->account, record.second_factor, factor);
}

static enum status second_factor_write(struct request *request, const struct account_second_factor *factor)
{
    const struct member *member = request->member;
    struct bytes sealed = account_second_factor_seal(request->arena, &member->key, member->account, factor);
    return account_second_factor_store(request->db, request->arena, member->account, sealed);
}

/* ---- setting it up: the new secret travels in the form, sealed, because a page can't write it down ---- */

static const char *setup_seal(struct request *request, const unsigned char secret[TOTP_SECRET_BYTES])
{
    struct bytes sealed = seal(request->arena, &request->member->key, setup_context, (struct bytes){ secret, TOTP_SECRET_BYTES });
    return token_text(request->arena, sealed.data, sealed.len);
}

static bool setup_unseal(struct request *request, const char *text, unsigned char secret[TOTP_SECRET_BYTES])
{
    enum { SEALED = 24 + TOTP_SECRET_BYTES + 16 };
    unsigned char raw[SEALED];
    struct bytes plain;
    if (!token_read(text, raw, SEALED))
        return false;
    if (unseal(request->arena, &request->member->key, setup_context, (struct bytes){ raw, SEALED }, &plain) != OK)
        return false;
    memcpy(secret, plain.data, TOTP_SECRET_BYTES);
    return true;
}

/* The secret of the form that came back, or a new one. What the app shows beside its codes says no more than a glance may. */
static enum status setup_page(struct request *request)
{
    unsigned char secret[TOTP_SECRET_BYTES];
    struct account_second_factor_view setup;
    const char *name = request->discreet ? tc(&request->view, "neutral page title", "Notes") : "Kith", *uri;
    int size;
    if (!form_failed(request) || !setup_unseal(request, form_shown(request, "secret", ""), secret))
        random_bytes(secret, sizeof secret);
    uri = totp_uri(request->arena, name, name, secret);
    TRY(qr_path(request->arena, uri, &setup.path, &size));
    setup.box = arena_printf(request->arena, "0 0 %d %d", size, size);
    setup.spoken = totp_secret_text(request->arena, secret, true);
    setup.sealed = setup_seal(request, secret);
    account_second_factor_setup_html(&request->view, &setup);
    return OK;
}

enum status account_second_factor_page(struct request *request)
{
    struct account_second_factor factor;
    TRY(second_factor_read(request, &factor));
    if (!factor.on)
        return setup_page(request);
    account_second_factor_on_html(&request->view, (int64_t)factor.backup_count);
    return OK;
}

/* ---- on and off ---- */

enum status account_second_factor_on(struct request *request)
{
    struct view *view = &request->view;
    struct account_second_factor factor;
    struct account_codes codes = { 0 };
    TRY(second_factor_read(request, &factor));
    if (factor.on)
        return redirect(request, "/settings/second-factor");
    factor = (struct account_second_factor){ .on = true };
    if (!setup_unseal(request, form_value(request, "secret"), factor.secret))
        return form_reject(request, NULL, t(view, "This page had been open for too long. Here is a new code to scan."));
    if (!totp_check(factor.secret, form_value(request, "code"), request->now, &factor.last_counter))
        return form_reject(request, "code",
                           t(view, "That’s not the code your app should show now. Please check that your phone’s clock is right, and type "
                                   "the newest one."));
    for (; codes.count < BACKUP_CODES; codes.count++) {
        codes.items[codes.count] = account_backup_code(request->arena);
        account_backup_hash(request->arena, &request->member->key, codes.items[codes.count], &factor.backup[factor.backup_count++]);
    }
    TRY(second_factor_write(request, &factor));
    /* Shown with the answer itself, once: a page that could be opened again would have to keep them. */
    account_backup_codes_html(view, &codes);
    return OK;
}

enum status account_second_factor_off(struct request *request)
{
    struct account_record record;
    struct account_second_factor none = { 0 };
    TRY(account_confirm(request, "password", &record));
    TRY(second_factor_write(request, &none));
    return redirect_with(request, "/settings", NOTICE_SECOND_FACTOR_OFF);
}

/* ---- asking for a code once more, in front of a heavy step ---- */

enum status account_second_factor_is_on(struct request *request, bool *on)
{
    struct account_second_factor factor;
    TRY(second_factor_read(request, &factor));
    *on = factor.on;
    return OK;
}

enum status account_second_factor_confirm(struct request *request, const char *field)
{
    static const char by_code[] = "second factor again";
    struct account_second_factor factor;
    const struct member *member = request->member;
    const char *who = arena_printf(request->arena, "%lld", (long long)member->account);
    int64_t wait = limit_wait(request, by_code, who);
    if (wait > 0)
        return limit_refuse(request, wait);
    TRY(second_factor_read(request, &factor));
    if (!factor.on || !account_second_factor_check(request->arena, &member->key, &factor, form_value(request, field), request->now)) {
        limit_failed(request, by_code, who);
        return form_reject(request, field,
                           t(&request->view, "This code doesn’t fit. Each one works once and for about a minute; please wait for the "
                                             "next one in your app."));
    }
    limit_cleared(request, by_code, who);
    return second_factor_write(request, &factor);
}
