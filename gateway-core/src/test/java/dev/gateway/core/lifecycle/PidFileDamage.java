package dev.gateway.core.lifecycle;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can have become of a PID file. */
enum PidFileDamage {
    /** Somebody removed it. */
    MISSING(""),
    /** A power loss left nothing in it. */
    EMPTY(""),
    /** It was cut off. */
    CUT("{\"pid\": %d, \"kind\": \"gat"),
    /** An old program wrote it: nothing but the number of somebody else. */
    NUMBER("%d%n"),
    /** The Python gateway wrote it. */
    HERMES("{\"pid\": %d, \"kind\": \"hermes-gateway\", \"argv\": [], \"start_time\": null}"),
    /** Ours, without anything that tells one process from another. */
    BARE_RECORD("{\"pid\": %d, \"kind\": \"gateway\"}"),
    /** It leads elsewhere. */
    LINK("");

    private final String text;

    PidFileDamage(String text) {
        this.text = text;
    }

    static PidFileDamage of(int number) {
        return values()[number % values().length];
    }

    /** Does it; {@code pid} is a process that has nothing to do with this home. */
    void to(GatewayHome home, long pid) {
        Path file = home.pidFile();
        try {
            HomeDirectory.prepare(home);
            Files.deleteIfExists(file);
            if (this == LINK) {
                Files.createSymbolicLink(file, home.folder().resolve("nowhere"));
            } else if (this != MISSING) {
                Files.writeString(file, text.formatted(pid));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
