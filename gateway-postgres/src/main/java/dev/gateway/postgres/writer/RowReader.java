package dev.gateway.postgres.writer;

import dev.gateway.core.journal.codec.UnreadableRowException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reading of single rows: one that is damaged, or of a later version, stops only itself. */
public final class RowReader {

    private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);

    private RowReader() {}

    /**
     * Reads a row.
     *
     * @param id the id of the message or answer, for the log
     */
    public static <T> Read<T> read(String id, Supplier<T> reader) {
        try {
            return new Read<>(Optional.of(reader.get()), "");
        } catch (RuntimeException e) {
            LOG.debug("The row with id {} cannot be read", id, e);
            return new Read<>(Optional.empty(), UnreadableRowException.reason(e));
        }
    }

    /**
     * A row.
     *
     * @param value its content; empty if it cannot be read
     * @param reason the reason why not
     */
    public record Read<T>(Optional<T> value, String reason) {}
}
