package dev.gateway.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileReaderTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("events.jsonl");
    }

    @Test
    void fromTheEndOnlyWhatIsNewIsSeen() throws Exception {
        append("{\"event\":\"old\"}\n");
        EventFileReader tail = EventFileReader.fromEnd(file);
        assertThat(poll(tail)).isEmpty();
        append("{\"event\":\"new\"}\n");
        assertThat(poll(tail)).containsExactly("new");
        assertThat(poll(tail)).isEmpty();
    }

    @Test
    void aFileThatDoesNotExistYetIsReadFromItsStart() throws Exception {
        EventFileReader tail = EventFileReader.fromEnd(file);
        assertThat(poll(tail)).isEmpty();
        append("{\"event\":\"first\"}\n");
        assertThat(poll(tail)).containsExactly("first");
    }

    @Test
    void aLineIsSeenOnceItIsComplete() throws Exception {
        EventFileReader tail = EventFileReader.fromStart(file);
        append("{\"event\":");
        assertThat(poll(tail)).isEmpty();
        append("\"gr\u00fc\u00dfe\"}");
        assertThat(poll(tail)).isEmpty();
        append("\n{\"event\":\"next\"}\n");
        assertThat(poll(tail)).containsExactly("gr\u00fc\u00dfe", "next");
    }

    @Test
    void tornAndForeignLinesAreSkipped() throws Exception {
        append("{\"event\":\"a\"}\n{\"eve\n\nnonsense\n[1]\n7\n{\"x\":1}\n{\"event\":null}\n");
        append("{\"event\":\"b\"}\n");
        assertThat(poll(EventFileReader.fromStart(file))).containsExactly("a", "b");
    }

    @Test
    void whatWasWrittenJustBeforeARotationIsNotMissed() throws Exception {
        append("{\"event\":\"seen\"}\n");
        EventFileReader tail = EventFileReader.fromStart(file);
        assertThat(poll(tail)).containsExactly("seen");
        append("{\"event\":\"last words\"}\n");
        Files.move(file, EventFileWriter.rotated(file), StandardCopyOption.REPLACE_EXISTING);
        append("{\"event\":\"successor\"}\n");
        assertThat(poll(tail)).containsExactly("last words");
        assertThat(poll(tail)).containsExactly("successor");
        assertThat(poll(tail)).isEmpty();
    }

    @Test
    void betweenRotationAndTheNextEventThereIsNothing() throws Exception {
        append("{\"event\":\"seen\"}\n");
        EventFileReader tail = EventFileReader.fromStart(file);
        assertThat(poll(tail)).containsExactly("seen");
        Files.move(file, EventFileWriter.rotated(file));
        assertThat(poll(tail)).isEmpty();
        append("{\"event\":\"successor\"}\n");
        assertThat(poll(tail)).containsExactly("successor");
    }

    @Test
    void aFileThatWasCutOffIsReadAnew() throws Exception {
        append("{\"event\":\"a long line that is gone then\"}\n");
        EventFileReader tail = EventFileReader.fromEnd(file);
        Files.writeString(file, "{\"event\":\"b\"}\n");
        assertThat(poll(tail)).containsExactly("b");
    }

    @Test
    void aLargeFileComesInPieces() throws Exception {
        String line = "{\"event\":\"x\",\"text\":\"" + "y".repeat(1000) + "\"}\n";
        append(line.repeat(3000));
        EventFileReader tail = EventFileReader.fromStart(file);
        int seen = 0;
        for (List<String> some = poll(tail); !some.isEmpty(); some = poll(tail)) {
            seen += some.size();
        }
        assertThat(seen).isEqualTo(3000);
    }

    private void append(String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> poll(EventFileReader tail) {
        List<String> events = new ArrayList<>();
        for (RecordedEvent event : tail.poll()) {
            events.add(event.name());
        }
        return events;
    }
}
