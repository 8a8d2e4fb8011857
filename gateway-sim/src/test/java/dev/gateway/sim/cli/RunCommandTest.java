package dev.gateway.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.SimCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests the command's errors that occur before a process is started. */
class RunCommandTest {

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aWrongFileIsRefusedWithAllThatIsWrongInIt() throws Exception {
        Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\ntimeline: [strat]\n");

        assertThat(run("run", file.toString())).isEqualTo(64);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith(file + ": line "))
                .anyMatch(line -> line.contains("did you mean 'start'?"));
    }

    @Test
    void aScenarioThatIsNowhereAndNoneAtAllAreWrongUsage() {
        assertThat(run("run", "no-such-scenario")).isEqualTo(64);
        assertThat(err.toString()).contains("no such file").contains("gateway-sim list");
        assertThat(run("run")).isEqualTo(64);
        assertThat(run("list", "--show", "nothing")).isEqualTo(64);
    }

    @Test
    void eachBuiltInIsListedAndItsFileCanBeShown() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("r4-stale-pid-file").contains("(R4");
        assertThat(run("list", "--show", "r4-stale-pid-file")).isZero();
        assertThat(out.toString()).contains("timeline:");
        assertThat(run("list", "--words")).isZero();
        assertThat(out.toString()).contains("slow-release").contains("pollers");
        assertThat(run("list", "--json")).isZero();
    }

    private int run(String... arguments) {
        CommandLine line = SimCli.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
