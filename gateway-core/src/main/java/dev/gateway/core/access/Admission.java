package dev.gateway.core.access;

import java.util.Objects;

/**
 * The decision on one received message, made before it is stored.
 *
 * @param outcome the treatment of the message
 * @param rule the rule that decided, for logs
 */
public record Admission(Outcome outcome, AccessRule rule) {

    /** The admission of a message without any restriction. */
    public static final Admission OPEN = new Admission(Outcome.ACCEPT, AccessRule.OPEN);

    /** The treatment of a message. */
    public enum Outcome {
        /** It is stored. */
        ACCEPT,
        /** It is stored if its sender is paired with the account, and refused otherwise. */
        ACCEPT_IF_PAIRED,
        /** Like {@link #ACCEPT_IF_PAIRED}; a sender who is not paired is answered with a code. */
        ACCEPT_IF_PAIRED_OR_INVITE,
        /** It is refused: confirmed to the platform, counted, not stored. */
        REFUSE
    }

    /** Checks that nothing is missing. */
    public Admission {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(rule, "rule");
    }

    static Admission accept(AccessRule rule) {
        return new Admission(Outcome.ACCEPT, rule);
    }

    static Admission refuse(AccessRule rule) {
        return new Admission(Outcome.REFUSE, rule);
    }
}
