package dev.gateway.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.it.fixture.MachineAssumptions;
import dev.gateway.it.unprovisioned.MinimalDebian;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.telegram.FakeTelegram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the Debian package on a minimal Debian, used by a user who is not root. */
class DebianPackageIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INSTALLATION = Duration.ofMinutes(5);

    /** The settings of a home or a user, which the template leaves to the gateway. */
    private static final Set<String> HOME_SETTINGS =
            Set.of(
                    "Description",
                    "Environment",
                    "EnvironmentFile",
                    "ExecReload",
                    "ExecStart",
                    "ProtectHome",
                    "ProtectSystem",
                    "ReadWritePaths",
                    "User");

    private static final String AS_BOT =
            "setpriv --reuid=bot --regid=bot --init-groups env -i HOME=/home/bot USER=bot"
                    + " PATH=/usr/bin:/bin ";

    private ProcessScope scope;
    private MinimalDebian machine;
    private FakeTelegram telegram;
    private ObservedHome home;
    private RunningProcess first;

    @BeforeEach
    void install() throws Exception {
        MachineAssumptions.assumeProgram("nsenter");
        Path deb =
                ReleaseArtifacts.only(
                        ReleaseArtifacts.released(), "gateway_.*_(amd64|arm64)\\.deb");
        scope = ProcessScope.open();
        telegram = FakeTelegram.start();
        machine = MinimalDebian.make(scope);
        Files.copy(deb, machine.file("/gateway.deb"), StandardCopyOption.REPLACE_EXISTING);
        machine.run(
                        INSTALLATION,
                        """
                        set -e
                        export DEBIAN_FRONTEND=noninteractive
                        apt-get update -q
                        apt-get install -q -y --no-install-recommends man-db bash-completion /gateway.deb
                        useradd --create-home --shell /bin/bash bot
                        install -d -m 700 -o bot -g bot /home/bot/.gateway
                        """)
                .expectExit(0);
        home = ObservedHome.at(machine.file("/home/bot/.gateway"));
        home.write(HomeConfig.echo().with("family", telegram));
        machine.run(TIMEOUT, "chown bot:bot /home/bot/.gateway/config.yaml").expectExit(0);
    }

    @AfterEach
    void remove() throws Exception {
        if (scope == null) {
            return;
        }
        if (first != null) {
            first.kill(Signal.KILL);
            first.awaitExit(TIMEOUT);
        }
        if (machine != null) {
            machine.close();
        }
        scope.close();
        telegram.close();
    }

    @Test
    void isUsedByAnyUserAndAHomeOutlivesItsUpgradeAndItsPurge() throws Exception {
        hasManualAndCompletion();
        usesItsClassArchive();
        hasTheUnitThatServiceInstallWrites();
        anUpgradeKeepsARunningHome();
        aPurgeLeavesTheHome();
    }

    private void hasManualAndCompletion() throws Exception {
        CommandResult man =
                machine.run(TIMEOUT, AS_BOT + "MANPAGER=cat man gateway-restart").expectExit(0);
        assertThat(man.stdout()).contains("NAME").contains("gateway-restart");
        String complete =
                """
                . /usr/share/bash-completion/bash_completion
                _completion_loader gateway
                function=$(complete -p gateway | sed 's/.* -F \\([^ ]*\\).*/\\1/')
                COMP_WORDS=(gateway sta) COMP_CWORD=1 COMP_LINE='gateway sta' COMP_POINT=11
                $function gateway sta gateway
                echo "${COMPREPLY[@]}"
                """;
        Files.writeString(machine.file("/complete.bash"), complete);
        CommandResult completion =
                machine.run(TIMEOUT, AS_BOT + "bash /complete.bash").expectExit(0);
        assertThat(completion.stdout()).contains("start").contains("status");
    }

    private void usesItsClassArchive() throws Exception {
        CommandResult version =
                machine.run(
                                TIMEOUT,
                                AS_BOT
                                        + "GATEWAY_JAVA_OPTS=-Xlog:class+load:stdout gateway"
                                        + " --version")
                        .expectExit(0);
        assertThat(version.stdout())
                .containsPattern("dev\\.gateway\\.cli\\.GatewayCli source: shared objects file");
        assertThat(machine.file("/home/bot/.cache")).doesNotExist();
    }

    private void hasTheUnitThatServiceInstallWrites() throws Exception {
        CommandResult show =
                machine.run(TIMEOUT, "gateway service show --system --home /home/bot/.gateway")
                        .expectExit(0);
        Path template = machine.file("/usr/lib/systemd/system/gateway@.service");
        assertThat(directives(Files.readAllLines(template)))
                .containsExactlyElementsOf(directives(show.stdout().lines().toList()));
        assertThat(template).content().contains("User=%i", "ExecStart=/usr/bin/gateway run");
    }

    private static List<String> directives(List<String> unit) {
        return unit.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .filter(line -> !HOME_SETTINGS.contains(line.replaceFirst("=.*", "")))
                .collect(Collectors.toList());
    }

    private void anUpgradeKeepsARunningHome() throws Exception {
        first = machine.start(AS_BOT + "gateway start && exec sleep 3600");
        first.awaitLine("Gateway is running", TIMEOUT);
        says("before");
        String old = version();
        machine.run(TIMEOUT, "dpkg-deb --raw-extract /gateway.deb /next").expectExit(0);
        new NextVersionPackage(machine.file("/next")).make();
        machine.run(
                        TIMEOUT,
                        "dpkg-deb --root-owner-group -Znone --build /next /next.deb && rm -r /next")
                .expectExit(0);

        RunningProcess upgrade = inside("dpkg -i /next.deb");
        while (upgrade.isAlive()) {
            says("during");
        }
        CommandResult upgraded = upgrade.awaitResult(TIMEOUT).expectExit(0);

        assertThat(upgraded.stdout()).contains("until 'gateway restart'");
        says("after");
        assertThat(version()).isEqualTo(old).isNotEqualTo(NextVersionPackage.NUMBER);
        inside(AS_BOT + "gateway restart").awaitResult(TIMEOUT).expectExit(0);
        assertThat(version()).isEqualTo(NextVersionPackage.NUMBER);
        says("in the new version");
        assertThat(telegram.referee().violations()).isEmpty();
    }

    private void aPurgeLeavesTheHome() throws Exception {
        inside("gateway status --home /home/bot/.gateway").awaitResult(TIMEOUT).expectExit(0);
        CommandResult purge = inside("dpkg --purge gateway").awaitResult(TIMEOUT).expectExit(0);

        assertThat(purge.stderr()).doesNotContain("not empty");
        assertThat(machine.file("/usr/lib/gateway")).doesNotExist();
        assertThat(machine.file("/usr/share/doc/gateway")).doesNotExist();
        says("without an installation");
        assertThat(home.configFile()).exists();
        assertThat(home.path().resolve("journal.db")).exists();
        long gateway = home.lockHolder().orElseThrow();
        scope.start("kill", "-TERM", Long.toString(gateway)).awaitResult(TIMEOUT).expectExit(0);
        Await.until(() -> !Files.exists(home.pidFile()), TIMEOUT, "the end of the gateway");
        Await.until(() -> home.lockHolder().isEmpty(), TIMEOUT, "the end of its process");
    }

    private void says(String text) throws Exception {
        telegram.user("tim").says(text).awaitAnswer(TIMEOUT);
    }

    private String version() throws Exception {
        return inside(AS_BOT + "gateway status --json")
                .awaitResult(TIMEOUT)
                .expectExit(0)
                .json()
                .path("version")
                .asText();
    }

    /** Starts a script in the gateway's namespaces, so that both see each other. */
    private RunningProcess inside(String script) {
        String gateway = Long.toString(home.lockHolder().orElseThrow());
        var builder =
                new ProcessBuilder(
                        List.of(
                                "nsenter",
                                "--target=" + gateway,
                                "--pid",
                                "--mount",
                                "--root",
                                "--wd",
                                "sh",
                                "-c",
                                script));
        builder.environment().clear();
        builder.environment()
                .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("HOME", "/root");
        return scope.start(builder);
    }
}
