package dev.gateway.sim.bench.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLimitTest {

    @Test
    void eachLimitIsMeasuredAndNothingIsLeftInTheFolder(@TempDir Path folder) throws Exception {
        assertThat(MachineLimit.measureAll(folder, 16))
                .containsOnlyKeys(MachineLimit.values())
                .allSatisfy((limit, value) -> assertThat(value).isPositive());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
