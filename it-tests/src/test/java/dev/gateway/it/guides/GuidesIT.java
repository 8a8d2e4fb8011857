package dev.gateway.it.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the commands in the documents work as described: each block that can run is pasted, in
 * order and unchanged, into one interactive shell for each document.
 */
class GuidesIT {

    /** Some sixty commands and a handful of starts: half a minute on a quiet machine. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration HELP_LIMIT = Duration.ofMinutes(2);

    @TempDir Path folder;
    private ProcessScope scope;

    static List<String> documents() {
        return List.of(
                "README.md",
                "docs/operating.md",
                "docs/several-hosts.md",
                "docs/scenarios.md",
                "docs/adapters.md",
                "docs/handlers.md");
    }

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
    @MethodSource("documents")
    void everythingCanBePastedInOrder(String name) throws Exception {
        ShellGuide guide = ShellGuide.of(name);
        assertThat(guide.run()).isNotEmpty();

        ShellTranscript session = paste(guide, name.equals("README.md"));

        assertThat(session.steps()).allMatch(ShellTranscript.Step::endedAsTold);
        assertThat(session.printed())
                .as("all lines were read")
                .containsSubsequence(commandLines(guide));
        for (ShellGuide.Block block : guide.run()) {
            for (String line : block.output()) {
                assertThat(session.printed()).as(line).anyMatch(like(line).asMatchPredicate());
            }
        }
        assertThat(scope.survivors()).as("the document ends what it starts").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandThatIsOnlyShownIsUnderstood(String name) throws Exception {
        for (List<String> words : ShellGuide.of(name).shown()) {
            Path launcher =
                    words.get(0).equals("gateway")
                            ? LauncherLocator.gateway()
                            : LauncherLocator.simulator();
            List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
            arguments.add("--help");

            CommandResult result =
                    GatewayCommandLine.of(scope, launcher)
                            .run(HELP_LIMIT, arguments.toArray(String[]::new));

            assertThat(result.exit()).as(name + ": " + words + "\n" + result).isZero();
        }
    }

    @Test
    void whatIsNotRunSaysWhy() throws Exception {
        for (String name : documents()) {
            assertThat(ShellGuide.of(name).blocks())
                    .as(name)
                    .isNotEmpty()
                    .allMatch(block -> block.isRun() || block.reason().length() > 10);
        }
    }

    /**
     * Pastes a document into a shell with an empty home; the README is read in the working copy.
     */
    private ShellTranscript paste(ShellGuide guide, boolean inWorkingCopy) throws Exception {
        Path document = Files.writeString(folder.resolve("pasted"), guide.pasted());
        Path place = Files.createDirectory(folder.resolve("place"));
        Path home = Files.createDirectory(folder.resolve("me"));
        if (inWorkingCopy) {
            link(place, "gateway-cli", LauncherLocator.gateway());
            link(place, "gateway-sim", LauncherLocator.simulator());
        }
        CommandResult result =
                GatewayCommandLine.of(scope, Path.of("/bin/sh"))
                        .inDirectory(place)
                        .withEnv("HOME", home.toString())
                        .withEnv("GATEWAY_TOKEN_LOCK_DIR", folder.resolve("locks").toString())
                        .withEnv("PATH", path(inWorkingCopy))
                        .withEnv("PS1", ShellTranscript.PROMPT)
                        .withEnv("PS2", "")
                        .withoutEnv("ENV")
                        .start("-c", "exec sh -iv <\"$0\" 2>&1", document.toString())
                        .awaitResult(LIMIT);
        Files.deleteIfExists(place.resolve("gateway-cli"));
        Files.deleteIfExists(place.resolve("gateway-sim"));
        return ShellTranscript.of(result.stdout().replace(home.toString(), "/home/me"));
    }

    /** Links a launcher as in a working copy: {@code MODULE/target/NAME/bin/NAME}. */
    private static void link(Path place, String module, Path launcher) throws IOException {
        Path folder = launcher.getParent().getParent().getParent().getParent();
        Files.createSymbolicLink(place.resolve(module), folder);
    }

    private static String path(boolean inWorkingCopy) {
        String commands =
                inWorkingCopy
                        ? ""
                        : LauncherLocator.gateway().getParent()
                                + ":"
                                + LauncherLocator.simulator().getParent()
                                + ":";
        return commands
                + Path.of(System.getProperty("java.home"), "bin")
                + ":"
                + System.getenv("PATH");
    }

    private static List<String> commandLines(ShellGuide guide) {
        return guide.pasted().lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * Returns a pattern for a line: words with a digit, a PID or a time for instance, differ from
     * run to run.
     */
    private static Pattern like(String line) {
        StringBuilder regex = new StringBuilder("\\s*");
        for (String word : line.strip().split("\\s+")) {
            regex.append(word.matches(".*\\d.*") ? "\\S+" : Pattern.quote(word)).append("\\s*");
        }
        return Pattern.compile(regex.toString());
    }
}
