package dev.gateway.it.launcher;

import static dev.gateway.it.launcher.DistributionFixture.archiveIn;
import static dev.gateway.it.launcher.DistributionFixture.namesIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ProcessScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that users without write access to the installation have a class archive of their own, and
 * that no user takes one that another could have created.
 */
class PerUserClassArchiveIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final int USER = 54321;
    private static final String LOADED = "-Xlog:class+load:stdout";
    private static final String ARCHIVED = "dev.gateway.cli.GatewayCli source: shared objects file";

    private final ProcessScope scope = ProcessScope.open();
    private Path folder;
    private Path launcher;
    private Path userHome;

    @BeforeEach
    void installedByRoot() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("setpriv");
        // Not below target, since its parent folders may be closed to other users.
        folder = Files.createTempDirectory(Path.of("/tmp"), "gateway-installed");
        open(folder);
        launcher = DistributionFixture.copyTo(Files.createDirectory(folder.resolve("app")));
        open(folder.resolve("app"));
        userHome = Files.createDirectory(folder.resolve("user"));
        chown(userHome);
    }

    @AfterEach
    void remove() throws Exception {
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
        ProcessScope tidy = ProcessScope.open();
        tidy.start("rm", "-rf", folder.toString()).awaitResult(TIMEOUT);
        tidy.close();
    }

    @Test
    void isMadeOnceInTheCacheOfTheUserAndUsedByEachCommand() throws Exception {
        works(asUser());

        Path cache = userHome.resolve(".cache/gateway/cds");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
        FileTime made = Files.getLastModifiedTime(archiveIn(cache));
        for (String command : new String[] {"--help", "--version", "status"}) {
            CommandResult result =
                    asUser().withEnv("GATEWAY_JAVA_OPTS", LOADED).run(TIMEOUT, command);
            assertThat(result.stdout()).as(command).contains(ARCHIVED);
        }
        assertThat(Files.getLastModifiedTime(archiveIn(cache))).isEqualTo(made);
        assertThat(launcher.resolveSibling("../cds")).doesNotExist();
        assertThat(asUser().run(TIMEOUT, "doctor", "--offline").stdout())
                .contains("class archive in use: " + archiveIn(cache));
    }

    @Test
    void thatOfTheInstallationIsUsedIfThereIsOne() throws Exception {
        works(GatewayCommandLine.of(scope, launcher));
        archiveIn(folder.resolve("app/cds"));

        CommandResult result =
                asUser().withEnv("GATEWAY_JAVA_OPTS", LOADED).run(TIMEOUT, "--version");

        assertThat(result.stdout()).contains(ARCHIVED);
        assertThat(userHome.resolve(".cache")).doesNotExist();
    }

    @Test
    void aCacheThatIsNotTheUsersAloneIsLeftAlone() throws Exception {
        works(asUser());
        Path cache = userHome.resolve(".cache/gateway/cds");
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

        notArchived(asUser(), "is not this user's alone");

        // Root does not use files that another user could have put there.
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        makeUnwritable();
        notArchived(asRoot(), "is not this user's alone");
    }

    @Test
    void rootLeavesNothingInTheHomeOfAnotherUser() throws Exception {
        makeUnwritable();
        notArchived(asRoot(), "is not this user's alone");
        assertThat(namesIn(userHome)).isEmpty();
    }

    @Test
    void oneOfAnInstallationThatAllMayWriteToIsNotUsed() throws Exception {
        works(GatewayCommandLine.of(scope, launcher));
        Path archives = folder.resolve("app/cds");
        archiveIn(archives);
        Files.setPosixFilePermissions(archives, PosixFilePermissions.fromString("rwxrwxrwx"));

        notArchived(asRoot(), "others may write to " + archives);
    }

    @Test
    void thoseOfOldVersionsGoWhenANewOneIsMade() throws Exception {
        works(asUser());
        Path cache = userHome.resolve(".cache/gateway/cds");
        Path current = archiveIn(cache);
        Path old = cache.resolve("gateway-0123456789ab-java-17.0.1.jsa");
        Path recent = cache.resolve("gateway-ba9876543210-java-17.0.1.jsa");
        Files.move(current, old);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        Files.writeString(recent, "");

        works(asUser());

        assertThat(old).doesNotExist();
        assertThat(recent).exists();
        assertThat(current).exists();
    }

    @Test
    void oneThatCouldNotBeMadeIsTriedAgainTheNextDay() throws Exception {
        works(asUser());
        Path cache = userHome.resolve(".cache/gateway/cds");
        Path archive = archiveIn(cache);
        Path none = Path.of(archive + ".none");
        Files.delete(archive);
        Files.writeString(none, "exit 137");

        works(asUser());
        assertThat(archive).as("within a day").doesNotExist();

        Files.setLastModifiedTime(none, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        works(asUser());
        assertThat(archive).exists();
        assertThat(none).doesNotExist();
    }

    private GatewayCommandLine asUser() {
        String user = Integer.toString(USER);
        return GatewayCommandLine.of(scope, launcher)
                .through("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups")
                .withEnv("HOME", userHome.toString())
                .withoutEnv("XDG_CACHE_HOME")
                .inDirectory(folder);
    }

    private GatewayCommandLine asRoot() {
        return GatewayCommandLine.of(scope, launcher)
                .withEnv("HOME", userHome.toString())
                .withoutEnv("XDG_CACHE_HOME")
                .inDirectory(folder);
    }

    /** Puts a file in the place of the folder: not even root can create an archive there. */
    private void makeUnwritable() throws IOException {
        Files.writeString(folder.resolve("app/cds"), "");
    }

    private void notArchived(GatewayCommandLine command, String reason) throws Exception {
        CommandResult result =
                command.withEnv("GATEWAY_JAVA_OPTS", LOADED).run(TIMEOUT, "--version");
        assertThat(result.expectExit(0).stdout()).contains("gateway ").doesNotContain(ARCHIVED);
        assertThat(command.run(TIMEOUT, "doctor", "--offline").stdout())
                .contains("no class archive")
                .contains(reason);
    }

    private static void works(GatewayCommandLine command) throws InterruptedException {
        CommandResult result = command.run(TIMEOUT, "--version").expectExit(0);
        assertThat(result.stdout()).startsWith("gateway ");
        assertThat(result.stderr()).isEmpty();
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void chown(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", USER);
        Files.setAttribute(path, "unix:gid", USER);
    }
}
