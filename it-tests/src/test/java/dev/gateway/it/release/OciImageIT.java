package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the image as an engine runs it: its layers in a folder, entered as its config says, the
 * gateway as PID 1.
 */
class OciImageIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * The mounts of an engine; the root is the first argument, the working directory the second.
     */
    private static final String ENTER =
            """
            set -eu
            root=$1 user=$2 group=$3 folder=$4
            shift 4
            mkdir -p "$root/proc" "$root/dev"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            exec chroot --userspec="$user:$group" --groups= "$root" /bin/sh -c \
                'cd "$0" && exec "$@"' "$folder" "$@"
            """;

    private static final FileAttribute<Set<PosixFilePermission>> ONLY_ITS_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static ProcessScope scope;
    private static OciImageLayout image;
    private static Path folder;
    private static Path root;

    @BeforeAll
    static void unpack() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumePidNamespaces();
        MachineAssumptions.assumeProgram("nsenter");
        Path tar = ReleaseArtifacts.only(ReleaseArtifacts.released(), "gateway-.*-oci\\.tar");
        scope = ProcessScope.open();
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "image-");
        root = folder.resolve("root");
        image = OciImageLayout.open(scope, tar, folder.resolve("layout"));
        image.unpackLayers(root);
    }

    @AfterAll
    static void remove() throws Exception {
        if (scope == null) {
            return;
        }
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
        try (ProcessScope tidy = ProcessScope.open()) {
            tidy.start("rm", "-rf", "--one-file-system", folder.toString())
                    .awaitResult(TIMEOUT)
                    .expectExit(0);
        }
    }

    @Test
    void saysWhatItIsForAndRunsAsAUserWithoutAName() {
        assertThat(image.config().path("os").asText()).isEqualTo("linux");
        assertThat(image.config().path("architecture").asText())
                .isEqualTo(
                        Map.of("amd64", "amd64", "aarch64", "arm64")
                                .get(System.getProperty("os.arch")));
        assertThat(image.config().path("config").path("User").asText()).matches("[1-9]\\d*:\\d+");
        assertThat(image.config().path("config").path("StopSignal").asText()).isEqualTo("SIGTERM");
        assertThat(image.config().path("config").path("Volumes").has("/data")).isTrue();
        assertThat(image.words("Entrypoint")).containsExactly("/opt/gateway/bin/gateway");
        assertThat(image.words("Cmd")).containsExactly("run");
    }

    @Test
    void holdsTheBundleAndNothingThatItsUserCouldChangeOrBecomeRootBy() throws Exception {
        for (Path path : all(ReleaseArtifacts.bundle())) {
            String name = ReleaseArtifacts.bundle().relativize(path).toString();
            if (!name.startsWith("lib/native/")) {
                assertThat(root.resolve("opt/gateway").resolve(name)).exists();
            }
        }
        for (Path path : all(root)) {
            String name = "/" + root.relativize(path);
            if (name.matches("/(proc|dev|data)(/.*)?")) {
                continue;
            }
            int mode = (int) Files.getAttribute(path, "unix:mode");
            assertThat(Files.getAttribute(path, "unix:uid")).as(name).isEqualTo(0);
            assertThat(Files.getAttribute(path, "unix:gid")).as(name).isEqualTo(0);
            assertThat(mode & 06000).as("setuid or setgid: " + name).isZero();
            if (name.matches("/(var/)?tmp")) {
                assertThat(mode & 07777).as(name).isEqualTo(01777);
            } else {
                assertThat(mode & 022).as("writable for others: " + name).isZero();
            }
        }
        assertThat(Files.getAttribute(root.resolve("data"), "unix:uid")).isEqualTo(user());
    }

    @Test
    void runsAsPid1AndIsRestartedOnlyFromOutside() throws Exception {
        try (FakeTelegram telegram = FakeTelegram.start()) {
            ObservedHome home = ObservedHome.at(root.resolve("data/home"));
            Files.createDirectory(home.path(), ONLY_ITS_OWNER);
            home.write(HomeConfig.echo().with("family", telegram));
            chown(home.path());

            RunningProcess container = engine(command(image.words("Cmd")));
            container.awaitLine("Gateway is running\\.", TIMEOUT);
            telegram.user("tim").says("hello").awaitAnswer(TIMEOUT);

            List<String> check = image.words("Healthcheck", "Test");
            assertThat(check.get(0)).isEqualTo("CMD");
            CommandResult healthy = inside(home, check.subList(1, check.size())).expectExit(0);
            assertThat(healthy.stdout()).contains("running").contains("PID 1");

            CommandResult restart = inside(home, command(List.of("restart"))).expectExit(75);
            assertThat(restart.stderr()).contains("Not restarted").contains(" restart ");
            telegram.user("tim").says("still there?").awaitAnswer(TIMEOUT);

            CommandResult stop =
                    scope.start("kill", "-TERM", pid(home)).awaitResult(TIMEOUT).expectExit(0);
            assertThat(stop.stderr()).isEmpty();
            assertThat(container.awaitExit(TIMEOUT)).isZero();
            assertThat(home.pidFile()).doesNotExist();
            assertThat(telegram.referee().violations()).isEmpty();

            CommandResult down = engine(check.subList(1, check.size())).awaitResult(TIMEOUT);
            assertThat(down.exit()).as("health of one that does not run").isNotZero();
        }
    }

    @Test
    void usesItsClassArchive() throws Exception {
        CommandResult version =
                engine(
                                List.of(
                                        "/usr/bin/env",
                                        "GATEWAY_JAVA_OPTS=-Xlog:class+load:stdout",
                                        "/opt/gateway/bin/gateway",
                                        "--version"))
                        .awaitResult(TIMEOUT)
                        .expectExit(0);
        assertThat(version.stdout())
                .containsPattern("dev\\.gateway\\.cli\\.GatewayCli source: shared objects file");
    }

    private static List<String> command(List<String> arguments) {
        var command = new ArrayList<>(image.words("Entrypoint"));
        command.addAll(arguments);
        return command;
    }

    /** Starts a command as the first process of a new container. */
    private static RunningProcess engine(List<String> command) {
        String[] user = image.config().path("config").path("User").asText().split(":");
        var all =
                new ArrayList<>(
                        List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh"));
        all.addAll(List.of("-c", ENTER, "sh", root.toString(), user[0], user[1]));
        all.add(image.config().path("config").path("WorkingDir").asText());
        return start(all, command);
    }

    /** Runs a command in the container of a gateway, as {@code docker exec} does. */
    private static CommandResult inside(ObservedHome home, List<String> command)
            throws InterruptedException {
        String[] user = image.config().path("config").path("User").asText().split(":");
        var all = new ArrayList<>(List.of("nsenter", "--target", pid(home), "--pid", "--mount"));
        all.addAll(List.of("--root", "--wd", "--setuid", user[0], "--setgid", user[1]));
        return start(all, command).awaitResult(TIMEOUT);
    }

    private static RunningProcess start(List<String> through, List<String> command) {
        var all = new ArrayList<>(through);
        all.addAll(command);
        var builder = new ProcessBuilder(all);
        Map<String, String> environment = builder.environment();
        environment.clear();
        for (String variable : image.words("Env")) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        environment.merge("PATH", ":/usr/sbin:/sbin", String::concat);
        return scope.start(builder);
    }

    private static String pid(ObservedHome home) {
        return Long.toString(home.lockHolder().orElseThrow());
    }

    private static int user() {
        return Integer.parseInt(image.config().path("config").path("User").asText().split(":")[0]);
    }

    private static void chown(Path path) throws InterruptedException {
        String owner = image.config().path("config").path("User").asText();
        scope.start("chown", "-R", owner, path.toString()).awaitResult(TIMEOUT).expectExit(0);
    }

    private static List<Path> all(Path folder) throws Exception {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> !path.equals(folder)).toList();
        }
    }
}
