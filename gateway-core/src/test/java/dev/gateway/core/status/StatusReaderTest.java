package dev.gateway.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.SessionProcess;
import dev.gateway.core.child.SharedLockProcess;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecordFixtures;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.message.HandlerStatus;
import dev.gateway.core.platform.PlatformState;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StatusReaderTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    private final FakeProcessProbe probe = new FakeProcessProbe();
    @TempDir Path folder;
    private GatewayHome home;
    private FakeLockTable table;

    @BeforeEach
    void makeTheHome() throws Exception {
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        Files.createFile(home.lock());
        table = new FakeLockTable();
    }

    @Test
    void aNewHomeIsNotRunning() {
        assertThat(read().exit()).isEqualTo(3);
        assertThat(state()).isEqualTo("stopped");
        assertThat(read().json().path("instance").path("lock").asText()).isEqualTo("free");
        assertThat(read().json().path("instance").path("pid_file").asText()).isEqualTo("absent");
    }

    @Test
    void aHomeThatDoesNotExistIsNotRunningAndNotMade() {
        var nowhere = new GatewayHome(folder.resolve("nowhere"));
        assertThat(new StatusReader(nowhere, probe, table.holders()).read().exit()).isEqualTo(3);
        assertThat(nowhere.folder()).doesNotExist();
    }

    @Test
    void aRunningGatewayTellsWhatItWroteItself() throws Exception {
        running(4711);
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        save(GatewayState.DEGRADED, 4711);
        StatusReader.Report report = read();
        assertThat(report.exit()).isZero();
        assertThat(report.disagree()).isFalse();
        JsonNode json = report.json();
        assertThat(json.path("state").asText()).isEqualTo("degraded");
        assertThat(json.path("pid").asLong()).isEqualTo(4711);
        assertThat(json.path("instance").path("lock").asText()).isEqualTo("held");
        assertThat(json.path("instance").path("lock_holder_pid").asLong()).isEqualTo(4711);
        assertThat(json.path("instance").path("pid_file").asText()).isEqualTo("live");
        assertThat(json.path("instance").path("reason").isNull()).isTrue();
        assertThat(json.path("platforms").path("mama").path("state").asText())
                .isEqualTo("connected");
    }

    @Test
    void oneThatHasNotWrittenYetIsStarting() throws Exception {
        running(4711);
        assertThat(state()).isEqualTo("starting");
        // The state of its predecessor is not its own.
        save(GatewayState.RUNNING, 4700);
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        assertThat(state()).isEqualTo("starting");
        assertThat(read().exit()).isZero();
        assertThat(read().json().path("pid").asLong()).isEqualTo(4711);
        assertThat(read().json().path("platforms")).isEmpty();
    }

    @Test
    void aProcessThatPassedTheHomeOnIsToldWhateverTheHolderWrote() throws Exception {
        running(4711);
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        save(GatewayState.RUNNING, 4711);
        assertThat(read().json().path("outgoing")).isEmpty();
        assertThat(read().json().path("outgoing").isArray()).isTrue();
        try (ChildProcess old = SessionProcess.in(home.sessions())) {
            SessionProcess.idOf(old);
            assertThat(read().json().path("outgoing")).isEmpty();
            old.writeLine("outgoing");
            assertThat(old.readLine()).isEqualTo("outgoing");

            String expected =
                    "[{\"pid\":%d,\"since\":\"2026-04-01T12:00:00Z\",\"in_flight\":2,\"ends_by\":\"2026-04-01T12:00:30Z\"}]"
                            .formatted(old.pid());
            assertThat(read().json().path("outgoing")).hasToString(expected);
            assertThat(read().status().outgoing())
                    .extracting(OutgoingProcess::work)
                    .containsExactly("2 messages");

            // Also if the holder was killed, or the file still names the one that passed it on.
            probe.without(4711);
            table.free();
            assertThat(read().exit()).isEqualTo(1);
            assertThat(read().json().path("outgoing")).hasToString(expected);
            probe.with(old.pid(), 100, "gateway");
            new PidFile(home).publish(PidRecordFixtures.ours(old.pid(), 100));
            assertThat(read().exit()).isEqualTo(1);
            assertThat(state()).isEqualTo("failed");

            old.kill();
            old.awaitEnd();
            assertThat(read().json().path("outgoing")).isEmpty();
        }
    }

    /** A hanging gateway cannot report it; its last state was good. */
    @Test
    void theOldWordOfALiveGatewayIsNotBelieved() throws Exception {
        running(4711);
        save(GatewayState.RUNNING, 4711);
        assertThat(state()).isEqualTo("running");
        writtenAgo(Duration.ofSeconds(60));
        assertThat(state()).isEqualTo("unknown");
        assertThat(read().exit()).isZero();
        assertThat(read().json().path("error").asText()).contains("nothing for 6");
        writtenAgo(Duration.ofSeconds(10));
        assertThat(state()).isEqualTo("running");
    }

    private void writtenAgo(Duration age) throws Exception {
        Files.writeString(
                home.state(),
                Files.readString(home.state())
                        .replaceAll(
                                "\"written_mono_ns\"\\s*:\\s*-?\\d+",
                                "\"written_mono_ns\": " + (System.nanoTime() - age.toNanos())));
    }

    /** As PID 1 of a container each run has the same number. */
    @Test
    void whatAnEarlierLifeWithTheSameNumberWroteIsNotItsOwn() throws Exception {
        running(1);
        new PidFile(home).publish(PidRecordFixtures.ours(1, 100));
        save(GatewayState.RUNNING, 1, 99);
        assertThat(state()).isEqualTo("starting");
        save(GatewayState.RUNNING, 1, 100);
        assertThat(state()).isEqualTo("running");
    }

    @Test
    void aGatewayInAContainerIsKnownByTheNumberThatItHasThere() {
        running(18536);
        probe.withInnerPid(18536, 1);
        save(GatewayState.RUNNING, 1, 100);
        assertThat(state()).isEqualTo("running");
        assertThat(read().json().path("pid").asLong()).isEqualTo(18536);
        save(GatewayState.RUNNING, 2, 100);
        assertThat(state()).isEqualTo("starting");
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "DEGRADED", "STANDBY"})
    void aGatewayThatHasWrittenNothingForLongIsUnknown(GatewayState last) throws Exception {
        running(4711);
        save(last, 4711);
        assertThat(state()).isEqualTo(last.wireName());
        var written = (ObjectNode) new ObjectMapper().readTree(home.state().toFile());
        written.put("written_mono_ns", System.nanoTime() - Duration.ofMinutes(1).toNanos());
        Files.writeString(home.state(), written.toString());
        assertThat(state()).isEqualTo("unknown");
    }

    @Test
    void whatCannotBeLookedAtIsUnknownAndNotStopped() throws Exception {
        save(GatewayState.STOPPED, null);
        StatusReader.Report report =
                new StatusReader(home, probe, FakeLockTable.unaskable("permission denied")).read();
        assertThat(report.exit()).isEqualTo(4);
        assertThat(report.json().path("state").asText()).isEqualTo("unknown");
        assertThat(report.json().path("instance").path("lock").isNull()).isTrue();
    }

    @Test
    void aLockOfAnotherProgramIsNoGateway() throws Exception {
        try (ChildProcess other = SharedLockProcess.on(home.lock())) {
            StatusReader.Report report = new StatusReader(home, probe, LockHolders.system()).read();
            assertThat(report.exit()).isEqualTo(3);
            assertThat(report.json().path("state").asText()).isEqualTo("stopped");
            assertThat(report.json().path("instance").path("lock").asText()).isEqualTo("held");
            assertThat(report.json().path("instance").path("lock_holder_pid").asLong())
                    .isEqualTo(other.pid());
        }
    }

    @Test
    void oneOnItsLastStepsIsStopping() {
        running(4711);
        save(GatewayState.STOPPED, null);
        assertThat(state()).isEqualTo("stopping");
        assertThat(read().exit()).isZero();
    }

    @Test
    void aCleanEndIsToldAsSuch() {
        save(GatewayState.STOPPED, null);
        assertThat(read().exit()).isEqualTo(3);
        assertThat(state()).isEqualTo("stopped");
        assertThat(read().json().path("pid").isNull()).isTrue();
    }

    @Test
    void aCrashIsToldAsSuchAndNothingIsConnectedAnyMore() throws Exception {
        save(GatewayState.RUNNING, 4711);
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        StatusReader.Report report = read();
        assertThat(report.exit()).isEqualTo(1);
        assertThat(report.json().path("state").asText()).isEqualTo("failed");
        assertThat(report.json().path("pid").isNull()).isTrue();
        assertThat(report.json().path("instance").path("pid_file").asText()).isEqualTo("stale");
        assertThat(report.json().path("instance").path("reason").asText()).isEqualTo("dead");
        JsonNode mama = report.json().path("platforms").path("mama");
        assertThat(mama.path("state").asText()).isEqualTo("disconnected");
        assertThat(mama.path("token_holder_pid").isNull()).isTrue();
        assertThat(report.status().cluster()).isEmpty();
        assertThat(report.status().platform("mama").orElseThrow().holder()).isEmpty();
    }

    @Test
    void aZombieIsStaleAndSaysWhy() throws Exception {
        probe.with(4711, ProcessState.ZOMBIE, 100);
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        assertThat(read().exit()).isEqualTo(1);
        assertThat(read().json().path("instance").path("reason").asText()).isEqualTo("zombie");
    }

    @Test
    void aLiveProcessWithoutTheLockIsUnknown() throws Exception {
        probe.with(4711, 100, "gateway");
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        assertThat(read().exit()).isEqualTo(4);
        assertThat(state()).isEqualTo("unknown");
    }

    @Test
    void aPidFileThatNamesAnotherGatewayIsReported() throws Exception {
        running(15130);
        probe.with(14822, 100, "gateway");
        new PidFile(home).publish(PidRecordFixtures.ours(14822, 100));
        assertThat(read().exit()).isZero();
        assertThat(read().disagree()).isTrue();
        assertThat(read().json().path("instance").path("lock_holder_pid").asLong())
                .isEqualTo(15130);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "[]", "{}", "{\"state\": null}", "{\"state\": \"runn"})
    void aStateFileThatMakesNoSenseIsNone(String text) throws Exception {
        Files.writeString(home.state(), text);
        assertThat(read().exit()).isEqualTo(3);
        running(4711);
        assertThat(state()).isEqualTo("starting");
    }

    @Test
    void aPipeInThePlaceOfTheStateFileHangsNobody() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", home.state().toString()).start().waitFor())
                .isZero();
        assertThat(read().exit()).isEqualTo(3);
    }

    @Test
    void lookingChangesNothing() throws Exception {
        new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        String[] before = home.folder().toFile().list();
        read();
        assertThat(home.folder().toFile().list()).containsExactlyInAnyOrder(before);
    }

    private void running(long pid) {
        probe.with(pid, 100, "gateway");
        table.heldBy(pid, home.lock());
    }

    private static ProcessIdentity identity(long pid, long ticks) {
        return new ProcessIdentity(pid, OptionalLong.of(ticks), Optional.empty(), Optional.empty());
    }

    private void save(GatewayState state, Integer pid) {
        save(state, pid, 100);
    }

    private void save(GatewayState state, Integer pid, long ticks) {
        Optional<Long> number = Optional.ofNullable(pid).map(Long::valueOf);
        new StateFile(home.state(), Clock.systemUTC())
                .write(
                        new StatusSnapshot(
                                state,
                                Optional.empty(),
                                number.map(one -> identity(one, ticks)),
                                home.toString(),
                                Optional.of(NOON),
                                Optional.of("1.2.3"),
                                new StatusSnapshot.InstanceFacts(
                                        "held", number, "live", Optional.empty()),
                                List.of(
                                        new PlatformStatus(
                                                "mama",
                                                "weixin",
                                                PlatformState.CONNECTED,
                                                NOON,
                                                Optional.of(NOON),
                                                number,
                                                Optional.empty(),
                                                Optional.of(new AccountHolder("web-1", 4711)))),
                                HandlerStatus.unknown("echo", NOON),
                                MessageCounts.NONE,
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.of(
                                        new ClusterStatus(
                                                "web-1",
                                                2,
                                                Duration.ofSeconds(6),
                                                ClusterStatus.REACHABLE))));
    }

    private String state() {
        return read().json().path("state").asText();
    }

    private StatusReader.Report read() {
        return new StatusReader(home, probe, table.holders()).read();
    }
}
