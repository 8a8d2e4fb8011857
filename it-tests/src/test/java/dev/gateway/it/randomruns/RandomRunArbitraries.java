package dev.gateway.it.randomruns;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Generators of random runs. Simpler values come first, for shrinking. */
final class RandomRunArbitraries {

    private static final int MAX_HUNDREDS = 9;

    private RandomRunArbitraries() {}

    /** Returns runs of all actions and faults, up to this length. */
    static Arbitrary<RandomRun> any(int longest) {
        Arbitrary<PlatformFault> faults =
                Arbitraries.oneOf(
                        Arbitraries.just(PlatformFault.NONE), Arbitraries.of(PlatformFault.class));
        Arbitrary<RandomStep> steps =
                Combinators.combine(Arbitraries.of(GatewayAction.class), faults, durations())
                        .as(RandomStep::new);
        return Combinators.combine(
                        Arbitraries.of(DisconnectBehaviour.class),
                        Arbitraries.of(HandlerSpeed.class),
                        steps.list()
                                .ofMinSize(1)
                                .ofMaxSize(longest)
                                .withSizeDistribution(RandomDistribution.uniform()))
                .as(RandomRun::new);
    }

    /** Returns short runs of these actions only. */
    static Arbitrary<RandomRun> of(GatewayAction... actions) {
        return Arbitraries.of(actions)
                .map(action -> new RandomStep(action, PlatformFault.NONE, 0))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(steps -> new RandomRun(DisconnectBehaviour.GOOD, HandlerSpeed.AT_ONCE, steps));
    }

    /**
     * Returns runs with a slow handler, of the actions on processes that are outgoing, up to this
     * length.
     */
    static Arbitrary<RandomRun> ofOutgoing(int longest) {
        Arbitrary<GatewayAction> actions =
                Arbitraries.of(
                        GatewayAction.RESTART_TWICE_AT_WORK,
                        GatewayAction.KILL_THE_OUTGOING,
                        GatewayAction.FREEZE_THE_OUTGOING,
                        GatewayAction.KILL_BOTH_AT_WORK,
                        GatewayAction.STOP_WITH_OUTGOING,
                        GatewayAction.STOP_AMID_RESTART);
        return Combinators.combine(actions, durations())
                .as((action, millis) -> new RandomStep(action, PlatformFault.NONE, millis))
                .list()
                .ofMinSize(1)
                .ofMaxSize(longest)
                .map(steps -> new RandomRun(DisconnectBehaviour.GOOD, HandlerSpeed.SLOW, steps));
    }

    private static Arbitrary<Integer> durations() {
        return Arbitraries.integers()
                .between(0, MAX_HUNDREDS)
                .withDistribution(RandomDistribution.uniform())
                .map(hundreds -> hundreds * 100);
    }
}
