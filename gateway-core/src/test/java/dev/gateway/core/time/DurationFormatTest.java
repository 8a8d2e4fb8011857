package dev.gateway.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "15s,15000", "2m,120000", "1h,3600000", "0s,0", "007s,7000"})
    void eachUnitIsRead(String text, long millis) {
        assertThat(DurationFormat.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "s", "-1s", "+1s", "1 s", "1S", "1d", "1.5s", "1m30s", "٣s"})
    void anythingElseIsNot(String text) {
        assertThat(DurationFormat.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60000, 60s", "1500, 1.5s", "250, 250ms", "0, 0ms", "1000, 1s", "999, 999ms"})
    void durationsAreShort(long millis, String text) {
        assertThat(DurationFormat.rounded(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"20000, 20.0s", "20049, 20.0s", "1250, 1.3s", "0, 0.0s"})
    void tenthsAlwaysHaveOneDecimal(long millis, String text) {
        assertThat(DurationFormat.tenths(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0, max = 999_999_999) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(DurationFormat.parse(DurationFormat.format(duration))).contains(duration);
    }
}
