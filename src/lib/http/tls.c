/* HTTPS by certificate files. */
#include <openssl/err.h>
#include <openssl/ssl.h> /* before base: it has a parameter named like a banned call */

#include "http/listening.h"

#include <event2/bufferevent_ssl.h>

static const char *reason(void)
{
    const char *text = ERR_reason_error_string(ERR_peek_last_error());
    return text ? text : "no reason given";
}

/* Browsers ask for h2 and http/1.1; what we speak is said aloud. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_len, const unsigned char *in, unsigned in_len,
                           void *context)
{
    (void)ssl;
    (void)context;
    static const unsigned char ours[] = "\x08http/1.1";
    unsigned char *chosen;
    if (SSL_select_next_proto(&chosen, out_len, ours, sizeof ours - 1, in, in_len) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

enum status server_tls_new(const struct config *config, SSL_CTX **tls)
{
    *tls = NULL;
    if (!config->tls_certificate || !*config->tls_certificate)
        return OK;
    if (!config->tls_key || !*config->tls_key) {
        log_line(LOG_ERROR, "tls.key", "a certificate is set but no key; set --tls-key too");
        return BROKEN;
    }
    SSL_CTX *made = SSL_CTX_new(TLS_server_method());
    if (!made)
        return BROKEN;
    SSL_CTX_set_min_proto_version(made, TLS1_2_VERSION);
    SSL_CTX_set_options(made, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(made, choose_protocol, NULL);
    if (SSL_CTX_use_certificate_chain_file(made, config->tls_certificate) != 1) {
        log_line(LOG_ERROR, "tls.certificate", "cannot use %s: %s; it must be a PEM file with the whole chain", config->tls_certificate,
                 reason());
    } else if (SSL_CTX_use_PrivateKey_file(made, config->tls_key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(made) != 1) {
        log_line(LOG_ERROR, "tls.key", "cannot use %s: %s; it must be the PEM key of the certificate", config->tls_key, reason());
    } else {
        *tls = made;
        return OK;
    }
    SSL_CTX_free(made);
    return BROKEN;
}

void server_tls_free(SSL_CTX *tls)
{
    SSL_CTX_free(tls);
}

struct bufferevent *server_tls_accept(SSL_CTX *tls, struct event_base *base, int fd)
{
    SSL *ssl = SSL_new(tls);
    if (!ssl)
        return NULL;
    struct bufferevent *bev = bufferevent_openssl_socket_new(base, fd, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
    if (!bev) {
        SSL_free(ssl);
        return NULL;
    }
    bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
    return bev;
}

void server_tls_goodbye(struct bufferevent *bev)
{
    SSL *ssl = bufferevent_openssl_get_ssl(bev);
    if (ssl && SSL_is_init_finished(ssl))
        SSL_shutdown(ssl);
    ERR_clear_error();
}
