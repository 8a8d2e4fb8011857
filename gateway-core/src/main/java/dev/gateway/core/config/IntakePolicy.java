package dev.gateway.core.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules for the messages of an account on their way to the handler.
 *
 * @param burstWindow the pause after which a person's messages in a row are one message for the
 *     handler; zero if each is its own
 * @param maxAge the age from which a message is skipped; empty if none is
 */
public record IntakePolicy(Duration burstWindow, Optional<Duration> maxAge) {

    /** The rules of an account that sets none. */
    public static final IntakePolicy NONE = new IntakePolicy(Duration.ZERO, Optional.empty());

    /** Checks that nothing is missing. */
    public IntakePolicy {
        Objects.requireNonNull(burstWindow, "burstWindow");
        Objects.requireNonNull(maxAge, "maxAge");
    }
}
