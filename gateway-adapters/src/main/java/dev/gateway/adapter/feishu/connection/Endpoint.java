package dev.gateway.adapter.feishu.connection;

import java.net.URI;

/**
 * The address for one connection. It holds a ticket, so it is never printed.
 *
 * @param uri valid for one connection
 * @param service the id that pings have to carry
 * @param config the platform's requirements for the connection
 */
public record Endpoint(URI uri, int service, ClientConfig config) {

    @Override
    public String toString() {
        return "Endpoint[" + uri.getHost() + ", service=" + service + ", " + config + "]";
    }
}
