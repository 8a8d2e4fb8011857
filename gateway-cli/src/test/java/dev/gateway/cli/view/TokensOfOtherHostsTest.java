package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.cluster.FakeCluster;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TokensOfOtherHostsTest {

    @TempDir private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void config() throws Exception {
        Path file =
                Files.writeString(
                        home.resolve("config.yaml"),
                        "journal: {type: postgres, url: \"postgresql://db/gateway\"}\n"
                                + "host: {name: web-1}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int run(FakeCluster cluster, String... words) {
        out.reset();
        err.reset();
        var context = CommandContext.of(Terminal.plain(new PrintStream(out), new PrintStream(err)));
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        return GatewayCli.configure(
                        new CommandLine(
                                TokensCommand.of(context, (place, clock) -> Optional.of(cluster))),
                        context)
                .execute(all.toArray(String[]::new));
    }

    @Test
    void whatOtherHostsHoldFollowsTheLocksOfThisMachine() throws Exception {
        FakeCluster cluster =
                new FakeCluster()
                        .live("web-1")
                        .live("web-2")
                        .account("telegram:4711", "family", "web-2", "web-2")
                        .account("weixin:wx1", "mama", "web-1", "web-1");

        assertThat(run(cluster)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("telegram  4711              PID 4711 on web-2  family  /home/web-2\n")
                .doesNotContain("mama");
        assertThat(run(cluster, "--json")).isZero();
        List<JsonNode> elsewhere =
                StreamSupport.stream(
                                JsonTree.read(out.toString(StandardCharsets.UTF_8)).spliterator(),
                                false)
                        .filter(node -> node.hasNonNull("host"))
                        .toList();
        assertThat(elsewhere)
                .singleElement()
                .satisfies(
                        node -> {
                            assertThat(node.path("host").asText()).isEqualTo("web-2");
                            assertThat(node.path("account").asText()).isEqualTo("family");
                            assertThat(node.path("holder").asLong()).isEqualTo(4_711);
                        });
    }

    @Test
    void withoutTheDatabaseThisMachineIsShownAndTheRestIsSaidToBeMissing() {
        var away = new JournalException(JournalException.Kind.PASSING, "It is away.", null);

        assertThat(run(new FakeCluster().failing(away), "--json")).isEqualTo(75);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("[");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("Cannot tell what other hosts hold: It is away.\n");
    }
}
