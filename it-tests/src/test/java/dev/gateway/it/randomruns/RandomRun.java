package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.ExpectedExitCodes;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.PlatformSpec;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sequence of actions on a gateway under chat.
 *
 * @param disconnect the behaviour of one platform's adapter
 * @param handler the handler of both homes
 * @param steps the actions
 */
record RandomRun(DisconnectBehaviour disconnect, HandlerSpeed handler, List<RandomStep> steps) {

    private static final Duration CHATTY = Duration.ofMillis(400);

    /** A slow handler must have time for all, also on a busy machine. */
    private static final Duration UNHURRIED = Duration.ofSeconds(4);

    private static final int MANY = 1000;

    /**
     * The exit codes of processes: 70 is documented, but for internal errors, which must not occur
     * here; 137 is our own kill.
     */
    private static final ExpectedExitCodes DOCUMENTED = new ExpectedExitCodes("0, 75, 137");

    RandomRun {
        steps = List.copyOf(steps);
    }

    /**
     * Returns the run as a scenario. After each action a plain {@code start} brings the gateway
     * back, if it has ended, and the invariants are checked; at the end also those that hold only
     * then.
     *
     * @param program the gateway under test
     */
    Scenario scenario(String program) {
        List<Step> timeline = new ArrayList<>();
        timeline.add(new Step.Bystander(RunSteps.BYSTANDER));
        timeline.addAll(handler.files());
        timeline.add(RunSteps.start(Step.MAIN));
        timeline.add(
                new Step.Chat(handler == HandlerSpeed.SLOW ? UNHURRIED : CHATTY, RunSteps.PEOPLE));
        for (int i = 0; i < steps.size(); i++) {
            timeline.addAll(steps.get(i).steps(i));
            timeline.add(RunSteps.start(Step.MAIN));
            timeline.add(
                    RunSteps.expect(
                            new Expectation.State("running", Step.MAIN, RunSteps.LONG),
                            RunSteps.gateways(1, Step.MAIN),
                            RunSteps.gateways(0, RunSteps.OTHER),
                            RunSteps.onePoller(),
                            RunSteps.bystanderLives(),
                            new Expectation.NoSecrets()));
            // A running gateway answers, unless the other home has received messages.
            if (steps.subList(0, i + 1).stream().noneMatch(RandomRun::isOfTwoHomes)) {
                timeline.add(new Step.AwaitAnswers(RunSteps.LONG));
            }
        }
        timeline.add(new Step.Hush());
        if (needsOther()) {
            // The other home has to answer the messages that it has received.
            timeline.add(RunSteps.stop(Step.MAIN));
            timeline.add(RunSteps.start(RunSteps.OTHER));
            timeline.add(new Step.AwaitIdle(RunSteps.OTHER, RunSteps.LONG));
            timeline.add(RunSteps.stop(RunSteps.OTHER));
            timeline.add(RunSteps.start(Step.MAIN));
        }
        timeline.add(new Step.AwaitAnswers(RunSteps.LONG));
        timeline.add(RunSteps.stop(Step.MAIN));
        Map<String, PlatformSpec> platforms = new LinkedHashMap<>();
        platforms.put(RunSteps.FAMILY, disconnect.platform());
        platforms.put(RunSteps.MAMA, PlatformSpec.of("weixin"));
        Map<String, HomeSpec> homes = new LinkedHashMap<>();
        homes.put(Step.MAIN, home(List.of(), program));
        homes.put(RunSteps.OTHER, home(List.of(RunSteps.FAMILY), program));
        return new Scenario(
                "random-life",
                "A random run",
                toString(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                platforms,
                Optional.empty(),
                homes,
                timeline,
                inTheEnd(timeline));
    }

    private HomeSpec home(List<String> platforms, String program) {
        return new HomeSpec(
                platforms, RunSteps.SETTINGS, Map.of(), handler.handler(), program, List.of());
    }

    private List<Expectation> inTheEnd(List<Step> timeline) {
        List<Expectation> all = new ArrayList<>();
        all.add(RunSteps.onePoller());
        all.add(RunSteps.gateways(0, Step.MAIN));
        all.add(RunSteps.bystanderLives());
        all.add(new Expectation.Lost(0, 0, Optional.empty(), RunSteps.LONG));
        all.add(new Expectation.Duplicated(mostTwice(), Optional.empty()));
        for (Step step : timeline) {
            if (step instanceof Step.Run run && !run.unreaped()) {
                all.add(endedAsDocumented(run.as()));
            } else if (step instanceof Step.Replace replace) {
                all.add(endedAsDocumented(replace.as()));
            }
        }
        all.add(new Expectation.NoSecrets());
        return all;
    }

    private boolean needsOther() {
        return steps.stream().anyMatch(RandomRun::isOfTwoHomes);
    }

    private static boolean isOfTwoHomes(RandomStep one) {
        return one.action().isOfTwoHomes();
    }

    /**
     * Returns the maximum number of duplicates. At each cut one answer of each conversation may be
     * in flight. An adapter that ignores a stop receives updates without confirming them, which
     * Telegram gives to the next home as well; there may be any number of these.
     */
    private int mostTwice() {
        if (disconnect == DisconnectBehaviour.POLLS_ON && needsOther()) {
            return MANY;
        }
        int cuts = steps.stream().mapToInt(RandomStep::cuts).sum();
        return cuts * RunSteps.PEOPLE.size() * 2;
    }

    private static Expectation endedAsDocumented(String name) {
        return new Expectation.Exit(name, DOCUMENTED, 0, RunSteps.LONG);
    }

    @Override
    public String toString() {
        return "adapter "
                + disconnect
                + (handler == HandlerSpeed.AT_ONCE ? "" : ", handler " + handler)
                + ", then "
                + steps;
    }
}
