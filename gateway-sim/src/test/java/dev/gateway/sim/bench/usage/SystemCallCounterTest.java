package dev.gateway.sim.bench.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SystemCallCounterTest {

    private static final String COUNTS =
            """
            12,,syscalls:sys_enter_futex,810349,100.00,,
            3,,syscalls:sys_enter_fsync,810349,100.00,,
            <not counted>,,syscalls:sys_enter_fdatasync,0,100.00,,
            7,,syscalls:sys_enter_pwrite64,810349,100.00,,
            5,,context-switches,810349,100.00,,
            """;

    @Test
    void theLinesOfPerfAreRead() {
        assertThat(SystemCallCounter.counts(COUNTS))
                .contains(
                        Map.of(
                                SystemCall.FUTEX, 12L,
                                SystemCall.FSYNC, 3L,
                                SystemCall.FDATASYNC, 0L,
                                SystemCall.PWRITE, 7L,
                                SystemCall.CONTEXT_SWITCH, 5L));
    }

    @Test
    void nothingIsTakenForCountedThatWasNot() {
        assertThat(SystemCallCounter.counts("event syntax error: 'syscalls:sys_enter_futex'"))
                .isEmpty();
        assertThat(SystemCallCounter.counts(COUNTS.replace("12,", "<not supported>,"))).isEmpty();
    }
}
