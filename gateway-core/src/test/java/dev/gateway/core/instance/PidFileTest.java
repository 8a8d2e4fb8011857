package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.instance.PidFile.Content;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class PidFileTest {

    private static final PidRecord OURS = PidRecordFixtures.ours(4711, 100);

    @TempDir Path folder;
    private Path file;
    private PidFile pidFile;

    @BeforeEach
    void nameTheFile() {
        var home = new GatewayHome(folder);
        file = home.pidFile();
        pidFile = new PidFile(home);
    }

    /** Damage that users and crashes leave at the path of the PID file. */
    enum Damage {
        EMPTY("an empty file"),
        TRUNCATED("not a PID record"),
        BINARY("not a PID record"),
        HUGE("larger than 64 KiB"),
        NOT_JSON("not a PID record"),
        OTHER_JSON("not a PID record"),
        LINK("a symbolic link"),
        LINK_TO_RECORD("a symbolic link"),
        DANGLING_LINK("a symbolic link"),
        PIPE("not a plain file");

        private final String words;

        Damage(String words) {
            this.words = words;
        }

        void inflict(Path file) throws Exception {
            Path beside = file.resolveSibling("beside");
            switch (this) {
                case EMPTY -> Files.createFile(file);
                case TRUNCATED -> Files.writeString(file, "{\"pid\": 4711, \"kind\": \"gat");
                case BINARY -> Files.write(file, new byte[] {0, -1, 127, 0, 3, -128});
                case HUGE -> Files.writeString(file, "{\"pid\": 4711}" + " ".repeat(1 << 20));
                case NOT_JSON -> Files.writeString(file, "I am the gateway");
                case OTHER_JSON -> Files.writeString(file, "[{\"pid\": 4711}]");
                case LINK -> Files.createSymbolicLink(file, Files.writeString(beside, "precious"));
                case LINK_TO_RECORD ->
                        Files.createSymbolicLink(file, Files.writeString(beside, "4711"));
                case DANGLING_LINK -> Files.createSymbolicLink(file, beside);
                case PIPE ->
                        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                                .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyDamageIsNamedAndReplacedByTheNextRecord(Damage damage) throws Exception {
        damage.inflict(file);
        assertThat(pidFile.read())
                .isInstanceOfSatisfying(
                        Content.Damaged.class,
                        found -> assertThat(found.damage()).isEqualTo(damage.words));
        assertThat(pidFile.holds(OURS)).isFalse();
        assertThat(pidFile.removeIfOurs(OURS)).isFalse();
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isTrue();

        pidFile.publish(OURS);
        assertThat(pidFile.holds(OURS)).isTrue();
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aLinkIsReplacedAndItsTargetUntouched() throws Exception {
        Damage.LINK.inflict(file);
        pidFile.publish(OURS);
        assertThat(folder.resolve("beside")).hasContent("precious");
    }

    @Test
    void aDirectoryInItsPlaceIsNamedAndNothingInItTouched() throws Exception {
        Files.createDirectory(file);
        Files.writeString(file.resolve("precious"), "data");
        assertThat(pidFile.read())
                .isInstanceOfSatisfying(
                        Content.Damaged.class,
                        found -> assertThat(found.damage()).isEqualTo("a directory"));
        assertThatThrownBy(() -> pidFile.publish(OURS))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("move it away");
        assertThat(pidFile.removeIfOurs(OURS)).isFalse();
        assertThat(file.resolve("precious")).hasContent("data");
        assertThat(names()).containsExactly("gateway.pid");
    }

    @Test
    void noFileIsAbsent() {
        assertThat(pidFile.read()).isEqualTo(new Content.Absent());
        assertThat(pidFile.holds(OURS)).isFalse();
    }

    @Test
    void onlyItsOwnerCanReadIt() throws Exception {
        pidFile.publish(OURS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("gateway.pid");
    }

    @Test
    void whatACrashLeftBesideItIsNoObstacle() throws Exception {
        Files.writeString(folder.resolve("gateway.pid.tmp"), "{\"pid\": 47");
        pidFile.publish(OURS);
        assertThat(pidFile.holds(OURS)).isTrue();
        assertThat(names()).containsExactly("gateway.pid");
    }

    @Test
    void ourRecordIsRemoved() throws Exception {
        pidFile.publish(OURS);
        assertThat(pidFile.removeIfOurs(OURS)).isTrue();
        assertThat(file).doesNotExist();
        assertThat(pidFile.removeIfOurs(OURS)).isFalse();
    }

    @Test
    void ourRecordIsRemovedEvenIfItsWordsWereChanged() throws Exception {
        Files.write(file, PidRecordJson.write(PidRecordFixtures.of(OURS.process(), "edited")));
        assertThat(pidFile.holds(OURS)).isFalse();
        assertThat(pidFile.removeIfOurs(OURS)).isTrue();
    }

    @Test
    void theRecordOfAnotherProcessStays() throws Exception {
        for (PidRecord foreign :
                List.of(
                        PidRecordFixtures.ours(4712, 100),
                        PidRecordFixtures.ours(4711, 101),
                        PidRecordFixtures.number(4711))) {
            Files.write(file, PidRecordJson.write(foreign));
            assertThat(pidFile.holds(OURS)).isFalse();
            assertThat(pidFile.removeIfOurs(OURS)).isFalse();
            assertThat(pidFile.read()).isInstanceOf(Content.Readable.class);
        }
    }

    @Test
    void nobodyEverReadsHalfARecord() throws Exception {
        pidFile.publish(OURS);
        var over = new AtomicBoolean();
        var reads = new AtomicLong();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(CompletableFuture.runAsync(() -> readUntil(over, reads)));
        }
        int published = 0;
        for (; published < 3000 || reads.get() < 3000; published++) {
            pidFile.publish(PidRecordFixtures.ours(4711 + published, published));
        }
        over.set(true);
        for (CompletableFuture<Void> reader : readers) {
            reader.get(60, TimeUnit.SECONDS);
        }
        assertThat(pidFile.holds(PidRecordFixtures.ours(4711 + published - 1, published - 1)))
                .isTrue();
    }

    private void readUntil(AtomicBoolean over, AtomicLong reads) {
        long newest = 0;
        while (!over.get()) {
            if (!(pidFile.read() instanceof Content.Readable readable)) {
                throw new AssertionError("not a record");
            }
            assertThat(readable.record().pid()).isGreaterThanOrEqualTo(newest);
            newest = readable.record().pid();
            reads.incrementAndGet();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
