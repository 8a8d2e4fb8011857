package dev.gateway.core.journal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalEngineTest {

    @Test
    void theEngineOfTheHomesFileIsRegistered(@TempDir Path home) throws Exception {
        JournalEngine engine = JournalLocation.in(new GatewayHome(home)).engine();

        assertThat(engine.name()).isEqualTo(JournalEngine.SQLITE);
        assertThat(
                        engine.readOnlyAdmin(
                                JournalLocation.in(new GatewayHome(home)), Clock.systemUTC()))
                .isEmpty();
        assertThat(home).as("a look makes nothing").isEmptyDirectory();
    }

    @Test
    void anEngineThatIsNotInstalledIsNamed() {
        assertThatThrownBy(() -> JournalEngine.named("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other");
    }
}
