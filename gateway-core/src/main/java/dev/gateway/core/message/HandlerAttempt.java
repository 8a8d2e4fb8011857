package dev.gateway.core.message;

import dev.gateway.core.concurrent.InterruptibleSection;
import dev.gateway.core.concurrent.InterruptibleSection.Completion;
import dev.gateway.core.concurrent.ThreadShortage;
import dev.gateway.core.config.TextFormat;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.journal.Inbox;
import dev.gateway.core.journal.retry.AsyncRetryUntilStored;
import dev.gateway.core.journal.retry.RetryUntilStored;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.platform.PlatformAdapter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a handler at one message, from the claim to the stored result. Other threads may
 * end it: at its deadline, or because the gateway stops.
 */
final class HandlerAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerAttempt.class);

    private static final Duration COMPLETE_WITHIN = Duration.ofSeconds(10);

    private final ClaimedMessage claim;
    private final PlatformAdapter adapter;
    private final TextFormat format;
    private final MessageHandler handler;
    private final Inbox inbox;
    private final DispatcherSettings settings;
    private final Clock clock;
    private final EventStream events;
    private final HandlerStateTracker stateTracker;
    private final MessageMemoryBudget memory;
    private final AsyncRetryUntilStored storing;
    private final InterruptibleSection section = new InterruptibleSection();
    private volatile HandlerStateTracker.Attempt attempt;

    HandlerAttempt(
            ClaimedMessage claim,
            PlatformAdapter adapter,
            TextFormat format,
            MessageHandler handler,
            Inbox inbox,
            DispatcherSettings settings,
            Clock clock,
            EventStream events,
            HandlerStateTracker stateTracker,
            MessageMemoryBudget memory,
            AsyncRetryUntilStored storing) {
        this.claim = claim;
        this.adapter = adapter;
        this.format = format;
        this.handler = handler;
        this.inbox = inbox;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.stateTracker = stateTracker;
        this.memory = memory;
        this.storing = storing;
    }

    ClaimedMessage claim() {
        return claim;
    }

    PlatformAdapter adapter() {
        return adapter;
    }

    /**
     * Handles the message and has the result stored.
     *
     * @param stored runs when the result is stored, on the thread of the journal
     * @return false if {@code stored} does not run, as everything is done
     */
    boolean run(Runnable stored) {
        if (!section.enter()) {
            return false;
        }
        attempt = stateTracker.begin();
        MessageMemoryShare share;
        try {
            share = memory.share(claim.id(), size(claim.message()));
        } catch (InterruptedException e) {
            Outcome failed = Outcome.failed("no memory for it became free in time");
            return conclude(failed, Duration.ZERO, stored);
        }
        try (share) {
            return run(share, stored);
        }
    }

    private boolean run(MessageMemoryShare share, Runnable stored) {
        long started = System.nanoTime();
        Outcome outcome;
        try {
            events.publish(EventType.messageStarted(claim.id(), claim.platform(), claim.attempt()));
            outcome = answer(share);
        } catch (InterruptedException e) {
            outcome = Outcome.failed("interrupted");
        } catch (HandlerException e) {
            LOG.warn("Message {} failed: {}", claim.id(), FailureSummary.of(e));
            if (share.hasRefused()) {
                memory.refused(claim.id());
            }
            outcome = new Outcome(List.of(), FailureSummary.of(e), e.isNotStarted());
        } catch (RuntimeException | Error e) {
            if (ThreadShortage.is(e)) {
                postpone();
                return false;
            }
            LOG.error(
                    "Message {} failed unexpectedly", claim.id(), FailureSummary.withoutMessage(e));
            outcome = Outcome.failed(FailureSummary.ofUnexpected(e));
        }
        return conclude(outcome, Duration.ofNanos(System.nanoTime() - started), stored);
    }

    /** Leaves the handler; an interrupt that the handler itself caused is used up as well. */
    private Completion leave() {
        Completion completion = section.leave();
        Thread.interrupted();
        return completion;
    }

    private boolean conclude(Outcome outcome, Duration took, Runnable stored) {
        try {
            return store(outcome, leave(), took, stored);
        } catch (InterruptedException e) {
            // Only the end of the dispatcher interrupts here; the next start finds the message in
            // flight.
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Records a failure around this attempt: its message must not stay in flight for ever. */
    void recordUnexpected(Throwable e) {
        LOG.error("Handling {} failed unexpectedly", claim.id(), FailureSummary.withoutMessage(e));
        try {
            Instant retryAt = clock.instant().plus(settings.retry().after(claim.failures() + 1));
            RetryUntilStored.retryUntilStored(
                    () -> inbox.failed(claim, FailureSummary.ofUnexpected(e), retryAt));
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Returns the message to the queue, as there was no thread: it is pending after a pause,
     * without a counted attempt.
     */
    private void postpone() {
        if (leave() != Completion.NORMAL) {
            return; // The dispatcher ends and releases it, or the message is parked.
        }
        LOG.warn("Message {} waits: no thread can be created for its handler.", claim.id());
        try {
            Thread.sleep(ThreadShortage.PAUSE.toMillis());
            RetryUntilStored.retryUntilStored(() -> inbox.release(List.of(claim)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the attempt at its deadline: the handler is interrupted and the attempt counts as
     * failed.
     */
    void expire() {
        section.end(Completion.EXPIRED);
    }

    /** Ends the attempt for a stop: the handler is interrupted and nothing is stored. */
    void release() {
        section.end(Completion.RELEASED);
    }

    /**
     * Abandons a handler that ignored its interrupt: its message is parked, and later results are
     * ignored.
     *
     * @return false if it has ended meanwhile
     */
    boolean abandon() throws InterruptedException {
        if (!section.abandon()) {
            return false;
        }
        LOG.error("The handler of {} ignores its interrupt and is abandoned.", claim.id());
        String reason = "the handler took longer than its deadline and could not be interrupted";
        attempt.failed(reason, false);
        park(reason);
        return true;
    }

    /** Returns whether it was abandoned while it ran. */
    boolean isAbandoned() {
        return section.isAbandoned();
    }

    private Outcome answer(MessageMemoryShare share) throws HandlerException, InterruptedException {
        var request =
                new MessageHandler.Request(
                        claim.id(), claim.platform(), completed(), claim.attempt(), share);
        List<Answer> answers = handler.handle(request);
        return Outcome.answered(AnswerSplitter.split(answers, format, adapter));
    }

    /** Returns the message with what the adapter can add; without it the handler does as well. */
    private InboundMessage completed() throws InterruptedException {
        try {
            InboundMessage completed = adapter.complete(claim.message(), COMPLETE_WITHIN);
            if (!completed.context().equals(claim.message().context())) {
                inbox.named(claim.platform(), completed);
            }
            return completed;
        } catch (IOException | RuntimeException e) {
            LOG.warn("Message {} could not be completed: {}", claim.id(), e.toString());
            return claim.message();
        }
    }

    private static long size(InboundMessage message) {
        long size = message.text().length() * 2L;
        for (Attachment attachment : message.attachments()) {
            size += 2L * attachment.name().length() + attachment.mediaType().length();
        }
        return size;
    }

    private boolean store(Outcome outcome, Completion how, Duration took, Runnable stored)
            throws InterruptedException {
        if (how == Completion.RELEASED || how == Completion.ABANDONED) {
            LOG.debug("What became of {} is ignored", claim.id());
            return false;
        }
        if (outcome.reason() == null) {
            attempt.answered();
            return storeAnswer(outcome.parts(), took, stored);
        }
        if (how == Completion.EXPIRED) {
            String late = "no answer within " + settings.deadline().toSeconds() + " s";
            attempt.failed(late, false);
            failed(late);
        } else {
            attempt.failed(outcome.reason(), outcome.notStarted());
            failed(outcome.reason());
        }
        return false;
    }

    private boolean storeAnswer(List<MessagePart> parts, Duration took, Runnable stored)
            throws InterruptedException {
        if (parts.stream().anyMatch(part -> !part.attachments().isEmpty())) {
            // Its files may have to be copied first.
            answered(
                    RetryUntilStored.retryUntilStored(() -> inbox.answered(claim, parts)),
                    parts.size(),
                    took);
            return false;
        }
        storing.retryUntilStored(
                () -> inbox.answeredAsync(claim, parts),
                own -> {
                    try {
                        answered(own, parts.size(), took);
                    } finally {
                        stored.run();
                    }
                });
        return true;
    }

    private void answered(boolean own, int parts, Duration took) {
        if (own) {
            events.publish(EventType.messageHandled(claim.id(), claim.platform(), parts, took));
        } else {
            LOG.info("Message {} is another session's now; its answer is not used.", claim.id());
        }
    }

    private void failed(String reason) throws InterruptedException {
        int failures = claim.failures() + 1;
        if (failures >= settings.maxAttempts()) {
            park(reason);
            return;
        }
        Duration pause = settings.retry().after(failures);
        Instant retryAt = clock.instant().plus(pause);
        if (RetryUntilStored.retryUntilStored(() -> inbox.failed(claim, reason, retryAt))) {
            events.publish(
                    EventType.messageFailed(
                            claim.id(), claim.platform(), claim.attempt(), reason, pause));
        }
    }

    private void park(String reason) throws InterruptedException {
        List<MessagePart> apology =
                settings.apology().stream()
                        .flatMap(text -> AnswerSplitter.splitText(text, adapter).stream())
                        .toList();
        if (RetryUntilStored.retryUntilStored(() -> inbox.parked(claim, reason, apology))) {
            LOG.error("Message {} is parked: {}", claim.id(), reason);
            events.publish(
                    EventType.messageParked(
                            claim.id(), claim.platform(), Optional.of(claim.attempt()), reason));
        }
    }

    /** The result of the handler: an answer, or the reason for none. */
    private record Outcome(List<MessagePart> parts, String reason, boolean notStarted) {
        static Outcome answered(List<MessagePart> parts) {
            return new Outcome(parts, null, false);
        }

        static Outcome failed(String reason) {
            return new Outcome(List.of(), reason, false);
        }
    }
}
