package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.proxy.ProxyServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The route of a {@link ProxyPolicy} for the JDK's client, which knows HTTP proxies only: any other
 * kind fails the call and is never a direct call.
 */
final class HttpProxyRoute extends ProxySelector {

    private static final String DISABLED = "jdk.http.auth.tunneling.disabledSchemes";

    private final ProxyPolicy policy;

    HttpProxyRoute(ProxyPolicy policy) {
        this.policy = policy;
        // By default the JDK sends no user and password with CONNECT. It reads this once.
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "");
        }
    }

    /** Returns the proxy on the way to {@code target}, worded as an addition to its host. */
    String by(URI target) {
        return policy.proxyFor(target).map(proxy -> " (through proxy " + proxy + ")").orElse("");
    }

    /** Returns whether no proxy is on the way to {@code target}. */
    boolean isDirect(URI target) {
        return policy.proxyFor(target).isEmpty();
    }

    /** Returns the request with what its proxy asks for. */
    HttpRequest prepare(HttpRequest request) throws IOException {
        Optional<ProxyServer> proxy = policy.proxyFor(request.uri());
        if (proxy.isEmpty()) {
            return request;
        }
        if (proxy.get().kind() != ProxyServer.Kind.HTTP) {
            throw new IOException(
                    HttpCalls.host(request.uri())
                            + " is not called: "
                            + proxy.get()
                            + " is no HTTP proxy");
        }
        if (proxy.get().user().isEmpty()) {
            return request;
        }
        String login = proxy.get().user().get().reveal() + ":" + proxy.get().password().reveal();
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .setHeader(
                        "Proxy-Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(
                policy.proxyFor(uri)
                        .map(
                                proxy ->
                                        new Proxy(
                                                Proxy.Type.HTTP,
                                                InetSocketAddress.createUnresolved(
                                                        proxy.host(), proxy.port())))
                        .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The call fails and names the proxy.
    }
}
