package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.control.InstanceHandover.Outcome;
import dev.gateway.core.event.EventDetails;
import dev.gateway.core.event.EventFileReader;
import dev.gateway.core.event.EventFileWriter;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.FakeProcessSignals;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InstanceHandoverTest {

    private static final long OLD = 4711;
    private static final long SUCCESSOR = 4712;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final FakeProcessProbe probe = new FakeProcessProbe();
    private final FakeProcessSignals signals = new FakeProcessSignals();
    private final List<String> notices = new ArrayList<>();
    private final List<Boolean> requested = new ArrayList<>();
    @TempDir Path folder;
    private GatewayHome home;
    private FakeLockTable table;
    private EventStream ofOld;

    @BeforeEach
    void runOne() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        Files.createFile(home.lock());
        table = new FakeLockTable();
        ofOld = new EventStream(Clock.systemUTC(), OLD);
        ofOld.add(new EventFileWriter(home.events()));
        probe.with(OLD, 100, "gateway").with(SUCCESSOR, 200, "gateway");
        probe.with(ProcessProbe.system().self(), 300, "gateway");
        table.heldBy(OLD, home.lock());
    }

    private Outcome run(Duration limit) throws Exception {
        var host = new HostServices(probe, table.holders(), signals, Clock.systemUTC());
        var progress =
                new InstanceStopper.Progress() {
                    @Override
                    public void onSignalSent(long pid) {}

                    @Override
                    public void onWait(Duration elapsed) {}

                    @Override
                    public void onMessage(String text) {
                        notices.add(text);
                    }
                };
        return new InstanceHandover(home, host, SUCCESSOR, EventFileReader.fromEnd(home.events()))
                .run(() -> limit, progress);
    }

    /** Has the old gateway do something at its SIGTERM. */
    private void atSigterm(Runnable what) {
        signals.onTerminate(
                process -> {
                    requested.add(Files.exists(home.handoverRequest()));
                    what.run();
                    return true;
                });
    }

    private void publish(EventDetails event) {
        ofOld.publish(event);
    }

    @Test
    void oneThatStillFinishesItsMessagesIsLeftToThem() throws Exception {
        atSigterm(
                () -> {
                    table.heldBy(SUCCESSOR, home.lock());
                    publish(EventType.outgoing(2, LONG));
                });
        assertThat(run(LONG)).isEqualTo(new Outcome.Passed(OLD));
        assertThat(signals.sent()).containsExactly("TERM " + OLD);
        assertThat(requested).as("the request comes before the signal").containsExactly(true);
        assertThat(home.handoverRequest()).doesNotExist();
    }

    @Test
    void oneThatEndsAtOnceHasEnded() throws Exception {
        atSigterm(
                () -> {
                    publish(EventType.outgoing(0, LONG));
                    probe.without(OLD);
                });
        assertThat(run(LONG)).isEqualTo(new Outcome.Ended(OLD));
    }

    @Test
    void anOldGatewayThatGoesOnSaysWhy() throws Exception {
        atSigterm(() -> publish(EventType.handoverFailed("it did not come up", Optional.empty())));
        assertThat(run(LONG)).isEqualTo(new Outcome.GoesOn(OLD, "it did not come up"));
        assertThat(signals.sent()).containsExactly("TERM " + OLD);
    }

    @Test
    void onlyAHolderIsKilledPastTheLimit() throws Exception {
        atSigterm(() -> table.heldBy(SUCCESSOR, home.lock()));
        assertThat(run(Duration.ZERO)).isEqualTo(new Outcome.Passed(OLD));
        assertThat(signals.sent()).containsExactly("TERM " + OLD);

        table.heldBy(OLD, home.lock());
        atSigterm(() -> {});
        signals.onKill(
                process -> {
                    probe.without(OLD);
                    return true;
                });
        assertThat(run(Duration.ZERO)).isEqualTo(new Outcome.Killed(OLD));
        assertThat(signals.sent()).endsWith("KILL " + OLD);
        assertThat(notices).hasSize(1);
    }

    @Test
    void aRequestThatCannotBeWrittenStopsNothing() throws Exception {
        Files.createDirectory(home.handoverRequest());
        assertThat(run(LONG))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why()).contains("The old gateway goes on."));
        assertThat(signals.sent()).isEmpty();
    }

    @Test
    void aFreeHomeIsTheSuccessors() throws Exception {
        table.free();
        assertThat(run(LONG)).isEqualTo(new Outcome.NotRunning());
        table.heldBy(SUCCESSOR, home.lock());
        assertThat(run(LONG)).isEqualTo(new Outcome.NotRunning());
        assertThat(signals.sent()).isEmpty();
    }
}
