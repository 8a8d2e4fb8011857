package dev.gateway.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortableProcessProbeTest extends ProcessProbeContract {

    @Override
    ProcessProbe probe() {
        return new PortableProcessProbe();
    }

    @Test
    void whatItCannotKnowItLeavesOpen() {
        long pid = ProcessHandle.current().pid();
        assertThat(probe().startTicks(pid)).isEmpty();
        assertThat(probe().bootId()).isEmpty();
        assertThat(probe().pidNamespace()).isEmpty();
    }
}
