package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.HomeSpec;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Checks the invariants after any sequence of actions: one gateway for each home, one poller for
 * each token, no message lost, no unrelated process signalled, no secret leaked, and no operator
 * needed. A run that fails is shrunk and left as a scenario in {@code target/random-life.yaml}.
 */
class RandomRunsIT {

    private final RandomRunPlayer check =
            new RandomRunPlayer(HomeSpec.GATEWAY, FailureArtifacts.DEFAULT);

    @AddLifecycleHook(TryCountHook.class)
    @Property(
            tries = 3,
            seed = "16",
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED,
            afterFailure = AfterFailureMode.RANDOM_SEED)
    void nothingThatHappensToAGatewayNeedsAPerson(@ForAll("lives") RandomRun randomRun)
            throws Exception {
        check.play(randomRun);
    }

    @AddLifecycleHook(TryCountHook.class)
    @Property(
            tries = 2,
            seed = "14",
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED,
            afterFailure = AfterFailureMode.RANDOM_SEED)
    void nothingIsLostByOneThatFinishesItsWorkBesideTheNext(@ForAll("atWork") RandomRun randomRun)
            throws Exception {
        check.play(randomRun);
    }

    @Provide
    Arbitrary<RandomRun> atWork() {
        return RandomRunArbitraries.ofOutgoing(Integer.getInteger("property.length", 2));
    }

    @Provide
    Arbitrary<RandomRun> lives() {
        return RandomRunArbitraries.any(Integer.getInteger("property.length", 6));
    }
}
