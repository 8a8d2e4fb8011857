package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeSpanTest {

    @Test
    void readsWhatSystemdPrints() {
        assertThat(TimeSpan.parse("1min 8s")).contains(Duration.ofSeconds(68));
        assertThat(TimeSpan.parse("90s")).contains(Duration.ofSeconds(90));
        assertThat(TimeSpan.parse("infinity").orElseThrow()).isGreaterThan(Duration.ofDays(365));
        assertThat(TimeSpan.parse("")).isEmpty();
        assertThat(TimeSpan.parse("soon")).isEmpty();
    }
}
