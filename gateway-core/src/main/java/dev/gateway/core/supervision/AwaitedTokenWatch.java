package dev.gateway.core.supervision;

import dev.gateway.core.concurrent.DaemonThreads;
import dev.gateway.core.concurrent.WakeUp;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLocks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look, during a stop, at the tokens that other processes wait for, of gateways in other homes.
 * Such a platform is passed on at once, while this process still sends the rest of its answers. Has
 * the daemon thread {@code token-watch} from {@link #start} to {@link #close}.
 */
final class AwaitedTokenWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwaitedTokenWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration END_TIMEOUT = Duration.ofMillis(500);

    private final TokenLocks tokens;
    private final Supplier<List<PlatformSupervisor>> platforms;
    private final WakeUp wakeUp = new WakeUp();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Creates a watch.
     *
     * @param platforms returns the platforms whose intake was stopped
     */
    AwaitedTokenWatch(TokenLocks tokens, Supplier<List<PlatformSupervisor>> platforms) {
        this.tokens = tokens;
        this.platforms = platforms;
        this.thread = DaemonThreads.single("token-watch").newThread(this::run);
    }

    /** Starts to look. Without a thread the tokens are released at the end of the stop. */
    void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            LOG.warn("No thread can be created to look at tokens that others wait for", e);
        }
    }

    private void run() {
        while (!closed) {
            try {
                look();
                wakeUp.await(INTERVAL);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.warn("Cannot tell whether others wait for a token", e);
                return;
            }
        }
    }

    private void look() {
        Map<TokenKey, PlatformSupervisor> ours =
                platforms.get().stream()
                        .filter(each -> !each.passing().isStarted() && each.sendsAfterSession())
                        .collect(
                                Collectors.toMap(
                                        PlatformSupervisor::key,
                                        each -> each,
                                        (first, second) -> first));
        for (TokenKey awaited : tokens.awaited(ours.keySet())) {
            PlatformSupervisor platform = ours.get(awaited);
            LOG.info("{}: another process waits for its token; passing it on.", platform.name());
            platform.passing().start();
        }
    }

    /** Ends the thread; afterwards it passes nothing on. */
    @Override
    public void close() {
        closed = true;
        wakeUp.signal();
        try {
            thread.join(END_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
