package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.process.ProcessIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.Whitespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidRecordJsonTest {

    @Test
    void aRecordHasEveryFieldThatToolsRelyOn() throws Exception {
        JsonNode json =
                new ObjectMapper()
                        .readTree(PidRecordJson.write(PidRecordFixtures.ours(4711, 123_456)));
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "pid",
                        "kind",
                        "argv",
                        "start_time",
                        "boot_id",
                        "pid_namespace",
                        "home",
                        "version",
                        "started_at",
                        "supervisor");
        assertThat(json.path("pid").asLong()).isEqualTo(4711);
        assertThat(json.path("kind").asText()).isEqualTo("gateway");
        assertThat(json.path("argv")).hasSize(4);
        assertThat(json.path("start_time").asLong()).isEqualTo(123_456);
        assertThat(json.path("supervisor").path("kind").asText()).isEqualTo("systemd");
        assertThat(json.path("supervisor").path("unit").asText()).isEqualTo("gateway.service");
    }

    @Test
    void whatIsUnknownIsNullRatherThanAbsent() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(PidRecordJson.write(PidRecordFixtures.number(4711)));
        for (String name :
                List.of(
                        "start_time",
                        "boot_id",
                        "pid_namespace",
                        "home",
                        "version",
                        "started_at",
                        "supervisor")) {
            assertThat(json.has(name)).as(name).isTrue();
            assertThat(json.path(name).isNull()).as(name).isTrue();
        }
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(
            @ForAll @Positive long pid,
            @ForAll @LongRange(min = 0) long ticks,
            @ForAll boolean known,
            @ForAll @Size(max = 5) List<@AlphaChars @Whitespace String> argv,
            @ForAll @LongRange(min = 0, max = 4_000_000_000L) long second) {
        var record =
                new PidRecord(
                        new ProcessIdentity(
                                pid,
                                known ? OptionalLong.of(ticks) : OptionalLong.empty(),
                                known ? Optional.of("b") : Optional.empty(),
                                known ? Optional.of("pid:[1]") : Optional.empty()),
                        known ? PidRecord.GATEWAY : PidRecord.HERMES,
                        argv,
                        known ? Optional.of("/h\u00e4\"\\") : Optional.empty(),
                        known ? Optional.of("") : Optional.empty(),
                        known ? Optional.of(Instant.ofEpochSecond(second, 7)) : Optional.empty(),
                        known
                                ? Optional.of(new ServiceManagerInfo("launchd", ""))
                                : Optional.empty());
        assertThat(PidRecordJson.read(PidRecordJson.write(record))).contains(record);
    }

    @Property(tries = 500)
    void anyBytesAreReadWithoutAnException(@ForAll @Size(max = 200) byte[] content) {
        PidRecordJson.read(content).ifPresent(record -> assertThat(record.pid()).isPositive());
    }

    @Property(tries = 200)
    void aRecordThatIsCutOffIsNone(@ForAll @LongRange(min = 0, max = 250) long length) {
        byte[] whole = PidRecordJson.write(PidRecordFixtures.ours(4711, 1));
        byte[] half = Arrays.copyOf(whole, (int) Math.min(length, whole.length - 1));
        assertThat(PidRecordJson.read(half)).isEmpty();
    }

    @Test
    void theRecordOfAPythonGatewayIsUnderstood() {
        PidRecord record =
                read("""
                                {"pid": 14822, "kind": "hermes-gateway", "argv":
                                 ["/usr/bin/python3", "-m", "hermes_cli.main", "gateway", "run"],
                                 "start_time": 8123456}
                                """)
                        .orElseThrow();
        assertThat(record.pid()).isEqualTo(14822);
        assertThat(record.kind()).isEqualTo(PidRecord.HERMES);
        assertThat(record.process().startTicks()).hasValue(8123456);
        assertThat(record.process().bootId()).isEmpty();
        assertThat(record.argv()).hasSize(5).contains("gateway");
        assertThat(record.startedAt()).isEmpty();
        assertThat(record.supervisor()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "4711\n", "  4711  ", "\n4711\n\n"})
    void aBareNumberIsUnderstood(String text) {
        assertThat(read(text)).contains(PidRecordFixtures.number(4711));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-4711",
                "4711.5",
                "47e1",
                "99999999999999999999",
                "4711 4712",
                "4711 gateway",
                "04711",
                "0x1234",
                "gateway",
                "\"4711\"",
                "null",
                "true",
                "[]",
                "[4711]",
                "{}",
                "{\"pid\": null}",
                "{\"pid\": \"4711\"}",
                "{\"pid\": 0}",
                "{\"pid\": -1}",
                "{\"pid\": 4711.0}",
                "{\"pid\": 99999999999999999999}",
                "{\"pid\": [4711]}",
                "{\"pid\": 4711} and more",
                "{\"pid\": 4711}{\"pid\": 4712}",
                "{\"pid\": 4711",
                "\u0000\u0000\u0000"
            })
    void everythingElseIsNoRecord(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void fieldsOfTheWrongKindAreLeftOut() {
        PidRecord record =
                read("""
                                {"pid": 4711, "kind": 7, "argv": ["a", 5, null, {}], "start_time":
                                 "soon", "boot_id": 1, "pid_namespace": {}, "home": [], "version":
                                 false, "started_at": "yesterday", "supervisor": "systemd"}
                                """)
                        .orElseThrow();
        assertThat(record.kind()).isEqualTo("unknown");
        assertThat(record.argv()).containsExactly("a");
        assertThat(record.process().startTicks()).isEmpty();
        assertThat(record.process().bootId()).isEmpty();
        assertThat(record.startedAt()).isEmpty();
        assertThat(record.supervisor()).isEmpty();
    }

    @Test
    void deepNestingIsSurvived() {
        assertThat(read("[".repeat(60_000))).isEmpty();
        assertThat(read("{\"pid\":".repeat(9_000))).isEmpty();
    }

    private static Optional<PidRecord> read(String text) {
        return PidRecordJson.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
