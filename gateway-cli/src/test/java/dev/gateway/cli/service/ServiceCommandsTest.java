package dev.gateway.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.service.manager.ServiceScope;
import dev.gateway.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

class ServiceCommandsTest {

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandContext context =
            CommandContext.of(Terminal.plain(stream(out), stream(err)));
    private ServiceFixture fixture;

    @BeforeEach
    void someoneHasAHome() throws IOException {
        fixture = new ServiceFixture(folder);
    }

    @Test
    void showPrintsAUnitWithTheExitCodesOfTheContractAndTheLimitsOfTheConfig() throws Exception {
        fixture.config("gateway: {drain_timeout: 90s, disconnect_timeout: 1s, token_wait: 30s}");
        assertThat(show()).isZero();
        assertThat(out().lines().toList())
                .contains(
                        "Type=notify",
                        "NotifyAccess=all",
                        "Restart=always",
                        "RestartSec=5",
                        "StartLimitIntervalSec=0",
                        "RestartForceExitStatus=75",
                        "SuccessExitStatus=75 143",
                        "RestartPreventExitStatus=64 77 78",
                        "KillMode=mixed",
                        "TimeoutStopSec=99",
                        "TimeoutStartSec=90",
                        "Environment=\"JAVA_HOME=/opt/java & co\"",
                        "WantedBy=default.target",
                        "ExecStart=\"/opt/my gateway/bin/gateway\" run \"--home=%s\""
                                .formatted(fixture.home.toString().replace("%", "%%")),
                        "ExecReload=\"/opt/my gateway/bin/gateway\" reload \"--home=%s\""
                                .formatted(fixture.home.toString().replace("%", "%%")));
        assertThat(out()).doesNotContain("--replace", "ExecStartPre", "User=", "ProtectSystem");
    }

    @Test
    void keysOfNewerVersionsAreWrittenOnlyForThose() throws Exception {
        show();
        assertThat(out()).doesNotContain("RestartSteps");
        fixture.runner.answer("--version", 0, "systemd 255 (255.4-1)");
        show();
        assertThat(out()).contains("RestartSteps=5", "RestartMaxDelaySec=60");
        fixture.runner.answer("--version", 127, "not found");
        show();
        assertThat(out()).doesNotContain("RestartSteps");
    }

    @Test
    void theServiceOfTheMachineIsHardened() throws Exception {
        fixture.runner.answer("getent passwd bot", 0, "bot:x:99:99::/var/lib/bot:/bin/sh\n");
        assertThat(show("--system", "--run-as", "bot")).isZero();
        assertThat(out().lines().toList())
                .contains(
                        "User=bot",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "UMask=0077",
                        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
                        "WantedBy=multi-user.target")
                .anyMatch(
                        line ->
                                line.startsWith("ReadWritePaths=\"" + fixture.home.getParent())
                                        && line.endsWith(
                                                " /var/lib/bot/.local/state/gateway/token-locks"));
    }

    /** Verifies the unit with systemd itself; without systemd only the text is tested. */
    @Test
    void systemdAcceptsBothUnits() throws Exception {
        Path launcher = Files.writeString(folder.resolve("gateway"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        for (String scope : List.of("--user", "--system")) {
            show(scope.equals("--system") ? new String[] {scope} : new String[0]);
            Path unit = folder.resolve("gateway-verified.service");
            Files.writeString(
                    unit, out().replace("\"/opt/my gateway/bin/gateway\"", launcher.toString()));
            var builder =
                    new ProcessBuilder("systemd-analyze", "verify", scope, unit.toString())
                            .redirectErrorStream(true);
            builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
            try {
                Process verify = builder.start();
                String said = new String(verify.getInputStream().readAllBytes());
                assertThat(verify.waitFor()).as(said).isZero();
                assertThat(said).doesNotContain("gateway-verified");
            } catch (IOException e) {
                assertThat(System.getenv("CI")).as("systemd-analyze: " + e).isNull();
            }
        }
    }

    @Test
    void installWritesEnablesAndSaysWhatIsNext() throws Exception {
        assertThat(install()).isZero();
        assertThat(Files.readString(unit())).contains("ExecStart=");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unit())))
                .isEqualTo("rw-r--r--");
        assertThat(fixture.runner.calls())
                .anyMatch(call -> call.endsWith("daemon-reload"))
                .anyMatch(call -> call.endsWith("enable " + unit().getFileName()));
        assertThat(out()).contains("Installed", "gateway start", "loginctl enable-linger");

        install();
        assertThat(out()).contains("is up to date");
        fixture.config("gateway: {drain_timeout: 1s}");
        install();
        assertThat(out()).contains("Refreshed");
    }

    @Test
    void installNamesTheVariablesThatTheServiceWillNotHave() throws Exception {
        fixture.config("platforms: {a: {type: telegram, token: \"${BOT_TOKEN}\"}}");
        assertThat(install()).as("nobody knows the variable").isEqualTo(78);
        assertThat(unit()).doesNotExist();

        fixture.environment.put("BOT_TOKEN", "123:abc");
        assertThat(install()).isZero();
        assertThat(err()).contains("${BOT_TOKEN}", "gateway.env").doesNotContain("123:abc");
        assertThat(Files.readString(unit())).doesNotContain("123:abc");

        Files.writeString(fixture.home.resolve("gateway.env"), "# mine\nBOT_TOKEN=\"123:abc\"\n");
        install();
        assertThat(err()).doesNotContain("${BOT_TOKEN}").contains("chmod 600");
    }

    @Test
    void installCarriesTheProxyOfTheShellButNoPassword() throws Exception {
        fixture.config("platforms: {a: {type: telegram, token: x}}");
        fixture.environment.put("HTTPS_PROXY", "http://gate:3128");
        fixture.environment.put("NO_PROXY", "localhost");
        fixture.environment.put("ALL_PROXY", "socks5://me:s3cret@tunnel");
        install();

        assertThat(Files.readString(unit()))
                .contains("HTTPS_PROXY=http://gate:3128", "NO_PROXY=localhost")
                .doesNotContain("s3cret");
        assertThat(err()).contains("ALL_PROXY=…", "gateway.env").doesNotContain("s3cret");
    }

    @Test
    void installLeavesAForeignUnitAlone() throws Exception {
        Files.createDirectories(unit().getParent());
        Files.writeString(unit(), "[Service]\nExecStart=/mine\n");
        assertThat(install()).isEqualTo(73);
        assertThat(execute(new ServiceUninstallCommand(context, fixture.planner()))).isEqualTo(73);
        assertThat(unit()).hasContent("[Service]\nExecStart=/mine");
    }

    @Test
    void installSaysWhenSystemdCannotBeReached() throws Exception {
        fixture.runner.answer("daemon-reload", 1, "Failed to connect to bus: No medium found");
        assertThat(install()).isEqualTo(75);
        assertThat(err())
                .contains("is not installed: Failed to connect to bus: No medium found. A user's")
                .contains("loginctl enable-linger ")
                .contains("sudo gateway service install --system --home " + fixture.home);
        assertThat(err().lines()).hasSize(1);
        assertThat(out()).isEmpty();
        assertThat(unit()).doesNotExist();
    }

    @Test
    void aUnitThatCouldNotBeRefreshedStaysAsItWas() throws Exception {
        assertThat(install()).isZero();
        String before = Files.readString(unit());
        fixture.config("gateway: {drain_timeout: 1s}");
        fixture.runner.answer("daemon-reload", 1, "Failed to connect to bus: No medium found");

        assertThat(install()).isEqualTo(75);

        assertThat(unit()).hasContent(before);
        assertThat(out()).doesNotContain("Refreshed");
        assertThat(err()).contains("stays as it was: Failed to connect");
    }

    @Test
    void aMachineWithoutSystemdIsTold() throws Exception {
        fixture.runner.answer("daemon-reload", 127, "systemctl: not found");

        assertThat(install()).isEqualTo(75);
        assertThat(err()).contains("There is no systemd here: use 'gateway start'");
    }

    @Test
    void statusTellsWhatIsOutdated() throws Exception {
        assertThat(status().path("installed").asBoolean()).isFalse();
        fixture.environment.put("GATEWAY_CLASSPATH", "/opt/mine.jar");
        install();
        fixture.environment.clear();
        JsonNode status = status();
        assertThat(status.path("installed").asBoolean()).isTrue();
        assertThat(status.path("outdated").asBoolean())
                .as("a variable of the shell of the installation is no difference: " + status)
                .isFalse();

        fixture.config("gateway: {drain_timeout: 1s, disconnect_timeout: 1s}");
        assertThat(status().path("differences").toString())
                .contains("- TimeoutStopSec=58", "+ TimeoutStopSec=10");
        execute(new ServiceStatusCommand(context, fixture.planner()));
        assertThat(out()).contains("outdated", "+ TimeoutStopSec=10");
    }

    @Test
    void uninstallDeletesTheUnitAndNothingElse() throws Exception {
        install();
        assertThat(execute(new ServiceUninstallCommand(context, fixture.planner()))).isZero();
        assertThat(unit()).doesNotExist();
        assertThat(fixture.home.resolve("config.yaml")).exists();
        assertThat(fixture.runner.calls())
                .anyMatch(call -> call.contains("stop -- "))
                .anyMatch(call -> call.contains("disable"));
        assertThat(execute(new ServiceUninstallCommand(context, fixture.planner()))).isZero();
        assertThat(out()).contains("No service is installed");
    }

    @Test
    void uninstallDeletesNothingWhileTheServiceCannotBeStopped() throws Exception {
        install();
        fixture.runner.answer("show", 0, "LoadState=loaded\nActiveState=active\nMainPID=7");
        fixture.runner.answer("stop", 1, "Access denied");
        assertThat(execute(new ServiceUninstallCommand(context, fixture.planner()))).isEqualTo(75);
        assertThat(err()).contains("Access denied");
        assertThat(unit()).exists();
    }

    @Test
    void onMacAJobIsWritten() throws Exception {
        fixture.on("Mac OS X").config("gateway: {drain_timeout: 90s, disconnect_timeout: 1s}");
        fixture.environment.put("GATEWAY_TOKEN_LOCK_DIR", "/tmp/<locks>");
        assertThat(show()).isZero();
        Document plist = parse(out());
        String text = plist.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
        assertThat(text)
                .contains(
                        "ProgramArguments /opt/my gateway/bin/gateway run --home=" + fixture.home,
                        "JAVA_HOME /opt/java & co",
                        "GATEWAY_TOKEN_LOCK_DIR /tmp/<locks>",
                        "ExitTimeOut 99",
                        "Umask 63");
        assertThat(out())
                .containsPattern(
                        "KeepAlive</key>\\s*<dict>\\s*<key>SuccessfulExit</key>\\s*<false/>");

        assertThat(install()).isZero();
        Path job;
        try (var files = Files.list(fixture.userHome.resolve("Library/LaunchAgents"))) {
            job = files.findFirst().orElseThrow();
        }
        assertThat(job.toString()).endsWith(".plist");
        assertThat(fixture.runner.calls())
                .anyMatch(call -> call.startsWith("launchctl bootstrap gui/"));
        fixture.environment.clear();
        assertThat(status().path("outdated").asBoolean()).isFalse();
        assertThat(execute(new ServiceUninstallCommand(context, fixture.planner()))).isZero();
        assertThat(job).doesNotExist();
    }

    private static Document parse(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path unit() {
        ServicePlanner current = fixture.planner();
        return current.managers().of(ServiceScope.USER).file(current.name(fixture.home));
    }

    private int show(String... more) {
        return execute(new ServiceShowCommand(context, fixture.planner()), more);
    }

    private int install() {
        return execute(new ServiceInstallCommand(context, fixture.planner()));
    }

    private JsonNode status() throws IOException {
        assertThat(execute(new ServiceStatusCommand(context, fixture.planner()), "--json"))
                .isZero();
        return new ObjectMapper().readTree(out());
    }

    private int execute(Callable<Integer> command, String... more) {
        out.reset();
        err.reset();
        var line = new CommandLine(command);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--home";
        arguments[1] = fixture.home.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return line.execute(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
