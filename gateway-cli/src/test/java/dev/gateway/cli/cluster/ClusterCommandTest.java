package dev.gateway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCommandTest {

    private static final String SHARED =
            """
            journal: {type: postgres, url: "postgresql://db/gateway", password: s3cret}
            host: {name: web-1}
            platforms:
              family: {type: telegram, token: "4711:secret"}
              off: {type: telegram, token: "9:secret", enabled: false}
            """;

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Optional<FakeCluster> cluster = Optional.of(new FakeCluster());

    @BeforeEach
    void prepare() throws Exception {
        config(SHARED);
    }

    private void config(String yaml) throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), yaml);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private FakeCluster twoHosts() {
        var hosts = new FakeCluster().live("web-1").live("web-2");
        cluster = Optional.of(hosts);
        return hosts;
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        var context = CommandContext.of(Terminal.plain(new PrintStream(out), new PrintStream(err)));
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        return GatewayCli.configure(
                        ClusterCommand.of(context, (place, clock) -> cluster.map(fake -> fake)),
                        context)
                .execute(all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsHostsAndAccountsUnderTheNamesOfThisHome() throws Exception {
        twoHosts()
                .pending("web-2", 3)
                .account("telegram:4711", "familie", "web-2", "web-1", "web-2")
                .account("weixin:wx1", "mama", "web-1", "web-1");

        assertThat(run("--json")).isZero();
        JsonNode json = JsonTree.read(out());
        assertThat(json.at("/hosts/0/name").asText()).isEqualTo("web-1");
        assertThat(json.at("/hosts/1/version").asText()).isEqualTo("1.0");
        assertThat(json.at("/hosts/1/weight").asInt()).isEqualTo(1);
        assertThat(json.at("/hosts/1/beat_age_ms").asLong()).isEqualTo(400);
        assertThat(json.at("/hosts/1/accounts/0").asText()).isEqualTo("family");
        assertThat(json.at("/hosts/1/pending").asLong()).isEqualTo(3);
        assertThat(json.at("/accounts/0/name").asText()).isEqualTo("family");
        assertThat(json.at("/accounts/0/type").asText()).isEqualTo("telegram");
        assertThat(json.at("/accounts/0/identity").asText()).isEqualTo("4711");
        assertThat(json.at("/accounts/0/holder").asText()).isEqualTo("web-2");
        assertThat(json.at("/accounts/1/name").asText()).isEqualTo("mama");
        assertThat(run()).isZero();
        assertThat(out())
                .contains("database  postgresql://db:5432/gateway schema gateway, lease 8s")
                .containsPattern("web-1 +1\\.0 +1 +0\\.4s +1 +0 +this host\n")
                .containsPattern("web-2 +1\\.0 +1 +0\\.4s +1 +3\n")
                .containsPattern("family +telegram +web-2\n")
                .doesNotContain("s3cret", "off");
    }

    @Test
    void anEnabledAccountWithoutAHolderIsExitCodeOne() throws Exception {
        twoHosts().account("telegram:4711", "family", null, "web-1", "web-2");

        assertThat(run()).isOne();
        assertThat(out()).containsPattern("family +telegram +none").contains("1 without a host.");
        assertThat(run("--json")).isOne();
        assertThat(JsonTree.read(out()).at("/accounts/0/holder").isNull()).isTrue();
    }

    @Test
    void anAccountThatNoGatewayHasTakenYetCountsAsWell() {
        cluster = Optional.of(new FakeCluster());

        assertThat(run()).isOne();
        assertThat(out())
                .contains("No gateway runs on any host.", "Start a gateway on one of the hosts.");
    }

    @Test
    void aHostThatIsSilentForLongerThanItsLeaseHoldsNothing() {
        var hosts = new FakeCluster().host("web-1", 1, Duration.ofSeconds(11));
        cluster = Optional.of(hosts.account("telegram:4711", "family", "web-1", "web-1"));

        assertThat(run()).isOne();
        assertThat(out()).contains("silent").containsPattern("family +telegram +none");
    }

    @Test
    void accountsThatNoConfigEnablesAnyMoreAreNotMissed() {
        twoHosts()
                .account("telegram:4711", "family", "web-1", "web-1")
                .account("telegram:1", "former", null);

        assertThat(run()).isZero();
        assertThat(out()).doesNotContain("former");
    }

    @Test
    void hostsAreShownWhateverElseIsWrongInTheConfig() throws Exception {
        config(SHARED + "platform: {}\n");
        twoHosts().account("telegram:4711", "familie", "web-1", "web-1");

        assertThat(run()).isZero();
        assertThat(out()).contains("familie");
        assertThat(err()).contains("platform: unknown key");
    }

    @Test
    void aHomeOfItsOwnIsToldSo() throws Exception {
        config("platforms: {}\n");

        assertThat(run()).isEqualTo(78);
        assertThat(err())
                .startsWith("This home keeps its journal in a file:")
                .contains("docs/several-hosts.md")
                .hasLineCount(1);
        assertThat(run("drain")).isEqualTo(78);
        assertThat(run("move", "family", "web-1")).isEqualTo(78);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAReasonToTryAgain() {
        var away =
                new JournalException(
                        JournalException.Kind.PASSING, "The database does not answer.", null);
        cluster = Optional.of(new FakeCluster().failing(away));

        assertThat(run("--json")).isEqualTo(75);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("The database does not answer.\n");
        assertThat(run("drain")).isEqualTo(75);
    }

    @Test
    void aDatabaseWithoutTablesIsNamed() {
        cluster = Optional.empty();

        assertThat(run()).isEqualTo(75);
        assertThat(err()).contains("There is no journal in postgresql://db:5432/gateway");
    }

    @Test
    void drainsThisHostOrAnotherAndWithdrawsTheOrder() {
        FakeCluster hosts = twoHosts();
        hosts.account("telegram:4711", "family", "web-1", "web-1", "web-2")
                .account("telegram:1", "mine", "web-1", "web-1");

        assertThat(run("drain")).isZero();
        assertThat(out())
                .contains("web-1 is drained: it stays as a standby.")
                .contains("No other host can have mine");
        assertThat(hosts.isDraining("web-1")).isTrue();
        assertThat(run("drain", "web-1", "--undo")).isZero();
        assertThat(hosts.isDraining("web-1")).isFalse();
        assertThat(run("drain", "wep-2")).isEqualTo(64);
        assertThat(err()).contains("No gateway runs on a host 'wep-2'; did you mean 'web-2'?");
    }

    @Test
    void aDrainThatTakesTooLongSaysWhatIsLeft() {
        twoHosts().account("telegram:4711", "family", "web-1", "web-1", "web-2").disobedient();

        assertThat(run("drain", "--wait", "1ms")).isEqualTo(75);
        assertThat(err()).contains("web-1 still has 1 of its accounts");
        assertThat(run("drain", "--wait", "0s")).isZero();
    }

    @Test
    void movesAnAccountByItsNameInThisHome() {
        twoHosts().account("telegram:4711", "familie", "web-1", "web-1", "web-2");

        assertThat(run("move", "family", "web-2")).isZero();
        assertThat(out()).isEqualTo("web-2 has family.\n");
        assertThat(run()).isZero();
        assertThat(out()).containsPattern("family +telegram +web-2");
    }

    @Test
    void aMoveThatCannotBeIsRefusedWithTheReason() {
        FakeCluster hosts = twoHosts().account("telegram:4711", "family", "web-1", "web-1");

        assertThat(run("move", "famly", "web-2")).isEqualTo(64);
        assertThat(err()).contains("did you mean 'family'?");
        assertThat(run("move", "family", "web-3")).isEqualTo(64);
        assertThat(err()).contains("No gateway runs on a host 'web-3'");
        assertThat(run("move", "family", "web-2")).isEqualTo(64);
        assertThat(err()).contains("web-2 has no account telegram:4711 enabled in its config");
        hosts.drain("web-1", true);
        assertThat(run("move", "family", "web-1")).isEqualTo(75);
        assertThat(err()).contains("'gateway cluster drain web-1 --undo");
    }
}
