package dev.gateway.core.http.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.http.HttpRequest;
import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.core.proxy.ProxyPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of calls to a host that only the proxy can resolve. */
class HttpCallsProxyTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private LoopbackProxy proxy;
    private RawHttpServer server;

    @BeforeEach
    void start() throws Exception {
        proxy = new LoopbackProxy();
        server =
                new RawHttpServer(
                        (number, out) -> {
                            RawHttpServer.write(
                                    out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                            return true;
                        });
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
        server.close();
    }

    @Test
    void aCallGoesThroughTheProxyWithUserAndPasswordForItAlone() throws Exception {
        assertThat(call("http://me:s3cret@127.0.0.1:" + proxy.port(), far("http"))).isEqualTo("ok");

        assertThat(proxy.tunnels()).containsExactly(far("http").getAuthority());
        assertThat(proxy.logins()).containsExactly("Basic bWU6czNjcmV0");
        assertThat(server.requests().get(0)).doesNotContain("bWU6czNjcmV0");
    }

    @Test
    void aCallGoesThroughASocksProxyAsThoseOfAccountsDo() throws Exception {
        assertThat(call("socks5://me:s3cret@127.0.0.1:" + proxy.port(), far("http")))
                .isEqualTo("ok");

        assertThat(proxy.tunnels()).containsExactly(far("http").getAuthority());
        assertThat(proxy.logins()).containsExactly("me:s3cret");
    }

    @Test
    void aProxyThatAllowsTunnelsForTlsAlonePassesPlainCallsOn() throws Exception {
        proxy.refuseTunnels();

        assertThat(call("http://127.0.0.1:" + proxy.port(), far("http"))).isEqualTo("ok");

        String request = server.requests().get(0);
        assertThat(request).contains("Host: " + far("http").getAuthority() + "\r\n");
        assertThat(proxy.lines()).containsExactly("GET " + far("http") + " HTTP/1.1");
    }

    @Test
    void aTunnelForTlsIsAskedForWithUserAndPassword() throws Exception {
        var call =
                new FutureTask<>(
                        () -> call("http://me:s3cret@127.0.0.1:" + proxy.port(), far("https")));
        var caller = new Thread(call, "caller");
        caller.start();
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(proxy.tunnels()).contains(far("https").getAuthority()));

        assertThat(proxy.logins()).contains("Basic bWU6czNjcmV0");
        proxy.close(); // The server speaks no TLS: the handshake would wait.
        assertThatThrownBy(() -> call.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aProxyThatCannotBeUsedIsNamedAndNotBypassed(String scheme) throws Exception {
        proxy.close();
        URI reachable = URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
        String address = "127.0.0.1:" + proxy.port();

        assertThatThrownBy(() -> call(scheme + "://me:s3cret@" + address, reachable))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(scheme + "://" + address + " (gateway.proxy)")
                .hasMessageNotContaining("s3cret");
        assertThat(server.requests()).isEmpty();
    }

    private URI far(String scheme) {
        return URI.create(scheme + "://far.invalid:" + server.address().getPort() + "/");
    }

    private String call(String address, URI target) throws Exception {
        ProxyPolicy policy = ProxyPolicy.parse(address, "gateway.proxy", name -> null);
        try (var calls = new HttpCalls("probe", policy)) {
            return calls.call(
                    HttpRequest.newBuilder(target).build(),
                    LONG,
                    (head, body) -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
