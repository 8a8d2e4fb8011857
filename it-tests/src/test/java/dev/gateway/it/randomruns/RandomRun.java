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
 * What happens to a gateway, in order, while people chat.
 *
 * @param disconnect of the adapter of one platform
 * @param steps what happens
 */
record RandomRun(DisconnectBehaviour disconnect, List<RandomStep> steps) {

    private static final Duration CHATTY = Duration.ofMillis(400);

    private static final int MANY = 1000;

    /** 70 is documented, and for the worst only: nothing of this is it. 137 is our own kill. */
    private static final ExpectedExitCodes DOCUMENTED = new ExpectedExitCodes("0, 75, 137");

    RandomRun {
        steps = List.copyOf(steps);
    }

    /**
     * As a scenario. After each happening a plain {@code start} brings the gateway back, if it is
     * not there, and the invariants hold; at the end also those that can only be judged there.
     *
     * @param program the gateway that lives it
     */
    Scenario scenario(String program) {
        List<Step> timeline = new ArrayList<>();
        timeline.add(new Step.Bystander(RunSteps.BYSTANDER));
        timeline.add(RunSteps.start(Step.MAIN));
        timeline.add(new Step.Chat(CHATTY, RunSteps.PEOPLE));
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
            // One that says that it runs answers, unless the other home has taken something in.
            if (steps.subList(0, i + 1).stream().noneMatch(RandomRun::isOfTwoHomes)) {
                timeline.add(new Step.AwaitAnswers(RunSteps.LONG));
            }
        }
        timeline.add(new Step.Hush());
        if (needsOther()) {
            // What the other home took in and did not get done is its own to answer.
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
                homes,
                timeline,
                inTheEnd(timeline));
    }

    private static HomeSpec home(List<String> platforms, String program) {
        return new HomeSpec(platforms, RunSteps.SETTINGS, "{type: echo}", program, List.of());
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
     * At each cut one answer of each conversation may be on its way. What an adapter takes in that
     * does not listen to a stop, Telegram gives to the next home as well, for it was never told of
     * it; there may be any number of these.
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
        return "adapter " + disconnect + ", then " + steps;
    }
}
