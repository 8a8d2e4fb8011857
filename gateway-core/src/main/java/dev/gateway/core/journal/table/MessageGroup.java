package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimedMessage;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.MessageContextBuilder;
import dev.gateway.core.platform.MessageKind;
import dev.gateway.core.platform.RemoteAttachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of one person in one conversation that are one message for the handler: the parts of an
 * album, of a long text that the platform has cut, or of a burst. Each was stored as a message of
 * its own.
 */
public final class MessageGroup {

    /** The pause after a part in which the next one is expected. */
    static final Duration WINDOW = Duration.ofMillis(500);

    /** The greatest number of parts: an album of any platform has at most ten. */
    public static final int MAX_PARTS = 10;

    /** The time from the first part after which no further one is awaited. */
    static final Duration MAX_SPAN = Duration.ofSeconds(3);

    /** The length in UTF-16 units from which a text may have been cut; platforms cut at 4,096. */
    private static final int CUT_LENGTH = 4000;

    /** The beginning of a command, which is never a part of something else. */
    private static final String COMMAND = "/";

    private final Duration burstWindow;
    private final List<Part> parts = new ArrayList<>();
    private boolean complete;

    /** Begins a group with its first message. */
    public MessageGroup(Part head, Duration burstWindow) {
        this.burstWindow = burstWindow;
        parts.add(head);
    }

    /** Returns whether a further message may be a part of the same message as this one. */
    public static boolean mayContinue(ClaimedMessage message, Duration burstWindow) {
        return message.claim() == 1
                && (isAlbum(message.message())
                        || mayBeCut(message.message())
                        || mayBurst(message.message(), burstWindow));
    }

    /** Adds the person's next message if it is a part; returns whether more may follow. */
    public boolean add(Part next) {
        boolean isPart = continues(last(), next, burstWindow);
        if (isPart) {
            parts.add(next);
        }
        complete =
                !isPart || parts.size() == MAX_PARTS || !mayContinue(next.message(), burstWindow);
        return !complete;
    }

    /** Returns the time until which further parts are awaited; empty if none is. */
    public Optional<Long> opensUntil(long now) {
        if (complete) {
            return Optional.empty();
        }
        long window = Math.max(WINDOW.toMillis(), burstWindow.toMillis());
        long until =
                Math.min(
                        last().acceptedAt() + window,
                        parts.get(0).acceptedAt() + MAX_SPAN.toMillis());
        // A part that seems to come from the future was stored with another time of day.
        return until > now && last().acceptedAt() <= now ? Optional.of(until) : Optional.empty();
    }

    /** Returns the parts after the first. */
    public List<ClaimedMessage> rest() {
        return parts.subList(1, parts.size()).stream().map(Part::message).toList();
    }

    /** Returns the whole as one message, in place of the first part. */
    public ClaimedMessage joined() {
        ClaimedMessage head = parts.get(0).message();
        List<String> texts = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        List<RemoteAttachment> remote = new ArrayList<>();
        for (Part part : parts) {
            InboundMessage message = part.message().message();
            if (!message.text().isEmpty()) {
                texts.add(message.text());
            }
            attachments.addAll(message.attachments());
            remote.addAll(message.remote());
        }
        InboundMessage first = head.message();
        var whole =
                new InboundMessage(
                        first.dedupKey(),
                        first.conversation(),
                        first.sender(),
                        first.direct(),
                        String.join("\n", texts),
                        attachments,
                        remote,
                        last().message().message().replyContext(),
                        first.sentAt(),
                        context());
        return new ClaimedMessage(
                head.id(),
                head.platform(),
                head.account(),
                whole,
                head.attempt(),
                head.failures(),
                head.row(),
                head.claim());
    }

    private MessageContext context() {
        List<MessageContext> contexts =
                parts.stream().map(part -> part.message().message().context()).toList();
        MessageContextBuilder whole = contexts.get(0).toBuilder();
        if (contexts.stream().anyMatch(one -> one.addressed().orElse(false))) {
            whole.addressed(true);
        }
        whole.mentionsAll(contexts.stream().anyMatch(MessageContext::mentionsAll));
        whole.replyTo(contexts.stream().flatMap(one -> one.replyTo().stream()).findFirst());
        whole.location(contexts.stream().flatMap(one -> one.location().stream()).findFirst());
        whole.kind(
                contexts.stream()
                        .map(MessageContext::kind)
                        .filter(kind -> kind != MessageKind.TEXT)
                        .findFirst()
                        .orElse(MessageKind.TEXT));
        return whole.build();
    }

    private Part last() {
        return parts.get(parts.size() - 1);
    }

    /** Returns whether a person's message is a part of the same message as the one before it. */
    public static boolean continues(Part last, Part next, Duration burstWindow) {
        InboundMessage before = last.message().message();
        InboundMessage after = next.message().message();
        if (next.message().claim() != 1) {
            return false; // It was with the handler already, alone.
        }
        if (isAlbum(before) && before.context().album().equals(after.context().album())) {
            return true;
        }
        if (!after.context().replyTo().isEmpty() || !isSoonAfter(last, next, burstWindow)) {
            return false;
        }
        return mayBeCut(before) && isPlainText(after)
                || mayBurst(before, burstWindow) && mayBurst(after, burstWindow);
    }

    /** Compares the platform's times too: a whole backlog arrives within a moment. */
    private static boolean isSoonAfter(Part last, Part next, Duration burstWindow) {
        long window = Math.max(WINDOW.toMillis(), burstWindow.toMillis());
        Duration sent =
                Duration.between(
                                last.message().message().sentAt(),
                                next.message().message().sentAt())
                        .abs();
        return next.acceptedAt() - last.acceptedAt() <= window && sent.compareTo(MAX_SPAN) <= 0;
    }

    private static boolean isAlbum(InboundMessage message) {
        return !message.context().album().isEmpty();
    }

    private static boolean mayBeCut(InboundMessage message) {
        return message.text().length() >= CUT_LENGTH && isPlainText(message);
    }

    private static boolean isPlainText(InboundMessage message) {
        return !message.text().isEmpty()
                && message.attachments().isEmpty()
                && message.remote().isEmpty()
                && message.context().album().isEmpty()
                && message.context().kind() == MessageKind.TEXT;
    }

    private static boolean mayBurst(InboundMessage message, Duration burstWindow) {
        return !burstWindow.isZero()
                && !message.text().startsWith(COMMAND)
                && message.context().kind() != MessageKind.CALLBACK
                && message.context().kind() != MessageKind.EDITED;
    }

    /**
     * A stored message.
     *
     * @param message the message, as a claim of it alone
     * @param acceptedAt the time at which it was stored, in milliseconds
     */
    public record Part(ClaimedMessage message, long acceptedAt) {}
}
