package dev.gateway.adapter.http;

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
 * A first poll against a tiny server of our own on loopback: it loads every class that the real
 * first poll will need, so that a gateway that stands by polls at once when its predecessor ends.
 * Reaches no network; leaves no thread and no socket. What goes wrong in it is of no consequence.
 */
public final class AdapterWarmUp {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private AdapterWarmUp() {}

    /**
     * Plays the first poll of an adapter until its first contact.
     *
     * @param answer what the server answers to every request, with status 200
     * @param adapter makes the adapter for the server's address
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

    /** The same against another server. */
    public static void run(URI address, BiFunction<URI, PlatformContext, PlatformAdapter> factory) {
        var contact = new CountDownLatch(1);
        PlatformAdapter adapter = factory.apply(address, new Stage(contact));
        Thread actor =
                new Thread(
                        () -> {
                            try {
                                adapter.serve();
                            } catch (PlatformException | RuntimeException e) {
                                contact.countDown(); // went wrong; the real one will say why
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "rehearsal");
        actor.setDaemon(true);
        actor.start();
        try {
            contact.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            adapter.stopIntake();
            adapter.disconnect(LIMIT);
        } catch (PlatformException e) {
            // It is only a rehearsal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A context that stores nothing. */
    private record Stage(CountDownLatch firstContact) implements PlatformContext {

        @Override
        public String platform() {
            return "rehearsal";
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
