package dev.gateway.it.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.ProcessStat;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the script that starts the JVM: it works from any folder, and explains a missing Java. */
class LauncherIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final ProcessScope scope = ProcessScope.open();
    @TempDir private Path folder;

    @AfterEach
    void end() {
        scope.close();
    }

    @Test
    void isFoundThroughLinksFromAnyFolderInEachShell() throws Exception {
        Path launcher = DistributionFixture.copyTo(folder.resolve("a folder with blanks"));
        Path links = Files.createDirectories(folder.resolve("some links"));
        Path relative =
                Files.createSymbolicLink(
                        links.resolve("relative"), links.relativize(launcher.toAbsolutePath()));
        Path chained = Files.createSymbolicLink(links.resolve("chained"), Path.of("relative"));
        Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), links);
        List<Path> ways =
                List.of(
                        launcher,
                        Path.of("bin/gateway"),
                        Path.of("./bin/../bin/gateway"),
                        Path.of("gateway"),
                        relative,
                        chained,
                        linkedFolder.resolve("chained"));
        for (List<String> shell : shells()) {
            for (Path way : ways) {
                boolean fromWithin = way.equals(Path.of("gateway"));
                var command = new ArrayList<>(shell);
                command.addAll(List.of(way.toString(), "--version"));
                var builder =
                        new ProcessBuilder(command)
                                .directory(
                                        (fromWithin
                                                        ? launcher.getParent()
                                                        : launcher.getParent().getParent())
                                                .toFile());
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                builder.environment().put("CDPATH", "/:/usr");
                CommandResult result = scope.start(builder).awaitResult(TIMEOUT).expectExit(0);
                assertThat(result.stdout()).as("%s %s", shell, way).startsWith("gateway ");
                assertThat(result.stderr()).as("%s %s", shell, way).isEmpty();
            }
        }
    }

    @Test
    void becomesTheJvm() throws Exception {
        ObservedHome home = ObservedHome.create(folder);
        home.write(HomeConfig.echo());
        RunningProcess process = gateway().withHome(home).start("run");
        Awaitility.await().atMost(TIMEOUT).until(() -> home.lockHolder().isPresent());
        assertThat(home.lockHolder()).hasValue(process.pid());
        assertThat(ProcessStat.of(process.pid()).orElseThrow().name()).isEqualTo("java");
        assertThat(scope.survivors()).containsExactly(process.pid());
    }

    @Test
    void aGatewayKeepsALittleFreeMemoryUnlessTheUserSaysHowMuch() throws Exception {
        assertThat(trimThreshold(Map.of())).isEqualTo("1048576");
        assertThat(trimThreshold(Map.of("MALLOC_TRIM_THRESHOLD_", "65536"))).isEqualTo("65536");
        assertThat(trimThreshold(Map.of("GLIBC_TUNABLES", "glibc.malloc.arena_max=2"))).isEmpty();
    }

    /** Returns what the C library of a running gateway was told; empty if nothing. */
    private String trimThreshold(Map<String, String> environment) throws Exception {
        ObservedHome home = ObservedHome.create(Files.createTempDirectory(folder, "trim"));
        home.write(HomeConfig.echo());
        GatewayCommandLine command = gateway().withHome(home);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            command = command.withEnv(variable.getKey(), variable.getValue());
        }
        RunningProcess process = command.start("run");
        Awaitility.await().atMost(TIMEOUT).until(() -> home.lockHolder().isPresent());
        String name = "MALLOC_TRIM_THRESHOLD_=";
        String found =
                Stream.of(
                                Files.readString(Path.of("/proc/" + process.pid() + "/environ"))
                                        .split("\0"))
                        .filter(variable -> variable.startsWith(name))
                        .findFirst()
                        .map(variable -> variable.substring(name.length()))
                        .orElse("");
        process.kill(Signal.KILL);
        process.awaitExit(TIMEOUT);
        return found;
    }

    @Test
    void leavesNothingInTheTemporaryFolderAfterASigkill() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        ObservedHome home = ObservedHome.create(folder);
        home.write(HomeConfig.echo());
        RunningProcess process =
                gateway()
                        .withHome(home)
                        .withEnv("GATEWAY_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                        .start("run");
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> Files.exists(home.path().resolve("journal.db")));
        process.kill(Signal.KILL);
        process.awaitExit(TIMEOUT);
        assertThat(temporary).isEmptyDirectory();
        String user = System.getProperty("user.name");
        assertThat(Path.of("/tmp/hsperfdata_" + user + "/" + process.pid())).doesNotExist();
    }

    @Test
    void saysWhatToDoWithoutJava() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        CommandResult result =
                gateway()
                        .withoutEnv("JAVA_HOME")
                        .withEnv("PATH", empty.toString())
                        .run(TIMEOUT, "--version");
        refuses(result, "gateway: needs Java 17 or newer: set JAVA_HOME or put java on the PATH.");
    }

    @Test
    void saysWhatToDoWithAWrongJavaHome() throws Exception {
        CommandResult result =
                gateway().withEnv("JAVA_HOME", "/no where").run(TIMEOUT, "--version");
        refuses(
                result,
                "gateway: JAVA_HOME=/no where has no bin/java. Point it to a Java 17 or newer, or"
                        + " unset it.");
    }

    @Test
    void saysWhatToDoWithAnOldJava() throws Exception {
        for (String version : List.of("16.0.2", "11.0.22", "1.8.0_402")) {
            Path java = fakeJava("java-" + version, "JAVA_VERSION=\"" + version + "\"");
            refuses(
                    gateway().withEnv("JAVA_HOME", java.toString()).run(TIMEOUT, "--version"),
                    "gateway: needs Java 17 or newer, but %s/bin/java is %s. Set JAVA_HOME to a newer one."
                            .formatted(java, version));
        }
    }

    @Test
    void takesTheJavaOnThePathThroughItsLinks() throws Exception {
        Path links = Files.createDirectory(folder.resolve("links"));
        Path real = Path.of(System.getProperty("java.home"), "bin/java");
        Files.createSymbolicLink(links.resolve("real"), real);
        Files.createSymbolicLink(links.resolve("java"), Path.of("real"));
        GatewayCommandLine command =
                DistributionFixture.archivingIn(scope, folder.resolve("cds"))
                        .withoutEnv("JAVA_HOME")
                        .withEnv("PATH", links + ":" + System.getenv("PATH"));
        assertThat(command.run(TIMEOUT, "--version").expectExit(0).stderr()).isEmpty();
        assertThat(DistributionFixture.archiveIn(folder.resolve("cds")).toString())
                .as("named after the Java that the links lead to")
                .contains("-java-" + System.getProperty("java.version"));
    }

    @Test
    void passesOptionsToTheJvm() throws Exception {
        CommandResult result =
                gateway()
                        .withEnv("GATEWAY_JAVA_OPTS", "-showversion  -Dsome.path=/*")
                        .run(TIMEOUT, "--version")
                        .expectExit(0);
        assertThat(result.stderr()).contains("version \"" + System.getProperty("java.version"));
    }

    @Test
    void aShortCommandGetsTheCollectorThatIsReadySoonerUnlessAnotherIsAskedFor() throws Exception {
        String quick = Runtime.version().feature() == 17 ? "Using G1" : "Using Serial";
        assertThat(collector("", "status")).contains(quick);
        assertThat(collector("", "config")).contains(quick);
        assertThat(collector("", "--home", "/nowhere", "status")).contains(quick);
        assertThat(collector("", "run")).contains("Using Serial");
        assertThat(collector(" -XX:-UseSerialGC -XX:+UseParallelGC", "status"))
                .contains("Using Parallel");
    }

    @Test
    void aShortCommandCompilesLaterThanAGateway() throws Exception {
        assertThat(flags("")).contains("-XX:CompileThresholdScaling=5.");
        assertThat(flags(" -XX:CompileThresholdScaling=2"))
                .contains("-XX:CompileThresholdScaling=2.");
    }

    @Test
    void theArchivesOfClassesStayAtTheirAddressUnlessTheUserWantsThemMoved() throws Exception {
        assertThat(flags("")).contains("-XX:ArchiveRelocationMode=0");
        assertThat(flags(" -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=1"))
                .contains("-XX:ArchiveRelocationMode=1");
    }

    private String flags(String more) throws Exception {
        return gateway()
                .withEnv("GATEWAY_JAVA_OPTS", "-XX:+PrintCommandLineFlags" + more)
                .run(TIMEOUT, "--version")
                .expectExit(0)
                .stderr();
    }

    @Test
    void theUsersOwnOptionsReplaceOursWhereverHeWritesThem() throws Exception {
        for (String variable :
                List.of(
                        "GATEWAY_JAVA_OPTS",
                        "JAVA_TOOL_OPTIONS",
                        "JDK_JAVA_OPTIONS",
                        "_JAVA_OPTIONS")) {
            for (String options :
                    List.of(
                            "-XX:+UseParallelGC -Xmx64m",
                            "-XX:+UseG1GC -Xms300m",
                            "-XX:MaxRAMPercentage=20 -XX:-UseSerialGC",
                            "-Xint -Xshare:off -Xss1m")) {
                for (String command : List.of("status", "config")) {
                    gateway()
                            .withEnv(variable, options)
                            .run(TIMEOUT, command, "--help")
                            .expectExit(0);
                }
            }
            assertThat(
                            gateway()
                                    .withEnv(variable, "-Xmx77m -XX:+PrintCommandLineFlags")
                                    .run(TIMEOUT, "status", "--help")
                                    .expectExit(0)
                                    .stderr())
                    .as(variable)
                    .contains("-XX:MaxHeapSize=" + 77 * 1024 * 1024);
        }
    }

    @Test
    void aFolderThatIsGoneIsNoObstacle() throws Exception {
        Path gone = folder.resolve("gone");
        Path home = folder.resolve("home");
        String script =
                "mkdir '%s' && cd '%s' && rmdir '%s' && exec \"$@\"".formatted(gone, gone, gone);

        CommandResult status = in(script, "status", "--home=" + home);
        assertThat(status.expectExit(3).stdout()).contains("stopped");
        assertThat(status.stderr()).doesNotContain("Exception", "java.lang");

        CommandResult relative = in(script, "config", "init", "--home=home");
        assertThat(relative.expectExit(64).stderr()).contains("'home' is relative");
        assertThat(home).doesNotExist();
    }

    @Test
    void aUmaskThatTakesTheOwnersRightsIsNoObstacle() throws Exception {
        Path home = folder.resolve("home");

        in("umask 0777 && exec \"$@\"", "config", "init", "--home=" + home).expectExit(0);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(home.resolve("config.yaml")).isReadable();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run --home=HOME", "--home HOME run", "-v --config CONFIG --home=HOME run"})
    void aCallerThatIgnoresSigtermDoesNotMakeTheGatewayIgnoreIt(String arguments) throws Exception {
        ObservedHome home = ObservedHome.create(folder);
        home.write(HomeConfig.echo());
        var command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "trap '' TERM; exec \"$@\"",
                                "sh",
                                LauncherLocator.gateway().toString()));
        for (String argument : arguments.split(" ")) {
            command.add(
                    argument.replace("HOME", home.path().toString())
                            .replace("CONFIG", home.path().resolve("config.yaml").toString()));
        }
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GATEWAY_TOKEN_LOCK_DIR", home.tokenLocks().toString());
        RunningProcess process = scope.start(builder);
        home.awaitState("running", TIMEOUT);

        process.kill(Signal.TERM);

        assertThat(process.awaitExit(TIMEOUT)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LANG=de_DE.UTF-8",
                "LANG=zh_CN",
                "LC_CTYPE=UTF-8",
                "LC_ALL=POSIX",
                "LC_ALL=no_SUCH",
                "LANG="
            })
    void namesFilesBeyondAsciiWithALocaleThatIsNotThere(String locale) throws Exception {
        String script =
                "unset LC_ALL LC_CTYPE LANG; export %s; exec \"$1\" config init --home \"$PWD/家ü\"\n"
                        .formatted(locale);
        Path file = Files.write(folder.resolve("call.sh"), script.getBytes(StandardCharsets.UTF_8));
        var builder =
                new ProcessBuilder("sh", file.toString(), LauncherLocator.gateway().toString())
                        .directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

        scope.start(builder).awaitResult(TIMEOUT).expectExit(0);

        scope.start("sh", looking("家ü").toString()).awaitResult(TIMEOUT).expectExit(0);
    }

    private CommandResult in(String script, String... arguments) throws Exception {
        var command =
                new ArrayList<>(
                        List.of("sh", "-c", script, "sh", LauncherLocator.gateway().toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return scope.start(builder).awaitResult(TIMEOUT);
    }

    private String collector(String options, String... command) throws Exception {
        return gateway()
                .withEnv("GATEWAY_JAVA_OPTS", "-Xlog:gc:stderr" + options)
                .run(
                        TIMEOUT,
                        Stream.concat(Stream.of(command), Stream.of("--help"))
                                .toArray(String[]::new))
                .expectExit(0)
                .stderr();
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        CommandResult result =
                gateway().run(TIMEOUT, "status", "--home", "/no such $HOME '\"*\\ home");
        assertThat(result.stdout() + result.stderr()).contains("/no such $HOME '\"*\\ home");
    }

    @Test
    void namesFilesBeyondAsciiWithoutALocale() throws Exception {
        // The bytes go through a file: the JVM of this test may be unable to name them.
        String script = "exec \"$1\" config init --home \"$PWD/家 媽媽\"\n";
        Path file = Files.write(folder.resolve("call.sh"), script.getBytes(StandardCharsets.UTF_8));
        var builder =
                new ProcessBuilder("sh", file.toString(), LauncherLocator.gateway().toString())
                        .directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("LANG|LC_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        scope.start(builder).awaitResult(TIMEOUT).expectExit(0);

        scope.start("sh", looking("家 媽媽").toString()).awaitResult(TIMEOUT).expectExit(0);
    }

    @Test
    void refusesAFolderThatJavaCannotRead() throws Exception {
        Path launcher = DistributionFixture.copyTo(folder.resolve("a:b"));
        CommandResult result = GatewayCommandLine.of(scope, launcher).run(TIMEOUT, "--version");
        assertThat(result.expectExit(78).stderr().lines()).hasSize(1);
        assertThat(result.firstErrorLine()).contains("a:b").endsWith("Move it.");
    }

    private GatewayCommandLine gateway() {
        return GatewayCommandLine.gateway(scope);
    }

    private Path looking(String name) throws Exception {
        String script = "test -f \"" + folder + "/" + name + "/config.yaml\"\n";
        return Files.write(folder.resolve("look.sh"), script.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuses(CommandResult result, String words) {
        assertThat(result.expectExit(78).stderr()).isEqualTo(words + "\n");
        assertThat(result.stdout()).isEmpty();
    }

    private Path fakeJava(String name, String release) throws Exception {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), release);
        Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho started\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** Returns the shells of this machine: sh is always one of them. */
    private List<List<String>> shells() throws Exception {
        var found = new ArrayList<List<String>>();
        for (String shell : List.of("sh", "dash", "busybox sh", "bash --posix", "ksh", "zsh")) {
            List<String> words = List.of(shell.split(" "));
            var look = scope.start("sh", "-c", "command -v " + words.get(0));
            if (look.awaitExit(TIMEOUT) == 0) {
                found.add(words);
            }
        }
        return found;
    }
}
