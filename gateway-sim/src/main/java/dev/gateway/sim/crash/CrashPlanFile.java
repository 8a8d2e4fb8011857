package dev.gateway.sim.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file with the plan of an instrumented gateway, which may change while the gateway runs. */
final class CrashPlanFile {

    private final Path file;

    CrashPlanFile(Path file) {
        this.file = file;
    }

    /** Replaces the plan atomically: a concurrent reader gets the old plan or this one. */
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
