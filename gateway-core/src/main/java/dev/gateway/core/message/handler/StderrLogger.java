package dev.gateway.core.message.handler;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logger of a handler process's stderr, limited in lines per second. */
final class StderrLogger {

    private static final Logger LOG = LoggerFactory.getLogger("handler.process");
    private static final int LINES_A_SECOND = 50;
    private static final int LONGEST = 1000;
    private static final int SHOWN = 200;

    private long second;
    private int lines;
    private long left;
    private volatile String last;

    /** Returns the last non-empty line, fit for display; empty if there was none. */
    Optional<String> last() {
        return Optional.ofNullable(last);
    }

    void line(String line) {
        String shown = line.replaceAll("\\p{Cntrl}", " ").strip();
        if (!shown.isEmpty()) {
            last = shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…";
        }
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            if (left > 0) {
                LOG.warn("… {} more lines were left out", left);
            }
            second = now;
            lines = 0;
            left = 0;
        }
        if (++lines > LINES_A_SECOND) {
            left++;
            return;
        }
        LOG.info("{}", shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…");
    }
}
