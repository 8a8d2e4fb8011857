package dev.gateway.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.PidRecordFixtures;
import dev.gateway.core.process.FakeLockTable;
import dev.gateway.core.process.FakeProcessProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A damaged {@code state.json} gives a status with the certain facts, and its exit code. */
class DamagedStateFileTest {

    private static final List<String> WHOLE =
            List.of(
                    """
                    {"state":"running","pid":4711,"home":"/home/me/.gateway",
                     "started_at":"2026-01-01T12:00:00Z","version":"1.0",
                     "instance":{"lock":"held","lock_holder_pid":4711,"pid_file":"live",
                                 "reason":null},
                     "platforms":{"mama":{"type":"weixin","state":"connected",
                       "since":"2026-01-01T12:00:01Z","last_contact_at":"2026-01-01T12:00:02Z",
                       "token_holder_pid":4711,"error":null},"off":{"state":"disabled"}},
                     "messages":{"pending":0,"in_flight":0,"handled":12,"failed":0,"outbox":0},
                     "supervisor":null}""");
    private static final ResourceLimits BOUNDS = new ResourceLimits("state.json");
    private static final FakeProcessProbe PROBE = new FakeProcessProbe();
    private static Path folder;
    private static GatewayHome home;
    private static FakeLockTable table;

    @BeforeContainer
    static void makeTheHome() throws Exception {
        folder = Files.createTempDirectory("damaged-state");
        home = new GatewayHome(folder.resolve("home"));
        HomeDirectory.prepare(home);
        Files.createFile(home.lock());
        table = new FakeLockTable();
        PROBE.with(4711, 100, "gateway");
    }

    @AfterContainer
    static void removeTheHome() throws IOException {
        System.out.println(BOUNDS);
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 1_000, seed = ResourceLimits.SEED)
    void aStatusIsToldWhetherItRunsOrNot(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        isTold(inputFuzzer.bytesOrJsonOf(WHOLE), inputFuzzer.number(2) == 0);
    }

    @Example
    void asMuchAsIsReadOfAnythingIsSurvived() throws Exception {
        for (String part : List.of("[],", "{},", "\"a\":{},")) {
            for (String before : List.of("[", "{\"state\":\"running\",\"platforms\":{\"a\":[")) {
                String text = before + part.repeat((5 << 20) / part.length());
                isTold(text.getBytes(StandardCharsets.UTF_8), false);
            }
        }
    }

    private static void isTold(byte[] content, boolean running) throws Exception {
        Files.write(home.state(), content);
        if (running) {
            table.heldBy(4711, home.lock());
            new PidFile(home).publish(PidRecordFixtures.ours(4711, 100));
        } else {
            table.free();
            Files.deleteIfExists(home.pidFile());
        }
        StatusReader.Report report =
                BOUNDS.check(() -> new StatusReader(home, PROBE, table.holders()).read());

        assertThat(report.exit()).isEqualTo(running ? 0 : 3);
        assertThat(report.json().path("instance").path("lock").asText())
                .isEqualTo(running ? "held" : "free");
        assertThat(report.json().path("state").asText()).isNotBlank();
        assertThat(report.json().path("platforms").isObject()).isTrue();
        assertThat(report.json().path("messages").isObject()).isTrue();
        assertThat(report.json().path("instance").path("pid_file").asText())
                .isEqualTo(running ? "live" : "absent");
    }
}
