package dev.gateway.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.damage.Bounds;
import dev.gateway.core.damage.Damage;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeFolder;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.instance.Records;
import dev.gateway.core.process.FakeProbe;
import dev.gateway.core.process.LockTable;
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

/** Whatever stands in {@code state.json}: a status with what is certain, and its exit code. */
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
    private static final Bounds BOUNDS = new Bounds("state.json");
    private static final FakeProbe PROBE = new FakeProbe();
    private static Path folder;
    private static GatewayHome home;
    private static LockTable table;

    @BeforeContainer
    static void makeTheHome() throws Exception {
        folder = Files.createTempDirectory("damaged-state");
        home = new GatewayHome(folder.resolve("home"));
        HomeFolder.prepare(home);
        Files.createFile(home.lock());
        table = new LockTable();
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

    @Property(tries = 1_000, seed = Bounds.SEED)
    void aStatusIsToldWhetherItRunsOrNot(@ForAll long seed) throws Exception {
        var damage = new Damage(seed);
        isTold(damage.bytesOrJsonOf(WHOLE), damage.number(2) == 0);
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
            new PidFile(home).publish(Records.ours(4711, 100));
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
