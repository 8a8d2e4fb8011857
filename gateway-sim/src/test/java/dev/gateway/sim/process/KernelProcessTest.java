package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelProcessTest {

    @Test
    void seesThisJvm() {
        KernelProcess self = KernelProcess.of(ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.isAlive()).isTrue();
        assertThat(self.name()).isEqualTo("java");
        assertThat(self.parent()).isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(self.startTicks()).isPositive();
    }

    @Test
    void readsANameWithParenthesesAndBlanks() {
        KernelProcess process =
                KernelProcess.parse(
                        42, "42 (a) R 1 (b c) Z 7 8 9 0 0 0 0 0 0 0 0 0 0 0 20 0 1 0 12345 0 0\n");
        assertThat(process).isEqualTo(new KernelProcess(42, "a) R 1 (b c", 'Z', 7, 9, 12345));
        assertThat(process.isZombie()).isTrue();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void nobodyIsThere() {
        assertThat(KernelProcess.of(Integer.MAX_VALUE)).isEmpty();
    }
}
