package dev.gateway.sim.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

    private final StringWriter written = new StringWriter();

    @Test
    void elsewhereThanOnATerminalOnlyLinesThatStayAreWritten() {
        ProgressPrinter progress = new ProgressPrinter(new PrintWriter(written), false);
        progress.now("1/7");
        progress.line("start 0.6 s");
        progress.clear();

        assertThat(written.toString()).isEqualTo("start 0.6 s" + System.lineSeparator());
    }

    @Test
    void onATerminalALineThatStaysTakesThePlaceOfTheMoment() {
        ProgressPrinter progress = new ProgressPrinter(new PrintWriter(written), true);
        progress.now("1/7");
        progress.line("start 0.6 s");

        assertThat(written.toString())
                .isEqualTo("1/7\r\u001B[Kstart 0.6 s" + System.lineSeparator());
    }

    @Test
    void severalLinesAreTakenAwayTogether() {
        ProgressPrinter progress = new ProgressPrinter(new PrintWriter(written), true);
        progress.now(List.of("lane", "bar"));
        progress.clear();

        assertThat(written.toString()).isEqualTo("lane\nbar\r\u001B[K\u001B[A\u001B[K");
    }
}
