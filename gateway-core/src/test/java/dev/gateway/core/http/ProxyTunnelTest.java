package dev.gateway.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.core.proxy.ProxyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of calls through a proxy to a host that only the proxy can resolve. */
class ProxyTunnelTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    private final CancellationScope scope = new CancellationScope();
    private LoopbackProxy proxy;
    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        proxy = new LoopbackProxy();
        server =
                new ScriptedServer(
                        (it, in, out) -> {
                            while (!it.head(in).isEmpty()) {
                                ScriptedServer.write(
                                        out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                            }
                        });
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void everyConnectionGoesThroughItAndItLooksUpTheName(String scheme) throws Exception {
        var http = client(scheme + "://127.0.0.1:" + proxy.port());
        assertThat(get(http)).isEqualTo(200);
        assertThat(get(http)).isEqualTo(200);

        assertThat(proxy.tunnels()).containsExactly("far.invalid:" + server.port());
        assertThat(proxy.logins()).isEmpty();
        assertThat(server.accepted).hasSize(1);
        http.close(SOON);
    }

    @Test
    void userAndPasswordAreSent() throws Exception {
        get(client("http://me:p%40ss@127.0.0.1:" + proxy.port()));
        get(client("socks5://me:p%40ss@127.0.0.1:" + proxy.port()));

        assertThat(proxy.logins()).containsExactly("Basic bWU6cEBzcw==", "me:p@ss");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"})
    void aRefusalNamesTheProxyAndNoSecret(String status) {
        proxy.refuse(status);

        assertThatThrownBy(() -> get(client("http://me:s3cret@127.0.0.1:" + proxy.port())))
                .isInstanceOf(HttpCallException.class)
                .hasMessageContaining(
                        "proxy http://127.0.0.1:" + proxy.port() + " (gateway.proxy): ")
                .hasMessageContaining("HTTP " + status.substring(0, 3))
                .hasMessageNotContaining("s3cret");
        assertThat(server.accepted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aProxyThatIsNotThereIsNamedAndNotBypassed(String scheme) throws Exception {
        proxy.close();
        URI reachable = server.uri("http", "127.0.0.1");
        var http = client(scheme + "://127.0.0.1:" + proxy.port());

        assertThatThrownBy(
                        () ->
                                http.send(
                                        HttpRequest.newBuilder(reachable).build(),
                                        BodyReader.bytes(9),
                                        SOON,
                                        scope))
                .isInstanceOf(HttpCallException.class)
                .hasMessage(
                        "proxy "
                                + scheme
                                + "://127.0.0.1:"
                                + proxy.port()
                                + " (gateway.proxy): connection refused");
        assertThat(server.accepted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void tlsIsSpokenWithThePlatformAndNotWithTheProxy(String scheme) throws Exception {
        var tls = LoopbackTls.selfSigned(folder);
        try (var listener = tls.getServerSocketFactory().createServerSocket(0)) {
            var server =
                    new Thread(
                            () -> {
                                try (Socket socket = listener.accept()) {
                                    InputStream in = socket.getInputStream();
                                    var head = new StringBuilder();
                                    while (!head.toString().endsWith("\r\n\r\n")) {
                                        head.append((char) in.read());
                                    }
                                    ScriptedServer.write(
                                            socket.getOutputStream(),
                                            "HTTP/1.1 204 No Content\r\n\r\n");
                                } catch (IOException e) {
                                    // The client tells.
                                }
                            });
            server.setDaemon(true);
            server.start();
            ProxyPolicy way = policy(scheme + "://127.0.0.1:" + proxy.port());
            var http = new HttpClient("probe", way, List.of(), tls::getSocketFactory);
            URI target = URI.create("https://127.0.0.1:" + listener.getLocalPort() + "/");

            int status =
                    http.send(
                                    HttpRequest.newBuilder(target).build(),
                                    BodyReader.bytes(9),
                                    SOON,
                                    scope)
                            .statusCode();

            assertThat(status).isEqualTo(204);
            assertThat(proxy.tunnels()).containsExactly(target.getAuthority());
            http.close(SOON);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http|it closed the connection|",
                "http|it answers no HTTP|SSH-2.0-OpenSSH\\r\\n\\r\\n",
                "http|it refuses the connection (HTTP 502)|HTTP/1.1 502 Bad\\r\\nX: y\\r\\n\\r\\n",
                "socks5|it speaks no SOCKS 5|HTTP/1.1 400 Bad Request\\r\\n\\r\\n",
                "socks5|it asks for a user and password|\\005\\377",
                "socks5|it does not take the user and password|\\005\\002\\001\\001",
                "socks5|it does not allow the connection|\\005\\000\\005\\002\\000\\001",
                "socks5|the host refuses its connection|\\005\\000\\005\\005\\000\\001",
            })
    void whatAProxySaysInPlaceOfATunnelIsItsError(String scheme, String words, String said)
            throws Exception {
        String bytes = said == null ? "" : said.translateEscapes();
        // Closing with unread bytes would reset the connection, and what was said be lost.
        ScriptedServer.Script script =
                (it, in, out) -> {
                    ScriptedServer.write(out, bytes);
                    if (bytes.isEmpty()) {
                        it.head(in);
                    } else {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                };
        try (var odd = new ScriptedServer(script)) {
            String address = "127.0.0.1:" + odd.port();

            assertThatThrownBy(() -> get(client(scheme + "://me:s3cret@" + address)))
                    .isInstanceOf(HttpCallException.class)
                    .hasMessageContaining("proxy " + scheme + "://" + address + " (gateway.proxy)")
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("s3cret");
        }
        assertThat(server.accepted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aProxyThatSaysNothingCostsNoMoreThanTheDeadline(String scheme) throws Exception {
        try (var silent = new ScriptedServer((it, in, out) -> it.over.await())) {
            var http = client(scheme + "://127.0.0.1:" + silent.port());
            HttpRequest request = HttpRequest.newBuilder(server.uri("http", "far.invalid")).build();

            assertThatThrownBy(
                            () ->
                                    http.send(
                                            request,
                                            BodyReader.bytes(9),
                                            Duration.ofMillis(300),
                                            scope))
                    .isInstanceOf(HttpCallException.class)
                    .hasMessageContaining("127.0.0.1:" + silent.port() + " (gateway.proxy)");
            silent.over.countDown();
        }
        assertThat(server.accepted).isEmpty();
    }

    @Test
    void longPollsTakeTheSameWay() throws Exception {
        var policy = policy("socks5://127.0.0.1:" + proxy.port());
        var polls = new LongPollClient("poll", 100, policy);

        polls.poll(HttpRequest.newBuilder(server.uri("http", "far.invalid")).build(), SOON);

        assertThat(proxy.tunnels()).containsExactly("far.invalid:" + server.port());
        assertThat(polls.close(SOON)).isTrue();
    }

    private int get(HttpClient http) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("http", "far.invalid")).build();
        return http.send(request, BodyReader.bytes(9), SOON, scope).statusCode();
    }

    private static HttpClient client(String address) throws Exception {
        return new HttpClient("probe", policy(address), List.of());
    }

    private static ProxyPolicy policy(String address) throws Exception {
        return ProxyPolicy.parse(address, "gateway.proxy", name -> null);
    }
}
