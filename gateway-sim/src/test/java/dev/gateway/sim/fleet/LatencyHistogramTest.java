package dev.gateway.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void percentilesAreWithinTwoPercent() {
        for (int i = 1; i <= 1000; i++) {
            histogram.record(i * 1_000_000L);
        }
        assertThat(histogram.total()).isEqualTo(1000);
        assertThat(histogram.percentile(0.5)).isCloseTo(500_000_000L, Percentage.withPercentage(2));
        assertThat(histogram.percentile(0.99))
                .isCloseTo(990_000_000L, Percentage.withPercentage(2));
        assertThat(histogram.percentile(1)).isCloseTo(1_000_000_000L, Percentage.withPercentage(2));
    }

    @Test
    void smallAndHugeValuesHaveBucketsToo() {
        histogram.record(0);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.percentile(0.5)).isZero();
        assertThat(histogram.percentile(1)).isCloseTo(Long.MAX_VALUE, Percentage.withPercentage(2));
    }

    @Test
    void nothingIsLeftAfterClear() {
        histogram.record(5);
        histogram.clear();
        assertThat(histogram.total()).isZero();
        assertThat(histogram.percentile(0.99)).isZero();
    }
}
