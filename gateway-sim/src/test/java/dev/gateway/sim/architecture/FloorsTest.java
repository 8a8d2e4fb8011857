package dev.gateway.sim.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.architecture.ModuleStructure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of gateway-sim. docs/architecture.md says what each package is for. */
class FloorsTest {

    private static final List<List<String>> FROM_THE_GROUND_UP =
            List.of(
                    List.of("network", "process", "server"),
                    List.of(
                            "feishu.protocol",
                            "fleet",
                            "referee",
                            "telegram.protocol",
                            "weixin.protocol"),
                    List.of("bench.limit", "bench.usage", "chat", "postgres", "reported"),
                    List.of("telegram.content"),
                    List.of("adapter", "contract", "control", "feishu", "telegram", "weixin"),
                    List.of("console", "crash", "scenario", "timeline"),
                    List.of("hosts"),
                    List.of("runner", "tryout"),
                    List.of("cli"),
                    List.of("bench", "demo"),
                    List.of(""));

    private final ModuleStructure module = ModuleStructure.of("dev.gateway.sim");

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
