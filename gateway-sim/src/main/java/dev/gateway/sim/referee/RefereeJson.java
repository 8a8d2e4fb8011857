package dev.gateway.sim.referee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.ClientConnection;
import dev.gateway.sim.server.ClientProcess;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON form of the records of referee and ledger. Times are given in nanoseconds and in
 * readable form.
 */
public final class RefereeJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RefereeJson() {}

    /** Returns an array of records, each converted by one method of this class. */
    public static <T> ArrayNode all(Collection<T> items, Function<T, ObjectNode> json) {
        ArrayNode array = JSON.arrayNode();
        items.forEach(item -> array.add(json.apply(item)));
        return array;
    }

    /** Converts a poll. */
    public static ObjectNode poll(PollRecord poll) {
        ObjectNode json = JSON.objectNode();
        json.put("token", poll.token());
        json.put("connection", poll.connection());
        json.put("client_port", poll.clientPort());
        putProcess(json, poll.process());
        putTime(json, "start", poll.startNanos());
        poll.endNanos().ifPresent(nanos -> putTime(json, "end", nanos));
        return json.put("ended", name(poll.end()));
    }

    /** Converts two overlapping polls. */
    public static ObjectNode overlap(PollOverlap overlap) {
        ObjectNode json = JSON.objectNode().put("kind", name(overlap.kind()));
        overlap.nanos().ifPresent(nanos -> json.put("overlap_ms", millis(nanos)));
        json.set("first", poll(overlap.first()));
        json.set("second", poll(overlap.second()));
        return json;
    }

    /** Converts a handover of a token. */
    public static ObjectNode handover(TokenHandover handover) {
        ObjectNode json = JSON.objectNode();
        json.put("gap_ms", millis(handover.gap().toNanos()));
        json.set("last", poll(handover.last()));
        json.set("next", poll(handover.next()));
        return json;
    }

    /** Converts a message with its deliveries and answers. */
    public static ObjectNode message(LedgerMessage message) {
        ObjectNode json = JSON.objectNode();
        json.put("id", message.id());
        json.put("token", message.token());
        json.put("conversation", message.conversation());
        json.put("text", message.text());
        putTime(json, "said", message.saidNanos());
        ArrayNode deliveries = json.putArray("deliveries");
        for (LedgerMessage.Delivery delivery : message.deliveries()) {
            ObjectNode one = deliveries.addObject().put("connection", delivery.connection());
            putProcess(one, delivery.process());
            putTime(one, "delivered", delivery.nanos());
        }
        json.set("answers", all(message.answers(), RefereeJson::answer));
        return json;
    }

    /** Converts an answer. */
    public static ObjectNode answer(LedgerMessage.Answer answer) {
        ObjectNode json = JSON.objectNode();
        json.put("text", answer.text());
        json.put("connection", answer.connection());
        putProcess(json, answer.process());
        putTime(json, "answered", answer.nanos());
        return json;
    }

    /** Converts the counts of a ledger. */
    public static ObjectNode summary(LedgerSummary summary) {
        return JSON.objectNode()
                .put("said", summary.said())
                .put("delivered", summary.delivered())
                .put("redelivered", summary.redelivered())
                .put("answered", summary.answered())
                .put("duplicated", summary.duplicated())
                .put("unanswered", summary.unanswered())
                .put("strays", summary.strays());
    }

    /** Converts a connection. */
    public static ObjectNode connection(ClientConnection connection) {
        ObjectNode json = JSON.objectNode();
        json.put("connection", connection.id());
        json.put("client_port", connection.clientPort());
        putProcess(json, connection.process());
        json.put("requests", connection.requests());
        putTime(json, "opened", connection.openedNanos());
        connection
                .closed()
                .ifPresent(
                        closed -> {
                            putTime(json, "closed", closed.nanos());
                            json.put("closed_by", name(closed.endedBy()));
                        });
        return json;
    }

    private static void putProcess(ObjectNode json, Optional<ClientProcess> process) {
        process.ifPresent(known -> json.put("pid", known.pid()));
    }

    private static void putTime(ObjectNode json, String name, long nanos) {
        json.put(name + "_ns", nanos);
        Instant instant = Instant.now().minusNanos(System.nanoTime() - nanos);
        json.put(name, instant.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static double millis(long nanos) {
        return nanos / 1_000 / 1_000.0;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
