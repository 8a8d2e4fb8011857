package dev.gateway.core.journal;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what the journal itself has set aside, once that is committed. */
final class ParkedRows {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedRows.class);

    private final EventStream events;

    ParkedRows(EventStream events) {
        this.events = events;
    }

    void report(List<ParkedRow> rows) {
        for (ParkedRow row : rows) {
            LOG.error("{} of {} is parked: {}", row.id(), row.platform(), row.reason());
            events.publish(
                    EventType.MESSAGE_PARKED,
                    "id",
                    row.id(),
                    "platform",
                    row.platform(),
                    "reason",
                    row.reason());
        }
    }
}
