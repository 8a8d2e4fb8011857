package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.SessionProcess;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.session.SessionRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OutgoingSessionsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HostServices machine = HostServices.system();
    private final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    @TempDir Path home;
    private Path folder;
    private ChildProcess old;

    @BeforeEach
    void start() throws Exception {
        folder = home.resolve("sessions");
        old = SessionProcess.in(folder);
    }

    @AfterEach
    void end() {
        old.close();
    }

    private OutgoingSessions care(Duration unsaid) {
        var stream = new EventStream(machine.clock(), ProcessHandle.current().pid());
        stream.add(events::add);
        var care =
                new OutgoingSessions(
                        new SessionRegistry(folder, machine.probe()), machine, stream, unsaid);
        care.start();
        return care;
    }

    private void assertEnded(OutgoingSessions care, String how) throws Exception {
        await().atMost(SOON).until(care::isEmpty);
        await().atMost(SOON).until(() -> !events.isEmpty());
        assertThat(events.get(0).type()).isEqualTo(EventType.OUTGOING_ENDED);
        assertThat(events.get(0).fields())
                .containsEntry("old_pid", old.pid())
                .containsEntry("how", how);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void oneThatEndsItsSessionAndThenItselfHasEnded() throws Exception {
        SessionProcess.idOf(old);
        OutgoingSessions care = care(SOON);
        old.writeLine("close");
        assertThat(old.readLine()).isEqualTo("closed");
        assertThat(care.isEmpty()).isFalse();
        old.kill();
        assertEnded(care, "ended");
    }

    @Test
    void whatOneThatDiedLeftIsRemoved() throws Exception {
        SessionId id = SessionProcess.idOf(old);
        OutgoingSessions care = care(SOON);
        old.kill();
        assertEnded(care, "died");
        assertThat(folder.resolve(id + ".lock")).doesNotExist();
    }

    @Test
    void oneThatOutlivesItsEndIsKilled() throws Exception {
        SessionProcess.idOf(old);
        OutgoingSessions care = care(Duration.ZERO);
        assertEnded(care, "killed");
        assertThat(old.awaitEnd()).isNotZero();
    }

    @Test
    void aLaterEndThatOneTellsCounts() throws Exception {
        SessionProcess.idOf(old);
        OutgoingSessions care = care(Duration.ZERO);
        old.writeLine("outgoing");
        assertThat(old.readLine()).isEqualTo("outgoing");
        // Far beyond the end that was assumed, and its margin.
        await().during(Duration.ofSeconds(4)).atMost(SOON).until(old::isAlive);
        assertThat(events).isEmpty();
        care.stop();
    }
}
