package dev.gateway.cli.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server for GET requests on one address, one request per connection. Its resources are
 * bounded: {@value #MAX_CONNECTIONS} connections, {@value #MAX_REQUEST} bytes per request, and
 * three seconds from the first byte to the last, after which the socket is closed. Clients beyond
 * these bounds are rejected at once: a client can delay other clients of this address, but not the
 * gateway. The JDK's server bounds none of the three in Java 17.
 *
 * <p>Threads, all daemons: {@code health-accept} from the construction until {@link #close}, and
 * {@code health-N} while there are requests.
 */
final class BoundedHttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedHttpServer.class);

    static final int MAX_CONNECTIONS = 16;
    static final int MAX_REQUEST = 8192;
    private static final Duration SWEEP_INTERVAL = Duration.ofMillis(250);

    private final ServerSocket socket;
    private final Duration limit;
    private final Function<String, HealthResponse> endpoints;
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();
    private final Map<Socket, Long> idle = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads;
    private final Thread accepting;

    /**
     * Starts listening.
     *
     * @param limit the time limit of a connection
     * @param endpoints the response to a path; called by several threads
     * @throws IOException if the address cannot be bound
     */
    BoundedHttpServer(
            InetSocketAddress address, Duration limit, Function<String, HealthResponse> endpoints)
            throws IOException {
        this.limit = limit;
        this.endpoints = endpoints;
        this.socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.setSoTimeout(Math.toIntExact(SWEEP_INTERVAL.toMillis()));
            socket.bind(address, MAX_CONNECTIONS);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        2 * MAX_CONNECTIONS, // a closed one takes a moment to end
                        2,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> daemon("health-worker", work),
                        (work, pool) -> LOG.debug("No thread is free for a request"));
        this.accepting = daemon("health-accept", this::accept);
        accepting.start();
    }

    /** Returns the address, with the actual port if port 0 was given. */
    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Frees the address for another process; requests that are under way get their answers. */
    void stopListening() {
        quietly(socket);
    }

    @Override
    public void close() {
        quietly(socket);
        open.keySet().forEach(BoundedHttpServer::quietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                admit(socket.accept());
            } catch (SocketTimeoutException e) {
                // No client in this interval: sweep.
            } catch (IOException | RuntimeException | Error e) {
                if (!socket.isClosed()) {
                    LOG.debug("Accepting failed", e);
                    pause(); // out of descriptors, for instance: no busy loop
                }
            }
            sweep();
        }
    }

    private void admit(Socket client) {
        if (open.size() >= MAX_CONNECTIONS && !makeRoom()) {
            quietly(client);
            return;
        }
        idle.put(client, System.nanoTime());
        open.put(client, System.nanoTime());
        boolean handedOver = false;
        try {
            dispatch(client);
            handedOver = true;
        } finally {
            if (!handedOver) {
                quietly(client);
                idle.remove(client);
                open.remove(client);
            }
        }
    }

    /** Closes the oldest client that has not sent a request, to admit another one. */
    private boolean makeRoom() {
        Optional<Socket> oldest =
                idle.entrySet().stream()
                        .min((one, other) -> Long.signum(one.getValue() - other.getValue()))
                        .map(Map.Entry::getKey);
        oldest.ifPresent(
                client -> {
                    quietly(client);
                    idle.remove(client);
                    open.remove(client);
                });
        return oldest.isPresent();
    }

    private void dispatch(Socket client) {
        threads.execute(
                () -> {
                    try {
                        serve(client);
                    } catch (IOException e) {
                        LOG.debug("A client went away: {}", e.toString());
                    } finally {
                        quietly(client);
                        idle.remove(client);
                        open.remove(client);
                    }
                });
    }

    /** Ends connections past the limit: closing a socket wakes its reading or writing thread. */
    private void sweep() {
        long now = System.nanoTime();
        open.forEach(
                (client, since) -> {
                    if (now - since > limit.toNanos()) {
                        quietly(client);
                        idle.remove(client);
                        open.remove(client);
                    }
                });
    }

    private void serve(Socket client) throws IOException {
        client.setSoTimeout(Math.toIntExact(limit.toMillis()));
        String head = head(client.getInputStream());
        idle.remove(client);
        String[] words = head.split("\r?\n", 2)[0].split(" ");
        boolean request = words.length == 3 && words[2].startsWith("HTTP/1.");
        boolean get = request && words[0].equals("GET");
        HealthResponse response;
        if (!request) {
            response = HealthResponse.text(400, "This is an HTTP server.");
        } else if (!get && !words[0].equals("HEAD")) {
            response = HealthResponse.text(405, "Only GET.");
        } else {
            response = answer(path(words[1]));
        }
        client.getOutputStream().write(response.bytes(!words[0].equals("HEAD")));
        client.shutdownOutput();
    }

    /**
     * Returns the path of a target in a form of RFC 9112: {@code /path} or {@code
     * http://host/path}.
     */
    static String path(String target) {
        String path = target.replaceFirst("(?i)^https?://[^/?]*", "").split("\\?", 2)[0];
        return path.isEmpty() ? "/" : path;
    }

    private HealthResponse answer(String path) {
        try {
            return endpoints.apply(path);
        } catch (RuntimeException | Error e) {
            LOG.warn("{} failed", path, e);
            return HealthResponse.text(500, "Internal error; see the log of the gateway.");
        }
    }

    /** Reads up to the empty line; returns "" if the request is too long or incomplete. */
    private static String head(InputStream in) throws IOException {
        byte[] buffer = new byte[MAX_REQUEST];
        int length = 0;
        while (length < MAX_REQUEST) {
            int count = in.read(buffer, length, MAX_REQUEST - length);
            if (count < 0) {
                break;
            }
            length += count;
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text;
            }
        }
        return "";
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(SWEEP_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (SocketException e) {
            LOG.trace("Closed already", e);
        } catch (Exception e) {
            LOG.debug("Closing failed", e);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
