package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A handler that answers messages. Called by several threads at once, but never twice at a time for
 * one conversation.
 */
public interface MessageHandler extends AutoCloseable {

    /**
     * Returns the answers, in order; empty for no answer. Interrupted when the message's deadline
     * has passed or the drain has ended.
     *
     * @throws HandlerException if it failed; the message is retried, and parked in the end
     */
    List<Answer> handle(Request request) throws HandlerException, InterruptedException;

    /**
     * Starts what the first message would wait for, without waiting for it; best effort, throws
     * nothing. Called while a predecessor still handles messages, which this handler is about to
     * get.
     */
    default void warmUp() {}

    /** Ends the resources of the handler. Called once, after the last {@link #handle}. */
    @Override
    default void close() {}

    /**
     * A message to answer.
     *
     * @param id the gateway's id of it: the same at each attempt
     * @param platform the account's name
     * @param message the received message
     * @param attempt the number of the attempt, beginning with 1
     * @param memory the memory for its answers
     */
    record Request(
            String id,
            String platform,
            InboundMessage message,
            int attempt,
            MessageMemoryShare memory) {}

    /**
     * One message of an answer.
     *
     * @param text the text; may be empty if there are attachments
     * @param attachments files to send with it
     * @param format the format of the text; empty for that of the account
     */
    record Answer(String text, List<Attachment> attachments, Optional<TextFormat> format) {

        /** Copies the list. */
        public Answer {
            attachments = List.copyOf(attachments);
            Objects.requireNonNull(format, "format");
        }

        /** Creates an answer in the format of its account. */
        public Answer(String text, List<Attachment> attachments) {
            this(text, attachments, Optional.empty());
        }

        /** Creates an answer of text alone. */
        public static Answer of(String text) {
            return new Answer(text, List.of());
        }
    }

    /** A failure of the handler; the message gives the reason in one line. */
    final class HandlerException extends Exception {

        private final boolean notStarted;

        /** Creates an exception with its cause, which may be null. */
        public HandlerException(String message, Throwable cause) {
            this(message, cause, false);
        }

        private HandlerException(String message, Throwable cause, boolean notStarted) {
            super(message, cause);
            this.notStarted = notStarted;
        }

        /** Creates an exception for a handler that cannot be started. */
        public static HandlerException notStarted(String message, Throwable cause) {
            return new HandlerException(message, cause, true);
        }

        /** Returns whether the handler could not be started at all. */
        public boolean isNotStarted() {
            return notStarted;
        }
    }
}
