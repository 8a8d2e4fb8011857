package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.telegram.FakeTelegram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the archive with its own Java, unpacked by root and used by a user without write access, on
 * a machine that has no Java.
 */
class BundleIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final String USER = "54321";
    private static final String LOADED = "-Xlog:class+load:stdout";

    private static Path installed;
    private static Path app;

    private final ProcessScope scope = ProcessScope.open();
    private FakeTelegram telegram;
    private Path userHome;
    private ObservedHome home;
    private GatewayCommandLine gateway;

    @BeforeAll
    static void install() throws Exception {
        MachineAssumptions.assumeRoot();
        MachineAssumptions.assumeProgram("setpriv");
        Path archive = ReleaseArtifacts.bundleArchive();
        // Not below target, since its parent folders may be closed to other users.
        installed = Files.createTempDirectory(Path.of("/tmp"), "gateway-bundle");
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
        run("tar", "xzpf", archive.toString(), "-C", installed.toString());
        app = ReleaseArtifacts.only(installed, "gateway-.*");
    }

    @AfterAll
    static void uninstall() throws Exception {
        if (installed != null) {
            run("rm", "-rf", installed.toString());
        }
    }

    @BeforeEach
    void user() throws Exception {
        telegram = FakeTelegram.start();
        userHome = Files.createTempDirectory(installed, "user");
        Path bin = Files.createDirectory(installed.resolve(userHome.getFileName() + "-bin"));
        for (String program :
                List.of("sh", "cat", "cksum", "env", "kill", "ls", "setsid", "sleep", "uname")) {
            Files.createSymbolicLink(bin.resolve(program), Path.of("/usr/bin", program));
        }
        home = ObservedHome.create(userHome);
        gateway =
                GatewayCommandLine.of(scope, app.resolve("bin/gateway"))
                        .through(
                                "/usr/bin/setpriv",
                                "--reuid=" + USER,
                                "--regid=" + USER,
                                "--clear-groups")
                        .withHome(home)
                        .withEnv("HOME", userHome.toString())
                        .withEnv("PATH", bin.toString())
                        .withoutEnv("JAVA_HOME")
                        .withoutEnv("XDG_CACHE_HOME")
                        .inDirectory(userHome);
    }

    @AfterEach
    void end() throws Exception {
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
        telegram.close();
    }

    @Test
    void itsClassArchiveIsUsedByEachUserAndNeverWritten() throws Exception {
        give();
        Map<String, UnpackedFileEntry> before = files();
        assertThat(gateway.run(TIMEOUT, "--version").expectExit(0).stderr()).isEmpty();
        CommandResult result =
                gateway.withEnv("GATEWAY_JAVA_OPTS", LOADED).run(TIMEOUT, "--version");
        assertThat(result.expectExit(0).stdout())
                .contains("dev.gateway.cli.GatewayCli source: shared objects file (top)");
        assertThat(gateway.run(TIMEOUT, "doctor", "--offline").stdout())
                .contains("class archive in use: " + app.resolve("cds"))
                .contains(app.resolve("java").toString());
        // Nor does a user with write access.
        assertThat(asRoot().run(TIMEOUT, "--version").expectExit(0).stderr()).isEmpty();
        assertThat(files()).containsExactlyInAnyOrderEntriesOf(before);
        assertThat(userHome.resolve(".cache")).doesNotExist();
    }

    @Test
    void aJavaOfTheMachineIsUsedOnlyIfItIsNamedForTheGateway() throws Exception {
        give();
        String own = app.resolve("java").toString();
        String other = System.getProperty("java.home");
        GatewayCommandLine offline = gateway.withEnv("JAVA_HOME", other);
        assertThat(offline.run(TIMEOUT, "doctor", "--offline").stdout()).contains(own);
        assertThat(
                        offline.withEnv("GATEWAY_JAVA_HOME", other)
                                .withEnv("GATEWAY_CDS_DIR", "")
                                .run(TIMEOUT, "doctor", "--offline")
                                .stdout())
                .contains(other)
                .doesNotContain(own);
    }

    @Test
    void eachCommandWorksOnTheTrimmedJava() throws Exception {
        int port = freePort();
        home.write(HomeConfig.echo().withHealth(port).with("family", telegram));
        give();
        var outputs = new ArrayList<CommandResult>();

        outputs.add(gateway.run(TIMEOUT, "config", "check").expectExit(0));
        outputs.add(gateway.run(TIMEOUT, "start").expectExit(0));
        telegram.user("tim").says("hello").awaitAnswer(TIMEOUT);
        await().atMost(TIMEOUT)
                .ignoreExceptions()
                .until(() -> metrics(port).contains("gateway_messages_received_total"));
        for (String command :
                List.of(
                        "status",
                        "status --json",
                        "doctor",
                        "tokens",
                        "events",
                        "logs",
                        "config show",
                        "messages list",
                        "completion bash",
                        "service show",
                        "reload",
                        "restart",
                        "stop")) {
            outputs.add(gateway.run(TIMEOUT, command.split(" ")));
        }
        for (CommandResult output : outputs) {
            assertThat(output.exit()).as("%s", output).isZero();
            assertThat(output.stdout() + output.stderr())
                    .doesNotContain("java.lang.")
                    .doesNotContain("NoClassDefFoundError");
        }
        assertThat(home.log().toString())
                .contains("Gateway is stopped.")
                .doesNotContain("NoClassDefFoundError")
                .doesNotContain("ClassNotFoundException");
    }

    @Test
    void theTrimmedJavaHasWhatIsNeededNowAndThen() throws Exception {
        Path store = userHome.resolve("ec.p12");
        Path java = app.resolve("java/bin");
        run(
                java.resolve("keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp384r1",
                "-dname",
                "CN=127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-alias",
                "ec");
        CommandResult probe =
                scope.start(
                                java.resolve("java").toString(),
                                "-cp",
                                Path.of("target", "test-classes").toAbsolutePath().toString(),
                                TrimmedRuntimeProbe.class.getName(),
                                store.toString(),
                                "changeit",
                                userHome.toString())
                        .awaitResult(TIMEOUT)
                        .expectExit(0);
        assertThat(probe.stdout().lines())
                .contains("handshake EC", "charsets GB18030Big5", "zip true", "signal Signal")
                .anyMatch(line -> line.matches("roots ([5-9]\\d|\\d{3,})"));
        assertThat(probe.stderr()).isEmpty();
    }

    /** Makes the user the owner of all files in the home, as if the user had created them. */
    private void give() throws Exception {
        run("chown", "-R", USER + ":" + USER, userHome.toString());
    }

    private GatewayCommandLine asRoot() {
        return GatewayCommandLine.of(scope, app.resolve("bin/gateway"))
                .withoutEnv("JAVA_HOME")
                .withEnv("HOME", userHome.toString())
                .inDirectory(userHome);
    }

    private static Map<String, UnpackedFileEntry> files() throws IOException {
        return new TreeMap<>(UnpackedFileEntry.below(app));
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
        return HttpClient.newHttpClient()
                .send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void run(String... command) throws Exception {
        try (ProcessScope once = ProcessScope.open()) {
            once.start(command).awaitResult(TIMEOUT).expectExit(0);
        }
    }
}
