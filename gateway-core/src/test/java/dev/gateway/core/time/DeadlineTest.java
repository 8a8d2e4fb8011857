package dev.gateway.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class DeadlineTest {

    @Property
    void whatIsLeftIsNeverMoreThanWhatWasGiven(
            @ForAll @LongRange(min = -1000, max = Long.MAX_VALUE / 1000) long millis) {
        var limit = Duration.ofMillis(millis);
        var deadline = Deadline.after(limit);
        boolean before = deadline.isExpired();
        Duration left = deadline.remaining();
        boolean after = deadline.isExpired();
        assertThat(left).isBetween(Duration.ZERO, Duration.ofDays(36_500));
        assertThat(left.compareTo(limit) <= 0 || left.isZero()).isTrue();
        assertThat(left.isZero()).as("between the two, it may expire").isIn(before, after);
    }

    @Property
    void theEarlierOfTwoCounts(
            @ForAll @LongRange(min = 0, max = 1L << 40) long one,
            @ForAll @LongRange(min = 0, max = 1L << 40) long other) {
        var deadline = Deadline.after(Duration.ofMillis(one)).orAfter(Duration.ofMillis(other));
        assertThat(deadline.remaining())
                .isLessThanOrEqualTo(Duration.ofMillis(Math.min(one, other)));
    }
}
