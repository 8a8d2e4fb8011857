package dev.gateway.postgres.membership;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.platform.AccountId;
import java.time.Duration;

/** The lease of an account that this process holds by one of its registrations. */
final class HeldLease implements AccountLease {

    private final AccountId account;
    private final long epoch;
    private final Registration registration;
    private final Runnable onLost;
    private final Holdings holdings;
    private volatile boolean ended;

    HeldLease(
            AccountId account,
            long epoch,
            Registration registration,
            Runnable onLost,
            Holdings holdings) {
        this.account = account;
        this.epoch = epoch;
        this.registration = registration;
        this.onLost = onLost;
        this.holdings = holdings;
    }

    @Override
    public AccountId account() {
        return account;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isValid() {
        return !ended && registration.isValid();
    }

    @Override
    public Duration validFor() {
        return ended ? Duration.ZERO : registration.remaining();
    }

    @Override
    public String lossReason() {
        return registration.reason();
    }

    Registration registration() {
        return registration;
    }

    Runnable onLost() {
        return onLost;
    }

    /** Makes it invalid for good; called under the lock of the holdings. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        holdings.release(this);
    }
}
