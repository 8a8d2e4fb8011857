package dev.gateway.sim.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a rigged gateway writes its steps; what is written survives the death of the process. */
final class TraceFile {

    private final Path file;

    TraceFile(Path file) {
        this.file = file;
    }

    /** By a stream, not a channel, which an interrupt would close. */
    void add(CrashStep step) {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((step.line() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Whole lines only: the last one may just be being written. */
    List<CrashStep> read() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(CrashStep::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
