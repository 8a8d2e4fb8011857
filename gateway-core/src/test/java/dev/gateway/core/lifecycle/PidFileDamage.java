package dev.gateway.core.lifecycle;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kinds of damage to a PID file. */
enum PidFileDamage {
    /** A user removed it. */
    MISSING(""),
    /** A power failure left it empty. */
    EMPTY(""),
    /** It was truncated. */
    CUT("{\"pid\": %d, \"kind\": \"gat"),
    /** An old program wrote it: only the number of another process. */
    NUMBER("%d%n"),
    /** The Python gateway wrote it. */
    HERMES("{\"pid\": %d, \"kind\": \"hermes-gateway\", \"argv\": [], \"start_time\": null}"),
    /** A gateway's record without anything that distinguishes processes. */
    BARE_RECORD("{\"pid\": %d, \"kind\": \"gateway\"}"),
    /** It is a link to another file. */
    LINK("");

    private final String text;

    PidFileDamage(String text) {
        this.text = text;
    }

    static PidFileDamage of(int number) {
        return values()[number % values().length];
    }

    /** Applies the damage; {@code pid} is a process unrelated to this home. */
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
