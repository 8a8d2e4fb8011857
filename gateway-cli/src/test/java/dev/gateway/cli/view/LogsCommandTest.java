package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.GatewayCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {

    @TempDir private Path home;

    @BeforeEach
    void write() throws IOException {
        Files.write(
                Files.createDirectory(home.resolve("logs")).resolve("gateway.log"),
                List.of(
                        "2026-03-01 08:30:00.000 INFO  [main] Old: without an offset",
                        "2026-03-01T08:31:00.000Z INFO  [main] New: with one",
                        "2026-03-01T10:32:00.000+01:00 WARN  [telegram-mama] Poller: slow",
                        "java.io.IOException: the line was cut",
                        "\tat dev.gateway.Main",
                        "2026-03-01T09:33:00.000Z ERROR [main] Last: over"));
    }

    @Test
    void showsEachTimeWithAnOffset() {
        assertThat(logs()).hasSize(6);
        assertThat(logs().get(0)).startsWith("2026-03-01T08:30:00.000Z INFO ");
        assertThat(logs().get(2)).startsWith("2026-03-01T10:32:00.000+01:00 WARN ");
    }

    @Test
    void selectsByTimeLevelWordsAndAccount() {
        assertThat(logs("--until=2026-03-01T08:31:00Z")).hasSize(2);
        assertThat(logs("--since=2026-03-01T09:32:00Z", "--until=2026-03-01T09:32:00Z")).hasSize(3);
        assertThat(logs("--level=warn")).hasSize(4);
        assertThat(logs("--level", "ERROR")).hasSize(1);
        assertThat(logs("--platform=mama")).hasSize(3);
        assertThat(logs("--grep", "w[i]th")).hasSize(2);
    }

    @Test
    void findsWordsInAStackTraceAndShowsTheWholeEntry() {
        assertThat(logs("--grep", "line was cut"))
                .hasSize(3)
                .first()
                .asString()
                .contains("Poller: slow");
        assertThat(logs("--grep", "line was cut", "--json"))
                .singleElement()
                .asString()
                .contains("at dev.gateway.Main");
    }

    @Test
    void aWrongExpressionOrLevelIsWrongUsage() {
        for (String wrong : List.of("--grep=(", "--level=loud", "--since=x", "--until=")) {
            String[] arguments = {"logs", "--home=" + home, wrong};
            assertThat(GatewayCli.commandLine(arguments).execute(arguments)).isEqualTo(64);
        }
    }

    private List<String> logs(String... more) {
        List<String> arguments = new ArrayList<>(List.of("logs", "--home=" + home));
        arguments.addAll(List.of(more));
        return LogTimeFilterTest.printed(ZoneOffset.UTC, arguments.toArray(String[]::new));
    }
}
