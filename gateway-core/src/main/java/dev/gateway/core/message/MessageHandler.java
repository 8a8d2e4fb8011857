package dev.gateway.core.message;

import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import java.util.List;

/**
 * Answers messages. Called by several threads at once, but never twice at a time for one
 * conversation.
 */
public interface MessageHandler extends AutoCloseable {

    /**
     * What to answer, in order; empty for no answer. Interrupted when the message's deadline has
     * passed or the drain has ended.
     *
     * @throws HandlerException if it failed; the message is tried again, and parked in the end
     */
    List<Answer> handle(Request request) throws HandlerException, InterruptedException;

    /** Ends what the handler started. Called once, after the last {@link #handle}. */
    @Override
    default void close() {}

    /**
     * A message to answer.
     *
     * @param id the gateway's id of it: the same at each try
     * @param platform the account's name
     * @param message what was said
     * @param attempt 1 at the first try
     * @param memory what its answers may take
     */
    record Request(
            String id,
            String platform,
            InboundMessage message,
            int attempt,
            MessageMemoryShare memory) {}

    /** One message of an answer. */
    record Answer(String text, List<Attachment> attachments) {

        /** Copies the list. */
        public Answer {
            attachments = List.copyOf(attachments);
        }

        /** Text alone. */
        public static Answer of(String text) {
            return new Answer(text, List.of());
        }
    }

    /** A handler that could not answer; the message says why, in one line. */
    final class HandlerException extends Exception {

        private final boolean notStarted;

        /** With the cause, or null. */
        public HandlerException(String message, Throwable cause) {
            this(message, cause, false);
        }

        private HandlerException(String message, Throwable cause, boolean notStarted) {
            super(message, cause);
            this.notStarted = notStarted;
        }

        /** Creates one for a handler that cannot be asked anything, as it cannot be started. */
        public static HandlerException notStarted(String message, Throwable cause) {
            return new HandlerException(message, cause, true);
        }

        /** Returns whether the handler could not be started at all. */
        public boolean isNotStarted() {
            return notStarted;
        }
    }
}
