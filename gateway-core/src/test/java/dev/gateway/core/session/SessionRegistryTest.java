package dev.gateway.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.child.ChildProcess;
import dev.gateway.core.child.SessionProcess;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionRegistryTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final ProcessProbe probe = ProcessProbe.system();
    @TempDir Path home;
    private Path folder;
    private SessionRegistry registry;

    @BeforeEach
    void create() {
        folder = home.resolve("sessions");
        registry = new SessionRegistry(folder, probe);
    }

    private SessionRecord record() {
        return new SessionRecord(ProcessIdentity.of(probe, probe.self()), "1.0", NOW);
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSessionLastsUntilItIsClosedAndLeavesNothing() throws Exception {
        Session session = registry.open(record());
        var looking = new SessionRegistry(folder, probe);
        assertThat(files()).containsExactly(session.id() + ".json", session.id() + ".lock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(looking.hasEnded(session.id())).isFalse();
        assertThat(looking.living()).extracting(KnownSession::id).containsExactly(session.id());
        assertThat(registry.others()).isEmpty();
        session.close();
        assertThat(files()).isEmpty();
        assertThat(looking.hasEnded(session.id())).isTrue();
        assertThat(looking.hasEnded(session.id(), Optional.of(record().process()))).isTrue();
    }

    @Test
    void othersReadWhatASessionTells() throws Exception {
        Session session = registry.open(record());
        var looking = new SessionRegistry(folder, probe);
        assertThat(looking.record(session.id())).contains(record());
        assertThat(looking.others().get(0).isReady()).isFalse();
        session.markReady();
        assertThat(looking.others().get(0).isReady()).isTrue();
        session.markOutgoing(NOW.plusSeconds(9), Duration.ofSeconds(30));
        SessionRecord told = looking.record(session.id()).orElseThrow();
        assertThat(told.ready()).isTrue();
        assertThat(told.outgoingSince()).contains(NOW.plusSeconds(9));
        assertThat(told.endsWithin()).contains(Duration.ofSeconds(30));
        session.close();
        session.markReady();
        assertThat(files()).isEmpty();
    }

    @Test
    void theSessionOfAKilledProcessHasEndedAtOnceAndTheNextHolderRemovesIt() throws Exception {
        try (ChildProcess child = SessionProcess.in(folder)) {
            SessionId id = SessionProcess.idOf(child);
            assertThat(registry.hasEnded(id)).isFalse();
            registry.removeEnded(id);
            assertThat(files()).hasSize(2);
            child.kill();
            assertThat(registry.awaitEnd(id, SOON)).isTrue();
            assertThat(registry.others()).extracting(KnownSession::id).containsExactly(id);
            assertThat(registry.living()).isEmpty();
            registry.removeEnded(id);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void withoutItsLockFileASessionLastsAsLongAsItsProcess() throws Exception {
        try (ChildProcess child = SessionProcess.in(folder)) {
            SessionId id = SessionProcess.idOf(child);
            SessionRecord told = registry.record(id).orElseThrow();
            Files.delete(folder.resolve(id + ".lock"));
            assertThat(registry.hasEnded(id)).isFalse();
            registry.removeEnded(id);
            assertThat(registry.record(id)).contains(told);
            Files.delete(folder.resolve(id + ".json"));
            Files.delete(folder);
            assertThat(registry.hasEnded(id, Optional.of(told.process()))).isFalse();
            child.kill();
            assertThat(child.awaitEnd()).isNotZero();
            assertThat(registry.hasEnded(id, Optional.of(told.process()))).isTrue();
        }
    }

    @Test
    void whatASessionTellsIsFoundAfterItsFolderWasRemoved() throws Exception {
        try (ChildProcess child = SessionProcess.in(folder)) {
            SessionId id = SessionProcess.idOf(child);
            Files.delete(folder.resolve(id + ".lock"));
            Files.delete(folder.resolve(id + ".json"));
            Files.delete(folder);
            child.writeLine("outgoing");
            assertThat(child.readLine()).isEqualTo("outgoing");
            assertThat(registry.living()).extracting(KnownSession::id).containsExactly(id);
            assertThat(registry.living().get(0).isOutgoing()).isTrue();
            child.kill();
            assertThat(child.awaitEnd()).isNotZero();
            registry.removeEnded(id);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aProcessOfAnotherBootHasEnded() throws Exception {
        SessionId id = SessionId.random();
        ProcessIdentity now = record().process();
        var then =
                new ProcessIdentity(
                        now.pid(), OptionalLong.empty(), Optional.of("another"), Optional.empty());
        assertThat(registry.hasEnded(id, Optional.of(then))).isTrue();
    }

    @Test
    void theFolderIsMadeAgainAndWhatGotNoNameIsRemoved() throws Exception {
        Session first = registry.open(record());
        SessionId other = SessionId.random();
        Files.createFile(folder.resolve(other + ".lock" + KernelLock.UNNAMED_SUFFIX));
        Files.createFile(folder.resolve("of a person.txt"));
        Session second = new SessionRegistry(folder, probe).open(record());
        assertThat(registry.others()).extracting(KnownSession::id).containsExactly(second.id());
        assertThat(files()).hasSize(5);
        first.close();
        second.close();
        assertThat(files()).containsExactly("of a person.txt");
    }

    @Test
    void aDamagedRecordHidesNoSession() throws Exception {
        Session session = registry.open(record());
        Files.writeString(folder.resolve(session.id() + ".json"), "{\"pid\": 1, ");
        var looking = new SessionRegistry(folder, probe);
        assertThat(looking.living())
                .containsExactly(new KnownSession(session.id(), Optional.empty()));
        session.close();
    }
}
