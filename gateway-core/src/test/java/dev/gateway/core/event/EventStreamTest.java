package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventStreamTest {

    private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

    private final EventStream stream = new EventStream(Clock.fixed(NOON, ZoneOffset.UTC), 4711);
    private final List<LifecycleEvent> seen = new ArrayList<>();

    @Test
    void everyListenerSeesTheEventOnTheThreadThatPublishesIt() {
        List<Thread> threads = new ArrayList<>();
        stream.add(event -> threads.add(Thread.currentThread()));
        stream.add(seen::add);
        stream.publish(EventType.stopRequested("SIGTERM", Duration.ofSeconds(52)));
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).at()).isEqualTo(NOON);
        assertThat(seen.get(0).pid()).isEqualTo(4711);
        assertThat(seen.get(0).type()).isEqualTo(EventType.STOP_REQUESTED);
        assertThat(seen.get(0).fields().keySet()).containsExactly("reason", "budget_ms");
    }

    @Test
    void monotonicTimeNeverGoesBack() {
        stream.add(seen::add);
        for (int i = 0; i < 100; i++) {
            stream.publish(EventType.READY);
        }
        assertThat(seen)
                .isSortedAccordingTo((one, two) -> Long.compare(one.monoNanos(), two.monoNanos()));
    }

    @Test
    void aListenerThatThrowsChangesNothing() {
        stream.add(
                event -> {
                    throw new IllegalStateException("broken listener");
                });
        stream.add(seen::add);
        stream.publish(EventType.READY);
        stream.publish(EventType.STOP_SHORTENED);
        assertThat(seen).hasSize(2);
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        stream.add(seen::add);
        stream.publish(EventType.messageParked("m1", "mama", Optional.empty(), null));
        assertThat(seen.get(0).fields()).containsOnlyKeys("id", "platform");
    }

    @Test
    void aFieldWithoutValueIsAMistake() {
        assertThatThrownBy(() -> stream.publish(EventType.STOPPED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListenerThatLeftSeesNothingMore() {
        LifecycleListener listener = seen::add;
        stream.add(listener);
        stream.remove(listener);
        stream.publish(EventType.READY);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachTypeHasANameForTheTrail(EventType type) {
        assertThat(type.wireName()).matches("[a-z_]+");
    }
}
