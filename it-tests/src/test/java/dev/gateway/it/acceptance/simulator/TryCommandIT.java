package dev.gateway.it.acceptance.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code gateway-sim try}: a conversation, as a script and on a terminal, that leaves nothing
 * behind.
 */
class TryCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Prints the exit code and the modes of the terminal before and after. */
    private static final String ON_A_TERMINAL =
            "trap : INT; stty -g; %s try --platform telegram; echo \"exit $?\"; stty -g";

    @TempDir Path folder;
    private ProcessScope scope;
    private Path temporary;

    @BeforeEach
    void open() throws IOException {
        scope = ProcessScope.open();
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void aScriptGetsItsAnswersOnStdoutAlsoAcrossRestartAndKill() throws Exception {
        CommandResult result =
                script(
                        "hello\n/as weixin\nhello there\n/restart\nagain\n"
                                + "/kill\nanybody?\n/start\n//slash\n",
                        "try");

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.stdout().lines())
                .containsExactly(
                        "[telegram] hello",
                        "[weixin] hello there",
                        "[weixin] again",
                        "[weixin] anybody?",
                        "[weixin] /slash");
        assertThat(result.stderr()).contains("Handed over from PID", "was killed with SIGKILL");
        assertLeftNothing();
    }

    @Test
    void aProgramOfOnesOwnAnswersWithAllItsLinesAndItsHomeIsKept() throws Exception {
        Files.writeString(
                folder.resolve("bot.sh"),
                """
                while IFS= read -r message; do
                  id=${message#*'"id":"'} id=${id%%'"'*}
                  printf '{"id":"%s","text":"one moment"}\\n' "$id"
                  printf '{"id":"%s","text":"from %s","done":true}\\n' "$id" "$1"
                done
                """);
        Path home = folder.resolve("kept");

        CommandResult result =
                script(
                        "hello\n",
                        "try --platform feishu --handler 'WHO=me; sh bot.sh \"$WHO\"' --home kept");

        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.stdout().lines())
                .containsExactly("[feishu] one moment", "[feishu] from me");
        assertThat(home.resolve("gateway.pid")).as("stopped in order").doesNotExist();
        assertThat(home.resolve("journal.db")).exists();

        CommandResult again = script("hello\n", "try --home kept");
        assertThat(again.exit()).as(again.toString()).isEqualTo(73);
        assertThat(again.stderr()).contains("is not empty");
        assertLeftNothing();
    }

    @Test
    void whatIsNotAnsweredIsNamed() throws Exception {
        CommandResult result =
                script(
                        "hello\n",
                        "try --platform telegram --wait 500ms --handler 'cat >/dev/null'");

        assertThat(result.exit()).as(result.toString()).isEqualTo(1);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .contains("Not answered within 0.5 s: [telegram] hello", "messages  ");
        assertLeftNothing();
    }

    @Test
    void aHandlerThatIsWrongIsToldAsTheGatewayTellsIt() throws Exception {
        CommandResult result = script("hello\n", "try --handler '{type: nobody}'");

        assertThat(result.exit()).as(result.toString()).isEqualTo(78);
        assertThat(result.stderr()).contains("nobody");
        assertLeftNothing();
    }

    @Test
    void ctrlCEndsItAndTheTerminalIsAsBefore() throws Exception {
        assertThat(endedOnATerminalBy("\u0003")).isZero();
    }

    @Test
    void theEndOfTheInputEndsItAndTheTerminalIsAsBefore() throws Exception {
        assertThat(endedOnATerminalBy("\u0004")).isZero();
    }

    @Test
    void killedItTakesItsGatewayAlong() throws Exception {
        try (TerminalUser user = new TerminalUser()) {
            RunningProcess process = start("exec %s try --platform telegram <typed", "");
            user.types("hello\n");
            process.awaitLine("\\[telegram] hello", LIMIT);

            process.kill(Signal.KILL);

            process.awaitExit(LIMIT);
            scope.awaitNoSurvivors(LIMIT);
        }
    }

    private int endedOnATerminalBy(String last) throws Exception {
        MachineAssumptions.assumeProgram("script");
        Path session = folder.resolve("session.sh");
        Files.writeString(session, ON_A_TERMINAL.formatted(LauncherLocator.simulator()));
        try (TerminalUser user = new TerminalUser()) {
            RunningProcess process =
                    start("exec script -qc 'sh %2$s' /dev/null <typed", session.toString());
            process.awaitLine("/quit ends it", LIMIT);
            user.types("hello\n");
            process.awaitLine("\\[telegram].* hello", LIMIT);
            user.types("/status\n");
            process.awaitLine("gateway +running", LIMIT);

            user.types(last);

            int exit = Integer.parseInt(process.awaitLine("exit (\\d+)", LIMIT).group(1));
            process.awaitExit(LIMIT);
            List<String> lines = process.stdout();
            assertThat(lines.get(lines.size() - 1)).as("%s", lines).isEqualTo(lines.get(0));
            assertLeftNothing();
            return exit;
        }
    }

    private CommandResult script(String lines, String arguments) throws Exception {
        Files.writeString(folder.resolve("lines"), lines);
        return start("exec %s " + arguments.replace("%", "%%") + " <lines", "").awaitResult(LIMIT);
    }

    private RunningProcess start(String shellCommand, String argument) {
        return GatewayCommandLine.of(scope, Path.of("/bin/sh"))
                .inDirectory(folder)
                .withEnv("GATEWAY_BIN", LauncherLocator.gateway().toString())
                .withEnv("GATEWAY_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .withEnv("TERM", "xterm")
                .start("-c", shellCommand.formatted(LauncherLocator.simulator(), argument));
    }

    private void assertLeftNothing() throws InterruptedException {
        scope.awaitNoSurvivors(LIMIT);
        assertThat(temporary).isEmptyDirectory();
    }

    /** A user who types into the fifo {@code typed}, which ends when this is closed. */
    private final class TerminalUser implements AutoCloseable {
        private final RandomAccessFile fifo;

        TerminalUser() throws Exception {
            GatewayCommandLine.of(scope, Path.of("mkfifo"))
                    .inDirectory(folder)
                    .run(LIMIT, "typed")
                    .expectExit(0);
            fifo = new RandomAccessFile(folder.resolve("typed").toFile(), "rw");
        }

        void types(String text) throws IOException {
            fifo.write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            fifo.close();
        }
    }
}
