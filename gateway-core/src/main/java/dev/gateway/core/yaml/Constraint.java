package dev.gateway.core.yaml;

import java.time.Duration;
import java.util.List;

/**
 * What the value of an option must keep to beside its kind, so that a config which is accepted
 * cannot fail for its values later.
 */
public sealed interface Constraint {

    /** Nothing. */
    record None() implements Constraint {}

    /** A duration of at least so much. */
    record AtLeast(Duration least) implements Constraint {}

    /** A whole number from {@code least} to {@code most}. */
    record Between(long least, long most) implements Constraint {}

    /** One of these words. */
    record OneOf(List<String> words) implements Constraint {

        /** Copies the list. */
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /** Printable ASCII on one line, as it goes into a header or an address. */
    record Ascii() implements Constraint {}
}
