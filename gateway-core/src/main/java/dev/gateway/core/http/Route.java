package dev.gateway.core.http;

import dev.gateway.core.proxy.ProxyServer;
import java.util.Optional;

/**
 * The way of a connection; only requests of the same way may use it.
 *
 * @param origin the server
 * @param proxy the proxy on the way to it
 * @param forwarded whether the proxy passes the requests on itself, without a tunnel
 */
record Route(Origin origin, Optional<ProxyServer> proxy, boolean forwarded) {

    /** Returns a way on which a proxy, if there is one, sees no request. */
    static Route tunnelled(Origin origin, Optional<ProxyServer> proxy) {
        return new Route(origin, proxy, false);
    }

    /** Returns a way on which an HTTP proxy, if there is one, passes requests without TLS on. */
    static Route forwarded(Origin origin, Optional<ProxyServer> proxy) {
        boolean passesOn =
                !origin.secure()
                        && proxy.filter(each -> each.kind() == ProxyServer.Kind.HTTP).isPresent();
        return new Route(origin, proxy, passesOn);
    }

    /** Returns the proxy to which the requests themselves are sent. */
    Optional<ProxyServer> forwarder() {
        return forwarded ? proxy : Optional.empty();
    }
}
