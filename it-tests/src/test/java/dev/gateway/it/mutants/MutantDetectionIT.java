package dev.gateway.it.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the tests: each mutant is detected by the check for its kind, and the same check passes
 * with the original gateway. {@code -Dmutants=REGEX} restricts the test to the mutants whose names
 * match.
 */
class MutantDetectionIT {

    private static final Path FOLDER = Path.of("target", "mutants");
    private static final Path TABLE = Path.of("target", "mutants.md");

    /** More than CPUs, as most checks wait most of the time. */
    private static final int PARALLEL = 3;

    private final ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);

    @BeforeEach
    void clear() throws IOException {
        FileTrees.delete(FOLDER);
        Files.createDirectories(FOLDER);
    }

    @AfterEach
    void end() throws IOException {
        workers.shutdownNow();
        FileTrees.delete(FOLDER);
    }

    @Test
    void eachMistakeIsFoundAndTheGatewayAsItIsPasses() throws Exception {
        MutantBuilder builder = new MutantBuilder(FOLDER);
        Pattern words = Pattern.compile(System.getProperty("mutants", ""));
        List<Mutant> mutants =
                MutantCatalog.all().stream()
                        .filter(one -> words.matcher(one.name()).find())
                        .toList();
        List<DefectCheck> checks = mutants.stream().map(Mutant::check).distinct().toList();
        List<Callable<Optional<String>>> healthy = new ArrayList<>();
        for (DefectCheck check : checks) {
            healthy.add(() -> detectDefect(check, builder.original(), "as-it-is-"));
        }
        List<Callable<MutantResult>> broken = new ArrayList<>();
        mutants.forEach(mutant -> broken.add(() -> test(mutant, builder)));

        List<Future<Optional<String>>> passes = healthy.stream().map(workers::submit).toList();
        List<Future<MutantResult>> finds = broken.stream().map(workers::submit).toList();

        List<String> defects = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            String name = checks.get(i).name();
            passes.get(i).get().ifPresent(said -> defects.add(name + ": " + said));
        }
        List<MutantResult> rows = new ArrayList<>();
        for (Future<MutantResult> find : finds) {
            rows.add(find.get());
        }
        print(rows);
        assertThat(defects).as("said of the gateway as it is").isEmpty();
        assertThat(rows).as("mistakes").isNotEmpty().allMatch(MutantResult::caught);
    }

    private static MutantResult test(Mutant mutant, MutantBuilder builder) throws Exception {
        GatewayUnderTest underTest = builder.build(mutant.mutation());
        long began = System.nanoTime();
        Optional<String> defect =
                detectDefect(mutant.check(), underTest, mutant.mutation().slug() + "-");
        return new MutantResult(mutant, defect, Duration.ofNanos(System.nanoTime() - began));
    }

    private static Optional<String> detectDefect(
            DefectCheck check, GatewayUnderTest underTest, String name) throws Exception {
        return check.detectDefect(underTest, Files.createTempDirectory(FOLDER, name));
    }

    private static void print(List<MutantResult> rows) throws IOException {
        List<String> table = new ArrayList<>();
        table.add("| mistake | found by | after | how |");
        table.add("|---|---|---|---|");
        rows.forEach(row -> table.add(row.text()));
        Files.write(TABLE, table);
        table.forEach(System.out::println);
    }
}
