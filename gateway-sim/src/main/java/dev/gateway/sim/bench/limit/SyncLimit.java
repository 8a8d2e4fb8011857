package dev.gateway.sim.bench.limit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** The time that the disk takes to have 4 KiB for good. */
final class SyncLimit {

    private static final int PAGE = 4096;
    private static final int LEAST = 20;
    private static final int PAGES = 1000;
    private static final double SECOND = 1e9;

    private SyncLimit() {}

    /** Returns the mean over a third of a second. */
    static double measure(Path folder) {
        Path path = folder.resolve("sync-limit");
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
            long began = System.nanoTime();
            long end = began + TimeUnit.MILLISECONDS.toNanos(333);
            int count = 0;
            // As a write-ahead log does, it begins again at the start after a while.
            for (; count < LEAST || end - System.nanoTime() > 0; count++) {
                page.clear();
                file.write(page, (long) (count % PAGES) * PAGE);
                file.force(false);
            }
            return (System.nanoTime() - began) / SECOND / count;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        } finally {
            delete(path);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
