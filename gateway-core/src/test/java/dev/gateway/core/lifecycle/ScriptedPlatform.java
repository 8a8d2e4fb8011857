package dev.gateway.core.lifecycle;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform in memory that serves and disconnects as scripted by a test. */
public final class ScriptedPlatform implements PlatformFactory {

    private final String type;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger serves = new AtomicInteger();
    private final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
    private volatile Serving serving = Adapter::serveUntilStopped;
    private volatile Disconnecting disconnecting = within -> {};
    private volatile Runnable warmingUp = () -> {};
    private volatile Runnable creating = () -> {};
    private volatile Adapter adapter;
    private volatile boolean sendsAfterSession;

    /** The script of {@code serve}. */
    @FunctionalInterface
    interface Serving {
        void serve(Adapter adapter) throws PlatformException, InterruptedException;
    }

    /** The script of {@code disconnect}. */
    @FunctionalInterface
    interface Disconnecting {
        void disconnect(Duration within) throws PlatformException, InterruptedException;
    }

    public ScriptedPlatform(String type) {
        this.type = type;
    }

    ScriptedPlatform serving(Serving what) {
        serving = what;
        return this;
    }

    ScriptedPlatform disconnecting(Disconnecting what) {
        disconnecting = what;
        return this;
    }

    ScriptedPlatform warmingUp(Runnable what) {
        warmingUp = what;
        return this;
    }

    ScriptedPlatform creating(Runnable what) {
        creating = what;
        return this;
    }

    /** Lets the end of a session be apart from the disconnect, with sends between both. */
    ScriptedPlatform sendsAfterSession() {
        sendsAfterSession = true;
        return this;
    }

    /** Returns the calls in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Returns the number of calls of {@code serve}. */
    int serves() {
        return serves.get();
    }

    /** Returns the texts that were sent. */
    List<String> sent() {
        return sent.stream().map(OutboundMessage::text).toList();
    }

    /** Returns the adapter, once there is one. */
    Adapter adapter() {
        return adapter;
    }

    String type() {
        return type;
    }

    @Override
    public String displayName() {
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(type, List.of());
    }

    @Override
    public Secret token(PlatformConfig config) {
        return Secret.of("token-of-" + config.name());
    }

    @Override
    public void warmUp() {
        calls.add("warmUp");
        warmingUp.run();
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        calls.add("create");
        creating.run();
        adapter = new Adapter(context);
        return adapter;
    }

    /** One connection. */
    final class Adapter implements PlatformAdapter {

        private final PlatformContext context;
        private final CountDownLatch stopped = new CountDownLatch(1);

        private Adapter(PlatformContext context) {
            this.context = context;
        }

        /** Returns the context from the gateway. */
        PlatformContext context() {
            return context;
        }

        /** Serves as a well-behaved adapter does. */
        void serveUntilStopped() throws InterruptedException {
            context.contact();
            stopped.await();
        }

        /** Waits for the stop. */
        void awaitStop() throws InterruptedException {
            stopped.await();
        }

        @Override
        public void serve() throws PlatformException, InterruptedException {
            serves.incrementAndGet();
            calls.add("serve");
            try {
                serving.serve(this);
            } finally {
                calls.add("served");
            }
        }

        @Override
        public void stopIntake() {
            calls.add("stopIntake");
            stopped.countDown();
        }

        @Override
        public List<String> split(String text) {
            return List.of(text);
        }

        @Override
        public Optional<String> send(OutboundMessage message) {
            sent.add(message);
            return Optional.empty();
        }

        @Override
        public boolean sendsAfterSession() {
            return sendsAfterSession;
        }

        @Override
        public void endSession(Duration within) throws PlatformException, InterruptedException {
            if (!sendsAfterSession) {
                PlatformAdapter.super.endSession(within);
            }
        }

        @Override
        public void disconnect(Duration within) throws PlatformException, InterruptedException {
            calls.add("disconnect");
            disconnecting.disconnect(within);
            calls.add("disconnected");
        }
    }
}
