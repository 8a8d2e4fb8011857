package dev.gateway.core.supervision;

import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A platform in memory whose sessions end as a test says. */
final class HandedOnPlatform implements PlatformFactory {

    static final String TYPE = "memory";

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> slow = ConcurrentHashMap.newKeySet();
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();
    private final Set<String> polling = ConcurrentHashMap.newKeySet();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch lastPoll = new CountDownLatch(1);
    private volatile boolean onlyWaits;

    /** Lets its adapters run on virtual threads. */
    void onlyWaits() {
        onlyWaits = true;
    }

    /** Returns the calls of all adapters in order: the method, a blank and the account. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Lets the end of a session of this account hang until {@link #letGo}. */
    void slow(String name) {
        slow.add(name);
    }

    /** Lets the last poll of this account go on until {@link #endLastPoll}, even if interrupted. */
    void pollsLong(String name) {
        polling.add(name);
    }

    void endLastPoll() {
        lastPoll.countDown();
    }

    /** Lets the end of the session end the sending as well. */
    void sendsNothingAfterItsSession(String name) {
        deaf.add(name);
    }

    void letGo() {
        release.countDown();
    }

    @Override
    public String displayName() {
        return "Memory";
    }

    @Override
    public TypeSchema schema() {
        return new TypeSchema(TYPE, List.of());
    }

    @Override
    public boolean suitsVirtualThreads() {
        return onlyWaits;
    }

    @Override
    public Secret token(PlatformConfig config) {
        return Secret.of("token-of-" + config.name());
    }

    @Override
    public PlatformAdapter create(PlatformConfig config, PlatformContext context) {
        calls.add("create " + config.name());
        return new Connection(config.name(), context);
    }

    private final class Connection implements PlatformAdapter {

        private final String name;
        private final PlatformContext context;
        private final CountDownLatch stopped = new CountDownLatch(1);

        Connection(String name, PlatformContext context) {
            this.name = name;
            this.context = context;
        }

        private void tell(String what) {
            calls.add(what + " " + name);
        }

        @Override
        public void serve() throws InterruptedException {
            tell("serve");
            context.polling();
            context.contact();
            stopped.await();
            if (polling.contains(name)) {
                tell("last poll");
                awaitLastPoll();
            }
            tell("served");
        }

        private void awaitLastPoll() {
            boolean over = false;
            while (!over) {
                try {
                    lastPoll.await();
                    over = true;
                } catch (InterruptedException e) {
                    tell("interrupted"); // A request that the platform has is not over by that.
                }
            }
        }

        @Override
        public void stopIntake() {
            stopped.countDown();
        }

        @Override
        public List<String> split(String text) {
            return List.of(text);
        }

        @Override
        public Optional<String> send(OutboundMessage message) {
            tell("send");
            return Optional.empty();
        }

        @Override
        public void endSession(Duration within) throws InterruptedException {
            tell("endSession");
            if (slow.contains(name)) {
                release.await();
            }
        }

        @Override
        public boolean sendsAfterSession() {
            return !deaf.contains(name);
        }

        @Override
        public void disconnect(Duration within) {
            tell("disconnect");
            stopped.countDown();
        }
    }
}
