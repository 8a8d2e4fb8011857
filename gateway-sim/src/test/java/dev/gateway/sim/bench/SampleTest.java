package dev.gateway.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void theMedianIsTheMiddleOneWhateverTheOrder() {
        assertThat(new Sample(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        assertThat(new Sample(List.of(4.0, 100.0, 1.0, 2.0)).median()).isEqualTo(3.0);
    }

    @Test
    void oneValueIsEverything() {
        Sample one = new Sample(List.of(0.7));
        assertThat(one.median()).isEqualTo(0.7);
        assertThat(one.min()).isEqualTo(0.7);
        assertThat(one.max()).isEqualTo(0.7);
    }

    @Test
    void leastAndMostAreFoundAlsoBelowZero() {
        Sample sample = new Sample(List.of(0.2, -0.1, 3.0));
        assertThat(sample.min()).isEqualTo(-0.1);
        assertThat(sample.max()).isEqualTo(3.0);
    }

    @Test
    void nothingMeasuredIsNoSample() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(List.of()));
    }
}
