package dev.gateway.it.mutants;

import dev.gateway.sim.process.Signal;
import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.ExpectedExitCodes;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.PlatformSpec;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short scenarios, each for one kind of mutation. */
final class MutantScenarios {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private MutantScenarios() {}

    /**
     * Returns a scenario in which two disconnects hang; both are abandoned after the timeout, at
     * the same time.
     */
    static Scenario hangingDisconnects() {
        Map<String, String> hangs =
                Map.of("type", "stubborn", "disconnect", "never", "swallow_interrupts", "true");
        return scenario(
                "two-hanging-disconnects",
                "two adapters that never let go are left behind after their time",
                Map.of(
                        "family", telegram(with(hangs, "telegram")),
                        "work", feishu(with(hangs, "feishu"))),
                Map.of("main", home(Map.of("drain_timeout", "1s", "disconnect_timeout", "2s"))),
                List.of(
                        run("main", "gateway"),
                        new Step.AwaitState("running", "main", TIMEOUT),
                        new Step.Send(Signal.TERM, "gateway"),
                        new Step.AwaitEnd("gateway", new ExpectedExitCodes("0"), TIMEOUT)),
                List.of(
                        log("disconnect timed out after 2\\.\\ds, abandoned", true),
                        log("disconnect timed out after ([4-9]|\\d\\d)", false)));
    }

    /**
     * Returns a scenario in which the adapter polls until it is disconnected, which takes a while;
     * another home waits.
     */
    static Scenario tokenWanted() {
        Map<String, String> slow =
                Map.of("type", "stubborn", "disconnect", "2s", "ignore_stop", "true");
        return scenario(
                "token-wanted",
                "a token passes on when the poll has ended, not earlier",
                Map.of("family", telegram(with(slow, "telegram"))),
                Map.of("main", home(Map.of()), "other", home(Map.of())),
                List.of(
                        run("main", "first"),
                        new Step.AwaitState("running", "main", TIMEOUT),
                        run("other", "second"),
                        new Step.AwaitState("degraded", "other", TIMEOUT),
                        new Step.Send(Signal.TERM, "first"),
                        new Step.AwaitEnd("first", new ExpectedExitCodes("0"), TIMEOUT),
                        new Step.AwaitState("running", "other", TIMEOUT)),
                List.of(
                        new Expectation.Pollers(
                                Optional.of(1),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ZERO)));
    }

    private static Scenario scenario(
            String name,
            String title,
            Map<String, PlatformSpec> platforms,
            Map<String, HomeSpec> homes,
            List<Step> timeline,
            List<Expectation> expect) {
        return new Scenario(
                name,
                title,
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                platforms,
                Optional.empty(),
                homes,
                timeline,
                expect);
    }

    private static HomeSpec home(Map<String, String> settings) {
        return new HomeSpec(
                List.of(), settings, Map.of(), "{type: echo}", HomeSpec.GATEWAY, List.of());
    }

    private static PlatformSpec telegram(Map<String, String> settings) {
        return new PlatformSpec("telegram", List.of(), settings);
    }

    private static PlatformSpec feishu(Map<String, String> settings) {
        return new PlatformSpec("feishu", List.of(), settings);
    }

    private static Map<String, String> with(Map<String, String> settings, String inner) {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("inner", inner);
        return all;
    }

    private static Step run(String home, String name) {
        return new Step.Run(home, List.of(), name, false, 1);
    }

    private static Expectation log(String line, boolean present) {
        return new Expectation.Log(line, present, "main", Duration.ofSeconds(10));
    }
}
