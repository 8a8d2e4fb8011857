package dev.gateway.sim.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a rigged gateway finds its plan; it may be changed while it runs. */
final class CrashPlanFile {

    private final Path file;

    CrashPlanFile(Path file) {
        this.file = file;
    }

    /** Whoever reads meanwhile gets the former plan or this one. */
    void write(CrashPlan plan) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, plan.text());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    CrashPlan read() {
        try {
            return CrashPlan.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
