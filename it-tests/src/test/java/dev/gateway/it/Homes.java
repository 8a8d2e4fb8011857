package dev.gateway.it;

import dev.gateway.sim.process.GatewayHomeDir;
import java.nio.file.Path;

/**
 * Where the homes of these tests are. Homes beside each other share their token locks, as those of
 * one user do; the homes of two test JVMs that run at the same time must not.
 */
public final class Homes {

    private Homes() {}

    /** A new home beside the others of this test JVM. */
    public static GatewayHomeDir create() {
        return GatewayHomeDir.create(
                Path.of("target", "homes", System.getProperty("test.fork", "1")));
    }
}
