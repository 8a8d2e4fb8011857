package dev.gateway.core.journal.engine;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ParkedRow;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reporter of rows that the journal itself has parked, after the commit. */
public final class ParkedRowReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRowReporter.class);

    private final EventStream events;
    private final UnaryOperator<String> names;

    /**
     * Creates a reporter.
     *
     * @param names returns the name of an account by its key
     */
    public ParkedRowReporter(EventStream events, UnaryOperator<String> names) {
        this.events = events;
        this.names = names;
    }

    public void report(List<ParkedRow> rows) {
        for (ParkedRow row : rows) {
            String name = names.apply(row.account());
            LOG.error("{} of {} is parked: {}", row.id(), name, row.reason());
            events.publish(EventType.messageParked(row.id(), name, Optional.empty(), row.reason()));
        }
    }
}
