package dev.gateway.adapter.warmup;

import com.sun.net.httpserver.HttpServer;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A first poll against a loopback server. It loads every class that the real first poll needs, so
 * that a standby gateway polls without delay when its predecessor ends. It reaches no network and
 * leaves no thread and no socket. Its failures have no consequence.
 */
public final class AdapterWarmUp {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private AdapterWarmUp() {}

    /**
     * Runs an adapter until its first contact.
     *
     * @param answer body of every response, sent with status 200
     * @param adapter creates the adapter for the server's address
     */
    public static void run(
            String answer, BiFunction<URI, PlatformContext, PlatformAdapter> adapter) {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = HttpServer.create(address, 0);
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            exchange.getRequestBody().readAllBytes();
                            exchange.getResponseHeaders().set("Content-Type", "application/json");
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    });
            server.start();
            try {
                run(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), adapter);
            } finally {
                server.stop(0);
            }
        } catch (IOException e) {
            // Without it the real first poll takes a little longer.
        }
    }

    /** Runs an adapter against the server at {@code address} until its first contact. */
    public static void run(URI address, BiFunction<URI, PlatformContext, PlatformAdapter> factory) {
        var contact = new CountDownLatch(1);
        PlatformAdapter adapter = factory.apply(address, new WarmUpContext(contact));
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                adapter.serve();
                            } catch (PlatformException | RuntimeException e) {
                                contact.countDown(); // the real first poll will report the cause
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "warm-up");
        thread.setDaemon(true);
        thread.start();
        try {
            contact.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            adapter.stopIntake();
            adapter.disconnect(LIMIT);
        } catch (PlatformException e) {
            // The warm-up's result does not matter.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A context that stores nothing. */
    private record WarmUpContext(CountDownLatch firstContact) implements PlatformContext {

        @Override
        public String platform() {
            return "warm-up";
        }

        @Override
        public Optional<String> cursor() {
            return Optional.of("1");
        }

        @Override
        public Optional<String> note(String key) {
            return Optional.empty();
        }

        @Override
        public void accept(InboundBatch batch) {
            // nothing is delivered here
        }

        @Override
        public void contact() {
            firstContact.countDown();
        }

        @Override
        public Path media() {
            return Path.of(System.getProperty("java.io.tmpdir"));
        }
    }
}
