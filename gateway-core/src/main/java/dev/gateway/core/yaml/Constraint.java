package dev.gateway.core.yaml;

import java.time.Duration;
import java.util.List;

/**
 * A limit of an option's value beside its kind, so that an accepted config cannot fail for its
 * values later.
 */
public sealed interface Constraint {

    /** No limit. */
    record None() implements Constraint {}

    /** A duration of at least {@code least}. */
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

    /** Printable ASCII on one line, as a header or an address can hold it. */
    record Ascii() implements Constraint {}
}
