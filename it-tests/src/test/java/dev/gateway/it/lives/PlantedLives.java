package dev.gateway.it.lives;

import dev.gateway.it.mutants.Mistake;
import dev.gateway.it.mutants.Workshop;
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
 * Lives of a gateway that was given the reported mistake: it takes a PID file that is left for a
 * gateway that runs. Fails, as {@link ALifeThatFailsIT} wants it to.
 */
class PlantedLives {

    static final Path FOLDER = Path.of("target", "planted-mistake");
    static final Found FOUND = new Found(Path.of("target", "planted-life.yaml"));

    private static final Mistake MISTAKE =
            Mistake.core(
                    "a PID file that is there stops every start",
                    "lifecycle/HomeEntry.java",
                    "            pidFile.publish(ours);",
                    """
                                if (Files.exists(pidFile.path(), LinkOption.NOFOLLOW_LINKS)) {
                                    throw StartFailure.of(
                                            new java.nio.file.FileSystemException(
                                                    pidFile.path().toString(), null, "race lost"),
                                            pidFile.path());
                                }
                                pidFile.publish(ours);
                    """);

    private LifeCheck check;

    @BeforeProperty
    void plant() throws IOException {
        Path launcher = new Workshop(FOLDER).make(MISTAKE).launcher().toAbsolutePath();
        check = new LifeCheck(launcher.toString(), FOUND);
    }

    @Property(
            tries = 1,
            seed = "10",
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED,
            afterFailure = AfterFailureMode.RANDOM_SEED)
    void nothingThatHappensToAGatewayNeedsAPerson(@ForAll("lives") Life life) throws Exception {
        check.play(life);
    }

    @Provide
    Arbitrary<Life> lives() {
        return Lives.of(Deed.STOP, Deed.KILL);
    }
}
