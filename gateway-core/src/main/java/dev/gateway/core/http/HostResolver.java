package dev.gateway.core.http;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A resolver of host names. A lookup by the operating system can be neither interrupted nor
 * limited, so it runs on a thread of its own, which ends when the system gives up. The call waits
 * for it no longer than its deadline. Calls to the same host wait for one lookup. Literal addresses
 * need no lookup and no thread.
 */
final class HostResolver {

    private static final int MOST_AT_ONCE = 16;

    private final String threadName;
    private final Lookup system;
    private final Map<String, CompletableFuture<InetAddress[]>> running = new HashMap<>();

    HostResolver(String threadName) {
        this(threadName, InetAddress::getAllByName);
    }

    HostResolver(String threadName, Lookup system) {
        this.threadName = threadName;
        this.system = system;
    }

    /** A lookup that takes as long as the system likes. */
    interface Lookup {
        InetAddress[] addresses(String host) throws IOException;
    }

    List<InetAddress> resolve(String host, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        if (isLiteral(host)) {
            return List.of(InetAddress.getAllByName(host));
        }
        // A copy, because the end of this call ends no lookup that others wait for.
        CompletableFuture<InetAddress[]> found = lookup(host).copy();
        call.attach(() -> found.completeExceptionally(new IOException("cancelled")));
        try {
            return List.of(found.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpCallException(
                    HttpCallException.Kind.TIMEOUT, "no address of the host in time");
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof HttpCallException known) {
            return known;
        }
        return cause instanceof UnknownHostException
                ? new HttpCallException(HttpCallException.Kind.NETWORK, "host name not found")
                : new IOException(cause.getMessage());
    }

    /** Returns the lookup of a host that is under way, or starts one. */
    private CompletableFuture<InetAddress[]> lookup(String host) throws IOException {
        var found = new CompletableFuture<InetAddress[]>();
        synchronized (this) {
            CompletableFuture<InetAddress[]> underWay = running.get(host);
            if (underWay != null) {
                return underWay;
            }
            if (running.size() >= MOST_AT_ONCE) {
                throw new HttpCallException(
                        HttpCallException.Kind.NETWORK,
                        "too many lookups of host names without answer");
            }
            running.put(host, found);
        }
        try {
            var thread = new Thread(() -> run(host, found), threadName);
            thread.setDaemon(true);
            thread.start();
        } catch (Throwable e) {
            // Out of memory above all: every call that waits is told, and the next one tries anew.
            ended(host);
            found.completeExceptionally(
                    new HttpCallException(
                            HttpCallException.Kind.NETWORK,
                            "no thread to look up the host name: " + e.getMessage()));
        }
        return found;
    }

    private void run(String host, CompletableFuture<InetAddress[]> found) {
        InetAddress[] addresses;
        try {
            addresses = system.addresses(host);
        } catch (Throwable e) {
            ended(host);
            found.completeExceptionally(e);
            return;
        }
        ended(host);
        found.complete(addresses);
    }

    /** Lets the next call look up the host anew. */
    private synchronized void ended(String host) {
        running.remove(host);
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
