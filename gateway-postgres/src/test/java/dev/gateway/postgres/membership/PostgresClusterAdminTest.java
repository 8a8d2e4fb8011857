package dev.gateway.postgres.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.ClusterAdmin.Finding;
import dev.gateway.core.journal.engine.ClusterAdmin.Level;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterAdminTest {

    private static final AccountId MAMA = new AccountId("telegram:1");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final PostgresConfig config = TestDatabase.freshSchema();

    @Test
    void thereIsNoneBeforeTheFirstHost() throws Exception {
        assertThat(open()).isEmpty();
    }

    @Test
    void hostsAndAccountsAreShownFromAnyHost() throws Exception {
        try (TestHost one = host("one");
                ClusterAdmin admin = open().orElseThrow()) {
            one.declare(MAMA);
            one.take(MAMA);

            ClusterView view = admin.view();

            assertThat(view.hosts()).extracting(ClusterHost::name).containsExactly("one");
            assertThat(view.holder(MAMA)).map(ClusterHost::name).contains("one");
            assertThat(view.hosts().get(0).beatAge()).isLessThan(TestDatabase.KEPT_LEASE);
            assertThat(admin.pending()).isEmpty();
        }
    }

    @Test
    void anOrderReachesTheHolderAtOnce() throws Exception {
        try (TestHost one = host("one");
                ClusterAdmin admin = open().orElseThrow()) {
            one.declare(MAMA);

            assertThat(admin.drain("one", true)).isTrue();
            assertThat(admin.drain("elsewhere", true)).isFalse();
            assertThat(admin.move(MAMA, "two")).isTrue();
            assertThat(admin.move(new AccountId("telegram:404"), "two")).isFalse();

            await().atMost(LIMIT).until(() -> one.membership.view().hosts().get(0).draining());
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    one.membership
                                            .view()
                                            .accounts()
                                            .get(MAMA)
                                            .orderedHost()
                                            .equals(Optional.of("two")));
            assertThat(admin.drain("one", false)).isTrue();
            await().atMost(LIMIT).until(() -> !one.membership.view().hosts().get(0).draining());
        }
    }

    @Test
    void aDrainSurvivesALostRegistration() throws Exception {
        try (TestHost one = host("one")) {
            one.membership.drain(true);
            var former = one.membership.registration();

            TestDatabase.run(config, "DELETE FROM session");

            await().atMost(LIMIT).until(() -> !one.membership.registration().equals(former));
            await().atMost(LIMIT)
                    .until(
                            () ->
                                    one.membership
                                            .view()
                                            .host(one.membership.registration())
                                            .map(ClusterHost::draining)
                                            .orElse(false));
        }
    }

    @Test
    void theDatabaseIsExamined() throws Exception {
        try (TestHost one = host("one");
                ClusterAdmin admin = open().orElseThrow()) {
            assertThat(one.membership.isValid()).isTrue();

            List<Finding> findings = admin.findings();

            assertThat(findings).filteredOn(each -> each.level() == Level.FAILED).isEmpty();
            assertThat(findings).extracting(Finding::text).anyMatch(t -> t.contains("superuser"));
            assertThat(findings)
                    .extracting(Finding::text)
                    .anyMatch(text -> text.contains("notice arrives"));
            assertThat(findings)
                    .extracting(Finding::text)
                    .anyMatch(text -> text.matches("the slowest of \\d+ commits took .*"))
                    .anyMatch(text -> text.matches("the tables have \\d+ kB, there is no message"));
            assertThat(findings)
                    .filteredOn(each -> each.level() != Level.OK)
                    .allMatch(each -> !each.remedy().isEmpty());
        }
    }

    @Test
    void theSettingsThatHostsHaveForAnAccountAreToldApart() throws Exception {
        try (TestHost one = host("one");
                TestHost two = host("two");
                ClusterAdmin admin = open().orElseThrow()) {
            one.membership.declare(List.of(claim("dm_policy=01")));
            two.membership.declare(List.of(claim("dm_policy=02")));
            two.membership.declare(List.of(claim("dm_policy=03")));

            assertThat(admin.settings())
                    .containsExactly(
                            Map.entry(
                                    MAMA,
                                    Map.of(
                                            one.membership.registration(), "dm_policy=01",
                                            two.membership.registration(), "dm_policy=03")));
        }
    }

    private static AccountClaim claim(String settings) {
        return new AccountClaim(MAMA, "mama", Optional.empty(), settings);
    }

    /** Where the start would end with it: what it says is enough for the start. */
    @Test
    void aRoleThatCouldNotMakeTheTablesIsToldTheStatement() throws Exception {
        String user = config.schema() + "_user";
        TestDatabase.run(config, "CREATE ROLE " + user + " LOGIN");

        grantWhatIsMissing(user);

        assertThat(open(user)).isEmpty();
        try (TestHost first = new TestHost("one", as(user), folder)) {
            assertThat(first.membership.isValid()).isTrue();
        }
    }

    @Test
    void aRoleThatMayNotReadTheTablesIsToldTheStatement() throws Exception {
        host("one").close();
        String user = config.schema() + "_user";
        TestDatabase.run(config, "CREATE ROLE " + user + " LOGIN");
        TestDatabase.run(config, "GRANT USAGE ON SCHEMA " + config.schema() + " TO " + user);

        grantWhatIsMissing(user);

        try (ClusterAdmin admin = open(user).orElseThrow()) {
            assertThat(admin.findings()).filteredOn(each -> each.level() == Level.FAILED).isEmpty();
        }
    }

    private void grantWhatIsMissing(String user) throws Exception {
        JournalException refused = catchThrowableOfType(JournalException.class, () -> open(user));
        assertThat(refused.kind()).isEqualTo(JournalException.Kind.NOT_PERMITTED);
        String start = "Run as a superuser of the database: ";
        assertThat(refused).hasMessageContaining(start);
        String text = refused.getMessage();
        TestDatabase.run(config, text.substring(text.indexOf(start) + start.length()));
    }

    private PostgresConfig as(String user) {
        return TestDatabase.config(TestDatabase.server().port(), config.schema(), user);
    }

    private Optional<ClusterAdmin> open() throws Exception {
        return open(config);
    }

    private Optional<ClusterAdmin> open(String user) throws Exception {
        return open(as(user));
    }

    private Optional<ClusterAdmin> open(PostgresConfig by) throws Exception {
        return PostgresClusterAdmin.open(
                new JournalLocation(
                        new GatewayHome(folder), JournalConfig.in(by), HostConfig.named("x")));
    }

    private TestHost host(String name) throws Exception {
        return new TestHost(name, config, Files.createDirectories(folder.resolve(name)));
    }
}
