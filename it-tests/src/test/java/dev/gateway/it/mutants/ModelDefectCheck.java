package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/** A check by the model of homes, locks and processes, in a forked JVM. */
final class ModelDefectCheck implements DefectCheck {

    private static final long SEED = 20260401;

    /** Most mutations are found within a few runs; the rarest needs about fifty. */
    private static final int TRIES = 150;

    @Override
    public String name() {
        return "property: homes, locks and processes";
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        String output =
                ForkedTestJvm.run(
                                underTest,
                                folder,
                                "dev.gateway.core.lifecycle.ModelSearch",
                                Long.toString(SEED),
                                Integer.toString(TRIES))
                        .orElseThrow(() -> new AssertionError("the search does not end"));
        if (output.contains("broken after ")) {
            return Optional.of(output.substring(output.indexOf("broken after ")).strip());
        }
        if (!output.contains("held " + TRIES)) {
            throw new AssertionError("the search failed:\n" + output);
        }
        return Optional.empty();
    }
}
