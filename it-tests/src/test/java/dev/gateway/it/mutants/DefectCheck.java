package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/** A check of a gateway from outside, as in a test. Thread-safe. */
interface DefectCheck {

    /** Returns the name in the table. */
    String name();

    /**
     * Runs the check.
     *
     * @param folder an empty folder for homes and other files
     * @return the defect, with the evidence; empty if there is none
     */
    Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception;
}
