package dev.gateway.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedFormatTest {

    @ParameterizedTest
    @CsvSource({
        "0,0.0s",
        "349,0.3s",
        "18000,18.0s",
        "59999,59.9s",
        "60000,1m00s",
        "125000,2m05s",
        "3599999,59m59s",
        "3660000,1h01m"
    })
    void timeIsWrittenAsPeopleReadIt(long millis, String text) {
        assertThat(ElapsedFormat.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
