package dev.gateway.sim.reported;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;

/** {@code gateway.pid} as in the reports: the process that creates it may run. */
final class ReportedPidFile {

    private final Path file;
    private final DefectOptions options;
    private final PidProbe others;
    private final ReportedLog log;
    private final ProcessRecord record = new ProcessRecord();

    ReportedPidFile(Path file, DefectOptions options, PidProbe others, ReportedLog log) {
        this.file = file;
        this.options = options;
        this.others = others;
        this.log = log;
    }

    OptionalLong pid() {
        return record.pid(file);
    }

    /**
     * Creates the file; returns whether this process may run. Otherwise the log names the reason.
     */
    boolean write() throws IOException, InterruptedException {
        if (options.stalePidFile() == DefectOptions.StalePidFile.UNLINK && !unlinkStale()) {
            return false;
        }
        try {
            publish();
            return true;
        } catch (FileAlreadyExistsException e) {
            log.error("PID file race lost to another gateway instance. Exiting.");
            return false;
        }
    }

    /** Checks in one step and deletes in another: the file may be another process's by then. */
    private boolean unlinkStale() throws IOException, InterruptedException {
        OptionalLong pid = pid();
        if (pid.isEmpty() || pid.getAsLong() == ProcessHandle.current().pid()) {
            return true;
        }
        if (others.alive(pid.getAsLong())) {
            log.error(
                    "Another gateway instance (PID %d) is running. Exiting."
                            .formatted(pid.getAsLong()));
            return false;
        }
        pause(options.window());
        Files.deleteIfExists(file);
        return true;
    }

    private void publish() throws IOException, InterruptedException {
        if (options.publish() == DefectOptions.Publish.LINK) {
            Path complete = file.resolveSibling("gateway.pid." + ProcessHandle.current().pid());
            Files.write(complete, record.ofThisProcess());
            try {
                Files.createLink(file, complete);
            } finally {
                Files.delete(complete);
            }
            return;
        }
        try (FileChannel created =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            pause(options.writeDelay());
            created.write(ByteBuffer.wrap(record.ofThisProcess()));
        }
    }

    /** Deletes the file, even if another process has written it meanwhile. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void pause(Duration time) throws InterruptedException {
        if (!time.isZero()) {
            Thread.sleep(time.toMillis());
        }
    }
}
