package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SystemdTimeSpanTest {

    @Test
    void readsWhatSystemdPrints() {
        assertThat(SystemdTimeSpan.parse("1min 8s")).contains(Duration.ofSeconds(68));
        assertThat(SystemdTimeSpan.parse("90s")).contains(Duration.ofSeconds(90));
        assertThat(SystemdTimeSpan.parse("infinity").orElseThrow())
                .isGreaterThan(Duration.ofDays(365));
        assertThat(SystemdTimeSpan.parse("")).isEmpty();
        assertThat(SystemdTimeSpan.parse("soon")).isEmpty();
    }
}
