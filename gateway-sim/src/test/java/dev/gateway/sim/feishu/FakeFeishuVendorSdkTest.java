package dev.gateway.sim.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.protocol.EventDeliveryStats;
import dev.gateway.sim.referee.PollRecord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fake conforms to the vendor's own client. */
@Timeout(180)
class FakeFeishuVendorSdkTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir private Path folder;
    private FakeFeishu feishu;
    private Process bot;

    private void start(FeishuOptions options) throws Exception {
        feishu = FakeFeishu.start(options);
        bot =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:-UsePerfData",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        VendorSdkBot.class.getName(),
                                        feishu.server().uri().toString(),
                                        feishu.appId(),
                                        feishu.appSecret(feishu.appId())))
                        .redirectErrorStream(true)
                        .redirectOutput(output())
                        .start();
        // The SDK can lose an event that arrives earlier; the platform then delivers it again.
        await().atMost(LONG).until(() -> clients().size() == 1 && clients().get(0).pings() > 0);
    }

    @AfterEach
    void stop() throws Exception {
        bot.destroyForcibly();
        assertThat(bot.waitFor(10, TimeUnit.SECONDS)).isTrue();
        feishu.close();
    }

    @Test
    void theSdkConnectsReceivesAcksAnswersPingsAndReconnects() throws Exception {
        // The platform's 3 s are too short here: a cold client on a busy machine may need longer
        // for its first ack.
        start(FeishuOptions.defaults().clientConfig(1, 1, 1).ackWithin(LONG));

        SentMessage direct = feishu.user("mama").says("hello");
        assertThat(answer(direct)).isEqualTo("hello");

        SentMessage group = feishu.group(feishu.appId(), "family").user("papa").says("dinner?");
        assertThat(answer(group)).isEqualTo("@_user_1 dinner?");

        await().atMost(LONG).until(() -> feishu.events().pending() == 0);
        assertThat(feishu.events()).isEqualTo(new EventDeliveryStats(0, 2, 0, 0, List.of()));
        await().atMost(LONG).until(() -> clients().get(0).pings() >= 2);
        assertThat(clients().get(0).malformed()).isZero();

        feishu.closeConnections(feishu.appId(), 1000, "");

        await().atMost(LONG).until(() -> feishu.referee().polls().size() == 2);
        await().atMost(LONG).until(() -> clients().get(0).pings() > 0);
        assertThat(answer(feishu.user("mama").says("back?"))).isEqualTo("back?");
        assertThat(feishu.referee().polls().get(1).end()).isEqualTo(PollRecord.End.OPEN);
    }

    /**
     * The SDK (2.5.3) handles the parts of an event on several threads. Occasionally it assembles
     * an event twice or never; then the platform delivers it again.
     */
    @Test
    void theSdkAssemblesParts() throws Exception {
        start(
                FeishuOptions.defaults()
                        .clientConfig(1, 1, 1)
                        .largestPart(300)
                        .redelivery(Collections.nCopies(20, Duration.ofMillis(100))));

        assertThat(answer(feishu.user("mama").says("hello"))).isEqualTo("hello");
        assertThat(clients().get(0).malformed()).isZero();
    }

    private List<FeishuConnectionInfo> clients() {
        return feishu.clients(feishu.appId());
    }

    private File output() {
        return folder.resolve("bot.log").toFile();
    }

    private String answer(SentMessage sent) throws Exception {
        try {
            return sent.awaitAnswer(LONG);
        } catch (TimeoutException e) {
            throw new AssertionError(Files.readString(output().toPath()), e);
        }
    }
}
