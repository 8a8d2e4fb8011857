package dev.gateway.it.randomruns;

import dev.gateway.it.mutants.MutantBuilder;
import dev.gateway.it.mutants.Mutation;
import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Random runs of a gateway with the reported defect: it takes a leftover PID file for a running
 * gateway. Fails, as {@link FailingRunIT} expects.
 */
class SeededDefectRuns {

    static final Path FOLDER = Path.of("target", "seeded-defect");
    static final FailureArtifacts ARTIFACTS =
            new FailureArtifacts(Path.of("target", "seeded-defect-run.yaml"));

    private static final Mutation DEFECT =
            Mutation.core(
                    "a PID file that is there stops every start",
                    "core/lifecycle/HomeOwnership.java",
                    "            pidFile.publish(ours);",
                    """
                                if (Files.exists(pidFile.path(), LinkOption.NOFOLLOW_LINKS)) {
                                    throw StartupException.of(
                                            new java.nio.file.FileSystemException(
                                                    pidFile.path().toString(), null, "race lost"),
                                            pidFile.path());
                                }
                                pidFile.publish(ours);
                    """);

    private RandomRunPlayer check;

    @BeforeProperty
    void build() throws IOException {
        Path launcher = new MutantBuilder(FOLDER).build(DEFECT).launcher().toAbsolutePath();
        check = new RandomRunPlayer(launcher.toString(), ARTIFACTS);
    }

    @Property(
            tries = 1,
            seed = "10",
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED,
            afterFailure = AfterFailureMode.RANDOM_SEED)
    void nothingThatHappensToAGatewayNeedsAPerson(@ForAll("lives") RandomRun randomRun)
            throws Exception {
        check.play(randomRun);
    }

    @Provide
    Arbitrary<RandomRun> lives() {
        return RandomRunArbitraries.of(GatewayAction.STOP, GatewayAction.KILL);
    }
}
