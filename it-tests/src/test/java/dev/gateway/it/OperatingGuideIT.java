package dev.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.Launchers;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents tell people to type works as they tell. */
class OperatingGuideIT {

    /** Some forty commands and a handful of starts: half a minute on a quiet machine. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** {@code $?}, what was promised, the line. Waits for what goes on in the background. */
    private static final String PRELUDE =
            """
            ended() {
              if [ "$2" = started ]; then
                for i in $(seq 600); do
                  [ -s try.yaml ] && grep -q 'weixin:\\|telegram:' try.yaml && return
                  sleep 0.1
                done
                echo "NOT READY: $3"
                exit 1
              fi
              if [ "$1" != "$2" ]; then
                echo "ENDED WITH $1 AND NOT $2: $3"
                exit 1
              fi
            }
            """;

    @TempDir Path folder;
    private ProcessScope scope;

    @BeforeEach
    void open() {
        scope = ProcessScope.open();
    }

    @AfterEach
    void close() throws InterruptedException {
        scope.close();
        scope.awaitNoSurvivors(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/operating.md", "docs/adapters.md"})
    void everyCommandEndsAsTheDocumentSays(String name) throws Exception {
        Guide guide = Guide.of(name);
        assertThat(guide.blocks()).anyMatch(Guide.Block::isRun);
        Path script = folder.resolve("script.sh");
        Files.writeString(script, PRELUDE + onFreePorts(guide.script()));

        Result result =
                GatewayCommand.of(scope, Path.of("/bin/sh"))
                        .inDirectory(folder)
                        .withEnv("HOME", folder.toString())
                        .withoutEnv("GATEWAY_HOME")
                        .withEnv("GATEWAY_TOKEN_LOCK_DIR", folder.resolve("locks").toString())
                        .withEnv("PATH", path())
                        .start(script.toString())
                        .awaitResult(LIMIT);

        result.expectExit(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/operating.md", "docs/adapters.md"})
    void everyCommandThatIsOnlyShownIsUnderstood(String name) throws Exception {
        for (List<String> words : Guide.of(name).shown()) {
            Path launcher =
                    words.get(0).equals("gateway") ? Launchers.gateway() : Launchers.simulator();
            List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
            arguments.add("--help");

            Result result =
                    GatewayCommand.of(scope, launcher)
                            .run(Duration.ofMinutes(2), arguments.toArray(String[]::new));

            assertThat(result.exit()).as(name + ": " + words + "\n" + result).isZero();
        }
    }

    @Test
    void whatIsNotRunSaysWhy() throws Exception {
        for (String name : List.of("README.md", "docs/operating.md", "docs/adapters.md")) {
            assertThat(Guide.of(name).blocks())
                    .as(name)
                    .isNotEmpty()
                    .allMatch(block -> block.isRun() || block.reason().length() > 10);
        }
    }

    private static String path() {
        return Launchers.gateway().getParent()
                + ":"
                + Launchers.simulator().getParent()
                + ":"
                + Path.of(System.getProperty("java.home"), "bin")
                + ":"
                + System.getenv("PATH");
    }

    /** The documents name ports that another test may use just now. */
    private static String onFreePorts(String script) throws IOException {
        int base = fiveFreePorts();
        String moved = script;
        for (int i = 0; i < 4; i++) {
            moved = moved.replace(Integer.toString(18080 + i), Integer.toString(base + i));
        }
        return moved.replace("9464", Integer.toString(base + 4));
    }

    /** The first of five that follow each other. */
    private static int fiveFreePorts() throws IOException {
        var tried = new TreeSet<Integer>();
        while (tried.size() < 100) {
            int base = port(0);
            try {
                for (int i = 1; i <= 4; i++) {
                    port(base + i);
                }
                return base;
            } catch (IOException | IllegalArgumentException e) {
                tried.add(base);
            }
        }
        throw new IOException("no five free ports that follow each other among " + tried);
    }

    private static int port(int wanted) throws IOException {
        try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
