package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.SimCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void noRunsAreWrongUsage() {
        assertThat(execute("--runs", "0")).isEqualTo(64);
        assertThat(err.toString()).startsWith("--runs is at least 1, not 0");
    }

    @Test
    void noBotsAreWrongUsage() {
        assertThat(execute("--bots", "0")).isEqualTo(64);
        assertThat(err.toString()).startsWith("--bots is at least 1, not 0");
    }

    @Test
    void noChatsAndNoProcessorsAreWrongUsage() {
        assertThat(execute("--chats", "0")).isEqualTo(64);
        assertThat(err.toString()).startsWith("--chats is at least 1, not 0");
        assertThat(execute("--cpus", "0")).isEqualTo(64);
        assertThat(err.toString()).contains("--cpus is at least 1, not 0");
        assertThat(execute("--send-delay", "soon")).isEqualTo(64);
        assertThat(err.toString()).contains("'soon' is no number of milliseconds");
    }

    @Test
    void whatCannotBeComparedIsToldBeforeAnythingIsMeasured(@TempDir Path folder)
            throws IOException {
        Path former = folder.resolve("former.json");
        assertThat(execute("--compare", former.toString())).isEqualTo(64);
        assertThat(err.toString()).startsWith("--compare: cannot read " + former);
        Files.writeString(former, "{}");
        assertThat(execute("--compare", former.toString())).isEqualTo(64);
        assertThat(err.toString()).contains("is not what 'gateway-sim bench --json' prints");
        Files.writeString(former, "{\"scene\": \"9 bots\", \"figures\": {}}");
        assertThat(execute("--chats", "2", "--compare", former.toString())).isEqualTo(64);
        assertThat(err.toString())
                .contains("is of another scene: '9 bots', not '1 bot, 2 chats, echo handler'");
    }

    /** Runs a command that ends at once under load. */
    @Test
    void aGatewayThatDoesNotPollUnderLoadIsAFailureThatIsTold() {
        assertThat(execute("--gateway", "/bin/false", "--chats", "2", "--runs", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("ended with exit code 1 before each bot was polled");
    }

    /** Runs a command that ends at once and polls for no bot. */
    @Test
    void aGatewayThatPollsForNoBotIsAFailureThatIsTold() {
        assertThat(execute("--gateway", "/bin/false", "--bots", "3", "--runs", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("ended with exit code 1 before each bot was polled");
    }

    @Test
    void aFileThatIsNoCommandIsNamed() {
        assertThat(execute("--gateway", "/nowhere/gateway")).isEqualTo(78);
        assertThat(err.toString()).startsWith("--gateway: /nowhere/gateway is no command");
    }

    /** Runs a command that ends at once and never polls. */
    @Test
    void aGatewayThatEndsAtOnceIsAFailureThatIsTold() {
        assertThat(execute("--gateway", "/bin/false", "--runs", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("/bin/false").contains("ended with exit code 1");
    }

    private int execute(String... options) {
        CommandLine line = SimCli.commandLine();
        line.setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "bench";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments);
    }
}
