package dev.gateway.postgres.membership;

import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.Membership;
import dev.gateway.core.cluster.contract.HostsUnderTest;
import dev.gateway.core.cluster.contract.MembershipContract;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

class PostgresMembershipContractTest extends MembershipContract {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    protected HostsUnderTest hosts() throws IOException {
        return new HostsOnADatabase();
    }

    private static final class HostsOnADatabase implements HostsUnderTest {

        private final PostgresConfig config = TestDatabase.freshSchema();
        private final Path folder = Files.createTempDirectory("hosts");
        private final Map<Membership, TestHost> hosts = new HashMap<>();

        private HostsOnADatabase() throws IOException {}

        @Override
        public Membership join(String name) throws Exception {
            Path home = Files.createDirectories(folder.resolve(name));
            var host = new TestHost(name, config, home);
            hosts.put(host.membership, host);
            return host.membership;
        }

        @Override
        public SessionId registration(Membership member) {
            return ((PostgresMembership) member).registration();
        }

        @Override
        public void kill(Membership member) {
            hosts.remove(member).kill();
        }

        @Override
        public void end(Membership member) throws Exception {
            SessionId former = registration(member);
            TestDatabase.run(config, "DELETE FROM session WHERE id = '" + former + "'");
            await().atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !registration(member).equals(former) && member.isValid());
        }

        @Override
        public void leave(Membership member) {
            hosts.remove(member).close();
        }

        @Override
        public void close() throws IOException {
            hosts.values().forEach(TestHost::close);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
