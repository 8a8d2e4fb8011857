package dev.gateway.sim.feishu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.feishu.protocol.EventDeliveryStats;
import dev.gateway.sim.feishu.protocol.WireFrame;
import dev.gateway.sim.referee.PollRecord;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FakeFeishuConnectionTest {

    /** Options for clients that ack: the time limit is generous, for busy machines. */
    private static final FeishuOptions LONG_ACK_TIMEOUT =
            FeishuOptions.defaults()
                    .ackWithin(Duration.ofMinutes(1))
                    .redelivery(List.of(Duration.ofMillis(50), Duration.ofMillis(100)));

    /** Options for clients that do not ack. */
    private static final FeishuOptions SHORT_ACK_TIMEOUT =
            LONG_ACK_TIMEOUT.ackWithin(Duration.ofMillis(200));

    private FakeFeishu feishu;
    private RawFeishuClient client;

    @AfterEach
    void stop() {
        feishu.close();
    }

    @Test
    void discoveryReturnsTheAddressAndTheClientSettings() throws Exception {
        start(FeishuOptions.defaults());

        var answer = client.discover();

        assertThat(answer.path("code").asInt()).isZero();
        assertThat(answer.at("/data/URL").asText())
                .startsWith("ws://127.0.0.1:" + feishu.server().port() + "/ws/v2?")
                .contains("device_id=", "service_id=33554678", "ticket=");
        assertThat(answer.at("/data/ClientConfig"))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"ReconnectCount":-1,"ReconnectInterval":120,\
                                        "ReconnectNonce":30,"PingInterval":120}"""));
    }

    @Test
    void discoveryRefusesWithTheCodesOfThePlatform() throws Exception {
        start(FeishuOptions.defaults());
        assertThat(client.discover("cli_unknown", "x").path("code").asInt()).isEqualTo(514);
        assertThat(client.discover(feishu.appId(), "wrong").path("code").asInt()).isEqualTo(514);
        feishu.failDiscovery(1000040343, "internal error", 1);
        assertThat(client.discover().path("code").asInt()).isEqualTo(1000040343);
        assertThat(client.discover().path("code").asInt()).isZero();
        feishu.moveToOtherDomain(feishu.appId());
        assertThat(client.discover().path("code").asInt()).isEqualTo(1000040351);
        feishu.forbid(feishu.appId(), true);
        assertThat(client.discover().path("code").asInt()).isEqualTo(403);
    }

    @Test
    void aTicketOpensOneConnection() throws Exception {
        start(FeishuOptions.defaults());
        String url = client.discover().at("/data/URL").asText();
        client.connect(url);

        HttpHeaders refusal = refusal(url);

        assertThat(refusal.firstValue("Handshake-Status")).hasValue("514");
        assertThat(refusal.firstValue("Handshake-Msg")).hasValue("invalid ticket");
        assertThat(refusal.firstValue("Handshake-Autherrcode")).isEmpty();
    }

    @Test
    void anExpiredTicketOpensNoConnection() throws Exception {
        start(FeishuOptions.defaults().ticketLife(Duration.ZERO));

        assertThat(refusal(client.discover().at("/data/URL").asText()).firstValue("Handshake-Msg"))
                .hasValue("invalid ticket");
    }

    @Test
    void anAppHasAtMostFiftyConnections() throws Exception {
        start(FeishuOptions.defaults());
        String spare = client.discover().at("/data/URL").asText();
        for (int i = 0; i < 50; i++) {
            client.connect();
        }

        assertThat(client.discover().path("code").asLong()).isEqualTo(1000040350L);
        HttpHeaders refusal = refusal(spare);
        assertThat(refusal.firstValue("Handshake-Status")).hasValue("514");
        assertThat(refusal.firstValue("Handshake-Autherrcode")).hasValue("1000040350");
        assertThat(feishu.clients(feishu.appId())).hasSize(50);
    }

    @Test
    void aPingIsAnsweredWithTheConfig() throws Exception {
        start(FeishuOptions.defaults().clientConfig(7, 8, 9));
        RawFeishuClient.Connection connection = client.connect();

        connection.ping(33554678);

        WireFrame pong = connection.pongs.poll(60, TimeUnit.SECONDS);
        assertThat(pong.headers()).containsEntry("type", "pong");
        assertThat(new String(pong.payload(), StandardCharsets.UTF_8))
                .contains("\"PingInterval\":7", "\"ReconnectNonce\":9");
        assertThat(feishu.clients(feishu.appId()).get(0).pings()).isEqualTo(1);
    }

    @Test
    void aPingOfTheVendorsClientIsAccepted() {
        start(FeishuOptions.defaults());
        String ping = "0800100018f681801020002a0c0a0474797065120470696e67";

        WireFrame frame = WireFrame.decoded(HexFormat.of().parseHex(ping));

        assertThat(frame.service()).isEqualTo(33554678);
        assertThat(frame.headers()).containsEntry("type", "ping");
        assertThat(HexFormat.of().formatHex(frame.encoded())).startsWith(ping);
    }

    @Test
    void anEventAckedInTimeIsNotDeliveredAgain() throws Exception {
        start(LONG_ACK_TIMEOUT);
        RawFeishuClient.Connection connection = client.connect();

        SentMessage sent = feishu.user("mama").says("hello");
        connection.answer(connection.event(), 200);

        await().until(() -> feishu.events().pending() == 0);
        assertThat(feishu.events()).isEqualTo(new EventDeliveryStats(0, 1, 0, 0, List.of()));
        assertThat(sent.ledgerMessage().deliveries()).hasSize(1);
    }

    @Test
    void anUnackedEventIsDeliveredAgainByTheScheduleAndFinallyLost() throws Exception {
        start(SHORT_ACK_TIMEOUT);
        RawFeishuClient.Connection connection = client.connect();

        SentMessage sent = feishu.user("mama").says("hello");

        String id = eventId(connection.event());
        assertThat(eventId(connection.event())).isEqualTo(id);
        assertThat(eventId(connection.event())).isEqualTo(id);
        await().until(() -> feishu.events().lost().equals(List.of(id)));
        assertThat(sent.ledgerMessage().deliveries()).hasSize(3);
        assertThat(connection.events).isEmpty();
    }

    @Test
    void aRefusedEventIsDeliveredAgainAndALateAckHasNoEffect() throws Exception {
        start(LONG_ACK_TIMEOUT);
        RawFeishuClient.Connection connection = client.connect();

        feishu.user("mama").says("hello");
        WireFrame first = connection.event();
        connection.answer(first, 500);
        WireFrame second = connection.event();
        connection.answer(first, 200);
        connection.answer(second, 200);

        await().until(() -> feishu.events().pending() == 0);
        assertThat(feishu.events()).isEqualTo(new EventDeliveryStats(0, 1, 1, 1, List.of()));
    }

    @Test
    void anEventWithoutAConnectionIsDeliveredLater() throws Exception {
        start(SHORT_ACK_TIMEOUT.redelivery(List.of(Duration.ofMillis(300))));
        feishu.user("mama").says("hello");

        assertThat(eventId(client.connect().event())).isNotEmpty();
    }

    @Test
    void eachEventGoesToOneConnectionAtRandom() throws Exception {
        start(FeishuOptions.defaults());
        RawFeishuClient.Connection one = client.connect();
        RawFeishuClient.Connection other = client.connect();

        for (int i = 0; i < 100; i++) {
            feishu.user("mama").says("hello " + i);
        }

        await().until(() -> one.events.size() + other.events.size() == 100);
        assertThat(one.events.size()).isBetween(10, 90);
    }

    @Test
    void aLargeEventComesInParts() throws Exception {
        start(FeishuOptions.defaults().largestPart(300));
        RawFeishuClient.Connection connection = client.connect();

        feishu.user("mama").says("x".repeat(1000));

        List<WireFrame> parts = new ArrayList<>();
        do {
            parts.add(connection.event());
        } while (parts.size() < Integer.parseInt(parts.get(0).headers().get("sum")));
        assertThat(parts).hasSizeGreaterThan(3);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.payload()).hasSizeLessThanOrEqualTo(300));
        assertThat(parts)
                .extracting(part -> part.headers().get("message_id"))
                .containsOnly(parts.get(0).headers().get("message_id"));
    }

    @Test
    void aBrokenConnectionCountsForAWhileAndAClosedOneDoesNot() throws Exception {
        start(SHORT_ACK_TIMEOUT.maxConnections(1).hold(Duration.ofMillis(600)));
        client.connect().hangUp();
        await().until(() -> feishu.referee().polls().get(0).endNanos().isPresent());

        assertThat(client.discover().path("code").asLong()).isEqualTo(1000040350L);
        feishu.user("mama").says("into the void");

        await().until(() -> client.discover().path("code").asLong() == 0);
        RawFeishuClient.Connection next = client.connect();
        next.close();
        await().until(() -> feishu.clients(feishu.appId()).isEmpty());
        assertThat(client.discover().path("code").asLong()).isZero();
    }

    @Test
    void aCloseThatIsHeldKeepsTheConnection() throws Exception {
        start(FeishuOptions.defaults());
        RawFeishuClient.Connection connection = client.connect();
        var hold = new FaultRule("WS-CLOSE", "*", FaultRule.ALWAYS, Fault.Hold.untilRemoved());
        String fault = feishu.server().faults().add(hold);

        connection.close();
        await().until(() -> feishu.server().faults().injectedCount(fault) == 1);
        assertThat(connection.closed).isNotDone();
        assertThat(feishu.clients(feishu.appId())).hasSize(1);

        feishu.server().faults().remove(fault);
        assertThat(connection.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
        await().until(() -> feishu.clients(feishu.appId()).isEmpty());
    }

    @Test
    void theRefereeKnowsWhenEachConnectionWasOpen() throws Exception {
        start(FeishuOptions.defaults());
        RawFeishuClient.Connection one = client.connect();
        RawFeishuClient.Connection other = client.connect();

        one.close();
        other.hangUp();

        await().until(
                        () ->
                                feishu.referee().polls().stream()
                                        .allMatch(poll -> poll.endNanos().isPresent()));
        assertThat(feishu.referee().polls())
                .extracting(PollRecord::token)
                .containsOnly(feishu.referee().polls().get(0).token());
        assertThat(feishu.referee().overlaps()).hasSize(1);
    }

    @Test
    void malformedMessagesOfAClientAreCounted() throws Exception {
        start(FeishuOptions.defaults());
        RawFeishuClient.Connection connection = client.connect();

        connection.send(new byte[] {1, 2, 3});

        await().until(() -> feishu.clients(feishu.appId()).get(0).malformed() == 1);
    }

    @Test
    void anyBytesCanBeSentToTheClients() throws Exception {
        start(FeishuOptions.defaults());
        RawFeishuClient.Connection connection = client.connect();
        var frame = new WireFrame(1, 2, 3, WireFrame.DATA, Map.of(), new byte[0]);

        feishu.sendBytes(feishu.appId(), frame.encoded());

        assertThat(connection.event().seqId()).isEqualTo(1);
    }

    private void start(FeishuOptions options) {
        feishu = FakeFeishu.start(options);
        client = new RawFeishuClient(feishu);
    }

    private HttpHeaders refusal(String url) {
        Throwable failure = catchThrowable(() -> client.connect(url));
        assertThat(failure).isInstanceOf(CompletionException.class);
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().headers();
    }

    private static String eventId(WireFrame event) throws IOException {
        return new ObjectMapper().readTree(event.payload()).at("/header/event_id").asText();
    }
}
