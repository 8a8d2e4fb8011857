package dev.gateway.postgres.schedule;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.platform.AccountId;
import java.time.Duration;

/**
 * A lease as it must not be: a flag says whether it is valid, which a thread of the process keeps
 * up to date. When a paused process goes on, that thread first sleeps its time out.
 */
final class FlaggedLease implements AccountLease {

    private static final long LOOK_MILLIS = 50;

    private final AccountLease lease;
    private volatile boolean valid = true;

    /** Creates the lease, with a thread that ends with it. */
    FlaggedLease(AccountLease lease, HostGate gate) {
        this.lease = lease;
        var watchdog =
                new Thread(
                        () -> {
                            try {
                                while (valid) {
                                    gate.pass();
                                    Thread.sleep(LOOK_MILLIS);
                                    valid = gate.isPaused() || lease.isValid();
                                }
                            } catch (InterruptedException | HostGate.KilledException e) {
                                valid = false;
                            }
                        },
                        "watchdog-" + lease.account());
        watchdog.setDaemon(true);
        watchdog.start();
    }

    @Override
    public AccountId account() {
        return lease.account();
    }

    @Override
    public long epoch() {
        return lease.epoch();
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public Duration validFor() {
        return valid ? Duration.ofSeconds(1) : Duration.ZERO;
    }

    @Override
    public String lossReason() {
        return lease.lossReason();
    }

    @Override
    public void close() {
        lease.close();
    }
}
