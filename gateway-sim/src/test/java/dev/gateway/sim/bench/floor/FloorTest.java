package dev.gateway.sim.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorTest {

    @Test
    void eachLimitIsMeasuredAndNothingIsLeftInTheFolder(@TempDir Path folder) throws Exception {
        assertThat(Floor.measureAll(folder, 16))
                .containsOnlyKeys(Floor.values())
                .allSatisfy((floor, value) -> assertThat(value).isPositive());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
