package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.ExpectedExitCodes;
import dev.gateway.sim.scenario.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names, limits and commands of random runs. */
final class RunSteps {

    /** The second home, which needs the same token. */
    static final String OTHER = "other";

    /** The platform that both homes serve and that has faults. */
    static final String FAMILY = "family";

    /** The platform that only the first home serves. */
    static final String MAMA = "mama";

    /** The process that no signal may ever reach. */
    static final String BYSTANDER = "bystander";

    static final List<String> PEOPLE = List.of("tim", "tom");

    /** Short times, so that hanging platforms do not make runs long. */
    static final Map<String, String> SETTINGS =
            Map.of("drain_timeout", "3s", "disconnect_timeout", "1s");

    /** The budget of these settings: drain, disconnect, finish. */
    private static final Duration BUDGET = Duration.ofSeconds(3 + 1 + 2);

    /** The limit for commands that only observe the gateway, on a busy machine. */
    private static final Duration LOAD = Duration.ofSeconds(30);

    /** The limit for a stop: the budget, a second, and the time of the command itself. */
    static final Duration STOP_LIMIT = BUDGET.plusSeconds(1).plus(LOAD);

    /** The limit for operations without one of their own; only a hang lasts longer. */
    static final Duration LONG = Duration.ofSeconds(120);

    private static final ExpectedExitCodes OK = new ExpectedExitCodes("0");

    private RunSteps() {}

    static Step start(String home) {
        return new Step.Start(home, OK, LONG, List.of(), Optional.empty(), 1);
    }

    static Step stop(String home) {
        return new Step.Stop(home, OK, STOP_LIMIT, List.of(), Optional.empty(), 1);
    }

    static Step restart() {
        return new Step.Restart(Step.MAIN, OK, LONG, List.of(), Optional.empty(), 1);
    }

    static Step call(String exit, String... arguments) {
        return new Step.Call(
                Step.MAIN,
                new ExpectedExitCodes(exit),
                LONG,
                List.of(arguments),
                Optional.empty(),
                1);
    }

    static Step run(String name) {
        return new Step.Run(Step.MAIN, List.of(), name, false, 1);
    }

    static Step replace(String name, int times) {
        return new Step.Replace(Step.MAIN, List.of(), name, times);
    }

    static Step says(String line, String name) {
        return new Step.AwaitLine(line, Step.MAIN, Optional.of(name), LONG);
    }

    static Step ends(String name, String codes) {
        return new Step.AwaitEnd(name, new ExpectedExitCodes(codes), LONG);
    }

    static Step pause(int millis) {
        return new Step.Wait(Duration.ofMillis(millis), Optional.empty());
    }

    static Step expect(Expectation... all) {
        return new Step.Expect(List.of(all));
    }

    static Expectation gateways(int alive, String home) {
        return new Expectation.Gateways(alive, home, LONG);
    }

    static Expectation holder(String name) {
        return new Expectation.Holder(name, Step.MAIN, LONG);
    }

    static Expectation printed(String line, String name) {
        return new Expectation.Printed(line, true, name, LONG);
    }

    /** Returns invariant I2, for all polls since the start. */
    static Expectation onePoller() {
        return new Expectation.Pollers(
                Optional.of(1), Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    /** Returns invariant I6. */
    static Expectation bystanderLives() {
        return new Expectation.Alive(BYSTANDER, true, Duration.ZERO);
    }
}
