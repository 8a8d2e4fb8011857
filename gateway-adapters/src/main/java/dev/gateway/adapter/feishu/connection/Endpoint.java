package dev.gateway.adapter.feishu.connection;

import java.net.URI;

/**
 * Where to connect, once. The address holds a ticket, so it is never printed.
 *
 * @param uri good for one connection
 * @param service what pings have to carry
 * @param config what the platform asks of the connection
 */
public record Endpoint(URI uri, int service, ClientConfig config) {

    @Override
    public String toString() {
        return "Endpoint[" + uri.getHost() + ", service=" + service + ", " + config + "]";
    }
}
