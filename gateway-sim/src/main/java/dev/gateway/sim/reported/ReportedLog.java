package dev.gateway.sim.reported;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log with lines as in the reports: {@code 2026-04-29 08:26:44,359 ERROR gateway.run: ...}. */
final class ReportedLog {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    private final PrintStream out;

    ReportedLog(PrintStream out) {
        this.out = out;
    }

    /** Logs at level INFO for the whole gateway. */
    void info(String text) {
        line("INFO gateway.run", text);
    }

    /** Logs at level WARNING for the whole gateway. */
    void warning(String text) {
        line("WARNING gateway.run", text);
    }

    /** Logs at level ERROR for the whole gateway. */
    void error(String text) {
        line("ERROR gateway.run", text);
    }

    /** Logs at level ERROR for one platform. */
    void platformError(String text) {
        line("ERROR gateway.platforms.base", text);
    }

    private synchronized void line(String where, String text) {
        out.println(TIME.format(LocalDateTime.now()) + " " + where + ": " + text);
        out.flush();
    }
}
