package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

class RotatedLogReaderTest {

    @TempDir Path folder;
    private final List<String> lines = new ArrayList<>();

    @Test
    void followsAcrossRotationWithoutLosingTheEndOfTheOldFile() throws IOException {
        Path log = folder.resolve("gateway.log");
        Files.writeString(folder.resolve("gateway.log.2"), "one\n");
        Files.writeString(folder.resolve("gateway.log.1"), "two\n");
        Files.writeString(log, "three\nfo");
        try (var files = new RotatedLogReader(log)) {
            files.readRotated(lines::add);
            files.poll(lines::add);
            assertThat(lines).containsExactly("one", "two", "three");

            Files.writeString(log, "ur\nfive\n", StandardOpenOption.APPEND);
            Files.delete(folder.resolve("gateway.log.1"));
            Files.move(log, folder.resolve("gateway.log.1"));
            Files.writeString(log, "six\n");
            files.poll(lines::add);
        }
        assertThat(lines).containsExactly("one", "two", "three", "four", "five", "six");
    }

    @Test
    void readsBothFormatsAndKnowsWhichAccountALineIsAbout() {
        LogLine text =
                LogLine.parse(
                        "2026-03-01 08:30:00.123 WARN  [platform-mama] EventLog: mama (weixin):"
                                + " retrying");
        LogLine json =
                LogLine.parse(
                        "{\"at\":\"2026-03-01T08:30:00.123Z\",\"level\":\"WARN\",\"thread\":\"outbox-mama-2\","
                                + "\"logger\":\"EventLog\",\"message\":\"not sent\"}");

        assertThat(text.level()).isEqualTo("WARN");
        assertThat(text.mentions("mama")).isTrue();
        assertThat(text.mentions("ma")).isFalse();
        assertThat(json.at()).contains(Instant.parse("2026-03-01T08:30:00.123Z"));
        assertThat(json.mentions("mama")).isTrue();
        assertThat(LogLine.parse(text.text())).isEqualTo(text);
        assertThat(LogLine.parse("\tat dev.gateway.Main").at()).isEmpty();
    }

    @Test
    void understandsTimesAsPeopleWriteThem() {
        var since = new InstantConverter(ZonedDateTime.parse("2026-03-01T12:00:00+01:00"));

        assertThat(since.convert("15m")).isEqualTo(Instant.parse("2026-03-01T10:45:00Z"));
        assertThat(since.convert("2h")).isEqualTo(Instant.parse("2026-03-01T09:00:00Z"));
        assertThat(since.convert("08:30")).isEqualTo(Instant.parse("2026-03-01T07:30:00Z"));
        assertThat(since.convert("23:00")).isEqualTo(Instant.parse("2026-02-28T22:00:00Z"));
        assertThat(since.convert("2026-02-01")).isEqualTo(Instant.parse("2026-01-31T23:00:00Z"));
        assertThat(since.convert("2026-02-01 10:00"))
                .isEqualTo(Instant.parse("2026-02-01T09:00:00Z"));
        assertThat(since.convert("2026-02-01T10:00:00Z"))
                .isEqualTo(Instant.parse("2026-02-01T10:00:00Z"));
        assertThatThrownBy(() -> since.convert("yesterday"))
                .isInstanceOf(TypeConversionException.class);
    }
}
