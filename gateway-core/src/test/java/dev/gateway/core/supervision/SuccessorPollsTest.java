package dev.gateway.core.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventFileWriter;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessorPollsTest {

    @TempDir Path folder;
    private Path trail;

    @BeforeEach
    void nameTheTrail() {
        trail = folder.resolve("events.jsonl");
    }

    @Test
    void aPlatformThatIsConnectedInTheSuccessorHasAnsweredIt() {
        EventStream old = processWith(1);
        EventStream next = processWith(2);
        change(old, "before", "connected");
        var polls = new SuccessorPolls(trail, 1);
        assertThat(polls.answered()).isEmpty();

        change(next, "family", "connecting");
        change(next, "family", "connected");
        change(old, "mama", "connected");
        next.publish(EventType.polling("work"));

        assertThat(polls.answered()).containsExactly("family");
        assertThat(polls.answered()).isEmpty();
        change(next, "mama", "connected");
        assertThat(polls.answered()).containsExactly("mama");
    }

    @Test
    void withoutATrailNoneHasAnswered() {
        assertThat(new SuccessorPolls(trail, 1).answered()).isEmpty();
    }

    private EventStream processWith(long pid) {
        var events = new EventStream(Clock.systemUTC(), pid);
        events.add(new EventFileWriter(trail));
        return events;
    }

    private static void change(EventStream events, String platform, String state) {
        events.publish(
                EventType.platformStateChanged(platform, "telegram", state, Optional.empty()));
    }
}
