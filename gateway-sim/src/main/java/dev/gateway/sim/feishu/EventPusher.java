package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.WireFrame;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.LockedScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The delivery of events, repeated until they are acked. Guarded by the platform's lock.
 *
 * <p>An event goes to one random connection of the app. Without a connection, or without an ack of
 * code 200 in time, it is delivered again by the schedule; after the last delivery it is lost.
 */
final class EventPusher {

    private static final int STORED = 200;

    private final FeishuOptions options;
    private final EventConnectionRegistry connections;
    private final MessageLedger ledger;
    private final LockedScheduler scheduler;
    private final Map<String, DeliveryAttempt> attempts = new HashMap<>();
    private final List<PendingEvent> unfinished = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int pushed;
    private int acked;
    private int refused;
    private int late;

    EventPusher(
            FeishuOptions options,
            EventConnectionRegistry connections,
            MessageLedger ledger,
            LockedScheduler scheduler) {
        this.options = options;
        this.connections = connections;
        this.ledger = ledger;
        this.scheduler = scheduler;
        connections.onAnswer(this::answered);
    }

    private static final class PendingEvent {
        private final FeishuApp app;
        private final String id;
        private final byte[] payload;
        private final Optional<String> ledgerId;
        private final boolean redelivered;
        private int failures;

        PendingEvent(
                FeishuApp app,
                String id,
                byte[] payload,
                Optional<String> ledgerId,
                boolean redelivered) {
            this.app = app;
            this.redelivered = redelivered;
            this.id = id;
            this.payload = payload;
            this.ledgerId = ledgerId;
        }
    }

    private record DeliveryAttempt(PendingEvent event, EventConnection connection) {}

    /** Delivers an event to an app. */
    void publish(FeishuApp app, String id, ObjectNode json, Optional<String> ledgerId) {
        publish(app, id, json.toString().getBytes(StandardCharsets.UTF_8), ledgerId);
    }

    /** Delivers an event with any payload to an app. */
    void publish(FeishuApp app, String id, byte[] payload, Optional<String> ledgerId) {
        PendingEvent event = new PendingEvent(app, id, payload, ledgerId, true);
        unfinished.add(event);
        push(event);
        if (options.deliversTwice()) {
            push(new PendingEvent(app, id, payload, ledgerId, false));
        }
    }

    /** Delivers an event that is not repeated, whatever becomes of it. */
    void publishOnce(FeishuApp app, String id, ObjectNode json) {
        byte[] payload = json.toString().getBytes(StandardCharsets.UTF_8);
        PendingEvent event = new PendingEvent(app, id, payload, Optional.empty(), false);
        unfinished.add(event);
        push(event);
    }

    private void push(PendingEvent event) {
        Optional<EventConnection> connection = connections.anyOf(event.app);
        if (connection.isEmpty()) {
            failed(event);
            return;
        }
        String messageId = FeishuIds.hash("push " + ++pushed);
        attempts.put(messageId, new DeliveryAttempt(event, connection.get()));
        if (connection.get().live()) {
            event.ledgerId.ifPresent(
                    id -> ledger.delivered(id, connection.get().socket().connection()));
            connection.get().push(messageId, event.payload);
        }
        scheduler.schedule(options.ackWithin(), () -> timedOut(messageId));
    }

    private void answered(EventConnection connection, WireFrame answer) {
        String messageId = answer.headers().getOrDefault("message_id", "");
        DeliveryAttempt attempt = attempts.get(messageId);
        if (attempt == null || attempt.connection() != connection) {
            late++;
            return;
        }
        attempts.remove(messageId);
        if (EventConnection.code(answer) == STORED) {
            acked++;
            unfinished.remove(attempt.event());
        } else {
            refused++;
            failed(attempt.event());
        }
    }

    private void timedOut(String messageId) {
        DeliveryAttempt attempt = attempts.remove(messageId);
        if (attempt != null) {
            failed(attempt.event());
        }
    }

    private void failed(PendingEvent event) {
        if (!event.redelivered) {
            unfinished.remove(event);
            return;
        }
        if (event.failures == options.redelivery().size()) {
            unfinished.remove(event);
            lost.add(event.id);
            return;
        }
        Duration wait = options.redelivery().get(event.failures++);
        scheduler.schedule(wait, () -> push(event));
    }

    /** Returns the number of events that are neither acked nor lost. */
    int pending() {
        return unfinished.size();
    }

    int acked() {
        return acked;
    }

    /** Returns the number of acks with another code than 200. */
    int refused() {
        return refused;
    }

    /** Returns the number of acks that came too late, twice, or for no event. */
    int late() {
        return late;
    }

    /** Returns the ids of events that were never acked and will not be delivered again. */
    List<String> lost() {
        return List.copyOf(lost);
    }
}
