package dev.gateway.core.journal.table;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ParkedRow;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reporter of rows that the journal itself has parked, after the commit. */
public final class ParkedRowReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRowReporter.class);

    private final EventStream events;

    public ParkedRowReporter(EventStream events) {
        this.events = events;
    }

    public void report(List<ParkedRow> rows) {
        for (ParkedRow row : rows) {
            LOG.error("{} of {} is parked: {}", row.id(), row.platform(), row.reason());
            events.publish(
                    EventType.messageParked(
                            row.id(), row.platform(), Optional.empty(), row.reason()));
        }
    }
}
