package dev.gateway.it.unprovisioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the README's first two commands on a Debian that has nothing but {@code sh} and {@code
 * apt-get}: they install, build and run, and the commands that they print next work as printed.
 */
class MinimalDebianIT {

    /** Downloads, a build and a demo, beside other tests. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /**
     * The tests that need programs installed for them: a web server, another one, a browser. All
     * tests within one test would double the build.
     */
    private static final String SELECTED_TESTS =
            " -Dtest=DurationFormatTest -Dit.test=RealHttpServersIT,TimelinePageIT,ReleaseArchivesIT"
                    + " -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dfailsafe.failIfNoSpecifiedTests=false";

    private static final String CHECKOUT =
            """
            set -e
            cd ..
            git ls-files -z --cached --others --exclude-standard \
                | tar --create --null --files-from=- --ignore-failed-read \
                | tar --extract --no-same-owner --directory "$0"
            cd "$0"
            git init --quiet
            """;

    private ProcessScope scope;
    private MinimalDebian machine;

    @BeforeEach
    void open() throws Exception {
        scope = ProcessScope.open();
        machine = MinimalDebian.make(scope);
        Path checkout = machine.file("/root/a gateway");
        Files.createDirectories(checkout);
        scope.start("sh", "-c", CHECKOUT, checkout.toString()).awaitResult(LIMIT).expectExit(0);
    }

    @AfterEach
    void close() throws Exception {
        machine.close();
        scope.close();
    }

    @Test
    void twoCommandsInstallBuildRunAndVerifyEverything() throws Exception {
        CommandResult first = machine.run(LIMIT, "cd '/root/a gateway' && ./demo").expectExit(0);

        assertThat(first.stdout())
                .contains("Installing with apt-get", "building it")
                .contains("Nothing was lost, and no token ever had two pollers.")
                .contains("What you saw", "/root/a gateway/gateway-demo.html");
        assertThat(machine.file("/root/a gateway/gateway-demo.html")).isNotEmptyFile();
        List<String> next = next(first);
        assertThat(next).hasSize(3);

        CommandResult said =
                machine.run(LIMIT, "cd '/root/a gateway' && echo hello | " + next.get(0))
                        .expectExit(0);
        assertThat(said.stdout()).contains("hello");
        machine.run(LIMIT, "cd '/root/a gateway' && " + next.get(1)).expectExit(0);
        assertThat(machine.file("/root/.gateway/config.yaml")).isNotEmptyFile();

        CommandResult again =
                machine.run(LIMIT, "cd / && '/root/a gateway/demo' --report /root/again.html")
                        .expectExit(0);
        assertThat(again.stdout()).doesNotContain("Installing", "building", "fetching");
        assertThat(machine.file("/root/again.html")).isNotEmptyFile();

        CommandResult verified =
                machine.run(LIMIT, "cd '/root/a gateway' && " + next.get(2) + SELECTED_TESTS);
        verified.expectExit(0);
        assertThat(verified.stdout())
                .contains("BUILD SUCCESS")
                .containsPattern("Tests run: [1-9].*RealHttpServersIT")
                .containsPattern("Tests run: [1-9].*TimelinePageIT");
    }

    @Test
    void whoMayNotInstallIsToldTheOneCommand() throws Exception {
        machine.run(LIMIT, "useradd --create-home newcomer && chmod 755 /root").expectExit(0);
        for (String command : List.of("demo", "verify")) {
            CommandResult help = asNewcomer(command + " --help").expectExit(0);
            assertThat(help.stdout()).startsWith("Usage: ./" + command);
            assertThat(help.stderr()).isEmpty();

            CommandResult told = asNewcomer(command).expectExit(78);
            assertThat(told.stderr().lines()).hasSize(1);
            assertThat(told.stderr())
                    .startsWith(command + ": needs")
                    .contains(": su -c 'apt-get install -y --no-install-recommends openjdk-17-jdk");
        }

        machine.run(LIMIT, "ln -s /bin/true /usr/local/bin/sudo && rm -r /var/lib/apt/lists/*")
                .expectExit(0);
        assertThat(asNewcomer("demo").expectExit(78).stderr())
                .endsWith(
                        ": sudo apt-get update && sudo apt-get install -y --no-install-recommends"
                                + " default-jdk-headless\n");
    }

    private CommandResult asNewcomer(String command) throws InterruptedException {
        return machine.run(
                LIMIT,
                "cd '/root/a gateway' && exec setpriv --reuid newcomer --regid newcomer"
                        + " --clear-groups env HOME=/home/newcomer ./"
                        + command);
    }

    /** Returns the commands below "Next", as they are to be typed. */
    private static List<String> next(CommandResult demo) {
        return demo.stdout()
                .lines()
                .dropWhile(line -> !line.startsWith("Next"))
                .skip(1)
                .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                .map(String::strip)
                .toList();
    }
}
