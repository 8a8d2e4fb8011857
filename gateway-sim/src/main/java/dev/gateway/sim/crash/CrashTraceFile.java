package dev.gateway.sim.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file with the events of an instrumented gateway; its content survives the death of the
 * process.
 */
final class CrashTraceFile {

    private final Path file;
    private long parsed = -1;
    private List<CrashTraceEntry> steps = List.of();

    CrashTraceFile(Path file) {
        this.file = file;
    }

    /** Appends an event, by a stream: an interrupt would close a channel. */
    void add(CrashTraceEntry step) {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((step.line() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Returns the complete lines; the last one may be half written. Parses the file only if it has
     * grown, as callers poll this method.
     */
    synchronized List<CrashTraceEntry> read() {
        try {
            if (!Files.exists(file) || Files.size(file) == parsed) {
                return steps;
            }
            String text = Files.readString(file);
            steps =
                    text.substring(0, text.lastIndexOf('\n') + 1)
                            .lines()
                            .map(CrashTraceEntry::parse)
                            .toList();
            parsed = text.length(); // one byte a character
            return steps;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
