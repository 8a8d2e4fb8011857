package dev.gateway.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.core.proxy.ProxyPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of calls through a proxy to a host that only the proxy can resolve. */
class ProxyTunnelTest {

    private static final Duration SOON = Duration.ofSeconds(30);

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

    @Test
    void longPollsTakeTheSameWay() throws Exception {
        var policy = policy("socks5://127.0.0.1:" + proxy.port());
        var polls = new LongPollClient("poll", 100, policy);

        polls.poll(HttpRequest.newBuilder(server.uri("http", "far.invalid")).build(), SOON);

        assertThat(proxy.tunnels()).containsExactly("far.invalid:" + server.port());
        assertThat(polls.close(SOON)).isTrue();
    }

    private int get(AdapterHttp http) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("http", "far.invalid")).build();
        return http.send(request, BodyReader.bytes(9), SOON, scope).statusCode();
    }

    private static AdapterHttp client(String address) throws Exception {
        return new AdapterHttp("probe", policy(address), List.of());
    }

    private static ProxyPolicy policy(String address) throws Exception {
        return ProxyPolicy.parse(address, "gateway.proxy", name -> null);
    }
}
