package dev.gateway.sim.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a rigged gateway writes its steps; what is written survives the death of the process. */
final class CrashTraceFile {

    private final Path file;
    private long parsed = -1;
    private List<CrashTraceEntry> steps = List.of();

    CrashTraceFile(Path file) {
        this.file = file;
    }

    /** By a stream, not a channel, which an interrupt would close. */
    void add(CrashTraceEntry step) {
        try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write((step.line() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Whole lines only: the last one may just be being written. Read only when there is more of it,
     * as somebody asks all the time.
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
