package dev.gateway.core.platform;

import java.time.Duration;
import java.util.Optional;

/**
 * What can go wrong with a platform, by what has to follow. Messages are one line, name the
 * platform's own words where it said any, and hold no secret.
 */
public abstract sealed class PlatformException extends Exception {

    private PlatformException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a person can do about it, as one sentence; empty if it passes by itself. */
    public Optional<String> remedy() {
        return Optional.empty();
    }

    /** Not reached, cut off, 5xx, or an answer that makes no sense: tried again with backoff. */
    public static final class Unreachable extends PlatformException {
        /** With the cause, if there is one. */
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without cause. */
        public Unreachable(String message) {
            super(message, null);
        }
    }

    /**
     * Too many calls. What must not be tried again before {@link #retryAfter()} has passed is said
     * by {@link #scope()}; a poll that is throttled is always about the account.
     */
    public static final class Throttled extends PlatformException {
        private final transient Duration retryAfter;
        private final Scope scope;

        /** The whole account is throttled, for the platform's own waiting time. */
        public Throttled(String message, Duration retryAfter) {
            this(message, retryAfter, Scope.ACCOUNT);
        }

        /** With what is throttled. */
        public Throttled(String message, Duration retryAfter, Scope scope) {
            super(message, null);
            this.retryAfter = retryAfter;
            this.scope = scope;
        }

        /** How long to wait; in {@link Scope#WINDOW} the first of pauses that grow to an hour. */
        public Duration retryAfter() {
            return retryAfter;
        }

        /** What has to wait. */
        public Scope scope() {
            return scope;
        }
    }

    /** What a platform throttles. */
    public enum Scope {
        /** All calls of the account. */
        ACCOUNT,
        /** The conversation of the message that was to be sent; all others go on. */
        CONVERSATION,
        /**
         * This conversation, until the person in it writes again: the platform counts the answers
         * to each message and says neither how many are left nor for how long.
         */
        WINDOW
    }

    /** Somebody else polls with the same token: tried again with backoff, and shown. */
    public static final class Conflict extends PlatformException {
        private final String remedy;

        /** With what a person can do if it lasts. */
        public Conflict(String message, String remedy) {
            super(message, null);
            this.remedy = remedy;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** The platform says that the credentials are wrong: a person is needed, if that lasts. */
    public static final class Rejected extends PlatformException {
        private final String remedy;

        /** With what a person has to do. */
        public Rejected(String message, String remedy) {
            super(message, null);
            this.remedy = remedy;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** The session is over: tried again after a long pause, as a new login may have mended it. */
    public static final class Expired extends PlatformException {
        private final String remedy;
        private final transient Duration pause;

        /** With the command that mends it and the pause until the next try. */
        public Expired(String message, String remedy, Duration pause) {
            super(message, null);
            this.remedy = remedy;
            this.pause = pause;
        }

        /** How long to leave the platform alone. */
        public Duration pause() {
            return pause;
        }

        @Override
        public Optional<String> remedy() {
            return Optional.of(remedy);
        }
    }

    /** This one message cannot be sent (blocked, chat gone); others can. Only from send. */
    public static final class Undeliverable extends PlatformException {
        private final boolean passing;

        /** For ever, with the platform's reason. */
        public Undeliverable(String message) {
            this(message, false);
        }

        private Undeliverable(String message, boolean passing) {
            super(message, null);
            this.passing = passing;
        }

        /**
         * As it looks now: a file that is missing, or a refusal that need not be the platform's
         * own. It is final if it stays so for minutes.
         */
        public static Undeliverable now(String message) {
            return new Undeliverable(message, true);
        }

        /** Whether it may pass within minutes. */
        public boolean mayPass() {
            return passing;
        }
    }

    /** This one file can never be loaded (gone, too large, damaged). Only from fetch. */
    public static final class Unavailable extends PlatformException {
        /** With the reason, in a few words that a person understands. */
        public Unavailable(String message) {
            super(message, null);
        }
    }

    /**
     * The gateway could not store what the platform delivered, or takes nothing any more because it
     * stops. The adapter must not confirm the batch; it lets this one out of {@link
     * PlatformAdapter#serve()}.
     */
    public static final class NotAccepted extends PlatformException {
        /** With the reason. */
        public NotAccepted(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
