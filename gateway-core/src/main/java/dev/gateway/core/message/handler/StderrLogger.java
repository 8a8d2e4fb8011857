package dev.gateway.core.message.handler;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logger of a handler process's stderr, limited in lines per second. */
final class StderrLogger {

    private static final Logger LOG = LoggerFactory.getLogger("handler.process");
    private static final int LINES_A_SECOND = 50;
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_SHOWN = 200;

    private long second;
    private int lines;
    private long dropped;
    private volatile String last;

    /** Returns the last non-empty line, fit for display; empty if there was none. */
    Optional<String> last() {
        return Optional.ofNullable(last);
    }

    void line(String line) {
        String shown = line.replaceAll("\\p{Cntrl}", " ").strip();
        if (!shown.isEmpty()) {
            last = shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
        }
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second) {
            if (dropped > 0) {
                LOG.warn("… {} more lines were left out", dropped);
            }
            second = now;
            lines = 0;
            dropped = 0;
        }
        if (++lines > LINES_A_SECOND) {
            dropped++;
            return;
        }
        LOG.info("{}", shown.length() <= MAX_LENGTH ? shown : shown.substring(0, MAX_LENGTH) + "…");
    }
}
