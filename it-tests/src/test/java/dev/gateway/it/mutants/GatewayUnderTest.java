package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The gateway that a check looks at.
 *
 * @param classes changed classes that go before all others; empty for the gateway as it is
 * @param launcher the command that runs it
 */
public record GatewayUnderTest(Optional<Path> classes, Path launcher) {

    /** Whether it has a mistake on purpose. */
    boolean isMutated() {
        return classes.isPresent();
    }
}
