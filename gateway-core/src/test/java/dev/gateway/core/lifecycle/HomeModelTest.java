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
 * Whatever processes do to two homes and a token they share, and wherever they are killed at it:
 * one gateway to a home, one poller to a token, no signal for anybody else, and nothing that needs
 * a person.
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
        ModelSearch.play(moves);
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
