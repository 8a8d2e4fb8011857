package dev.gateway.sim.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A free port below those that systems give to outgoing connections: no such connection can take it
 * while the server is down.
 */
final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int BELOW = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePort() {}

    /** Returns a port of 127.0.0.1 on which nothing listens. */
    static int find() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(loopback, port));
                return port;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
