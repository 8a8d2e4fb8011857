package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.GatewayCli;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home in which nothing has happened yet. */
class EmptyHomeTest {

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return GatewayCli.commandLine(words).execute(words);
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
    }

    @Test
    void statusNamesTheFirstStepUntilThereIsAConfig() throws Exception {
        assertThat(run("status", "--home", home.toString())).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("begin with 'gateway config init --home " + home + "'");

        out.reset();
        Files.writeString(home.resolve("config.yaml"), "{}");
        run("status", "--home", home.toString());
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("config init");
    }

    @Test
    void eventsSaysThatThereAreNone() throws Exception {
        assertThat(run("events", "--home", home.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("No events yet in ");

        err.reset();
        Files.writeString(
                home.resolve("events.jsonl"),
                "{\"at\":\"2026-03-01T12:00:00Z\",\"pid\":1,\"event\":\"stopped\"}\n");
        run("events", "--home", home.toString(), "--platform", "mama");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("None of 1 events");
    }
}
