package dev.gateway.sim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RecordingLoggerFactoryTest {

    private final RecordingLoggerFactory logs = new RecordingLoggerFactory();
    private final Logger log = logs.getLogger("an.adapter");

    @Test
    void recordsEveryLevelWithArgumentsAndException() {
        try (LogCapture capture = logs.capture()) {
            log.trace("polls with {}", "4711:secret");
            log.error("failed", new IllegalStateException("because of 4711:secret"));

            assertThat(capture.lines()).hasSize(2);
            assertThat(capture.lines().get(0)).contains("TRACE", "polls with 4711:secret");
            assertThat(capture.lines().get(1))
                    .contains(
                            "ERROR",
                            "failed",
                            "because of 4711:secret",
                            "RecordingLoggerFactoryTest");
        }
    }

    @Test
    void recordsOnlyWhileACheckAsksForIt() {
        LogCapture capture = logs.capture();
        capture.close();

        log.error("too late");

        assertThat(capture.lines()).isEmpty();
        assertThat(log.isErrorEnabled()).isFalse();
    }
}
