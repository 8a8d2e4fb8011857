package dev.gateway.adapter.feishu.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.text.JsonCodec;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long START = Long.MAX_VALUE - 5;

    @Test
    void theFirstPingIsDueAtOnceAndTheNextAfterTheInterval() {
        var heartbeat = heartbeat(Optional.empty(), Optional.empty(), Duration.ofHours(1));
        assertThat(heartbeat.pingDue(START)).isTrue();

        heartbeat.onPingSent(START);
        heartbeat.onPong(heartbeat.config(), START);

        assertThat(heartbeat.pingDue(at(119))).isFalse();
        assertThat(heartbeat.idle(START)).isEqualTo(Duration.ofSeconds(120));
        assertThat(heartbeat.pingDue(at(120))).isTrue();
    }

    @Test
    void aPongIsOverdueAfterTwentySecondsAtTheLatest() {
        var heartbeat = heartbeat(Optional.empty(), Optional.empty(), Duration.ofHours(1));
        heartbeat.onPingSent(START);

        assertThat(heartbeat.pongOverdue(at(19))).isFalse();
        assertThat(heartbeat.pongOverdue(at(20))).isTrue();
        assertThat(heartbeat.idle(START)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void furtherPingsDoNotPutOffTheMissingPong() {
        var heartbeat =
                heartbeat(
                        Optional.of(Duration.ofSeconds(5)), Optional.empty(), Duration.ofHours(1));
        heartbeat.onPingSent(START);
        heartbeat.onPingSent(at(5));

        assertThat(heartbeat.pongOverdue(at(10))).isTrue();
    }

    @Test
    void aShorterIntervalOfThePlatformHoldsAtOnce() {
        var heartbeat = heartbeat(Optional.empty(), Optional.empty(), Duration.ofHours(1));
        heartbeat.onPingSent(START);

        heartbeat.onPong(ClientConfig.DEFAULT.with(JsonCodec.read("{\"PingInterval\":3}")), at(1));

        assertThat(heartbeat.idle(at(1))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void twoPongsFallIntoTheTimeForWhichOneCounts() {
        var heartbeat = heartbeat(Optional.empty(), Optional.empty(), Duration.ofSeconds(60));
        heartbeat.onPingSent(START);

        assertThat(heartbeat.pingDue(at(30))).isTrue();
    }

    @Test
    void thePlatformsNumbersAreNotBelievedBlindly() {
        ClientConfig config =
                ClientConfig.DEFAULT.with(
                        JsonCodec.read(
                                """
                                {"PingInterval":0,"ReconnectInterval":-5,\
                                "ReconnectNonce":99999999999}"""));

        assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.reconnectInterval()).isEqualTo(Duration.ZERO);
        assertThat(config.reconnectNonce()).isEqualTo(Duration.ofSeconds(600));
    }

    private static long at(long seconds) {
        return START + Duration.ofSeconds(seconds).toNanos();
    }

    private static Heartbeat heartbeat(
            Optional<Duration> interval, Optional<Duration> timeout, Duration contact) {
        var settings = new ConnectionSettings("work", interval, timeout, contact);
        return new Heartbeat(settings, ClientConfig.DEFAULT, START);
    }
}
