package dev.gateway.core.platform;

import java.time.Duration;
import java.util.Optional;

/**
 * A failure of a platform, classified by the gateway's reaction. Messages are one line, quote the
 * platform's own words if there are any, and hold no secret.
 */
public abstract sealed class PlatformException extends Exception {

    private PlatformException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the action for the operator as one sentence; empty if the failure passes by itself.
     */
    public Optional<String> remedy() {
        return Optional.empty();
    }

    /**
     * The platform was not reached, cut the connection, answered 5xx or answered nonsense. Retried
     * with backoff.
     */
    public static final class Unreachable extends PlatformException {
        /** Creates an exception with its cause, which may be null. */
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }

        /** Creates an exception without cause. */
        public Unreachable(String message) {
            super(message, null);
        }
    }

    /**
     * Too many calls. {@link #scope()} says which calls must wait for {@link #retryAfter()}; a
     * throttled poll always concerns the whole account.
     */
    public static final class Throttled extends PlatformException {
        private final transient Duration retryAfter;
        private final Scope scope;

        /** Creates an exception for a throttled account, with the platform's own waiting time. */
        public Throttled(String message, Duration retryAfter) {
            this(message, retryAfter, Scope.ACCOUNT);
        }

        /** Creates an exception with the scope of the throttling. */
        public Throttled(String message, Duration retryAfter, Scope scope) {
            super(message, null);
            this.retryAfter = retryAfter;
            this.scope = scope;
        }

        /**
         * Returns the time to wait; in {@link Scope#WINDOW} the first of pauses that grow to an
         * hour.
         */
        public Duration retryAfter() {
            return retryAfter;
        }

        /** Returns the calls that have to wait. */
        public Scope scope() {
            return scope;
        }
    }

    /** The range of calls that a platform throttles. */
    public enum Scope {
        /** All calls of the account. */
        ACCOUNT,
        /** The conversation of the message being sent; all others go on. */
        CONVERSATION,
        /**
         * This conversation, until its user writes again: the platform counts the answers to each
         * message and says neither how many are left nor for how long.
         */
        WINDOW
    }

    /** Another process polls with the same token. Retried with backoff, and shown. */
    public static final class Conflict extends PlatformException {
        private final String remedy;

        /** Creates an exception with the operator's remedy if the conflict lasts. */
        public Conflict(String message, String remedy) {
            super(message, null);
            this.remedy = remedy;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** The platform says that the credentials are wrong; needs the operator if it lasts. */
    public static final class Rejected extends PlatformException {
        private final String remedy;

        /** Creates an exception with the operator's remedy. */
        public Rejected(String message, String remedy) {
            super(message, null);
            this.remedy = remedy;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** The session has ended. Retried after a long pause, as a new login may have renewed it. */
    public static final class Expired extends PlatformException {
        private final String remedy;
        private final transient Duration pause;

        /**
         * Creates an exception with the command that renews the session and the pause until the
         * next attempt.
         */
        public Expired(String message, String remedy, Duration pause) {
            super(message, null);
            this.remedy = remedy;
            this.pause = pause;
        }

        /** Returns the pause until the next attempt. */
        public Duration pause() {
            return pause;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** The message cannot be sent (blocked, chat gone); others can. Thrown by send only. */
    public static final class Undeliverable extends PlatformException {
        private final boolean passing;

        /** Creates a final failure with the platform's reason. */
        public Undeliverable(String message) {
            this(message, false);
        }

        private Undeliverable(String message, boolean passing) {
            super(message, null);
            this.passing = passing;
        }

        /**
         * Creates a failure that may be temporary: a missing file, or a refusal whose source may be
         * other than the platform. It becomes final if it persists for minutes.
         */
        public static Undeliverable now(String message) {
            return new Undeliverable(message, true);
        }

        /** Returns whether the failure may pass within minutes. */
        public boolean mayPass() {
            return passing;
        }
    }

    /** The file can never be loaded (gone, too large, damaged). Thrown by fetch only. */
    public static final class Unavailable extends PlatformException {
        /** Creates an exception with the reason in a few plain words. */
        public Unavailable(String message) {
            super(message, null);
        }
    }

    /**
     * The gateway could not store what the platform delivered, or accepts nothing because it stops.
     * The adapter must not confirm the batch; it lets this exception leave {@link
     * PlatformAdapter#serve()}.
     */
    public static final class NotAccepted extends PlatformException {
        /** Creates an exception with the reason. */
        public NotAccepted(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
