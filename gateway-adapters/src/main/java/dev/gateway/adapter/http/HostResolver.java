package dev.gateway.adapter.http;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A resolver of host names. A lookup by the operating system can be neither interrupted nor
 * limited, so it runs on a thread of its own, which ends when the system gives up. The call waits
 * for it no longer than its deadline. Literal addresses need no lookup and no thread.
 */
final class HostResolver {

    private static final int MOST_AT_ONCE = 16;

    private final String threadName;
    private int running;

    HostResolver(String threadName) {
        this.threadName = threadName;
    }

    List<InetAddress> resolve(String host, Deadline deadline, HttpCall call)
            throws IOException, InterruptedException {
        if (isLiteral(host)) {
            return List.of(InetAddress.getAllByName(host));
        }
        var found = new CompletableFuture<InetAddress[]>();
        call.attach(() -> found.completeExceptionally(new IOException("cancelled")));
        start(host, found);
        try {
            return List.of(found.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException
                    ? new HttpCallException(HttpCallException.Kind.NETWORK, "host name not found")
                    : new IOException(e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new HttpCallException(
                    HttpCallException.Kind.TIMEOUT, "no address of the host in time");
        }
    }

    private void start(String host, CompletableFuture<InetAddress[]> found) throws IOException {
        synchronized (this) {
            if (running >= MOST_AT_ONCE) {
                throw new HttpCallException(
                        HttpCallException.Kind.NETWORK,
                        "too many lookups of host names without answer");
            }
            running++;
        }
        boolean started = false;
        try {
            var thread = new Thread(() -> run(host, found), threadName);
            thread.setDaemon(true);
            thread.start();
            started = true;
        } catch (OutOfMemoryError e) {
            throw new HttpCallException(
                    HttpCallException.Kind.NETWORK,
                    "no thread to look up the host name: " + e.getMessage());
        } finally {
            if (!started) {
                ended();
            }
        }
    }

    private void run(String host, CompletableFuture<InetAddress[]> found) {
        try {
            found.complete(InetAddress.getAllByName(host));
        } catch (Throwable e) {
            found.completeExceptionally(e);
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        running--;
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
