package dev.gateway.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.adapter.AdapterFolders;
import dev.gateway.it.fixture.TestHomes;
import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.LauncherLocator;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Builds {@code examples/ntfy} outside this build with a plain Maven 3.8, and uses the result. */
class ExampleAdapterIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MIN_CHECKS = 30;

    @TempDir private static Path folder;
    private static ExternalMavenProject example;

    private ProcessScope scope;

    @BeforeAll
    static void buildIt() throws Exception {
        example = ExternalMavenProject.copyOf(Path.of("..", "examples", "ntfy"), folder);
        for (String module : List.of("", "gateway-core", "gateway-adapters", "gateway-sim")) {
            example.install(module);
        }
        try (ProcessScope once = ProcessScope.open()) {
            CommandResult built = example.maven(once, "package");
            assertThat(built.exit()).as("%s", built).isZero();
            assertThat(built.stdout() + built.stderr())
                    .as("no log of a library, and no stack trace")
                    .doesNotContain("DEBUG", "SLF4J", "\tat ");
        }
    }

    @BeforeEach
    void open() {
        scope = ProcessScope.open();
    }

    @AfterEach
    void close() throws InterruptedException {
        scope.close();
        scope.awaitNoSurvivors(TIMEOUT);
    }

    @Test
    void itsContractSuiteReallyRuns() throws Exception {
        Path report =
                example.target()
                        .resolve("surefire-reports/TEST-com.example.ntfy.NtfyContractTest.xml");
        Element suite =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
        int ran = number(suite, "tests") - number(suite, "skipped");

        assertThat(ran).isGreaterThan(MIN_CHECKS);
        assertThat(number(suite, "failures") + number(suite, "errors")).isZero();
        System.out.println("examples/ntfy: " + ran + " contract checks ran");
    }

    private static int number(Element suite, String attribute) {
        return Integer.parseInt(suite.getAttribute(attribute));
    }

    @Test
    void itsJarInTheHomeIsAllThatAGatewayNeeds() throws Exception {
        ObservedHome home = TestHomes.create();
        home.putAdapters(List.of(example.target().resolve("ntfy-adapter-1.0.jar")));
        FakePlatformRegistry fakes =
                FakePlatformRegistry.find(AdapterFolders.named(List.of(example.target())));
        assertThat(fakes.problems()).isEmpty();
        try (FakePlatform ntfy = fakes.of("ntfy").start(FakeOptions.lenient(1))) {
            home.write(HomeConfig.echo().with("desk", ntfy));
            GatewayCommandLine gateway = GatewayCommandLine.gateway(scope).withHome(home);

            gateway.run(TIMEOUT, "config", "check").expectExit(0);
            gateway.run(TIMEOUT, "start").expectExit(0);
            assertThat(ntfy.user("ann").says("hello 🙂").awaitAnswer(TIMEOUT))
                    .isEqualTo("hello 🙂");
            assertThat(gateway.run(TIMEOUT, "doctor").expectExit(0).stdout())
                    .contains("ntfy-adapter-1.0.jar brings ntfy", "desk (ntfy)");
            gateway.run(TIMEOUT, "restart").expectExit(0);
            assertThat(ntfy.user("ann").says("still?").awaitAnswer(TIMEOUT)).isEqualTo("still?");
            gateway.run(TIMEOUT, "stop").expectExit(0);

            assertThat(ntfy.referee().violations()).isEmpty();
            assertThat(String.join("\n", home.log())).doesNotContain(ntfy.tokens().get(0));
        }
    }

    @Test
    void itsFakeIsAPlatformOfTheSimulator() throws Exception {
        GatewayCommandLine simulator = GatewayCommandLine.of(scope, LauncherLocator.simulator());
        Path scenario = folder.resolve("ntfy.yaml");
        Files.writeString(
                scenario,
                """
                name: ntfy
                title: A restart while somebody writes
                platforms: {desk: ntfy}
                timeline:
                  - start
                  - say: {by: ann, text: hello, platform: desk}
                  - restart
                  - say: {by: ann, text: again, platform: desk}
                  - await-answers
                """);
        String target = example.target().toString();

        CommandResult run =
                simulator.run(TIMEOUT, "run", scenario.toString(), "--adapters", target);
        assertThat(run.exit()).as("%s", run).isZero();
        CommandResult demo =
                simulator
                        .inDirectory(folder)
                        .run(TIMEOUT, "demo", "--fast", "--adapters", target, "--platform", "ntfy");
        assertThat(demo.exit()).as("%s", demo).isZero();
        assertThat(demo.stdout()).contains("ntfy", "Nothing was lost");
        assertThat(
                        simulator
                                .run(TIMEOUT, "serve", "--adapters", target, "--platform", "ntfi")
                                .expectExit(64)
                                .stderr())
                .contains("did you mean 'ntfy'?");
    }
}
