package dev.gateway.core.lifecycle;

import dev.gateway.core.fuzz.ResourceLimits;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Any actions of processes on two homes and a shared token, with kills at any point, leave one
 * gateway per home and one poller per token, signal no other process, and need no operator.
 */
class HomeModelTest {

    private final MutedLog mutedLog = new MutedLog();

    @BeforeProperty
    void silence() {
        mutedLog.begin();
    }

    @AfterProperty
    void speak() {
        mutedLog.end();
    }

    @Property(tries = 1000, seed = ResourceLimits.SEED)
    void oneGatewayPerHomeAndNothingNeedsAPerson(@ForAll("lives") List<SimulatedAction> moves)
            throws Exception {
        ModelSearch.run(moves);
    }

    @Provide
    Arbitrary<List<SimulatedAction>> lives() {
        return Arbitraries.integers()
                .between(0, SimulatedAction.CODES - 1)
                .map(SimulatedAction::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(ModelSearch.LONGEST);
    }
}
