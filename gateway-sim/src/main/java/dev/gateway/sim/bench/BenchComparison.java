package dev.gateway.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A comparison with a former report of the same scene. Only figures that are stable on a busy
 * machine can be a regression; the others are shown.
 */
final class BenchComparison {

    private static final double HUNDRED = 100;

    /** The smallest difference that counts where the figures are near 0. */
    private static final double LEAST = 0.02;

    private final Path file;
    private final JsonNode former;
    private final List<String> lines = new ArrayList<>();
    private final List<String> regressions = new ArrayList<>();

    private BenchComparison(Path file, JsonNode former) {
        this.file = file;
        this.former = former;
    }

    /**
     * Reads a former report.
     *
     * @throws IllegalArgumentException if it is none, or one of another scene; the message says it
     */
    static BenchComparison with(Path file, String scene) {
        JsonNode former;
        try {
            former = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--compare: cannot read " + file + ": " + firstLine(e.getMessage()), e);
        }
        if (!former.path("figures").isObject()) {
            throw new IllegalArgumentException(
                    "--compare: " + file + " is not what 'gateway-sim bench --json' prints");
        }
        String other = former.path("scene").asText("");
        if (!other.equals(scene)) {
            throw new IllegalArgumentException(
                    "--compare: "
                            + file
                            + " is of another scene: '"
                            + other
                            + "', not '"
                            + scene
                            + "'. Measure with the same options");
        }
        return new BenchComparison(file, former);
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }

    /** Compares all figures that both have. */
    BenchComparison compare(BenchReport report) {
        report.samples()
                .forEach(
                        (metric, sample) -> {
                            JsonNode before =
                                    former.path("figures").path(metric.key()).path("median");
                            if (before.isNumber()) {
                                compare(metric, before.asDouble(), sample.median());
                            }
                        });
        return this;
    }

    private void compare(Metric metric, double before, double now) {
        double change = before == 0 ? 0 : (now - before) / before * HUNDRED;
        String line =
                String.format(
                        Locale.ROOT,
                        "%-47s %9s -> %9s  %+.0f %%",
                        metric.title(),
                        metric.unit().text(before),
                        metric.unit().text(now),
                        change);
        OptionalDouble tolerance = metric.tolerance();
        if (tolerance.isEmpty()) {
            lines.add(line + ", not judged");
        } else if (now - before > Math.max(LEAST, before * tolerance.getAsDouble())) {
            lines.add(line + ", REGRESSION");
            regressions.add(metric.key());
        } else {
            lines.add(line);
        }
    }

    /** Returns the lines to print. */
    List<String> lines() {
        var all = new ArrayList<String>();
        all.add("compared with " + file);
        all.addAll(lines);
        all.add(
                regressions.isEmpty()
                        ? "no regression"
                        : "regressions: " + String.join(", ", regressions));
        return all;
    }

    boolean hasRegression() {
        return !regressions.isEmpty();
    }
}
