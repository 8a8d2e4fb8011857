package dev.gateway.core.lifecycle;

import dev.gateway.core.fuzz.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
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

    /** A start that loses waits a quarter of a second for the lock, so four runs share the time. */
    @Property(tries = 250, seed = ResourceLimits.SEED)
    void oneGatewayPerHomeAndNothingNeedsAPerson(
            @ForAll @Size(4) List<@From("runs") List<SimulatedAction>> runs) throws Exception {
        ExecutorService machines = Executors.newFixedThreadPool(runs.size());
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (List<SimulatedAction> actions : runs) {
                tasks.add(
                        () -> {
                            ModelSearch.run(actions);
                            return null;
                        });
            }
            for (Future<Void> task : machines.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            machines.shutdownNow();
        }
    }

    @Provide
    Arbitrary<List<SimulatedAction>> runs() {
        return Arbitraries.integers()
                .between(0, SimulatedAction.CODES - 1)
                .map(SimulatedAction::of)
                .list()
                .ofMinSize(1)
                .ofMaxSize(ModelSearch.LONGEST);
    }
}
