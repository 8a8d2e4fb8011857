package dev.gateway.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.core.control.HandoverRequest;
import dev.gateway.core.control.TakeoverLock;
import dev.gateway.core.event.EventField;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.systemd.MainProcessReporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with successors that are shell scripts: real processes, as systemd's unit would hold. */
class UnitHandoverTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** A successor that writes the events of a standby and waits for its end. */
    private static final String STANDS_BY =
            """
            printf '{"at":"2026-01-01T00:00:00.000Z","mono_ns":1,"pid":%d,"event":"standby"}\\n' "$$" >>"$1"
            printf '%s' "$SYSTEMD_EXEC_PID" >"$1.named"
            exec sleep 600
            """;

    private final HostServices host = HostServices.system();
    private final EventStream events = new EventStream(Clock.systemUTC(), 1);
    private final List<LifecycleEvent> published = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final StopRequest stop = new StopRequest();
    private final List<UnitSuccessor> launched = new CopyOnWriteArrayList<>();

    @TempDir private Path folder;

    private GatewayHome home;
    private TakeoverLock turn;
    private String script = STANDS_BY;
    private UnitHandover handover;

    @BeforeEach
    void open() throws Exception {
        home = new GatewayHome(folder);
        turn = TakeoverLock.acquire(home, SOON).orElseThrow();
        handover =
                new UnitHandover(
                        home,
                        host,
                        events,
                        stop,
                        new MainProcessReporter() {
                            @Override
                            public void handOver() {
                                told.add("handing over");
                            }

                            @Override
                            public void passOn(long pid) {
                                told.add("main " + pid);
                            }

                            @Override
                            public void takeBack(long pid) {
                                told.add("taken back");
                            }
                        },
                        () -> {
                            var successor =
                                    UnitSuccessor.launch(
                                            host,
                                            List.of(
                                                    "/bin/sh",
                                                    "-c",
                                                    script,
                                                    "successor",
                                                    home.events().toString()));
                            launched.add(successor);
                            return successor;
                        });
        events.add(handover);
        events.publish(EventType.READY);
        events.add(published::add);
    }

    @AfterEach
    void end() throws Exception {
        turn.close();
        for (UnitSuccessor each : launched) {
            each.abandon();
        }
    }

    @Test
    void aSigtermWithoutARequestIsAStop() {
        assertThat(handover.getAsBoolean()).isFalse();
        assertThat(launched).isEmpty();
    }

    @Test
    void servesUntilItsSuccessorStandsByAndPassesTheUnitOnWhenThatIsReady() throws Exception {
        request();
        assertThat(handover.getAsBoolean()).as("taken, and no stop").isTrue();

        await().atMost(SOON).until(stop::isRequested);
        long pid = launched.get(0).pid();
        assertThat(stop.reason()).contains("restart");
        assertThat(told).containsExactly("handing over");
        assertThat(HandoverRequest.pending(home).orElseThrow().successor()).contains(pid);
        assertThat(Path.of(home.events() + ".named"))
                .as("the process that systemd's messages are for")
                .hasContent(Long.toString(pid));

        recordReady(pid);

        await().atMost(SOON).until(() -> told.contains("main " + pid));
        assertThat(ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid))
                .as("its parent, no process of ours")
                .isNotEqualTo(Optional.of(host.probe().self()));
        assertThat(launched.get(0).isAlive()).isTrue();
        assertThat(handover.getAsBoolean()).as("a SIGTERM from now on").isFalse();
    }

    @Test
    void reportsTheSuccessorAtTheLatestWhenThisProcessIsOutgoing() throws Exception {
        request();
        handover.getAsBoolean();
        await().atMost(SOON).until(stop::isRequested);

        events.publish(EventType.outgoing(1, SOON));

        assertThat(told).containsExactly("handing over", "main " + launched.get(0).pid());
    }

    @Test
    void passesTheUnitOnWithItsEndIfItKeptTheHomeUntilThen() throws Exception {
        request();
        handover.getAsBoolean();
        await().atMost(SOON).until(stop::isRequested);

        events.publish(EventType.stopped(0));

        assertThat(told).containsExactly("handing over", "main " + launched.get(0).pid());
    }

    @Test
    void goesOnIfItsSuccessorDoesNotComeUp() throws Exception {
        script = "exit 78";
        request();
        assertThat(handover.getAsBoolean()).isTrue();

        await().atMost(SOON).until(() -> !published.isEmpty());
        LifecycleEvent failed = published.get(0);
        assertThat(failed.type()).isEqualTo(EventType.HANDOVER_FAILED);
        assertThat(failed.number(EventField.CODE)).isEqualTo(78);
        assertThat(stop.isRequested()).isFalse();
        assertThat(told).isEmpty();
        assertThat(home.handoverRequest()).doesNotExist();

        script = STANDS_BY;
        request();
        assertThat(handover.getAsBoolean()).as("the next restart").isTrue();
        await().atMost(SOON).until(stop::isRequested);
    }

    @Test
    void aStopWhileTheSuccessorLoadsEndsTheSuccessorFirst() throws Exception {
        script = "exec sleep 600";
        request();
        assertThat(handover.getAsBoolean()).isTrue();
        await().atMost(SOON).until(() -> !launched.isEmpty());

        assertThat(handover.getAsBoolean()).as("a stop").isFalse();

        await().atMost(SOON).until(() -> !launched.get(0).isAlive());
        assertThat(home.handoverRequest()).doesNotExist();
        assertThat(told).isEmpty();
    }

    @Test
    void aStopWhileTheSuccessorTakesOverIsForwardedToIt() throws Exception {
        request();
        handover.getAsBoolean();
        await().atMost(SOON).until(stop::isRequested);

        assertThat(handover.getAsBoolean()).as("of the successor, which waits for this").isTrue();

        await().atMost(SOON).until(() -> !launched.get(0).isAlive());
        assertThat(stop.isShortened()).isFalse();
        events.publish(EventType.handoverFailed("it ended", Optional.empty()));
        assertThat(told).containsExactly("handing over", "taken back");
        assertThat(stop.isShortened()).as("asked to stop itself").isTrue();
    }

    @Test
    void aSecondStopIsForThisProcess() throws Exception {
        request();
        handover.getAsBoolean();
        await().atMost(SOON).until(stop::isRequested);

        assertThat(handover.getAsBoolean()).isTrue();
        assertThat(handover.getAsBoolean()).isFalse();
    }

    @Test
    void speaksForTheUnitAgainAfterTheHomeWasTakenBack() throws Exception {
        request();
        handover.getAsBoolean();
        await().atMost(SOON).until(stop::isRequested);

        events.publish(EventType.handoverFailed("it died", Optional.empty()));

        assertThat(told).containsExactly("handing over", "taken back");
        await().atMost(SOON).until(() -> !launched.get(0).isAlive());
    }

    private void request() throws Exception {
        HandoverRequest.spawn(ProcessIdentity.of(host.probe(), host.probe().self())).write(home);
        if (!Files.exists(home.events())) {
            Files.createFile(home.events());
        }
    }

    /** Writes the record of a session as the successor does. */
    private void recordReady(long pid) throws Exception {
        ProcessIdentity process = ProcessIdentity.of(host.probe(), pid);
        Files.createDirectories(home.sessions());
        List<String> fields = new ArrayList<>(List.of("\"pid\":" + pid));
        fields.add("\"start_time\":" + process.startTicks().orElseThrow());
        fields.add("\"started_at\":\"2026-01-01T00:00:00Z\"");
        fields.add("\"ready\":true");
        Files.writeString(
                home.sessions().resolve("0123456789abcdef.json"),
                "{" + String.join(",", fields) + "}");
    }
}
