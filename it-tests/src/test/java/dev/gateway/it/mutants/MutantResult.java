package dev.gateway.it.mutants;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a mistake.
 *
 * @param mutant the mistake
 * @param defect what its check had to say; empty if it noticed nothing
 * @param duration how long that took
 */
record MutantResult(Mutant mutant, Optional<String> defect, Duration duration) {

    private static final int LONGEST = 120;

    boolean caught() {
        return defect.isPresent();
    }

    /** A row of the table. */
    String text() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f s | %s |",
                mutant.name(),
                caught() ? mutant.check().name() : "NOTHING",
                duration.toMillis() / 1000.0,
                defect.map(MutantResult::shortened).orElse("").replace("|", "\\|"));
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
