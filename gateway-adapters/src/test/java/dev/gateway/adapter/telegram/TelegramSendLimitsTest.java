package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TelegramSendLimitsTest {

    private final SendLimits limits = new TelegramFactory().sendLimits();

    @Test
    void twentyAMinuteHoldInGroupsOnly() {
        SendLimit minute = new SendLimit(20, Duration.ofMinutes(1));

        assertThat(limits.of("-1001234")).contains(minute);
        assertThat(limits.of("4711")).isNotEmpty().doesNotContain(minute);
        assertThat(limits.account()).containsExactly(new SendLimit(30, Duration.ofSeconds(1)));
    }

    @Test
    void topicsShareTheLimitsOfTheirGroup() {
        assertThat(limits.chat("-1001234/7")).isEqualTo(limits.chat("-1001234"));
        assertThat(limits.chat("4711")).isEqualTo("4711");
    }
}
