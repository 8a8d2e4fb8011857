package dev.gateway.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
}
