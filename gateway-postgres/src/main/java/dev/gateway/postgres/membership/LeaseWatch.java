package dev.gateway.postgres.membership;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.concurrent.WakeUp;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that notices when the lease has run out, and that tells the owners of lost leases. It
 * uses no network, so that nothing keeps it from that. What may be done is decided by each lease's
 * own look at the clock, not here.
 */
final class LeaseWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);
    private static final Duration MIN_WAIT = Duration.ofMillis(20);

    private final WakeUp wakeUp = new WakeUp();
    private final SupervisedLoop loop =
            new SupervisedLoop("cluster-lease", this::round, wakeUp::signal);
    private final Runnable onLapse;
    private volatile Holdings holdings;
    private boolean lapsed;

    /**
     * Creates the watch.
     *
     * @param onLapse called when the lease has run out
     */
    LeaseWatch(Runnable onLapse) {
        this.onLapse = onLapse;
    }

    void start(Holdings watched) {
        holdings = watched;
        loop.start();
    }

    /** Has lost leases told at once. */
    void wake() {
        wakeUp.signal();
    }

    void stop() {
        loop.stop();
    }

    private void round() throws InterruptedException {
        Registration registration = holdings.registration();
        boolean valid = registration.isValid();
        if (!valid) {
            holdings.loseInvalid();
            if (!lapsed && !registration.hasEnded()) {
                onLapse.run();
            }
        }
        lapsed = !valid;
        for (HeldLease lease : holdings.takeLost()) {
            tell(lease);
        }
        Duration left = registration.remaining();
        Duration wait = left.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : left;
        wakeUp.await(wait.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : wait);
    }

    private static void tell(HeldLease lease) {
        try {
            lease.onLost().run();
        } catch (RuntimeException | Error e) { // NOPMD: the others must be told as well
            LOG.error("The loss of {} could not be told", lease.account(), e);
        }
    }
}
