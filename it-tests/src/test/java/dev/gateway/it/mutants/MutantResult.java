package dev.gateway.it.mutants;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a mutant.
 *
 * @param mutant the mutant
 * @param defect the defect that its check has found; empty if none
 * @param duration the duration of the check
 */
record MutantResult(Mutant mutant, Optional<String> defect, Duration duration) {

    private static final int LONGEST = 120;

    boolean caught() {
        return defect.isPresent();
    }

    /** Returns the row of the table. */
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
