package dev.gateway.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of gateway-core. docs/architecture.md says what each package is for. */
class FloorsTest {

    private static final List<List<String>> FROM_THE_GROUND_UP =
            List.of(
                    List.of("", "time", "file", "json", "terminal"),
                    List.of("concurrent", "event", "process", "yaml"),
                    List.of(
                            "adapter",
                            "config.journal",
                            "instance",
                            "proxy",
                            "session",
                            "shutdown",
                            "sqlite"),
                    List.of("config", "control", "http", "token"),
                    List.of("http.service", "platform", "systemd"),
                    List.of("access", "cluster"),
                    List.of("journal"),
                    List.of("journal.codec", "journal.retry"),
                    List.of("journal.engine", "journal.file", "journal.table", "message.fetch"),
                    List.of("journal.sqlite", "journal.transfer", "message"),
                    List.of("message.handler", "status"),
                    List.of("notify", "supervision"),
                    List.of("placement"),
                    List.of("reload"),
                    List.of("lifecycle"),
                    List.of("warmup"));

    private final ModuleStructure core = ModuleStructure.of("dev.gateway.core");

    @Test
    void eachPackageUsesLowerFloorsOnly() {
        assertThat(core.floorViolations(FROM_THE_GROUND_UP)).isEmpty();
    }

    @Test
    void noPackageIsLarge() {
        assertThat(core.largePackages(25)).isEmpty();
    }

    @Test
    void noCycleOfClassesIsLarge() {
        assertThat(core.classCycles(3, List.of())).isEmpty();
    }
}
