package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** In a damaged {@code events.jsonl} the valid events are found, and nothing else. */
class DamagedEventsTest {

    private static final List<String> WHOLE =
            List.of(
                    """
                    {"at":"2026-01-01T12:00:00.000Z","mono_ns":1,"pid":4711,"event":"starting"}
                    {"at":"2026-01-01T12:00:01.000Z","mono_ns":2,"pid":4711,"event":"running","x":"y"}
                    """);
    private static final String LAST = "\n{\"event\":\"last\"}\n";
    private static final ResourceLimits BOUNDS = new ResourceLimits("events.jsonl");
    private static Path file;

    @BeforeContainer
    static void nameTheFile() throws Exception {
        file = Files.createTempDirectory("damaged-events").resolve("events.jsonl");
    }

    @AfterContainer
    static void removeTheFile() throws Exception {
        System.out.println(BOUNDS);
        Files.deleteIfExists(file);
        Files.delete(file.getParent());
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void whatIsBehindTheDamageIsStillFound(@ForAll long seed) throws Exception {
        theLastIsFoundBehind(new InputFuzzer(seed).of(WHOLE));
    }

    @Example
    void megabytesOfAnythingAreReadPast() throws Exception {
        for (String part :
                List.of("\0", "\n", "{\"event\":{},", "[\"event\"]\n", "{\"event\":1}\n")) {
            theLastIsFoundBehind(
                    part.repeat((1 << 20) / part.length()).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Example
    void aLineWithoutEndDoesNotFillTheMemory() throws Exception {
        Files.writeString(file, "");
        EventFileReader tail = EventFileReader.fromStart(file);
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "x".repeat(4 << 20), StandardOpenOption.APPEND);
            assertThat(BOUNDS.check(tail::poll)).isEmpty();
        }
        Files.writeString(file, LAST, StandardOpenOption.APPEND);
        assertThat(BOUNDS.check(tail::poll)).hasSize(1);
    }

    private static void theLastIsFoundBehind(byte[] content) throws Exception {
        Files.write(file, content);
        Files.writeString(file, LAST, StandardOpenOption.APPEND);
        EventFileReader tail = EventFileReader.fromStart(file);
        String last = "";
        for (List<RecordedEvent> some = poll(tail); !some.isEmpty(); some = poll(tail)) {
            assertThat(some).allMatch(event -> event.json().hasNonNull("event"));
            last = some.get(some.size() - 1).name();
        }
        assertThat(last).isEqualTo("last");
    }

    private static List<RecordedEvent> poll(EventFileReader tail) throws Exception {
        return BOUNDS.check(tail::poll);
    }
}
