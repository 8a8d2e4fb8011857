package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.SimCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void noRunsAreWrongUsage() {
        assertThat(execute("--runs", "0")).isEqualTo(64);
        assertThat(err.toString()).startsWith("--runs is at least 1, not 0");
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
