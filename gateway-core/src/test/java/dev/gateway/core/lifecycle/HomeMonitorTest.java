package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecord;
import dev.gateway.core.instance.PidRecordFixtures;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.StopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeMonitorTest {

    private static final PidRecord OURS = PidRecordFixtures.ours(4711, 100);

    private final StopRequest stop = new StopRequest();
    private final List<EventType> events = new ArrayList<>();
    @TempDir Path folder;
    private GatewayHome home;
    private PidFile pidFile;
    private InstanceLock lock;
    private HomeMonitor guard;

    @BeforeEach
    void enter() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        lock = InstanceLock.tryAcquire(home).orElseThrow();
        pidFile = new PidFile(home);
        pidFile.publish(OURS);
        var stream = new EventStream(Clock.systemUTC(), 4711);
        stream.add(event -> events.add(event.type()));
        guard = new HomeMonitor(() -> lock, home.lock(), pidFile, OURS, stop, stream);
    }

    @AfterEach
    void leave() {
        lock.release();
    }

    @Test
    void looksAtLeastEveryTenSeconds() {
        assertThat(HomeMonitor.INTERVAL).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void changesNothingWhileAllIsWell() {
        guard.check();
        assertThat(events).isEmpty();
        assertThat(stop.isRequested()).isFalse();
    }

    @Test
    void writesThePidFileAgainWhateverBecameOfIt() throws Exception {
        Files.delete(home.pidFile());
        guard.check();
        assertThat(pidFile.holds(OURS)).isTrue();
        Files.writeString(home.pidFile(), "garbage");
        guard.check();
        assertThat(pidFile.holds(OURS)).isTrue();
        pidFile.publish(PidRecordFixtures.ours(4712, 5));
        guard.check();
        assertThat(pidFile.holds(OURS)).isTrue();
        assertThat(events)
                .containsExactly(
                        EventType.PID_FILE_REPAIRED,
                        EventType.PID_FILE_REPAIRED,
                        EventType.PID_FILE_REPAIRED);
        assertThat(stop.isRequested()).isFalse();
    }

    @Test
    void aDirectoryInThePlaceOfThePidFileIsSurvived() throws Exception {
        Files.delete(home.pidFile());
        Files.createDirectory(home.pidFile());
        guard.check();
        assertThat(events).isEmpty();
        Files.delete(home.pidFile());
        guard.check();
        assertThat(pidFile.holds(OURS)).isTrue();
    }

    /** POSIX locks of a process are dropped when it closes any descriptor of the file. */
    @Test
    void stopsTheGatewayOnceIfItsLockIsGone() throws Exception {
        guard.check();
        Files.newInputStream(home.lock()).close();
        guard.check();
        guard.check();
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isShortened()).isFalse();
        assertThat(stop.code()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(events).containsExactly(EventType.LOCK_LOST);
        assertThat(lock.isIntact()).isFalse();
    }

    @Test
    void stopsTheGatewayOnceIfItsLockFileWasReplaced() throws Exception {
        Files.delete(home.lock());
        Files.createFile(home.lock());
        Files.delete(home.pidFile());
        guard.check();
        guard.check();
        assertThat(stop.isRequested()).isTrue();
        assertThat(stop.isShortened()).isFalse();
        assertThat(stop.code()).isEqualTo(ExitCode.TRY_AGAIN);
        assertThat(events).containsExactly(EventType.LOCK_FILE_REPLACED);
        // The PID file may be another gateway's now.
        assertThat(home.pidFile()).doesNotExist();
    }

    @Test
    void leavesThePidFileAloneDuringAStop() throws Exception {
        stop.request("SIGTERM");
        Files.delete(home.pidFile());
        guard.check();
        assertThat(home.pidFile()).doesNotExist();
    }
}
