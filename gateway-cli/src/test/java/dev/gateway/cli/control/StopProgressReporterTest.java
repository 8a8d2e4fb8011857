package dev.gateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.status.OutgoingProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopProgressReporterTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ConsoleOutput output =
            ConsoleOutput.plain(
                    new PrintStream(shown, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    private List<OutgoingProcess> outgoing = List.of(old(4600, 1), old(4500, 2), old(4711, 1));

    @Test
    void eachOldProcessThatAStopWaitsForIsNamedOnceAndSoIsItsEnd(@TempDir Path folder) {
        try (var reporter =
                new PhaseReporter(
                        EventFileReader.fromEnd(folder.resolve("events.jsonl")), output)) {
            var report =
                    new StopProgressReporter(
                                    reporter,
                                    new ForceKillTimeout(
                                            reporter,
                                            Optional.empty(),
                                            ShutdownBudget.of(
                                                    Duration.ofSeconds(30),
                                                    Duration.ofSeconds(20))),
                                    InterruptHook.install(output),
                                    ProcessProbe.system(),
                                    output)
                            .naming(() -> outgoing);
            report.onSignalSent(4711);
            report.onWait(Duration.ofMillis(10));
            report.onWait(Duration.ofMillis(20));
            outgoing = List.of(old(4600, 1));
            report.onWait(Duration.ofMillis(400));
            outgoing = List.of();
            report.onEnd();
        }
        assertThat(
                        shown.toString(StandardCharsets.UTF_8)
                                .lines()
                                .filter(each -> each.contains("old")))
                .extracting(each -> each.substring(each.indexOf("old")))
                .containsExactly(
                        "old process PID 4500 finishes 2 messages",
                        "old process PID 4600 finishes 1 message",
                        "old process PID 4500 ended",
                        "old process PID 4600 ended");
    }

    private static OutgoingProcess old(long pid, long inFlight) {
        return new OutgoingProcess(pid, Instant.EPOCH, inFlight, Optional.empty());
    }
}
