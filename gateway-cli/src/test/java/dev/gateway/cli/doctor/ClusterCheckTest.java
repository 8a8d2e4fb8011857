package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.cluster.FakeCluster;
import dev.gateway.cli.doctor.CheckResult.Status;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.options.JournalPlace;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.cluster.SettingsDigest;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.engine.ClusterAdmin.Finding;
import dev.gateway.core.journal.engine.ClusterAdmin.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCheckTest {

    private static final String SHARED =
            """
            journal: {type: postgres, url: "postgresql://db/gateway"}
            host: {name: web-1}
            platforms: {family: {type: telegram, token: "4711:secret"}}
            """;

    @TempDir private Path folder;

    private List<CheckResult> check(String config, boolean offline, Optional<FakeCluster> cluster)
            throws Exception {
        var home = new GatewayHome(folder);
        Files.writeString(home.config(), config);
        Files.setPosixFilePermissions(home.config(), PosixFilePermissions.fromString("rw-------"));
        CommandContext context = CommandContext.of(Terminal.system());
        InstalledPlatforms installed = InstalledPlatforms.onTheClassPath();
        var diagnosis =
                new DiagnosisContext(
                        home,
                        home.config(),
                        Optional.of(installed.configLoader().read(home.config())),
                        Optional.empty(),
                        Optional.of(JournalPlace.of(home.config(), home)),
                        installed,
                        context.instance(home),
                        context.statusReader(home).read().status(),
                        context,
                        offline,
                        "");
        return new ClusterCheck((place, clock) -> cluster.map(fake -> fake)).check(diagnosis);
    }

    private List<CheckResult> check(FakeCluster cluster) throws Exception {
        return check(SHARED, false, Optional.of(cluster));
    }

    private static FakeCluster twoHosts() {
        return new FakeCluster().live("web-1").live("web-2");
    }

    private static String failed(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.status() == Status.FAILED)
                .map(result -> result.check() + ": " + result.text() + "; " + result.next().get())
                .reduce("", (all, one) -> all + one);
    }

    private static String warned(List<CheckResult> results) {
        return results.stream()
                .filter(result -> result.status() == Status.WARNING)
                .map(result -> result.check() + ": " + result.text() + "; " + result.next().get())
                .reduce("", (all, one) -> all + one);
    }

    @Test
    void aHomeOfItsOwnHasNoHosts() throws Exception {
        assertThat(check("platforms: {}", false, Optional.empty())).isEmpty();
    }

    @Test
    void withoutTheNetworkNothingIsAsked() throws Exception {
        assertThat(check(SHARED, true, Optional.empty()))
                .singleElement()
                .satisfies(result -> assertThat(result.status()).isEqualTo(Status.SKIPPED));
    }

    @Test
    void aDatabaseWithoutTablesIsInOrder() throws Exception {
        assertThat(check(SHARED, false, Optional.empty()))
                .singleElement()
                .satisfies(result -> assertThat(result.text()).contains("makes its tables"));
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAProblem() throws Exception {
        var away = new JournalException(JournalException.Kind.PASSING, "It is away.", null);

        assertThat(failed(check(new FakeCluster().failing(away))))
                .startsWith("database: It is away.; look after the database");
    }

    @Test
    void hostsAndAccountsInOrderAreTold() throws Exception {
        List<CheckResult> results =
                check(twoHosts().account("telegram:4711", "family", "web-2", "web-1", "web-2"));

        assertThat(results).allMatch(result -> result.status() == Status.OK);
        assertThat(results)
                .extracting(CheckResult::text)
                .containsExactly("2 live: web-1, web-2", "1, each has a host");
    }

    @Test
    void findingsOfTheDatabaseAreShownAtTheirLevel() throws Exception {
        FakeCluster hosts = twoHosts().account("telegram:4711", "family", "web-1", "web-1");
        hosts.finding(new Finding("fsync", Level.FAILED, "is off", "turn it on"))
                .finding(new Finding("standby", Level.WARNING, "is asynchronous", "see the docs"))
                .finding(new Finding("listen", Level.OK, "answers in 1 ms", ""));

        List<CheckResult> results = check(hosts);

        assertThat(failed(results)).isEqualTo("fsync: is off; turn it on");
        assertThat(warned(results)).isEqualTo("standby: is asynchronous; see the docs");
        assertThat(results).extracting(CheckResult::check).contains("listen");
    }

    @Test
    void anAccountThatNoHostHasIsAProblem() throws Exception {
        assertThat(failed(check(twoHosts().account("telegram:4711", "family", null, "web-1"))))
                .isEqualTo("accounts: no host has family; see 'gateway cluster'");
    }

    @Test
    void anAccountWithOtherSettingsOnAnotherHostIsARemarkThatNamesTheKeys() throws Exception {
        FakeCluster hosts =
                twoHosts()
                        .account("telegram:4711", "family", "web-1", "web-1", "web-2")
                        .settings("web-1", "telegram:4711", digest("dm_policy=01 format=02"))
                        .settings("web-2", "telegram:4711", digest("dm_policy=03 format=02"));

        assertThat(warned(check(hosts)))
                .isEqualTo(
                        "accounts: family has other settings on web-2 than on web-1: dm_policy;"
                                + " make them the same in the config of each host, and reload it");
    }

    @Test
    void theConfigOfAHostThatDoesNotRunYetIsComparedWithThoseThatDo() throws Exception {
        SettingsDigest same = digestOf(SHARED);
        String other = SHARED.replace("\"4711:secret\"", "\"4711:secret\", dm_policy: open");
        FakeCluster hosts =
                new FakeCluster()
                        .live("web-2")
                        .account("telegram:4711", "family", "web-2", "web-2")
                        .settings("web-2", "telegram:4711", same);

        assertThat(warned(check(SHARED, false, Optional.of(hosts)))).isEmpty();
        assertThat(warned(check(other, false, Optional.of(hosts))))
                .contains("family has other settings on web-2 than on web-1: dm_policy;");
    }

    private static SettingsDigest digest(String text) {
        return SettingsDigest.parse(text);
    }

    private SettingsDigest digestOf(String config) throws Exception {
        Path file = folder.resolve("other.yaml");
        Files.writeString(file, config);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SettingsDigest.of(
                InstalledPlatforms.onTheClassPath()
                        .configLoader()
                        .load(file)
                        .platforms()
                        .get("family"));
    }

    @Test
    void twoHostsOfOneNameAreAProblemAndTwoVersionsARemark() throws Exception {
        List<CheckResult> results =
                check(
                        twoHosts()
                                .twin("web-2")
                                .account("telegram:4711", "family", "web-1", "web-1"));

        assertThat(failed(results))
                .contains("2 hosts are called web-2: PID", "PID 4711 in /home/web-2", "PID 4712")
                .contains("host: {name: NAME}");
        assertThat(warned(results)).contains("versions differ: web-1 1.0, web-2 1.0, web-2 1.1");
    }

    @Test
    void aSilentHostAndAPreferredOneThatDoesNotRunAreRemarks() throws Exception {
        FakeCluster hosts =
                new FakeCluster()
                        .live("web-1")
                        .host("web-3", 1, Duration.ofSeconds(30))
                        .account("telegram:4711", "family", "web-1", "web-1");

        String remarks =
                warned(
                        check(
                                SHARED.replace("\"4711:secret\"", "\"4711:secret\", host: web-11"),
                                false,
                                Optional.of(hosts)));

        assertThat(remarks)
                .contains("web-3 has been silent for 30 s")
                .contains(
                        "family prefers the host web-11, which does not run; did you mean 'web-1'?");
    }
}
