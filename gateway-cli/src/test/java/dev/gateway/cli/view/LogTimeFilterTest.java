package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.cli.GatewayCli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The selection of log lines by time, independent of the zones of reader and writer. */
class LogTimeFilterTest {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    /** Half an hour before summer time ends in Berlin. */
    private static final Instant NIGHT = Instant.parse("2026-10-25T00:30:00Z");

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "Asia/Kathmandu",
                        "Pacific/Auckland",
                        "Pacific/Chatham",
                        "America/St_Johns",
                        "Australia/Lord_Howe",
                        "Etc/GMT+12",
                        "Pacific/Kiritimati")
                .map(ZoneId::of);
    }

    @Property(tries = 40)
    void anyReaderGetsTheSameLines(
            @ForAll("zones") ZoneId writer,
            @ForAll("zones") ZoneId reader,
            @ForAll @IntRange(max = 23) int from,
            @ForAll @IntRange(max = 23) int to,
            @ForAll boolean json)
            throws IOException {
        Path home = Files.createTempDirectory("log-times");
        List<String> lines = new ArrayList<>();
        List<Instant> expected = new ArrayList<>();
        Instant since = NIGHT.plusSeconds(600L * from);
        Instant until = NIGHT.plusSeconds(600L * to);
        for (int i = 0; i < 24; i++) {
            Instant at = NIGHT.plusSeconds(600L * i);
            String time = WRITTEN.format(at.atZone(writer));
            lines.add("%s INFO  [main] Test: number %d".formatted(time, i));
            if (!at.isBefore(since) && !at.isAfter(until)) {
                expected.add(at);
            }
        }
        Files.write(Files.createDirectory(home.resolve("logs")).resolve("gateway.log"), lines);
        List<String> arguments =
                new ArrayList<>(
                        List.of("logs", "--home=" + home, "--since=" + since, "--until=" + until));
        if (json) {
            arguments.add("--json");
        }

        List<String> found = printed(reader, arguments.toArray(String[]::new));

        assertThat(found.stream().map(json ? LogTimeFilterTest::ofJson : LogTimeFilterTest::ofText))
                .containsExactlyElementsOf(expected);
    }

    private static Instant ofText(String line) {
        return OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant();
    }

    private static Instant ofJson(String line) {
        return LogLine.parse(line).at().orElseThrow();
    }

    /** Returns the output of a command in this zone. */
    static List<String> printed(ZoneId zone, String... arguments) {
        TimeZone usual = TimeZone.getDefault();
        PrintStream out = System.out;
        var bytes = new ByteArrayOutputStream();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            assertThat(GatewayCli.commandLine(arguments).execute(arguments)).isZero();
        } finally {
            System.setOut(out);
            TimeZone.setDefault(usual);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
