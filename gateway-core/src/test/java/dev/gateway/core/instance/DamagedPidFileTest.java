package dev.gateway.core.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.process.FakeProcessProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A damaged {@code gateway.pid} is classified without an exception. */
class DamagedPidFileTest {

    private static final List<String> WHOLE =
            List.of(
                    new String(
                            PidRecordJson.write(PidRecordFixtures.ours(4711, 123_456)),
                            StandardCharsets.UTF_8),
                    """
                    {"pid": 14822, "kind": "hermes-gateway", "argv": ["/usr/bin/python3", "-m",
                     "hermes_cli.main", "gateway", "run"], "start_time": 8123456}""",
                    "4711");
    private static final ResourceLimits BOUNDS = new ResourceLimits("gateway.pid");
    private static GatewayHome home;

    @BeforeContainer
    static void makeTheHome() throws Exception {
        home = new GatewayHome(Files.createTempDirectory("damaged-pid"));
        assertThat(WHOLE).allMatch(text -> PidRecordJson.read(text.getBytes()).isPresent());
    }

    @AfterContainer
    static void removeTheHome() throws Exception {
        System.out.println(BOUNDS);
        Files.deleteIfExists(home.pidFile());
        Files.delete(home.folder());
    }

    @Property(tries = 1_500, seed = ResourceLimits.SEED)
    void aDamagedRecordIsARecordOrIsSaidToBeNone(@ForAll long seed) throws Exception {
        isJudged(new InputFuzzer(seed).bytesOrJsonOf(WHOLE));
    }

    @Example
    void asMuchAsIsReadOfAnythingIsJudged() throws Exception {
        for (String part : List.of("[", "[],", "{\"a\":", "9", "\"", " ", "\0", "{\"pid\":1}")) {
            isJudged(part.repeat(200_000 / part.length()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void isJudged(byte[] content) throws Exception {
        Path file = Files.write(home.pidFile(), content);
        PidFile.Content found = BOUNDS.check(() -> new PidFile(home).read());
        if (found instanceof PidFile.Content.Readable readable) {
            assertThat(readable.record().pid()).isPositive();
        } else {
            assertThat(((PidFile.Content.Damaged) found).damage()).isNotBlank();
        }
        assertThat(
                        new PidFileClassifier(new FakeProcessProbe())
                                .classify(found, new LockStatus.Free()))
                .as("nothing lives here, so whatever it names is stale: " + file)
                .isInstanceOfAny(PidFileStatus.Stale.class, PidFileStatus.Corrupt.class);
    }
}
