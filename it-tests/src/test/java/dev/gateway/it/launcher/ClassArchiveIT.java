package dev.gateway.it.launcher;

import static dev.gateway.it.launcher.DistributionFixture.archiveIn;
import static dev.gateway.it.launcher.DistributionFixture.namesIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a class archive makes starts faster and can do no harm, whatever its state. */
class ClassArchiveIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    @TempDir private static Path shared;

    private final ProcessScope scope = ProcessScope.open();
    @TempDir private Path folder;
    private Path archives;
    private GatewayCommandLine gateway;

    @BeforeAll
    static void makeOne() throws Exception {
        try (ProcessScope once = ProcessScope.open()) {
            works(DistributionFixture.archivingIn(once, shared));
        }
    }

    @BeforeEach
    void archiveInAFolderOfItsOwn() throws Exception {
        archives = Files.createDirectory(folder.resolve("cds"));
        gateway = DistributionFixture.archivingIn(scope, archives);
    }

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void theFirstStartMakesItAndTheNextOnesUseIt() throws Exception {
        Path archive = archiveIn(shared);
        assertThat(namesIn(shared))
                .containsExactlyInAnyOrder(
                        "lock", archive.getFileName() + "", archive.getFileName() + ".size");
        var made = Files.getLastModifiedTime(archive);

        Path loaded = folder.resolve("loaded.txt");
        works(
                DistributionFixture.archivingIn(scope, shared)
                        .withEnv("GATEWAY_JAVA_OPTS", "-Xlog:class+load:file=" + loaded));
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        assertThat(Files.readAllLines(loaded))
                .filteredOn(line -> line.contains("dev.gateway.cli.GatewayCli source:"))
                .singleElement()
                .asString()
                .contains("shared objects file (top)");
    }

    /** Tests the archive's content: each start would load missing classes from the jars. */
    @Test
    void aWholeRunOfAGatewayIsInIt() throws Exception {
        assertThat(Files.readString(archiveIn(shared), StandardCharsets.ISO_8859_1))
                .contains("dev/gateway/core/message/HandlerAttempt")
                .contains("dev/gateway/adapter/telegram/SendAttempt");
    }

    @Test
    void aShortCommandTakesTheModulesOfJavaFromTheirArchive() throws Exception {
        Path log = folder.resolve("archive.txt");
        works(
                DistributionFixture.archivingIn(scope, shared)
                        .withEnv("GATEWAY_JAVA_OPTS", "-Xlog:cds=info:file=" + log));
        assertThat(Files.readString(log)).contains("full module graph: enabled");
    }

    /** Tests the commands that people wait for, with a gateway that they are about. */
    @ParameterizedTest
    @ValueSource(strings = {"status", "status --json", "tokens", "tokens --json", "events"})
    void aViewOfARunningGatewayLoadsItsClassesFromIt(String view) throws Exception {
        ObservedHome home = ObservedHome.create(folder);
        home.write(HomeConfig.echo());
        GatewayCommandLine command = DistributionFixture.archivingIn(scope, shared).withHome(home);
        command.start("run");
        home.awaitState("running", TIMEOUT);

        Path loaded = folder.resolve("loaded.txt");
        command.withEnv("GATEWAY_JAVA_OPTS", "-Xlog:class+load:file=" + loaded)
                .run(TIMEOUT, view.split(" "))
                .expectExit(0);

        assertThat(Files.readAllLines(loaded))
                .filteredOn(line -> !line.contains("source: shared objects file"))
                // Java makes these for the first lambda, and no archive holds them.
                .filteredOn(line -> !line.contains("java.lang.invoke.LambdaForm$"))
                .isEmpty();
    }

    @Test
    void ofManyFirstStartsAllWorkAndNoHalfArchiveIsLeft() throws Exception {
        List<RunningProcess> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(gateway.start("--version"));
        }
        for (RunningProcess one : all) {
            works(one.awaitResult(TIMEOUT));
        }
        works(gateway);
        archiveIn(archives);
        assertThat(namesIn(archives)).noneMatch(name -> name.contains(".tmp"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, 0.5, 0.01, 0})
    void aTruncatedOneIsNotUsed(double kept) throws Exception {
        Path archive = copyOfTheSharedOne();
        truncate(archive, kept);
        neverMakeAnother(archive);
        works(gateway);
    }

    @Test
    void aTruncatedOneIsMadeAnew() throws Exception {
        Path archive = copyOfTheSharedOne();
        long size = Files.size(archive);
        truncate(archive, 0.5);
        works(gateway);
        assertThat(Files.size(archiveIn(archives))).isGreaterThan(size / 2);
    }

    @Test
    void oneThatWasDamagedInsideIsMadeAnew() throws Exception {
        Path archive = copyOfTheSharedOne();
        var random = new Random(1);
        try (var channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[4096];
            for (long at = 4096; at < channel.size(); at += channel.size() / 40) {
                random.nextBytes(garbage);
                channel.write(ByteBuffer.wrap(garbage), at);
            }
        }
        byte[] damaged = Files.readAllBytes(archive);

        works(gateway);

        assertThat(Files.readAllBytes(archiveIn(archives))).isNotEqualTo(damaged);
        works(gateway);
    }

    @Test
    void oneThatWasDamagedIsNotUsedWhereNoneCanBeMade() throws Exception {
        Path archive = copyOfTheSharedOne();
        byte[] other = new byte[(int) Files.size(archive)];
        new Random(1).nextBytes(other);
        Files.write(archive, other);
        neverMakeAnother(archive);

        works(gateway);

        assertThat(archive).hasBinaryContent(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "12", "-1", "a b", "$(exit 3)", "99999999999999999999999"})
    void oneWhoseSizeIsNotedWronglyDoesNoHarm(String noted) throws Exception {
        Path archive = copyOfTheSharedOne();
        Files.writeString(Path.of(archive + ".size"), noted);
        neverMakeAnother(archive);
        works(gateway);
    }

    @Test
    void whereItCannotBeWrittenAllWorksWithout() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        works(DistributionFixture.archivingIn(scope, file.resolve("cds")));
        works(gateway.withEnv("GATEWAY_CDS_DIR", ""));
        assertThat(archives).isEmptyDirectory();
    }

    /** Tests a distribution that may have changed: an archive would hold the former classes. */
    @Test
    void aDistributionWithoutTheIdOfItsBuildHasNone() throws Exception {
        Path launcher = DistributionFixture.copyTo(folder.resolve("copy"));
        Files.delete(folder.resolve("copy/lib/build-id"));

        works(
                GatewayCommandLine.of(scope, launcher)
                        .withEnv("XDG_CACHE_HOME", folder.resolve("cache").toString()));

        assertThat(folder.resolve("cache")).doesNotExist();
        assertThat(folder.resolve("copy/cds")).doesNotExist();
    }

    @Test
    void whereItCannotBeCreatedNoStartTriesAgain() throws Exception {
        Path archive = copyOfTheSharedOne();
        Files.delete(archive);
        neverMakeAnother(archive);
        works(gateway);
        assertThat(archive).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"TERM", "HUP", "INT"})
    void aSignalMeanwhileEndsItAsIfTheJvmRanAlready(Signal signal) throws Exception {
        RunningProcess first = gateway.start("--version");
        awaitRehearsal();
        first.kill(signal);
        assertThat(first.awaitExit(TIMEOUT)).isGreaterThan(128);
        scope.awaitNoSurvivors(TIMEOUT);
        assertThat(namesIn(archives)).containsExactly("lock");
    }

    @Test
    void aSigkillMeanwhileLeavesNothingThatTheNextStartDoesNotTidyUp() throws Exception {
        RunningProcess first = gateway.start("--version");
        awaitRehearsal();
        first.kill(Signal.KILL);
        first.awaitExit(TIMEOUT);
        works(gateway);
        scope.awaitNoSurvivors(TIMEOUT);
        archiveIn(archives);
    }

    private void awaitRehearsal() {
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(
                        () ->
                                Files.isDirectory(archives)
                                        && namesIn(archives).stream()
                                                .anyMatch(name -> name.endsWith(".tmp.d")));
    }

    private static void works(GatewayCommandLine command) throws InterruptedException {
        works(command.run(TIMEOUT, "--version"));
    }

    private static void works(CommandResult result) {
        assertThat(result.expectExit(0).stdout()).startsWith("gateway ");
        assertThat(result.stderr()).isEmpty();
    }

    private Path copyOfTheSharedOne() throws IOException {
        Path original = archiveIn(shared);
        Path copy = archives.resolve(original.getFileName());
        Files.copy(original, copy);
        Files.copy(Path.of(original + ".size"), Path.of(copy + ".size"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        return copy;
    }

    private static void truncate(Path archive, double kept) throws IOException {
        try (var channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            channel.truncate((long) (channel.size() * kept));
        }
    }

    private static void neverMakeAnother(Path archive) throws IOException {
        Files.writeString(Path.of(archive + ".none"), "");
    }
}
