/* HTTPS by certificate files, with OpenSSL as the client. */
#include <openssl/ssl.h> /* before base: it has a parameter named like a banned call */

#include "http/test_listening.h"
#include "tests/harness/harness.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A self-signed certificate in the site's folder. */
static bool make_certificate(struct tiny *tiny)
{
    const char *key = arena_printf(&tiny->arena, "%s/key.pem", tiny->folder),
               *certificate = arena_printf(&tiny->arena, "%s/cert.pem", tiny->folder);
    pid_t child = fork();
    if (!child) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        execlp("openssl", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
               "-subj", "/CN=tiny.example", "-keyout", key, "-out", certificate, (char *)NULL);
        _exit(1);
    }
    int result;
    waitpid(child, &result, 0);
    tiny->config.tls_key = key;
    tiny->config.tls_certificate = certificate;
    return WIFEXITED(result) && !WEXITSTATUS(result);
}

struct caller {
    SSL_CTX *context;
    SSL *ssl;
    int fd;
    bool connected;
};

static struct caller call(const struct server *server, int most)
{
    struct caller caller = { .context = SSL_CTX_new(TLS_client_method()), .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)server_port(server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval patience = { 5, 0 };
    if (connect(caller.fd, (struct sockaddr *)&address, sizeof address))
        abort();
    setsockopt(caller.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL_CTX_set_max_proto_version(caller.context, most);
    SSL_CTX_set_cipher_list(caller.context, "ALL:@SECLEVEL=0");
    caller.ssl = SSL_new(caller.context);
    static const unsigned char protocols[] = "\x02h2\x08http/1.1";
    SSL_set_alpn_protos(caller.ssl, protocols, sizeof protocols - 1);
    SSL_set_fd(caller.ssl, caller.fd);
    caller.connected = SSL_connect(caller.ssl) == 1;
    return caller;
}

static void hang_up(struct caller *caller)
{
    SSL_free(caller->ssl);
    SSL_CTX_free(caller->context);
    close(caller->fd);
}

/* Asks and listens until `until` was heard, or the end. */
static const char *ask_tls(struct tiny *tiny, struct caller *caller, const char *text, const char *until)
{
    struct buf heard = { .arena = &tiny->arena };
    char piece[16384];
    if (*text)
        SSL_write(caller->ssl, text, (int)strlen(text));
    for (int got; (got = SSL_read(caller->ssl, piece, sizeof piece)) > 0;) {
        buf_add(&heard, piece, (size_t)got);
        if (strstr(heard.data, until))
            break;
    }
    return buf_text(&heard);
}

UNIT_TEST(https_by_certificate_files)
{
    struct tiny *tiny = tiny_open();
    struct server *server;
    if (!EXPECT(make_certificate(tiny)) || !EXPECT_INT(server_start(&tiny->app, &server), OK)) {
        tiny_close(tiny);
        return;
    }
    struct caller caller = call(server, TLS1_3_VERSION);
    EXPECT(caller.connected);
    const unsigned char *protocol;
    unsigned len;
    SSL_get0_alpn_selected(caller.ssl, &protocol, &len);
    EXPECT(len == 8 && !memcmp(protocol, "http/1.1", 8));
    const char *answer = ask_tls(tiny, &caller, "GET /form HTTP/1.1\r\nHost: tiny.example\r\n\r\n", "name=\"csrf\"");
    EXPECT(strstr(answer, "Strict-Transport-Security: max-age=31536000\r\n"));
    EXPECT(strstr(answer, "Set-Cookie: __Host-g=") && strstr(answer, "; Secure\r\n"));
    answer = ask_tls(tiny, &caller, "GET /huge HTTP/1.1\r\nHost: tiny.example\r\n\r\n", "line 299999</p>");
    EXPECT(strstr(answer, "line 299999</p>"));
    answer = ask_tls(tiny, &caller, "GET /slow HTTP/1.1\r\nHost: tiny.example\r\nConnection: close\r\n\r\n", "never");
    EXPECT(strstr(answer, "slow but there"));
    EXPECT_INT(SSL_get_shutdown(caller.ssl), SSL_RECEIVED_SHUTDOWN); /* said goodbye: nothing was cut off */
    hang_up(&caller);
    caller = call(server, TLS1_1_VERSION);
    EXPECT(!caller.connected);
    hang_up(&caller);
    caller = call(server, TLS1_2_VERSION);
    EXPECT(caller.connected);
    answer = ask_tls(tiny, &caller, "GET /hello HTTP/1.1\r\n\r\n", "never");
    EXPECT(text_starts(answer, "HTTP/1.1 400 "));
    hang_up(&caller);
    server_stop(server);
    tiny_close(tiny);
}

UNIT_TEST(streams_over_https)
{
    struct tiny *tiny = site_tiny();
    if (!EXPECT(make_certificate(tiny)))
        abort();
    tiny->config.stream_beat = 100;
    struct site site = site_start(tiny);
    struct caller caller = call(site.server, TLS1_3_VERSION);
    EXPECT(caller.connected);
    const char *heard =
        ask_tls(tiny, &caller, "GET /talk/5/live?after=0 HTTP/1.1\r\nHost: tiny.example\r\nCookie: __Host-s=ana\r\n\r\n", "\n:\n\n");
    EXPECT(text_starts(heard, "HTTP/1.1 200 OK\r\n") && strstr(heard, "retry: 3000\n\n"));
    for (int i = 1; i <= 3; i++) {
        EXPECT_INT(talk_say(tiny->app.database, 5, "sealed on its way"), i);
        const char *until = arena_printf(&tiny->arena, "id: %d\n\n", i);
        EXPECT(strstr(ask_tls(tiny, &caller, "", until), until));
    }
    talk_drop(tiny->app.database, INT64_C(970000000)); /* ana */
    ask_tls(tiny, &caller, "", "never");
    EXPECT_INT(SSL_get_shutdown(caller.ssl), SSL_RECEIVED_SHUTDOWN);
    hang_up(&caller);
    site_stop(&site);
}

UNIT_TEST(a_certificate_that_cannot_be_used_says_so_at_the_start)
{
    struct tiny *tiny = tiny_open();
    struct server *server;
    tiny->config.tls_certificate = "/nowhere/cert.pem";
    EXPECT_INT(server_start(&tiny->app, &server), BROKEN);
    tiny->config.tls_key = "/nowhere/key.pem";
    EXPECT_INT(server_start(&tiny->app, &server), BROKEN);
    EXPECT(make_certificate(tiny));
    tiny->config.tls_key = tiny->config.tls_certificate;
    EXPECT_INT(server_start(&tiny->app, &server), BROKEN);
    tiny_close(tiny);
}
