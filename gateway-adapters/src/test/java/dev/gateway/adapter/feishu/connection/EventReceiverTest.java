package dev.gateway.adapter.feishu.connection;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.feishu.FeishuFixture;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.SenderKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EventReceiverTest {

    private FeishuFixture platform;
    private CompletableFuture<Void> served;
    private BareWebSocketConnection connection;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
        served = platform.serve();
        connection = platform.server.connection();
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void aMessageIsStoredAndThenAckedWithItsOwnFrame() throws Exception {
        Frame event = FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "hello"));
        platform.context.beforeAccept(() -> assertThat(connection.acks()).isZero());

        connection.send(event);

        Frame ack = connection.ack();
        assertThat(ack.payload()).asString().isEqualTo("{\"code\":200}");
        assertThat(ack.seqId()).isEqualTo(event.seqId());
        assertThat(ack.logId()).isEqualTo(event.logId());
        assertThat(ack.logIdNew()).isEqualTo("log-new");
        assertThat(ack.headers()).containsAll(event.headers());
        assertThat(ack.header("biz_rt").orElseThrow()).matches("\\d+");
        assertThat(platform.context.deliveries())
                .containsExactly(
                        new InboundMessage(
                                        "om_1",
                                        "oc_5ce6",
                                        "ou_84aad",
                                        true,
                                        "hello",
                                        List.of(),
                                        "plain om_1",
                                        Instant.ofEpochMilli(1609073151345L))
                                .withContext(
                                        MessageContext.builder()
                                                .addressed(true)
                                                .messageId("om_1")
                                                .build()));
    }

    @Test
    void messagesKeepTheirOrder() throws Exception {
        for (int i = 0; i < 100; i++) {
            connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_" + i, "" + i)));
        }

        await().until(() -> platform.context.deliveries().size() == 100);
        assertThat(platform.context.deliveries())
                .extracting(InboundMessage::text)
                .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
    }

    @Test
    void whatCannotBeStoredIsAnsweredWith500AndEndsServe() throws Exception {
        platform.context.refuse();

        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "hello")));

        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":500}");
        assertThat(catchThrowable(() -> served.get(60, TimeUnit.SECONDS)))
                .hasCauseInstanceOf(PlatformException.NotAccepted.class);
        connection.closeReceived.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aReceiverThatFailsEndsTheConnection() throws Exception {
        platform.context.beforeAccept(
                () -> {
                    throw new StackOverflowError("of the test");
                });

        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "hello")));

        assertThat(catchThrowable(() -> served.get(60, TimeUnit.SECONDS)))
                .hasRootCauseInstanceOf(StackOverflowError.class);
        connection.connectionClosed.get(60, TimeUnit.SECONDS);
        assertThat(connection.acks()).isZero();
    }

    @Test
    void whatIsStoredTooLateIsNotAckedWhilePingsGoOn() throws Exception {
        platform.server.pong = "{\"PingInterval\":1}";
        connection.ping();
        platform.context.letWait();

        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "slow")));
        await().until(() -> platform.context.waiting() == 1);
        long arrived = System.nanoTime(); // Or earlier.
        await().until(
                        () ->
                                System.nanoTime() - arrived
                                        > EventReceiver.ACK_WITHIN.plusMillis(50).toNanos());
        platform.context.acceptAgain();
        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_2", "quick")));

        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":200}");
        assertThat(platform.context.deliveries())
                .extracting(InboundMessage::text)
                .containsExactly("slow", "quick");
        assertThat(connection.acks()).isZero();
        assertThat(served).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"2.0\",\"header\":{\"event_type\":\"im.chat.updated_v1\"}}",
                "{\"type\":\"card.action.trigger\"}",
                "{}"
            })
    void anEventThatIsNoMessageIsAcked(String event) throws Exception {
        connection.send(FeishuEventFixture.frame(event));

        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":200}");
        assertThat(platform.context.deliveries()).isEmpty();
    }

    @Test
    void whatOtherBotsSayArrivesAsTheirs() throws Exception {
        String event =
                FeishuEventFixture.text("om_1", "I am a bot")
                        .replace("\"sender_type\":\"user\"", "\"sender_type\":\"app\"");

        connection.send(FeishuEventFixture.frame(event));

        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":200}");
        assertThat(platform.context.deliveries().get(0).context().senderKind())
                .isEqualTo(SenderKind.BOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "nonsense"})
    void anEventThatMakesNoSenseIsAskedForAgain(String event) throws Exception {
        connection.send(FeishuEventFixture.frame(event));

        assertThat(connection.ack().payload()).asString().isEqualTo("{\"code\":500}");
        assertThat(served).isNotDone();
    }

    @Test
    void malformedFramesAreIgnored() throws Exception {
        connection.sendBytes(new byte[] {1, 2, 3});
        connection.sendBytes(new byte[0]);
        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_1", "still here")));

        connection.ack();
        assertThat(platform.context.deliveries()).hasSize(1);
    }

    @Test
    void anEventInPartsIsAckedOnceWithThePartThatCameLast() throws Exception {
        List<Frame> parts =
                new ArrayList<>(
                        FeishuEventFixture.parts(
                                "m1", FeishuEventFixture.text("om_1", "in parts"), 5));
        Collections.shuffle(parts);
        for (Frame part : parts) {
            connection.send(part);
        }

        Frame ack = connection.ack();
        assertThat(ack.header("seq")).isEqualTo(parts.get(4).header("seq"));
        assertThat(platform.context.deliveries())
                .extracting(InboundMessage::text)
                .containsExactly("in parts");
        connection.send(FeishuEventFixture.frame(FeishuEventFixture.text("om_2", "whole")));
        connection.ack();
        assertThat(connection.acks()).isZero();
    }

    @Test
    void inAGroupTheBotsOwnMentionDisappearsAndOthersGetTheirNames() throws Exception {
        platform.answers(
                "/open-apis/bot/v3/info",
                okJson("{\"code\":0,\"msg\":\"ok\",\"bot\":{\"open_id\":\"ou_bot\"}}"));
        String mentions =
                """
                ,"mentions":[{"key":"@_user_1","id":{"open_id":"ou_bot"},"name":"Bot"},\
                {"key":"@_user_2","id":{"open_id":"ou_tom"},"name":"Tom"}]""";
        String content = "{\"text\":\"@_user_1 ask @_user_2 please\"}";

        connection.send(
                FeishuEventFixture.frame(
                        FeishuEventFixture.message("om_1", "group", "text", content, mentions)));

        connection.ack();
        InboundMessage message = platform.context.deliveries().get(0);
        assertThat(message.text()).isEqualTo("ask @Tom please");
        assertThat(message.direct()).isFalse();
        assertThat(message.replyContext()).isEqualTo("reply om_1");
    }

    @Test
    void aMessageInAThreadIsAnsweredThere() throws Exception {
        connection.send(
                FeishuEventFixture.frame(
                        FeishuEventFixture.message(
                                "om_1",
                                "group",
                                "text",
                                "{\"text\":\"hi\"}",
                                ",\"thread_id\":\"omt_1\"")));

        connection.ack();
        InboundMessage message = platform.context.deliveries().get(0);
        assertThat(message.replyContext()).isEqualTo("thread om_1");
        assertThat(message.conversation()).isEqualTo("oc_5ce6/omt_1");
    }
}
