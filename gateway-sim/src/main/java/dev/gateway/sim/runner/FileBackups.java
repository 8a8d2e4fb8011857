package dev.gateway.sim.runner;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.FileDamage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The content of files before the scenario changed them. For one thread. */
final class FileBackups {

    private final Map<Path, byte[]> kept = new HashMap<>();

    /** Saves the current content, unless there is a saved one. */
    void backUp(Path file) {
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
     * Restores the file, readable by its owner alone; the next change is backed up anew.
     *
     * @throws ExpectationFailedException if there is no backup
     */
    void restore(Path file) {
        byte[] content = kept.remove(file);
        if (content == null) {
            throw new ExpectationFailedException("nothing has been done to " + file + " so far");
        }
        try {
            FileDamage.MISSING.applyTo(file);
            Files.write(file, content);
            OwnerOnlyFile.restrict(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
