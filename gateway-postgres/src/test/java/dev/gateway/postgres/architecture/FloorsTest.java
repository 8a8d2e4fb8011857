package dev.gateway.postgres.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.architecture.ModuleStructure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of gateway-postgres. docs/architecture.md says what each package is for. */
class FloorsTest {

    private static final List<List<String>> FROM_THE_GROUND_UP =
            List.of(
                    List.of("connection"),
                    List.of("schema", "notice"),
                    List.of("membership", "table", "spool", "attachment"),
                    List.of("writer"),
                    List.of("queue", "intake"),
                    List.of("admin", "transfer", "journal"),
                    List.of(""));

    private final ModuleStructure module = ModuleStructure.of("dev.gateway.postgres");

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
