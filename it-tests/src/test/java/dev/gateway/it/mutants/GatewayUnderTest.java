package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway that a check runs.
 *
 * @param classes mutated classes, which precede all others; empty for the original
 * @param launcher the command that runs the gateway
 */
public record GatewayUnderTest(Optional<Path> classes, Path launcher) {

    /** Returns whether the gateway is a mutant. */
    boolean isMutated() {
        return classes.isPresent();
    }
}
