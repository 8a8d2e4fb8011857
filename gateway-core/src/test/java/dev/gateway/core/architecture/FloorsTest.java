package dev.gateway.core.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each floor of the core uses only those below it. */
class FloorsTest {

    private static final String CORE = "dev.gateway.core";

    private static final List<String> FROM_THE_GROUND_UP =
            List.of(
                    "terminal",
                    "loop",
                    "config",
                    "adapter",
                    "http",
                    "event",
                    "process",
                    "supervisor",
                    "instance",
                    "token",
                    "platform",
                    "journal",
                    "message",
                    "control",
                    "lifecycle");

    private final JavaClasses core = ArchitectureRules.mainClassesOf(CORE);

    @Test
    void noFloorUsesOneAboveIt() {
        LayeredArchitecture floors = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String floor : FROM_THE_GROUND_UP) {
            floors = floors.layer(floor).definedBy(CORE + "." + floor + "..");
        }
        for (int i = 0; i < FROM_THE_GROUND_UP.size(); i++) {
            String floor = FROM_THE_GROUND_UP.get(i);
            String[] below = FROM_THE_GROUND_UP.subList(0, i).toArray(String[]::new);
            floors =
                    below.length == 0
                            ? floors.whereLayer(floor).mayNotAccessAnyLayer()
                            : floors.whereLayer(floor).mayOnlyAccessLayers(below);
        }
        floors.check(core);
    }

    @Test
    void everyClassIsOnAFloor() {
        assertThat(core)
                .extracting(FloorsTest::floorOf)
                .isSubsetOf(Stream.concat(FROM_THE_GROUND_UP.stream(), Stream.of("")).toList());
    }

    /** The package below the core's, or nothing for what all floors share. */
    private static String floorOf(JavaClass type) {
        String below = type.getPackageName().substring(CORE.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
    }
}
