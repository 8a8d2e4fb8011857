package dev.gateway.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {

    @Test
    void seesThisJvm() {
        ProcessStat self = ProcessStat.of(ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.isAlive()).isTrue();
        assertThat(self.name()).isEqualTo("java");
        assertThat(self.parent()).isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
        assertThat(self.startTicks()).isPositive();
    }

    @Test
    void readsANameWithParenthesesAndBlanks() {
        ProcessStat process =
                ProcessStat.parse(
                        42, "42 (a) R 1 (b c) Z 7 8 9 0 0 0 0 0 0 0 0 0 0 0 20 0 1 0 12345 0 0\n");
        assertThat(process).isEqualTo(new ProcessStat(42, "a) R 1 (b c", 'Z', 7, 9, 12345));
        assertThat(process.isZombie()).isTrue();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void nobodyIsThere() {
        assertThat(ProcessStat.of(Integer.MAX_VALUE)).isEmpty();
    }
}
