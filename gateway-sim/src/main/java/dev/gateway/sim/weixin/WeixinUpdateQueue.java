package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.server.LockedScheduler;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.weixin.protocol.UpdateCursor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The getupdates method of one bot: its queued messages and its waiting polls. Any number of polls
 * may wait; each message goes to the one that has waited longest. In this way two pollers steal
 * messages from each other unnoticed. Guarded by the platform's lock.
 */
final class WeixinUpdateQueue {

    private static final int MAX_MESSAGES = 50;

    /** The position of another bot's cursor: such a poll receives nothing, for ever. */
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final String botId;
    private final LiveOptions options;
    private final LockedScheduler scheduler;
    private final MessageLedger ledger;
    private final Redelivery redelivery;
    private final List<QueuedMessage> messages = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int taken;
    private long cursors;

    WeixinUpdateQueue(
            String botId,
            LiveOptions options,
            LockedScheduler scheduler,
            MessageLedger ledger,
            Redelivery redelivery) {
        this.botId = botId;
        this.options = options;
        this.scheduler = scheduler;
        this.ledger = ledger;
        this.redelivery = redelivery;
    }

    /** A listener for the first delivery of each message, which schedules second deliveries. */
    @FunctionalInterface
    interface Redelivery {
        void delivered(QueuedMessage message);
    }

    private record Waiting(
            Request request, int from, CompletableFuture<Response> answer, Future<?> end) {}

    /**
     * Adds a message and wakes the poll that has waited longest. This runs on the server's thread,
     * so that a connection known to be closed gets nothing and a delivery is written at once.
     */
    void put(QueuedMessage message) {
        messages.add(message);
        scheduler.schedule(Duration.ZERO, this::wake);
    }

    private void wake() {
        waiting.removeIf(one -> !one.request().connection().isOpen());
        waiting.stream()
                .filter(one -> next(one.from()) < messages.size())
                .findFirst()
                .ifPresent(
                        first -> {
                            waiting.remove(first);
                            first.end().cancel(false);
                            first.answer().complete(deliver(first.request(), first.from()));
                        });
    }

    CompletionStage<Response> poll(Request request, String cursor) {
        int from = UpdateCursor.isForeign(cursor, botId) ? NOWHERE : UpdateCursor.position(cursor);
        if (next(from) < messages.size()) {
            return CompletableFuture.completedFuture(deliver(request, from));
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Duration hold = options.now().longestPoll();
        boolean edge =
                options.now().edgeTimeout().filter(cut -> cut.compareTo(hold) < 0).isPresent();
        Supplier<Response> last =
                edge ? IlinkResponseFactory::edgeTimeout : () -> deliver(request, from);
        Future<?> end =
                scheduler.schedule(
                        edge ? options.now().edgeTimeout().orElseThrow() : hold,
                        () -> {
                            if (waiting.removeIf(one -> one.answer() == answer)) {
                                answer.complete(last.get());
                            }
                        });
        waiting.addLast(new Waiting(request, from, answer, end));
        request.finished()
                .thenRun(
                        () ->
                                scheduler.runNow(
                                        () -> {
                                            waiting.removeIf(one -> one.answer() == answer);
                                            end.cancel(false);
                                        }));
        return answer;
    }

    /** Ends all waiting polls because the bot's session is over. */
    void endAll() {
        for (Waiting one : List.copyOf(waiting)) {
            one.end().cancel(false);
            one.answer().complete(IlinkResponseFactory.sessionOver());
        }
        waiting.clear();
    }

    /** Returns the number of messages that were not delivered yet. */
    int undelivered() {
        return (int) messages.stream().skip(taken).filter(message -> !message.repeated()).count();
    }

    int waitingPolls() {
        return waiting.size();
    }

    private int next(int from) {
        if (from == NOWHERE) {
            return messages.size();
        }
        return options.now().delivery() == DeliveryMode.CONSUME_ON_DELIVER
                ? taken
                : Math.min(from, messages.size());
    }

    private Response deliver(Request request, int from) {
        if (from == NOWHERE) {
            ObjectNode nothing = IlinkResponseFactory.object();
            nothing.putArray("msgs");
            return IlinkResponseFactory.of(nothing);
        }
        int begin = next(from);
        int end = Math.min(messages.size(), begin + MAX_MESSAGES);
        ObjectNode body = IlinkResponseFactory.object();
        ArrayNode delivered = body.putArray("msgs");
        for (int i = begin; i < end; i++) {
            QueuedMessage message = messages.get(i);
            delivered.add(message.json());
            ledger.delivered(message.ledgerId(), request.connection());
            if (i >= taken) {
                redelivery.delivered(message);
            }
        }
        taken = Math.max(taken, end);
        body.put("get_updates_buf", UpdateCursor.at(botId, end, ++cursors));
        body.put("longpolling_timeout_ms", options.now().longestPoll().toMillis());
        return IlinkResponseFactory.of(body);
    }
}
