package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.feishu.protocol.WireFrame;
import dev.gateway.sim.referee.MessageLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pushes events and pushes again what was not acked in time. Guarded by the platform's lock.
 *
 * <p>An event goes to one connection of the app at random. Without a connection, or without an ack
 * of code 200 in time, it comes again by the schedule; after the last time it is lost.
 */
final class EventPusher {

    private static final int STORED = 200;

    private final FeishuOptions options;
    private final EventConnectionRegistry connections;
    private final MessageLedger ledger;
    private final FeishuScheduler timers;
    private final Map<String, Push> pushes = new HashMap<>();
    private final List<Event> unfinished = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int pushed;
    private int acked;
    private int refused;
    private int late;

    EventPusher(
            FeishuOptions options,
            EventConnectionRegistry connections,
            MessageLedger ledger,
            FeishuScheduler timers) {
        this.options = options;
        this.connections = connections;
        this.ledger = ledger;
        this.timers = timers;
        connections.onAnswer(this::answered);
    }

    private static final class Event {
        private final FeishuApp app;
        private final String id;
        private final byte[] payload;
        private final Optional<String> ledgerId;
        private final boolean again;
        private int failures;

        Event(FeishuApp app, String id, byte[] payload, Optional<String> ledgerId, boolean again) {
            this.app = app;
            this.again = again;
            this.id = id;
            this.payload = payload;
            this.ledgerId = ledgerId;
        }
    }

    private record Push(Event event, EventConnection line) {}

    /** Something happened that an app has to be told. */
    void publish(FeishuApp app, String id, ObjectNode json, Optional<String> ledgerId) {
        publish(app, id, json.toString().getBytes(StandardCharsets.UTF_8), ledgerId);
    }

    /** The same with any payload. */
    void publish(FeishuApp app, String id, byte[] payload, Optional<String> ledgerId) {
        Event event = new Event(app, id, payload, ledgerId, true);
        unfinished.add(event);
        push(event);
        if (options.deliversTwice()) {
            push(new Event(app, id, payload, ledgerId, false));
        }
    }

    private void push(Event event) {
        Optional<EventConnection> line = connections.anyOf(event.app);
        if (line.isEmpty()) {
            failed(event);
            return;
        }
        String messageId = FeishuIds.hash("push " + ++pushed);
        pushes.put(messageId, new Push(event, line.get()));
        if (line.get().live()) {
            event.ledgerId.ifPresent(id -> ledger.delivered(id, line.get().socket().connection()));
            line.get().push(messageId, event.payload);
        }
        timers.later(options.ackWithin(), () -> timedOut(messageId));
    }

    private void answered(EventConnection line, WireFrame answer) {
        String messageId = answer.headers().getOrDefault("message_id", "");
        Push push = pushes.get(messageId);
        if (push == null || push.line() != line) {
            late++;
            return;
        }
        pushes.remove(messageId);
        if (EventConnection.code(answer) == STORED) {
            acked++;
            unfinished.remove(push.event());
        } else {
            refused++;
            failed(push.event());
        }
    }

    private void timedOut(String messageId) {
        Push push = pushes.remove(messageId);
        if (push != null) {
            failed(push.event());
        }
    }

    private void failed(Event event) {
        if (!event.again) {
            return;
        }
        if (event.failures == options.redelivery().size()) {
            unfinished.remove(event);
            lost.add(event.id);
            return;
        }
        Duration wait = options.redelivery().get(event.failures++);
        timers.later(wait, () -> push(event));
    }

    /** How many events are neither acked nor lost. */
    int pending() {
        return unfinished.size();
    }

    int acked() {
        return acked;
    }

    /** Acks with another code than 200. */
    int refused() {
        return refused;
    }

    /** Acks that came too late, twice, or for nothing. */
    int late() {
        return late;
    }

    /** The ids of events that were never acked, and will not come again. */
    List<String> lost() {
        return List.copyOf(lost);
    }
}
