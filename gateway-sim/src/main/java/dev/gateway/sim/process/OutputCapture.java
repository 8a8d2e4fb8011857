package dev.gateway.sim.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of a process on one stream, in a file without a name: unlike a pipe it never blocks
 * the writer, is complete as soon as the process has ended, needs no thread, and is gone with the
 * last process that has it open.
 */
final class OutputCapture implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile reader;
    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean closed;

    private OutputCapture(Path path, RandomAccessFile reader) {
        this.path = path;
        this.reader = reader;
    }

    static OutputCapture create() {
        try {
            Path path = Files.createTempFile("gateway-sim-", ".out").toRealPath();
            return new OutputCapture(path, new RandomAccessFile(path.toFile(), "r"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a file for the output of a process", e);
        }
    }

    /** Returns the file that the process has to write to. */
    File file() {
        return path.toFile();
    }

    /** Removes the file's name, once the process has it open. */
    void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }

    /** Returns whether this process has the file open as its stdout or stderr. */
    boolean isOpenIn(ProcessHandle process) {
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        return refersToThis(descriptors.resolve("1")) || refersToThis(descriptors.resolve("2"));
    }

    private boolean refersToThis(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith(path.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the complete lines so far, and the last one even if it lacks its end. */
    synchronized List<String> lines() {
        readOn();
        var all = new ArrayList<>(lines);
        if (unfinished.size() > 0) {
            all.add(unfinished.toString(StandardCharsets.UTF_8));
        }
        return all;
    }

    /** Returns the first match of the pattern in a complete line so far. */
    synchronized Optional<Matcher> firstMatch(Pattern pattern) {
        readOn();
        return lines.stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    private void readOn() {
        if (closed) {
            return;
        }
        byte[] block = new byte[64 * 1024];
        try {
            for (int n = reader.read(block); n > 0; n = reader.read(block)) {
                for (int i = 0; i < n; i++) {
                    add(block[i]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the output of a process", e);
        }
    }

    private void add(byte octet) {
        if (octet == '\n') {
            lines.add(unfinished.toString(StandardCharsets.UTF_8));
            unfinished.reset();
        } else {
            unfinished.write(octet);
        }
    }

    /** Reads the file for the last time; {@link #lines} goes on to work. */
    @Override
    public synchronized void close() {
        try (reader) {
            readOn();
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the output of a process", e);
        }
    }
}
