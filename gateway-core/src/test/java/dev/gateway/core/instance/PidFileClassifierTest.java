package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.process.FakeProcessProbe;
import dev.gateway.core.process.ProcessState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileClassifierTest {

    private static final LockStatus FREE = new LockStatus.Free();
    private static final LockStatus UNSEEN = new LockStatus.HeldUnseen();
    private static final PidRecord OURS = PidRecordFixtures.ours(4711, 100);

    private final FakeProcessProbe probe = new FakeProcessProbe();

    @Test
    void noFileIsAbsent() {
        PidFileStatus verdict = judge(new PidFile.Content.Absent(), FREE);
        assertThat(verdict.wireName()).isEqualTo("absent");
        assertThat(verdict.staleReason()).isNull();
    }

    @Test
    void aRunningGatewayIsLive() {
        probe.with(4711, 100, "java", "-jar", "gateway.jar");
        assertThat(judge(OURS, FREE)).isEqualTo(new PidFileStatus.Live(OURS));
        assertThat(judge(OURS, FREE).wireName()).isEqualTo("live");
        assertThat(judge(OURS, FREE).staleReason()).isNull();
    }

    @Test
    void aStoppedGatewayIsLive() {
        probe.with(4711, ProcessState.STOPPED, 100, "gateway");
        assertThat(judge(OURS, FREE).wireName()).isEqualTo("live");
    }

    @Test
    void aProcessThatIsGoneIsDead() {
        assertStale(OURS, FREE, StaleReason.DEAD, "process 4711 is gone");
    }

    @Test
    void aZombieIsDeadAtOnce() {
        probe.with(4711, ProcessState.ZOMBIE, 100, "gateway");
        assertStale(OURS, FREE, StaleReason.ZOMBIE, "process 4711 is a zombie");
    }

    @Test
    void anotherGatewayWithItsNumberIsNotIt() {
        probe.with(4711, 101, "gateway", "run");
        assertStale(OURS, FREE, StaleReason.PID_REUSED, "process 4711 is another program");
    }

    @Test
    void anEarlierBootIsNotThisOne() {
        probe.with(4711, 100, "gateway").withBootId("next-boot");
        assertStale(OURS, FREE, StaleReason.OTHER_BOOT, "process 4711 is from another boot");
    }

    @Test
    void anotherProgramIsNoGateway() {
        probe.with(4711, 100, "/usr/bin/vim", "notes.txt");
        assertStale(OURS, FREE, StaleReason.NOT_A_GATEWAY, "process 4711 is another program");
    }

    @Test
    void whoeverHoldsTheLockIsAGatewayWhateverItsName() {
        probe.with(4711, 100, "/opt/bot");
        assertThat(judge(OURS, new LockStatus.HeldBy(4711)).wireName()).isEqualTo("live");
        assertThat(judge(OURS, new LockStatus.HeldBy(4712)).wireName()).isEqualTo("stale");
    }

    @Test
    void aCommandLineThatCannotBeSeenIsGivenTheBenefitOfTheDoubt() {
        probe.with(4711, 100);
        assertThat(judge(OURS, FREE).wireName()).isEqualTo("live");
    }

    @Test
    void aRecordOfAnotherKindIsNoGateway() {
        probe.with(4711, 100, "gateway");
        assertStale(
                PidRecordFixtures.of(OURS.process(), "nginx"),
                FREE,
                StaleReason.NOT_A_GATEWAY,
                "process 4711 is another program");
    }

    @Test
    void aPythonGatewayAndABareNumberAreJudgedByWhatTheySay() {
        probe.with(4711, 100, "python3", "-m", "hermes_cli.main", "run");
        assertThat(judge(PidRecordFixtures.of(OURS.process(), PidRecord.HERMES), FREE).wireName())
                .isEqualTo("live");
        assertThat(judge(PidRecordFixtures.number(4711), FREE).wireName()).isEqualTo("live");
        probe.with(4711, 100, "bash");
        assertThat(judge(PidRecordFixtures.number(4711), FREE).staleReason())
                .isEqualTo("not_a_gateway");
        assertThat(judge(PidRecordFixtures.number(4712), FREE).staleReason()).isEqualTo("dead");
    }

    @Test
    void aNumberFromAnotherNamespaceMeansNothingHereButTheLockDoes() {
        probe.with(4711, 100, "bash").inNamespace("pid:[2]");
        assertThat(judge(OURS, UNSEEN).wireName()).isEqualTo("live");
        assertThat(judge(OURS, new LockStatus.HeldBy(30033)).wireName()).isEqualTo("live");
        assertThat(judge(OURS, FREE).staleReason()).isEqualTo("dead");
    }

    @Test
    void withoutTicksAProcessThatBeganAfterTheRecordIsAnotherOne() {
        Instant recorded = OURS.startedAt().orElseThrow();
        var noon = Clock.fixed(recorded.plusSeconds(3600), ZoneOffset.UTC);
        probe.withBootId(null).inNamespace(null).withAge(4711, Duration.ofMinutes(5), "gateway");
        assertThat(new PidFileClassifier(probe, noon).classify(readable(OURS), FREE).staleReason())
                .isEqualTo("pid_reused");
        probe.withAge(4711, Duration.ofMinutes(61), "gateway");
        assertThat(new PidFileClassifier(probe, noon).classify(readable(OURS), FREE).wireName())
                .isEqualTo("live");
        // Some systems know the start of a process to the second only.
        probe.withAge(4711, Duration.ofSeconds(3599), "gateway");
        assertThat(new PidFileClassifier(probe, noon).classify(readable(OURS), FREE).wireName())
                .isEqualTo("live");
    }

    @Test
    void withoutAnythingButANumberThatIsAllThereIsToJudgeBy() {
        probe.withBootId(null).inNamespace(null).withAge(4711, Duration.ofMinutes(5), "gateway");
        assertThat(judge(PidRecordFixtures.number(4711), FREE).wireName()).isEqualTo("live");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an empty file", "a symbolic link"})
    void damageIsCorruptAndNamed(String damage) {
        PidFileStatus verdict = judge(new PidFile.Content.Damaged(damage), FREE);
        assertThat(verdict.wireName()).isEqualTo("stale");
        assertThat(verdict.staleReason()).isEqualTo("corrupt");
        assertThat(verdict.recoveryMessage())
                .isEqualTo("Stale PID file: it is " + damage + ". Recovered.");
    }

    private void assertStale(PidRecord record, LockStatus lock, StaleReason reason, String words) {
        PidFileStatus verdict = judge(record, lock);
        assertThat(verdict).isEqualTo(new PidFileStatus.Stale(record, reason));
        assertThat(verdict.wireName()).isEqualTo("stale");
        assertThat(verdict.staleReason()).isEqualTo(reason.wireName());
        assertThat(verdict.recoveryMessage())
                .isEqualTo("Stale PID file: " + words + ". Recovered.");
    }

    private PidFileStatus judge(PidRecord record, LockStatus lock) {
        return judge(readable(record), lock);
    }

    private PidFileStatus judge(PidFile.Content content, LockStatus lock) {
        return new PidFileClassifier(probe).classify(content, lock);
    }

    private static PidFile.Content readable(PidRecord record) {
        return new PidFile.Content.Readable(record);
    }
}
