package dev.gateway.sim.scenario;

import java.nio.file.Path;

/** A scenario file that somebody was sent must not damage what is not the simulator's. */
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
