package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The replacement of a text in a source file. The text has to occur exactly once, so that an
 * outdated mutation is noticed.
 *
 * @param name a description
 * @param module the module of the source
 * @param source the file, below {@code dev/gateway} of the module's sources
 * @param original the text to replace
 * @param replacement the text of the mutation
 */
public record Mutation(
        String name, String module, String source, String original, String replacement) {

    /** Returns a mutation of the core. */
    public static Mutation core(String name, String source, String original, String replacement) {
        return new Mutation(name, "gateway-core", source, original, replacement);
    }

    /** Returns the path of the source file. */
    Path file() {
        return Path.of("..", module, "src/main/java/dev/gateway", source);
    }

    /** Returns the source with the mutation. */
    String mutated(String text) {
        int first = text.indexOf(original);
        if (first < 0 || text.indexOf(original, first + 1) >= 0) {
            throw new AssertionError(
                    "Mutant \"%s\": its words have to be in %s exactly once. Fit it to the code."
                            .formatted(name, file()));
        }
        return text.substring(0, first) + replacement + text.substring(first + original.length());
    }

    /** Returns the name in a form for files. */
    String slug() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
