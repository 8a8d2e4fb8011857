package dev.gateway.it.acceptance.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultParser;
import dev.gateway.sim.server.FaultRegistry;
import dev.gateway.sim.server.FaultRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a stop ends in time during every fault of the network to all three platforms. */
class StopDuringNetworkFaultIT extends ThreePlatformsFixture {

    private static final Duration SHORT = Duration.ofSeconds(1);

    /** The budget: drain, disconnect and the two seconds of the finish. */
    private static final Duration SMALL_BUDGET = SHORT.plus(SHORT).plusSeconds(2);

    @ParameterizedTest
    @ValueSource(strings = {"latency=60s", "hold", "stall", "half-open", "reset", "status=502"})
    void endsWithinTheBudget(String text) throws Exception {
        home.write(
                withAllThree(
                        HomeConfig.echo()
                                .with("drain_timeout", SHORT)
                                .with("disconnect_timeout", SHORT)));
        RunningProcess run = running();
        for (FakePlatform platform : platforms()) {
            platform.user("ann").says("hello").awaitAnswer(TIMEOUT);
        }
        Fault fault = FaultParser.fault(text);
        List<String> calls =
                platforms().stream().map(one -> inject(one.server().faults(), fault)).toList();
        platforms().forEach(platform -> platform.user("ann").says("can you hear me?"));
        for (int i = 0; i < calls.size(); i++) {
            FaultRegistry faults = platforms().get(i).server().faults();
            String id = calls.get(i);
            await().atMost(TIMEOUT).until(() -> faults.injectedCount(id) > 0);
        }

        long began = System.nanoTime();
        run.kill(Signal.TERM);

        assertThat(run.awaitExit(SMALL_BUDGET.plus(TIMEOUT))).isZero();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("stop during %s: %d ms%n", text, took.toMillis());
        assertThat(took).isLessThan(SMALL_BUDGET.plusSeconds(1).plus(LOAD));
        assertThat(home.pidFile()).doesNotExist();
        assertThat(home.lockHolder()).isEmpty();
    }

    /**
     * Injects the fault into all calls and, where it applies, into WebSockets. Returns the id of
     * the former.
     */
    private static String inject(FaultRegistry faults, Fault fault) {
        boolean ofSockets =
                fault instanceof Fault.Latency
                        || fault instanceof Fault.Hold
                        || fault instanceof Fault.HalfOpen;
        if (ofSockets) {
            faults.add(new FaultRule("WS-CLOSE", "*", FaultRule.ALWAYS, fault));
        }
        return faults.add(FaultRule.on("*", fault));
    }
}
