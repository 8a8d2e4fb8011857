package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class EventFileWriterTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("events.jsonl");
    }

    @Test
    void eachEventIsOneLineWithTimePidAndFields() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("platform", "mama\n\"x\"");
        fields.put("count", 7);
        fields.put("big", 1L << 40);
        fields.put("ratio", 0.5);
        fields.put("complete", true);
        var trail = new EventFileWriter(file);
        trail.on(
                new LifecycleEvent(
                        Instant.parse("2026-04-01T12:00:00Z"),
                        99,
                        4711,
                        EventType.DRAIN_FINISHED,
                        fields));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"at\":\"2026-04-01T12:00:00.000Z\",\"mono_ns\":99,\"pid\":4711,"
                                + "\"event\":\"drain_finished\",\"platform\":\"mama\\n\\\"x\\\"\","
                                + "\"count\":7,\"big\":1099511627776,\"ratio\":0.5,"
                                + "\"complete\":true}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Property
    void timesHaveMillisecondsAndSortAsText(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long one,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long other) {
        String first = EventJson.millis(Instant.ofEpochMilli(one).plusNanos(123));
        String second = EventJson.millis(Instant.ofEpochMilli(other));
        assertThat(first).hasSize("2026-04-01T12:00:00.000Z".length());
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(one, other));
    }

    @Test
    void whatHappensToSingleMessagesIsLeftOut() {
        new EventFileWriter(file).on(event(EventType.MESSAGE_ACCEPTED));
        assertThat(file).doesNotExist();
    }

    @Test
    void twoProcessesCanShareIt() {
        var old = new EventFileWriter(file);
        var successor = new EventFileWriter(file);
        old.on(event(EventType.LOCK_ACQUIRED));
        successor.on(event(EventType.STANDBY));
        old.on(event(EventType.STOPPED));
        successor.on(event(EventType.LOCK_ACQUIRED));
        assertThat(types()).containsExactly("lock_acquired", "standby", "stopped", "lock_acquired");
    }

    @Test
    void aFileThatAnotherProcessMovedAwayIsNotWrittenToAnyMore() throws Exception {
        var trail = new EventFileWriter(file);
        trail.on(event(EventType.STANDBY));
        Files.move(file, EventFileWriter.rotated(file));
        trail.on(event(EventType.LOCK_ACQUIRED));
        trail.on(event(EventType.READY));
        assertThat(types()).containsExactly("lock_acquired", "ready");
        assertThat(Files.readAllLines(EventFileWriter.rotated(file))).hasSize(1);
    }

    @Test
    void aLinkThatTookThePlaceOfTheFileIsNotFollowed() throws Exception {
        var trail = new EventFileWriter(file);
        trail.on(event(EventType.STANDBY));
        Files.move(file, folder.resolve("aside"));
        Path target = Files.writeString(folder.resolve("target"), "precious\n");
        Files.createSymbolicLink(file, target);
        trail.on(event(EventType.READY));
        assertThat(target).hasContent("precious\n");
        Files.delete(file);
        trail.on(event(EventType.STOPPED));
        assertThat(types()).containsExactly("stopped");
    }

    @Test
    void threadsDoNotMixTheirLines() throws Exception {
        var trail = new EventFileWriter(file);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            var thread =
                    new Thread(
                            () -> {
                                for (int n = 0; n < 100; n++) {
                                    trail.on(event(EventType.STATE_CHANGED));
                                }
                            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(types()).hasSize(400);
    }

    @Test
    void aLineThatAPowerLossToreIsClosedOff() throws Exception {
        Files.writeString(file, "{\"at\":\"2026-04-01T12:00:00.000Z\",\"event\":\"rea");
        new EventFileWriter(file).on(event(EventType.READY));
        assertThat(types()).containsExactly("ready");
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aWriteThatFailedHalfwayDoesNotSpoilTheNextLine() throws Exception {
        var trail = new EventFileWriter(file);
        trail.on(event(EventType.HOME_READY));
        Files.move(file, folder.resolve("aside"));
        Files.createDirectory(file);
        trail.on(event(EventType.LOCK_ACQUIRED));
        Files.delete(file);
        Files.writeString(file, "{\"half\": ", StandardOpenOption.CREATE_NEW);
        trail.on(event(EventType.READY));
        assertThat(types()).containsExactly("ready");
    }

    @Test
    void anInterruptedThreadWritesAllTheSame() {
        var trail = new EventFileWriter(file);
        Thread.currentThread().interrupt();
        try {
            trail.on(event(EventType.STOP_REQUESTED));
            trail.on(event(EventType.INTAKE_STOPPED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(types()).containsExactly("stop_requested", "intake_stopped");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious\n");
        Files.createSymbolicLink(file, target);
        new EventFileWriter(file).on(event(EventType.READY));
        assertThat(target).hasContent("precious\n");
    }

    @Test
    void aPipeInItsPlaceHangsNobody() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        new EventFileWriter(file).on(event(EventType.READY));
        assertThat(Files.isRegularFile(file)).isFalse();
    }

    @Test
    void aFolderThatIsGoneIsSurvived() throws Exception {
        var trail = new EventFileWriter(folder.resolve("gone/events.jsonl"));
        trail.on(event(EventType.READY));
        Files.createDirectory(folder.resolve("gone"));
        trail.on(event(EventType.STOPPED));
        assertThat(folder.resolve("gone/events.jsonl")).isNotEmptyFile();
    }

    @Test
    void aFileThatHasTheNameOfTheHomeIsLeftToTheStartToReport() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("in-the-way"));
        var writer = new EventFileWriter(inTheWay.resolve("home/events.jsonl"));
        var logged = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(EventFileWriter.class);
        logged.start();
        logger.addAppender(logged);
        try {
            writer.on(event(EventType.READY));
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list).isEmpty();
    }

    @Test
    void aProcessThatHasPassedTheHomeOnLeavesALargeFileToItsSuccessor() {
        var trail = new EventFileWriter(file, 1000);
        trail.on(event(EventType.LOCK_ACQUIRED));
        trail.on(event(EventType.HANDOVER_STARTED));
        for (int i = 0; i < 30; i++) {
            trail.on(event(EventType.STATE_CHANGED));
        }
        assertThat(types()).hasSize(32);
        trail.on(event(EventType.HANDOVER_FAILED)); // and so it is its own again
        assertThat(types()).containsExactly("handover_failed");
    }

    @Test
    void theHolderOfTheHomeBeginsANewFileWhenItHasGrownLarge() {
        var trail = new EventFileWriter(file, 1000);
        trail.on(event(EventType.LOCK_ACQUIRED));
        for (int i = 0; i < 30; i++) {
            trail.on(event(EventType.STATE_CHANGED));
        }
        assertThat(file.toFile().length()).isBetween(1L, 1200L);
        assertThat(EventFileWriter.rotated(file).toFile().length()).isBetween(1000L, 1200L);
    }

    @Test
    void aStandbyNeverMovesTheTrailOfTheOneThatRuns() {
        var trail = new EventFileWriter(file, 100);
        for (int i = 0; i < 10; i++) {
            trail.on(event(EventType.STANDBY));
        }
        assertThat(EventFileWriter.rotated(file)).doesNotExist();
        assertThat(types()).hasSize(10);
    }

    private List<String> types() {
        List<String> types = new ArrayList<>();
        for (RecordedEvent event : EventFileReader.fromStart(file).poll()) {
            types.add(event.name());
        }
        return types;
    }

    static LifecycleEvent event(EventType type) {
        return new LifecycleEvent(Instant.EPOCH, 1, 4711, type, Map.of("n", 1));
    }
}
