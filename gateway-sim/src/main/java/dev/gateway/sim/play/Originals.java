package dev.gateway.sim.play;

import dev.gateway.sim.process.Damage;
import dev.gateway.sim.process.ExpectationFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** What files held before the scenario spoiled them. For one thread. */
final class Originals {

    private final Map<Path, byte[]> kept = new HashMap<>();

    /** Remembers it as it is now, unless that was done before. */
    void keep(Path file) {
        if (kept.containsKey(file) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            kept.put(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Puts it back, readable by its owner alone; the next damage is remembered anew.
     *
     * @throws ExpectationFailed if it was not spoiled
     */
    void restore(Path file) {
        byte[] content = kept.remove(file);
        if (content == null) {
            throw new ExpectationFailed("nothing has been done to " + file + " so far");
        }
        try {
            Damage.MISSING.to(file);
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
