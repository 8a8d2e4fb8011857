package dev.gateway.sim.bench.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

    @Test
    void aProcessThatWorksHasTakenTime() {
        ProcessUsage self = ProcessUsage.of(ProcessHandle.current().pid());
        assertThat(self.cpu()).isPositive();
        assertThat(self.switches().orElse(1)).isPositive();
    }

    @Test
    void aProcessThatIsGoneHasTakenNone() {
        ProcessUsage gone = ProcessUsage.of(Integer.MAX_VALUE);
        assertThat(gone.cpu()).isEqualTo(Duration.ZERO);
        assertThat(gone.switches()).isEmpty();
        assertThat(gone.written()).isEmpty();
    }
}
