package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.referee.OpenPoll;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.server.LockedScheduler;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import dev.gateway.sim.telegram.protocol.UpdateQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * The place for the one waiting getUpdates call of a bot. A new poll without updates to return
 * takes the place, and the previous one gets the 409. Guarded by the platform's lock.
 */
final class PollSlot {

    private static final Duration HOT_LOOP = Duration.ofSeconds(3);
    private static final Duration VERY_HOT_LOOP = Duration.ofMillis(500);
    private static final Duration WAIT_FOR_MORE = Duration.ofMillis(1);
    private static final int HOT_LOOP_SECONDS = 3;
    private static final int MAX_UPDATES = 100;
    private static final int MAX_BYTES = 1 << 22;
    private static final int BYTES_AROUND_UPDATE = 50;

    private final TelegramOptions options;
    private final LockedScheduler scheduler;
    private final Referee referee;
    private final MessageLedger ledger;
    private Waiting waiting;
    private long previousOffset = -1;
    private Instant previousStart = Instant.MIN;
    private Instant nextConflict = Instant.MIN;

    PollSlot(
            TelegramOptions options,
            LockedScheduler scheduler,
            Referee referee,
            MessageLedger ledger) {
        this.options = options;
        this.scheduler = scheduler;
        this.referee = referee;
        this.ledger = ledger;
    }

    private record Waiting(
            CompletableFuture<Response> answer,
            Request request,
            OpenPoll poll,
            long offset,
            int limit,
            Future<?> end) {}

    CompletionStage<Response> getUpdates(
            TelegramBot bot, MethodArguments arguments, Request request) {
        if (!bot.webhook().isEmpty()) {
            return conflict(
                    "can't use getUpdates method while webhook is active; use deleteWebhook to"
                            + " delete the webhook first",
                    new CompletableFuture<>());
        }
        long offset = arguments.number("offset").orElse(0);
        int limit = clamp(arguments.number("limit").orElse(MAX_UPDATES), 1, MAX_UPDATES);
        long longest = options.longestPoll().toSeconds();
        int timeout = clamp(arguments.number("timeout").orElse(0), 0, longest);
        bot.allowedUpdates().change(arguments);
        Instant now = options.clock().instant();
        boolean again = offset == previousOffset;
        if (again && timeout < HOT_LOOP_SECONDS && now.isBefore(previousStart.plus(HOT_LOOP))) {
            timeout = clamp(HOT_LOOP_SECONDS, 0, longest);
        }
        if (again && now.isBefore(previousStart.plus(VERY_HOT_LOOP))) {
            limit = 1;
        }
        previousOffset = offset;
        previousStart = now;
        return poll(bot, offset, limit, timeout, request);
    }

    private CompletionStage<Response> poll(
            TelegramBot bot, long wantedOffset, int limit, int timeout, Request request) {
        OpenPoll poll = referee.pollStarted(bot.label(), request);
        if (wantedOffset < 0) {
            bot.queue().keepLatest(-wantedOffset);
        }
        long offset = wantedOffset <= 0 ? bot.queue().head() : wantedOffset;
        List<UpdateQueue.Update> found = bot.queue().get(offset, limit, options.clock().instant());
        if (timeout == 0 || !found.isEmpty()) {
            return CompletableFuture.completedFuture(answer(found, request));
        }
        abort(
                "terminated by other getUpdates request; make sure that only one bot instance is"
                        + " running");
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Waiting newcomer =
                new Waiting(
                        answer,
                        request,
                        poll,
                        offset,
                        limit,
                        scheduler.schedule(Duration.ofSeconds(timeout), () -> end(bot, answer)));
        waiting = newcomer;
        return answer;
    }

    /**
     * Answers the waiting poll after an update arrived. A short delay lets further updates join it.
     */
    void wake(TelegramBot bot) {
        if (waiting != null) {
            CompletableFuture<Response> answer = waiting.answer();
            scheduler.schedule(WAIT_FOR_MORE, () -> end(bot, answer));
        }
    }

    /**
     * Ends a waiting poll. A poll whose client is gone keeps its place like any other, because the
     * platform is not notified.
     */
    private void end(TelegramBot bot, CompletableFuture<Response> answer) {
        if (waiting == null || waiting.answer() != answer) {
            return;
        }
        Waiting ended = waiting;
        waiting = null;
        ended.end().cancel(false);
        List<UpdateQueue.Update> found =
                bot.queue().get(ended.offset(), ended.limit(), options.clock().instant());
        answer.complete(answer(found, ended.request()));
    }

    /** Fails the waiting poll, if there is one, with a 409. */
    void abort(String reason) {
        if (waiting != null) {
            Waiting aborted = waiting;
            waiting = null;
            aborted.end().cancel(false);
            aborted.poll().displaced();
            conflict(reason, aborted.answer());
        }
    }

    /** Fails the waiting poll, if there is one, because its bot is no longer usable. */
    void fail(TelegramException error) {
        if (waiting != null) {
            Waiting failed = waiting;
            waiting = null;
            failed.end().cancel(false);
            failed.answer().complete(error.response());
        }
    }

    private CompletionStage<Response> conflict(String reason, CompletableFuture<Response> answer) {
        Response response = new TelegramException(409, "Conflict: " + reason).response();
        Instant now = options.clock().instant();
        if (now.isBefore(nextConflict)) {
            scheduler.schedule(options.conflictPause(), () -> answer.complete(response));
        } else {
            nextConflict = now.plus(options.conflictPause());
            answer.complete(response);
        }
        return answer;
    }

    private Response answer(List<UpdateQueue.Update> updates, Request request) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        int bytesLeft = MAX_BYTES;
        for (UpdateQueue.Update update : updates) {
            bytesLeft -= BYTES_AROUND_UPDATE + update.json().toString().length();
            if (bytesLeft <= 0) {
                break;
            }
            result.add(update.json());
            if (!request.finished().isDone()) {
                update.ledgerId().ifPresent(id -> ledger.delivered(id, request.connection()));
            }
        }
        return BotApiResponseFactory.ok(result);
    }

    private static int clamp(long value, long least, long most) {
        return (int) Math.max(least, Math.min(most, value));
    }
}
