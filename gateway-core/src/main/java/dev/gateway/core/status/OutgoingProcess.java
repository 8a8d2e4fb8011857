package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.KnownSession;
import dev.gateway.core.session.SessionRecord;
import dev.gateway.core.session.SessionRegistry;
import dev.gateway.core.terminal.Quantity;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process that has passed its home on and finishes its messages.
 *
 * @param pid its process
 * @param since the time at which it passed the home on
 * @param inFlight the number of messages that it still works on
 * @param endsBy the time by which it ends by itself; empty if it did not say
 */
public record OutgoingProcess(long pid, Instant since, long inFlight, Optional<Instant> endsBy) {

    /**
     * Returns the outgoing processes of a home that live, by the kernel's word, without this
     * process; the latest first.
     *
     * @param sessions the folder of the sessions
     */
    public static List<OutgoingProcess> of(Path sessions, ProcessProbe probe) {
        var registry = new SessionRegistry(sessions, probe);
        List<OutgoingProcess> found = new ArrayList<>();
        for (KnownSession session : registry.others()) {
            Optional<SessionRecord> record =
                    session.record()
                            .filter(SessionRecord::isOutgoing)
                            .filter(each -> each.process().pid() != probe.self());
            // The lock last: most sessions are not outgoing, and a probe is not for nothing.
            if (record.isPresent() && !registry.hasEnded(session.id())) {
                found.add(of(record.get()));
            }
        }
        found.sort((a, b) -> b.since().compareTo(a.since()));
        return found;
    }

    /** Returns the outgoing process that {@code record} tells of. */
    public static OutgoingProcess of(SessionRecord record) {
        Instant since = record.outgoingSince().orElseThrow();
        return new OutgoingProcess(
                record.process().pid(),
                since,
                record.inFlight(),
                record.endsWithin().map(since::plus));
    }

    /** Returns the JSON of several, as {@code outgoing} in a status. */
    public static ArrayNode toJson(List<OutgoingProcess> processes) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (OutgoingProcess process : processes) {
            json.addObject()
                    .put("pid", process.pid())
                    .put("since", text(process.since()))
                    .put("in_flight", process.inFlight())
                    .put("ends_by", process.endsBy().map(OutgoingProcess::text).orElse(null));
        }
        return json;
    }

    /** Returns the processes in {@code json}; entries that cannot be read are left out. */
    static List<OutgoingProcess> fromJson(JsonNode json) {
        List<OutgoingProcess> processes = new ArrayList<>();
        for (JsonNode each : json) {
            try {
                processes.add(
                        new OutgoingProcess(
                                each.path("pid").asLong(),
                                Instant.parse(each.path("since").asText()),
                                each.path("in_flight").asLong(),
                                each.hasNonNull("ends_by")
                                        ? Optional.of(Instant.parse(each.path("ends_by").asText()))
                                        : Optional.empty()));
            } catch (DateTimeException e) {
                continue; // an editor's doing
            }
        }
        return processes;
    }

    /** Returns the work that is left, in words. */
    public String work() {
        return inFlight == 0 ? "its last steps" : Quantity.of(inFlight, "message");
    }

    /** Returns whether it should have ended by itself. */
    public boolean isOverdue(Instant now) {
        return endsBy.filter(now::isAfter).isPresent();
    }

    /** Returns a sentence on what it still does and until when. */
    public String sentence(Instant now) {
        String doing = inFlight == 0 ? "still takes " : "still works on ";
        String until =
                endsBy.map(at -> Math.max(1, Duration.between(now, at).plusMillis(999).toSeconds()))
                        .map(seconds -> " within " + seconds + " s")
                        .orElse("");
        return "The old process (PID "
                + pid
                + ") "
                + doing
                + work()
                + " and ends by itself"
                + until
                + ".";
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
