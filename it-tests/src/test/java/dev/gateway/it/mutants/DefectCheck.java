package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/** Looks at a gateway from outside, as a test would. Thread-safe. */
interface DefectCheck {

    /** What it is called in the table. */
    String name();

    /**
     * Looks.
     *
     * @param folder for homes and other files; empty
     * @return what is wrong, with how it was found; empty if nothing is
     */
    Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception;
}
