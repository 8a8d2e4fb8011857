package dev.gateway.postgres.schedule;

import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.journal.AccountJournal;
import dev.gateway.core.journal.AccountTakenException;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.postgres.schedule.Evidence.Permit;
import dev.gateway.postgres.schedule.Evidence.Poll;
import dev.gateway.postgres.schedule.Evidence.Received;
import dev.gateway.postgres.schedule.Evidence.Stored;
import dev.gateway.postgres.schedule.FakeAccount.Delivery;
import dev.gateway.postgres.schedule.SimulatedHost.HeldAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a simulated process that polls one account whenever the process holds it. */
final class AccountPoller {

    private static final Logger LOG = LoggerFactory.getLogger(AccountPoller.class);
    private static final Duration WAIT = Duration.ofMillis(50);
    private static final long POLL_NANOS = Duration.ofMillis(40).toNanos();
    private static final long RETRY_MILLIS = 10;

    private final SimulatedHost host;
    private final FakeAccount account;
    private final Evidence evidence;

    AccountPoller(SimulatedHost host, FakeAccount account) {
        this.host = host;
        this.account = account;
        this.evidence = host.site().evidence();
    }

    /** Polls until the process ends. */
    void run() throws InterruptedException {
        while (!host.isEnding()) {
            host.gate().pass();
            Optional<AccountLease> lease =
                    host.membership().lease(account.id(), WAIT, () -> LOG.debug("lost"));
            if (lease.isEmpty()) {
                continue;
            }
            var sending = new Object();
            try {
                AccountLease asked = host.site().adjustment().lease(lease.get(), host.gate());
                serve(new HeldAccount(account.id(), asked, sending));
            } catch (UncheckedIOException e) {
                LOG.debug("{}: {}", host.life(), e.getMessage());
                Thread.sleep(RETRY_MILLIS);
            } finally {
                host.held().remove(account.name());
                // The journal of a killed process is closed with it.
                if (!host.gate().isKilled()) {
                    synchronized (sending) {
                        host.gate().pass();
                        lease.get().close();
                    }
                }
            }
        }
    }

    private void serve(HeldAccount held) throws InterruptedException {
        try (AccountJournal journal =
                host.journal()
                        .adopt(
                                new TokenOf(held.lease()),
                                AccountBinding.of(account.name(), account.id()))) {
            host.held().put(account.name(), held);
            boolean on = true;
            while (on && !host.isEnding() && !host.isLeaving(account.id())) {
                on = poll(held.lease(), journal);
            }
        }
    }

    /** Polls once; returns false if the process may not, or not any more. */
    private boolean poll(AccountLease lease, AccountJournal journal) throws InterruptedException {
        long before = System.nanoTime();
        if (!lease.isValid()) {
            return false;
        }
        var permit =
                new Permit(account.name(), host.life(), lease.epoch(), before, System.nanoTime());
        long limit = Math.min(POLL_NANOS, lease.validFor().toNanos());
        evidence.add(permit);
        host.gate().pass();
        long from = System.nanoTime();
        Delivery delivery = account.receive(journal.cursor(), permit.after() + limit);
        evidence.add(new Poll(permit, from, System.nanoTime()));
        for (InboundMessage each : delivery.messages()) {
            evidence.add(new Received(account.name(), each.text(), host.life()));
        }
        host.gate().pass();
        return delivery.messages().isEmpty() || store(journal, delivery);
    }

    private boolean store(AccountJournal journal, Delivery delivery) throws InterruptedException {
        var batch = new InboundBatch(delivery.messages(), delivery.cursor(), Map.of());
        while (true) {
            host.gate().pass();
            try {
                journal.accept(batch);
                stored(delivery, false);
                host.gate().pass();
                account.acknowledge(delivery.messages());
                return true;
            } catch (AccountTakenException e) {
                stored(delivery, true);
                return false;
            } catch (IOException e) {
                LOG.debug("{}: {}", host.life(), e.getMessage());
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private void stored(Delivery delivery, boolean late) {
        for (InboundMessage each : delivery.messages()) {
            evidence.add(new Stored(account.name(), each.text(), host.life(), late));
        }
    }

    /** The lease of an account as the journal wants it. */
    private record TokenOf(AccountLease lease) implements TokenLease {

        @Override
        public TokenKey key() {
            return new TokenKey("fake", lease.account().identity());
        }

        @Override
        public long epoch() {
            return lease.epoch();
        }

        @Override
        public boolean isValid() {
            return lease.isValid();
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
