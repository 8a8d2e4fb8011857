package dev.gateway.adapter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.architecture.ModuleStructure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of gateway-adapters. docs/architecture.md says what each package is for. */
class FloorsTest {

    private static final List<List<String>> FROM_THE_GROUND_UP =
            List.of(
                    List.of("http", "text", "warmup"),
                    List.of("markdown"),
                    List.of(
                            "feishu.message",
                            "telegram.message",
                            "telegram.outgoing",
                            "weixin.media"),
                    List.of("feishu.connection", "telegram", "weixin.content"),
                    List.of("feishu", "weixin"),
                    List.of("weixin.login"));

    private final ModuleStructure module = ModuleStructure.of("dev.gateway.adapter");

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
