package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.platform.SendLimit;
import dev.gateway.core.platform.SendLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SendPacerTest {

    private static final SendLimits LIMITS =
            new SendLimits() {
                @Override
                public List<SendLimit> of(String chat) {
                    SendLimit short3 = new SendLimit(3, Duration.ofSeconds(3));
                    SendLimit minute = new SendLimit(5, Duration.ofMinutes(1));
                    return chat.startsWith("-") ? List.of(short3, minute) : List.of(short3);
                }

                @Override
                public List<SendLimit> account() {
                    return List.of(new SendLimit(7, Duration.ofSeconds(1)));
                }

                @Override
                public String chat(String conversation) {
                    return conversation.split("/")[0];
                }
            };

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SendPacer pacer = new SendPacer(nanos::get);

    @Test
    void letsAShortExchangePassAndThenKeepsTheRate() {
        pacer.keepTo(LIMITS);
        send("1", 3);

        assertThat(pacer.begin("1")).isEqualTo(Duration.ofSeconds(3));
        assertThat(pacer.begin("2")).isEqualTo(Duration.ZERO);
        pass(Duration.ofSeconds(2));
        assertThat(pacer.begin("1")).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        send("1", 3);
    }

    @Test
    void keepsTheLongLimitOfAGroupInAnyPeriodOfThatLength() {
        pacer.keepTo(LIMITS);
        send("-1", 3);
        pass(Duration.ofSeconds(10));
        send("-1", 2);

        assertThat(pacer.begin("-1")).isEqualTo(Duration.ofSeconds(50));
        pass(Duration.ofSeconds(50));
        send("-1", 3);
        assertThat(pacer.begin("-1")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void topicsOfAChatShareItsLimit() {
        pacer.keepTo(LIMITS);
        send("-1/7", 2);
        send("-1", 1);

        assertThat(pacer.begin("-1/8")).isPositive();
    }

    @Test
    void aMessageInProgressCountsUntilThePeriodAfterItsEnd() {
        pacer.keepTo(LIMITS);
        send("1", 2);
        assertThat(pacer.begin("1")).isZero();
        pass(Duration.ofSeconds(30));
        pacer.end("1");

        assertThat(pacer.begin("1")).isZero();
        pacer.end("1");
        send("1", 1);
        assertThat(pacer.begin("1")).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theLimitOfTheAccountHoldsForAllChatsTogether() {
        pacer.keepTo(LIMITS);
        assertThat(pacer.room(32)).isEqualTo(7);
        send("1", 3);
        send("2", 3);
        assertThat(pacer.room(32)).isEqualTo(1);
        send("3", 1);

        assertThat(pacer.room(32)).isZero();
        assertThat(pacer.untilRoom()).isEqualTo(Duration.ofSeconds(1));
        assertThat(pacer.begin("4")).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(pacer.untilRoom()).isZero();
        send("4", 1);
    }

    @Test
    void withoutLimitsNothingWaits() {
        for (int i = 0; i < 1000; i++) {
            send("1", 1);
        }
        assertThat(pacer.room(32)).isEqualTo(32);
        pacer.keepTo(LIMITS);
        send("1", 3);
        pacer.keepTo(SendLimits.NONE);
        send("1", 3);
    }

    private void send(String conversation, int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(pacer.begin(conversation)).isZero();
            pacer.end(conversation);
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
