package dev.gateway.core.http;

import java.net.URI;
import java.util.Locale;

/**
 * The remote end of a connection. Connections to the same origin can carry each other's requests.
 *
 * @param secure whether it uses TLS
 * @param host its name or address, IPv6 without brackets
 */
record Origin(boolean secure, String host, int port) {

    static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Origin(secure, host, uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80);
    }

    /** Returns host and port in the form of a CONNECT request. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
