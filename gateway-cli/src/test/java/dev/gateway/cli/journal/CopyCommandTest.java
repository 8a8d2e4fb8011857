package dev.gateway.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.journal.engine.CopiedTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyCommandTest {

    private static final String SHARED =
            """
            journal: {type: postgres, url: "postgresql://127.0.0.1:1/gateway"}
            platforms: {family: {type: telegram, token: "4711:secret"}}
            """;

    @TempDir Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aConfigWithoutDatabaseIsRefused() throws Exception {
        config("platforms: {}\n");

        assertThat(run("copy", "--to", "postgres")).isEqualTo(78);
        assertThat(err()).contains("names no database", "journal: {type: postgres");
    }

    @Test
    void theTargetHasToBeNamed() throws Exception {
        config(SHARED);

        assertThat(run("copy")).isEqualTo(64);
        assertThat(run("copy", "--to", "mysql")).isEqualTo(64);
        assertThat(run()).isEqualTo(64);
    }

    @Test
    void aHomeInWhichAGatewayRunsIsRefused() throws Exception {
        config(SHARED);
        InstanceLock running = InstanceLock.tryAcquire(new GatewayHome(home)).orElseThrow();
        try {
            assertThat(run("copy", "--to", "postgres")).isEqualTo(75);
            assertThat(err()).contains("A gateway runs in " + home, "gateway stop");
        } finally {
            running.release();
        }
    }

    @Test
    void aHomeWithoutAJournalHasNothingToCopy() throws Exception {
        config(SHARED);

        assertThat(run("copy", "--to", "postgres")).isEqualTo(75);
        assertThat(err()).contains("There is no journal in " + home + "/journal.db");
    }

    @Test
    void aCopyThatTakesLongTellsHowFarItIsOnceASecond() {
        var now = new AtomicLong();
        List<String> lines = new ArrayList<>();
        var progress = new CopyProgress(lines::add, now::get);

        progress.copied(CopiedTable.MESSAGES, 1000, 500_000);
        now.set(TimeUnit.MILLISECONDS.toNanos(1100));
        progress.copied(CopiedTable.MESSAGES, 2000, 500_000);
        progress.copied(CopiedTable.MESSAGES, 3000, 500_000);

        assertThat(lines).containsExactly("messages: 2,000 of 500,000");
    }

    private void config(String yaml) throws Exception {
        Path file = Files.writeString(home.resolve("config.yaml"), yaml);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        var context = CommandContext.of(Terminal.plain(new PrintStream(out), new PrintStream(err)));
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        return GatewayCli.configure(JournalCommand.of(context), context)
                .execute(all.toArray(String[]::new));
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
