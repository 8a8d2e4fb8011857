package dev.gateway.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.MemoryCluster;
import dev.gateway.core.cluster.MemoryMembership;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import dev.gateway.core.token.TokenLocks;
import dev.gateway.core.yaml.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccountTokenLocksTest {

    private static final Duration LEASE = Duration.ofSeconds(8);
    private static final AccountId ACCOUNT = new AccountId("telegram:4711");
    private static final TokenKey KEY = TokenKey.of("telegram", Secret.of("4711:secret"));

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryCluster cluster = new MemoryCluster(LEASE, nanos::get);
    private final MemoryMembership first = join("web-1");
    private final MemoryMembership second = join("web-2");
    private final Machine machine = new Machine();
    private final AccountTokenLocks locks = new AccountTokenLocks(machine, first, ACCOUNT);

    private MemoryMembership join(String host) {
        return cluster.join(HostConfig.named(host), "/home/" + host, SessionId.random());
    }

    @BeforeEach
    void hold() throws Exception {
        var claim = new AccountClaim(ACCOUNT, "mama", Optional.empty());
        first.declare(List.of(claim));
        second.declare(List.of(claim));
        first.releaseTo(account -> Optional.of(second.view().self()));
    }

    /** The kernel locks of a machine with one token. */
    private static final class Machine implements TokenLocks {

        private boolean taken;

        @Override
        public Optional<TokenLease> acquire(
                TokenKey key, String account, Duration limit, Runnable onLost) {
            if (taken) {
                return Optional.empty();
            }
            taken = true;
            return Optional.of(
                    new TokenLease() {
                        @Override
                        public TokenKey key() {
                            return key;
                        }

                        @Override
                        public long epoch() {
                            return 1_000;
                        }

                        @Override
                        public boolean isValid() {
                            return taken;
                        }

                        @Override
                        public String lossReason() {
                            return "the lock file was replaced";
                        }

                        @Override
                        public void close() {
                            taken = false;
                        }
                    });
        }

        @Override
        public Optional<Holding> holder(TokenKey key) {
            return taken
                    ? Optional.of(new Holding(key, Optional.of(1L), Optional.empty()))
                    : Optional.empty();
        }

        @Override
        public List<Holding> held() {
            return List.of();
        }
    }

    private Optional<TokenLease> acquire(Duration limit) throws Exception {
        return locks.acquire(KEY, "mama", limit, () -> {});
    }

    @Test
    void asksTheKernelOnlyOnceThisProcessHoldsTheAccount() throws Exception {
        assertThat(acquire(Duration.ZERO)).isEmpty();
        assertThat(machine.taken).isFalse();

        first.take(List.of(ACCOUNT));

        TokenLease lease = acquire(Duration.ZERO).orElseThrow();
        assertThat(lease.isValid()).isTrue();
        assertThat(lease.epoch()).as("the account's, not the kernel's").isEqualTo(1);
        assertThat(machine.taken).isTrue();
    }

    @Test
    void anotherHomeOfTheMachineKeepsTheKernelLockAndTheAccountStaysHere() throws Exception {
        machine.taken = true;
        first.take(List.of(ACCOUNT));

        assertThat(acquire(Duration.ZERO)).isEmpty();
        assertThat(locks.obstacle(KEY)).as("the kernel's word is shown").isEmpty();
        assertThat(cluster.holder(ACCOUNT)).contains("web-1");

        machine.taken = false;
        assertThat(acquire(Duration.ZERO).orElseThrow().isValid()).isTrue();
    }

    @Test
    void whatIsHalfAcquiredIsGivenUpToTheNextHost() throws Exception {
        machine.taken = true;
        first.take(List.of(ACCOUNT));
        assertThat(acquire(Duration.ZERO)).isEmpty();

        locks.giveUp(KEY);
        locks.giveUp(KEY);

        assertThat(cluster.holder(ACCOUNT)).contains("web-2");
    }

    @Test
    void aCloseReleasesBoth() throws Exception {
        first.take(List.of(ACCOUNT));
        TokenLease lease = acquire(Duration.ZERO).orElseThrow();

        lease.close();

        assertThat(machine.taken).isFalse();
        assertThat(lease.isValid()).isFalse();
        assertThat(cluster.holder(ACCOUNT)).contains("web-2");
    }

    @Test
    void isValidOnlyAsLongAsBothAre() throws Exception {
        first.take(List.of(ACCOUNT));
        TokenLease lease = acquire(Duration.ZERO).orElseThrow();
        machine.taken = false;
        assertThat(lease.isValid()).isFalse();
        assertThat(lease.lossReason()).isEqualTo("the lock file was replaced");
        machine.taken = true;
        assertThat(lease.isValid()).isTrue();

        first.connect(false);
        nanos.addAndGet(LEASE.multipliedBy(3).dividedBy(4).toNanos() - 1);
        assertThat(lease.isValid()).isTrue();
        nanos.incrementAndGet(); // Nothing but the clock: no thread sets a flag.
        assertThat(lease.isValid()).isFalse();
        assertThat(lease.lossReason()).startsWith("journal unreachable since");
        assertThat(locks.obstacle(KEY).orElseThrow()).startsWith("journal unreachable since");
        assertThat(locks.isReachable()).isFalse();
    }

    @Test
    void namesTheHostThatHasTheAccount() throws Exception {
        second.take(List.of(ACCOUNT));

        assertThat(locks.obstacle(KEY)).contains("web-2 has it");
    }
}
