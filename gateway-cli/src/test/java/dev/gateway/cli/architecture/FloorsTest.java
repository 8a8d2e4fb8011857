package dev.gateway.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.architecture.ModuleStructure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of gateway-cli. docs/architecture.md says what each package is for. */
class FloorsTest {

    private static final List<List<String>> FROM_THE_GROUND_UP =
            List.of(
                    List.of("terminal", "log", "health"),
                    List.of("options"),
                    List.of(
                            "cluster",
                            "config",
                            "journal",
                            "login",
                            "messages",
                            "run",
                            "service.manager",
                            "view"),
                    List.of("service"),
                    List.of("control", "doctor"),
                    List.of(""),
                    List.of("cds", "manual"));

    private final ModuleStructure module = ModuleStructure.of("dev.gateway.cli");

    @Test
    void eachPackageUsesLowerFloorsOnly() {
        assertThat(module.floorViolations(FROM_THE_GROUND_UP)).isEmpty();
    }

    @Test
    void noPackageIsLarge() {
        assertThat(module.largePackages(25)).isEmpty();
    }

    @Test
    void noCycleOfClassesIsLarge() {
        assertThat(module.classCycles(3, List.of())).isEmpty();
    }
}
