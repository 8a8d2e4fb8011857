package dev.gateway.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.status.RecordedStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import picocli.CommandLine.TypeConversionException;

/** Damaged files of a home and invalid option values: shown, or reported as wrong. */
class DamagedFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> STATES =
            List.of(
                    """
                    {"state":"degraded","pid":4711,"home":"/home/me/.gateway",
                     "started_at":"2026-03-01T10:00:00Z","version":"1.0",
                     "instance":{"lock":"held","lock_holder_pid":4711,"pid_file":"live",
                                 "reason":null},
                     "platforms":{"mama":{"type":"weixin","state":"rejected",
                       "since":"2026-03-01T10:00:01Z","last_contact_at":"2026-03-01T11:59:56Z",
                       "token_holder_pid":4711,"error":"HTTP 401"}},
                     "messages":{"pending":0,"in_flight":0,"handled":12,"failed":3,"outbox":0},
                     "supervisor":{"kind":"systemd","unit":"gateway.service"}}""");
    private static final List<String> LINES =
            List.of(
                    "2026-03-01 12:00:00.123 WARN  [weixin-mama] d.g.a.w.Poller: mama: slow",
                    "{\"at\":\"2026-03-01T12:00:00Z\",\"level\":\"INFO\",\"thread\":\"main\","
                            + "\"logger\":\"x\",\"message\":\"mama\",\"trace\":\"java.x\"}");
    private static final List<String> TIMES =
            List.of(
                    "15m",
                    "2h",
                    "3d",
                    "08:30",
                    "2026-03-01",
                    "2026-03-01 08:30",
                    "2026-03-01T08:30:00Z");
    private static final ResourceLimits STATE = new ResourceLimits("status table");
    private static final ResourceLimits LOG = new ResourceLimits("log lines");
    private static final ResourceLimits SINCE = new ResourceLimits("--since");

    @AfterContainer
    static void tell() {
        List.of(STATE, LOG, SINCE).forEach(System.out::println);
    }

    @Property(tries = 600, seed = ResourceLimits.SEED)
    void aStateOfAnyShapeBecomesATable(@ForAll long seed) throws Exception {
        var status = new ObjectMapper().readTree(new InputFuzzer(seed).jsonOf(STATES));
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        ConsoleOutput output = ConsoleOutput.plain(nowhere, StandardCharsets.UTF_8);
        assertThat(
                        STATE.check(
                                () ->
                                        new StatusTable(
                                                        new RecordedStatus(status),
                                                        Optional.empty(),
                                                        false,
                                                        NOW,
                                                        output)
                                                .lines()))
                .hasSizeGreaterThan(2);
    }

    @Property(tries = 800, seed = ResourceLimits.SEED)
    void aLineOfTheLogIsOneOrGoesOnWithTheOneBefore(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        String line =
                inputFuzzer.number(4) == 0
                        ? inputFuzzer.jsonOf(LINES.subList(1, 2))
                        : inputFuzzer.textOf(LINES);
        LOG.check(
                () -> {
                    LogLine read = LogLine.parse(line);
                    assertThat(read.mentions("mama")).isIn(true, false);
                    assertThat(read.text()).isNotNull();
                    assertThat(read.json().size()).isEqualTo(5);
                    return null;
                });
    }

    @Example
    void aLineThatBeginsWithNoTimeOfThisWorldGoesOnWithTheOneBefore() {
        assertThat(LogLine.parse("2026-99-01 12:00:00.123 WARN  [main] x: y").at()).isEmpty();
    }

    @Property(tries = 600, seed = ResourceLimits.SEED)
    void aTimeIsOneOrSaidToBeNone(@ForAll long seed) throws Exception {
        var converter = new InstantConverter(ZonedDateTime.ofInstant(NOW, ZoneOffset.UTC));
        String given = new InputFuzzer(seed).textOf(TIMES);
        try {
            assertThat(SINCE.check(() -> converter.convert(given))).isNotNull();
        } catch (TypeConversionException e) {
            assertThat(e).hasMessageContaining("is no time");
        }
    }
}
