package dev.gateway.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptiveThrottleTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void theFirstRoundIsDueAtOnce() throws Exception {
        new AdaptiveThrottle(LONG, LONG).await();
    }

    @Test
    void theNextRoundIsDueAfterTheShortestPauseIfTheWorkTakesNoTime() throws Exception {
        var throttle = new AdaptiveThrottle(Duration.ofMillis(200), Duration.ofMillis(200));
        long began = System.nanoTime();
        throttle.run(() -> {});
        throttle.await();
        assertThat(since(began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void workThatTakesLongIsDoneSeldom() throws Exception {
        var throttle = new AdaptiveThrottle(Duration.ZERO, LONG);
        throttle.run(() -> sleep(50));
        long over = System.nanoTime();
        throttle.await();
        assertThat(since(over)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void noPauseIsLongerThanTheLongest() throws Exception {
        var throttle = new AdaptiveThrottle(Duration.ZERO, Duration.ofMillis(1));
        throttle.run(() -> sleep(5_000));
        long over = System.nanoTime();
        throttle.await();
        assertThat(since(over)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anEndedPaceKeepsNoThreadWaiting() throws Exception {
        var throttle = new AdaptiveThrottle(LONG, LONG);
        throttle.run(() -> {});
        throttle.end();
        throttle.await();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
