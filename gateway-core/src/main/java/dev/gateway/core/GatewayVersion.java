package dev.gateway.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, as PID file, status and {@code --version} show it. */
public final class GatewayVersion {

    private static final String RESOURCE = "version.txt";

    private GatewayVersion() {}

    /** For instance {@code 1.2.0}. Reads a small resource at each call; keep the result. */
    public static String current() {
        try (InputStream in = GatewayVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of the build", e);
        }
    }
}
