package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Some words of a source file are others. The words have to be there exactly once, so that a
 * mistake that can no longer be made is noticed.
 *
 * @param name what it is, in words
 * @param module where it is
 * @param source the file, below {@code dev/gateway} of the module's sources
 * @param original what stands there
 * @param replacement what the mistake makes of it
 */
public record Mutation(
        String name, String module, String source, String original, String replacement) {

    /** A mistake in the core. */
    public static Mutation core(String name, String source, String original, String replacement) {
        return new Mutation(name, "gateway-core", source, original, replacement);
    }

    /** A mistake in the adapters. */
    static Mutation adapters(String name, String source, String original, String replacement) {
        return new Mutation(name, "gateway-adapters", source, original, replacement);
    }

    /** The source file. */
    Path file() {
        return Path.of("..", module, "src/main/java/dev/gateway", source);
    }

    /** The source with the mistake in it. */
    String mutated(String text) {
        int first = text.indexOf(original);
        if (first < 0 || text.indexOf(original, first + 1) >= 0) {
            throw new AssertionError(
                    "Mutant \"%s\": its words have to be in %s exactly once. Fit it to the code."
                            .formatted(name, file()));
        }
        return text.substring(0, first) + replacement + text.substring(first + original.length());
    }

    /** Its name for files. */
    String slug() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
