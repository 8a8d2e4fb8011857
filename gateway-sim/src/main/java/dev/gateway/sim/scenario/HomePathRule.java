package dev.gateway.sim.scenario;

import java.nio.file.Path;

/**
 * The check that a path stays inside a home: a scenario file from another author must not damage
 * files outside the simulator's folders.
 */
final class HomePathRule {

    private HomePathRule() {}

    static void check(String file) {
        Path path = Path.of(file).normalize();
        if (file.isBlank() || path.isAbsolute() || path.startsWith("..")) {
            throw new IllegalArgumentException(
                    "the file is not in the home; write for instance gateway.pid");
        }
    }
}
