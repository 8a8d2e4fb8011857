package dev.gateway.postgres.writer;

import dev.gateway.core.journal.table.UnreadableRowException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of single rows: one that is damaged, or of a later version, stops only itself. */
public final class RowReader {

    private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);
    private static final int MAX_REASON = 200;

    private RowReader() {}

    public static <T> Read<T> read(String id, Supplier<T> reader) {
        try {
            return new Read<>(Optional.of(reader.get()), "");
        } catch (RuntimeException e) {
            LOG.debug("The row with id {} cannot be read", id, e);
            return new Read<>(Optional.empty(), "cannot be read: " + oneLine(e));
        }
    }

    private static String oneLine(RuntimeException error) {
        String words =
                error instanceof UnreadableRowException
                        ? error.getMessage()
                        : error.getClass().getSimpleName() + ": " + error.getMessage();
        String line = words.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON);
    }

    /**
     * A row.
     *
     * @param value its content; empty if it cannot be read
     * @param reason the reason why not
     */
    public record Read<T>(Optional<T> value, String reason) {}
}
