package dev.gateway.sim.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleListener;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CrashPlanTest {

    @Test
    void isReadAsItWasWritten() {
        for (CrashPlan plan :
                List.of(
                        CrashPlan.watch(),
                        CrashPlan.killAt(7),
                        CrashPlan.killAt(1).from(EventType.STOP_REQUESTED),
                        CrashPlan.freezeAt(3, Duration.ofMillis(400)))) {
            assertThat(CrashPlan.parse(plan.text())).isEqualTo(plan);
        }
        assertThatThrownBy(() -> CrashPlan.parse("kill it"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theListenerIsFoundAndDoesNothingByItself() {
        List<LifecycleListener> found =
                ServiceLoader.load(LifecycleListener.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        assertThat(found).hasSize(1).hasOnlyElementsOfType(CrashListener.class);
        found.get(0).on(null);
    }
}
