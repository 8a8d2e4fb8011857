package dev.gateway.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final ConsoleOutput plain = ConsoleOutput.plain(stream, StandardCharsets.UTF_8);
    private final AtomicLong now = new AtomicLong();

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("progress");
    }

    @Test
    void withoutATerminalEachPhaseIsOneLine() {
        try (var display = new ProgressDisplay(plain, now::get, NEVER)) {
            display.phase("Draining messages");
            pass(1_250);
            display.detail("3 in flight");
            display.phase("Disconnecting");
            pass(20_000);
            display.failed("weixin abandoned");
            display.line("Something else.");
        }
        assertThat(printed())
                .isEqualTo(
                        """
                        ✓ Draining messages  1.2s
                        ✗ Disconnecting  20.0s  weixin abandoned
                        Something else.
                        """);
    }

    @Test
    void withoutATerminalAPhaseThatLastsIsMentionedNowAndThen() {
        try (var display = new ProgressDisplay(plain, now::get, OFTEN)) {
            display.phase("Draining messages");
            display.detail("3 in flight");
            await().until(() -> printed().contains("… Draining messages  0.0s  3 in flight\n"));
            display.done("all answered");
        }
        assertThat(printed()).endsWith("✓ Draining messages  0.0s  all answered\n");
    }

    @Test
    void onATerminalTheRunningPhaseIsRedrawnInItsLine() {
        var output = new ConsoleOutput(stream, true, false, true, 30);
        try (var display = new ProgressDisplay(output, now::get, OFTEN)) {
            display.phase("Draining");
            pass(700);
            await().until(() -> printed().contains("\r\u001B[K⠹ Draining  0.7s"));
            assertThat(printed()).doesNotContain("\n");
            display.detail("a detail that is too long for the line");
            display.line("note");
            display.done();
        }
        assertThat(printed())
                .contains("Draining  0.7s  a detail th\r")
                .contains("\r\u001B[Knote\n")
                .endsWith("\r\u001B[K✓ Draining  0.7s\n");
    }

    @Test
    void coloursAreUsedWhereThereAreSome() {
        var output = new ConsoleOutput(stream, true, true, false, 80);
        try (var display = new ProgressDisplay(output, now::get, NEVER)) {
            display.phase("Draining");
        }
        assertThat(printed())
                .isEqualTo(
                        "\r\u001B[K| Draining  0.0s\r\u001B[K"
                                + "\u001B[33m...\u001B[0m Draining  \u001B[2m0.0s\u001B[0m\n");
    }

    @Test
    void whatIsNotRunningCannotEnd() {
        try (var display = new ProgressDisplay(plain, now::get, NEVER)) {
            display.done();
            display.failed("x");
            display.detail("y");
        }
        assertThat(printed()).isEmpty();
    }

    @Test
    void closingTwiceIsClosingOnceAndNothingRunsAfterIt() {
        var display = new ProgressDisplay(plain, now::get, OFTEN);
        display.phase("Waiting");
        display.close();
        display.close();
        display.phase("Too late");

        assertThat(printed()).isEqualTo("… Waiting  0.0s\n");
    }
}
