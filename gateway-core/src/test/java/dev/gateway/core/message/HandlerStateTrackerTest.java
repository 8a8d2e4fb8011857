package dev.gateway.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlerStateTrackerTest {

    private final List<LifecycleEvent> seen = new ArrayList<>();
    private final HandlerStateTracker tracker = tracker();

    @Test
    void isUnknownUntilAsked() {
        assertThat(tracker.status().state()).isEqualTo(HandlerState.UNKNOWN);
        assertThat(tracker.status().lastAnswer()).isEmpty();
    }

    @Test
    void isFailingFromTheSecondFailureInARowUntilAnAnswer() {
        tracker.begin().failed("one", false);
        assertThat(tracker.status().state()).isEqualTo(HandlerState.UNKNOWN);
        tracker.begin().answered();
        tracker.begin().failed("two", false);
        assertThat(tracker.status().state()).isEqualTo(HandlerState.OK);
        tracker.begin().failed("three", false);
        tracker.begin().failed("four", false);

        assertThat(tracker.status().state()).isEqualTo(HandlerState.FAILING);
        assertThat(tracker.status().error()).contains("four");
        assertThat(tracker.status().lastAnswer()).isPresent();
        tracker.begin().answered();
        assertThat(tracker.status().state()).isEqualTo(HandlerState.OK);
        assertThat(tracker.status().error()).isEmpty();
        assertThat(seen)
                .extracting(LifecycleEvent::type)
                .containsExactly(EventType.HANDLER_FAILING, EventType.HANDLER_RECOVERED);
        assertThat(seen.get(0).fields()).containsEntry("error", "three");
    }

    @Test
    void isFailingAtOnceIfItCannotBeStarted() {
        tracker.begin().failed("no such file", true);

        assertThat(tracker.status().state()).isEqualTo(HandlerState.FAILING);
    }

    @Test
    void anotherHandlerBeginsAnewAndOldTriesDoNotCountAgainstIt() {
        tracker.begin().failed("a", true);
        HandlerStateTracker.Attempt old = tracker.begin();

        tracker.reset("http");
        old.failed("b", true);

        assertThat(tracker.status().type()).isEqualTo("http");
        assertThat(tracker.status().state()).isEqualTo(HandlerState.UNKNOWN);
        old.answered();
        assertThat(tracker.status().state()).isEqualTo(HandlerState.UNKNOWN);
        tracker.begin().answered();
        assertThat(seen)
                .extracting(LifecycleEvent::type)
                .containsExactly(EventType.HANDLER_FAILING, EventType.HANDLER_RECOVERED);
    }

    private HandlerStateTracker tracker() {
        var events = new EventStream(Clock.systemUTC(), 1);
        events.add(seen::add);
        return new HandlerStateTracker("process", Clock.systemUTC(), events);
    }
}
