package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorMessagesTest {

    @Test
    void theSentencesThatPeopleGrepFor() {
        var home = new GatewayHome(Path.of("/home/me/.gateway"));
        assertThat(OperatorMessages.alreadyRunning(home, Optional.of(4711L)))
                .isEqualTo("Another gateway instance (PID 4711) is running in /home/me/.gateway.");
        assertThat(OperatorMessages.alreadyRunning(home, Optional.empty()))
                .isEqualTo(
                        "Another gateway instance (unknown PID) is running in /home/me/.gateway.");
        assertThat(OperatorMessages.raceLost(Optional.of(4711L)))
                .isEqualTo("PID file race lost to another gateway instance (PID 4711).");
    }

    @ParameterizedTest
    @CsvSource({"60000, 60s", "1500, 1.5s", "250, 250ms", "0, 0ms", "1000, 1s", "999, 999ms"})
    void durationsAreShort(long millis, String text) {
        assertThat(OperatorMessages.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"20000, 20.0s", "20049, 20.0s", "1250, 1.3s", "0, 0.0s"})
    void tenthsAlwaysHaveOneDecimal(long millis, String text) {
        assertThat(OperatorMessages.tenths(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
