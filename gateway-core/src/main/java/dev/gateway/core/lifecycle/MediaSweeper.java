package dev.gateway.core.lifecycle;

import dev.gateway.core.concurrent.SupervisedLoop;
import dev.gateway.core.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The regular deletion of unused attachments, on a daemon thread {@code media-sweep}: those without
 * an unfinished message or answer, once they are some days old. A file that an adapter is
 * downloading is young.
 */
final class MediaSweeper implements AutoCloseable {

    /** The minimum age, as long as the journal remembers a finished message. */
    static final Duration KEEP = Duration.ofDays(2);

    private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration EVERY = Duration.ofHours(1);

    /** Deletes in the folder of an account, or a file of a handler. */
    private static final int DEPTH = 2;

    private final Path media;
    private final Journal journal;
    private final Clock clock;
    private final SupervisedLoop loop = new SupervisedLoop("media-sweep", this::run, () -> {});
    private Duration pause = FIRST;

    MediaSweeper(Path media, Journal journal, Clock clock) {
        this.media = media;
        this.journal = journal;
        this.clock = clock;
    }

    void start() {
        loop.start();
    }

    private void run() throws InterruptedException {
        Thread.sleep(pause.toMillis());
        pause = EVERY;
        sweepOrSay();
    }

    private void sweepOrSay() throws InterruptedException {
        try {
            int removed = sweep();
            if (removed > 0) {
                LOG.info("Removed {} old attachments from {}.", removed, media);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Old attachments in {} were not removed: {}", media, e.getMessage());
        }
    }

    /** Sweeps once; returns the number of deleted files. */
    int sweep() throws IOException, InterruptedException {
        Instant before = clock.instant().minus(KEEP);
        List<Path> old;
        try (Stream<Path> all = Files.walk(media, DEPTH)) {
            old = all.filter(file -> isOlder(file, before)).toList();
        }
        if (old.isEmpty()) {
            return 0;
        }
        // After the listing of the files: a file referred to only now is young.
        Set<String> needed = journal.attachments();
        int removed = 0;
        for (Path file : old) {
            if (!needed.contains(file.toString()) && Files.deleteIfExists(file)) {
                removed++;
            }
        }
        return removed;
    }

    private static boolean isOlder(Path file, Instant limit) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (IOException e) {
            return false; // Another process was quicker.
        }
    }

    /** Stops the sweep at once; the next run deletes the rest. */
    @Override
    public void close() {
        loop.stop();
        loop.interrupt();
    }
}
