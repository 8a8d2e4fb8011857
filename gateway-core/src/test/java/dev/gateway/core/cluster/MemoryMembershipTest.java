package dev.gateway.core.cluster;

import dev.gateway.core.cluster.contract.HostsUnderTest;
import dev.gateway.core.cluster.contract.MembershipContract;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.session.SessionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The hosts in memory, by which placement is tested, keep what those of a database keep. */
class MemoryMembershipTest extends MembershipContract {

    private static final Duration LEASE = Duration.ofSeconds(8);

    @Override
    protected HostsUnderTest hosts() {
        return new HostsInMemory();
    }

    private static final class HostsInMemory implements HostsUnderTest {

        private final AtomicLong nanos = new AtomicLong();
        private final MemoryCluster cluster = new MemoryCluster(LEASE, nanos::get);

        @Override
        public Membership join(String host) {
            return cluster.join(HostConfig.named(host), "/home/" + host, SessionId.random());
        }

        @Override
        public SessionId registration(Membership member) {
            return ((MemoryMembership) member).session();
        }

        @Override
        public void kill(Membership member) {
            cluster.kill((MemoryMembership) member);
        }

        @Override
        public void end(Membership member) {
            var silent = (MemoryMembership) member;
            silent.connect(false);
            nanos.addAndGet(LEASE.toNanos());
            cluster.beat();
            silent.connect(true);
            cluster.beat();
        }

        @Override
        public void leave(Membership member) {
            ((MemoryMembership) member).close();
        }

        @Override
        public void close() {}
    }
}
