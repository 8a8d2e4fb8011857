package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.Options;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.sqlite.EventRecorder;
import dev.gateway.core.journal.sqlite.SqliteJournal;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.MessageHandler.Answer;
import dev.gateway.core.message.MessageHandler.HandlerException;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundMessage;
import dev.gateway.core.platform.MessageContext;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiHandlerTest {

    @TempDir Path home;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SqliteJournal journal;
    private volatile Model model = (exchange, number) -> stream(exchange, "answer " + number);

    @BeforeEach
    void start() throws IOException {
        journal =
                SqliteJournal.open(
                        home.resolve("journal.db"),
                        JournalSettings.defaults(),
                        Clock.systemUTC(),
                        new EventRecorder().stream());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var number = new AtomicInteger();
        server.createContext(
                "/v1/chat/completions",
                exchange -> {
                    try (exchange) {
                        authorizations.add(
                                String.valueOf(
                                        exchange.getRequestHeaders().getFirst("Authorization")));
                        requests.add(
                                MessageJson.MAPPER.readTree(
                                        exchange.getRequestBody().readAllBytes()));
                        model.answer(exchange, number.incrementAndGet());
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        journal.close();
    }

    @Test
    void putsTheStreamTogether() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                ": keep-alive\n\n"
                                        + "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\","
                                        + "\"content\":null}}]}\n\n"
                                        + "data: {\"choices\":[{\"delta\":{\"content\":\"Grüß \"}}]}\r\n\r\n"
                                        + "data:{\"choices\":[{\"delta\":{\"content\":\"Gott\"},"
                                        + "\"finish_reason\":\"stop\"}]}\n\n"
                                        + "data: {\"choices\":[],\"usage\":{}}\n\n"
                                        + "data: [DONE]\n\n");

        assertThat(say("1", "hello")).containsExactly(Answer.of("Grüß Gott"));
        JsonNode request = requests.get(0);
        assertThat(request.get("model").textValue()).isEqualTo("small");
        assertThat(request.get("stream").booleanValue()).isTrue();
        assertThat(said(request)).containsExactly("user: hello");
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void takesServersThatDoNotStream() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                "{\n\"choices\":[{\"message\":{\"role\":\"assistant\","
                                        + "\"content\":\"whole\"},\"finish_reason\":\"stop\"}]\n}");

        assertThat(say("1", "hello")).containsExactly(Answer.of("whole"));
    }

    @Test
    void remembersTheConversationAcrossRestartsAndWithinBounds() throws Exception {
        for (int i = 1; i <= 4; i++) {
            say(
                    Map.of("history", 2L, "system", "Be brief."),
                    RequestFixtures.request("m" + i, "q" + i));
        }

        assertThat(said(requests.get(3)))
                .containsExactly(
                        "system: Be brief.",
                        "user: q2",
                        "assistant: answer 2",
                        "user: q3",
                        "assistant: answer 3",
                        "user: q4");
    }

    @Test
    void keepsConversationsApart() throws Exception {
        say(Map.of(), RequestFixtures.in("one", true, "1", "secret of one"));
        say(Map.of(), RequestFixtures.in("two", true, "2", "hello"));

        assertThat(said(requests.get(1))).containsExactly("user: hello");
    }

    @Test
    void aSecondTryDoesNotSeeTheFirst() throws Exception {
        say("1", "hello");
        say("1", "hello");

        assertThat(said(requests.get(1))).containsExactly("user: hello");
        assertThat(journal.history().recent("family", "chat", 10)).hasSize(1);
    }

    @Test
    void forgetsOnRequest() throws Exception {
        say("1", "hello");
        assertThat(say("2", "/new")).hasSize(1);
        say("3", "who am I?");

        assertThat(requests).hasSize(2);
        assertThat(said(requests.get(1))).containsExactly("user: who am I?");
    }

    @Test
    void saysWhoSpeaksInGroupsAndWhatIsAttached() throws Exception {
        var photo = new Attachment(Attachment.Kind.IMAGE, "cat.jpg", "image/jpeg", home, 1);

        say(Map.of(), RequestFixtures.in("group", false, "1", "look", photo));

        assertThat(said(requests.get(0))).containsExactly("user: anna: look\n[image: cat.jpg]");
    }

    @Test
    void errorsAreToldWithoutTheKey() throws Exception {
        var key = Secret.of("sk-very-secret");
        model =
                (exchange, number) ->
                        send(exchange, 401, "{\"error\":{\"message\":\"bad key sk-very-secret\"}}");

        assertThatThrownBy(() -> say(Map.of("api_key", key), RequestFixtures.request("1", "hello")))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("answered 401: bad key ********")
                .hasMessageNotContaining("very-secret");
        assertThat(authorizations).containsExactly("Bearer sk-very-secret");
        assertThat(journal.history().recent("family", "chat", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: [DONE]\n\n",
                "data: nonsense\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choi\n\n"
                        + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":{\"a\":1}}}]}\n\ndata: [DONE]\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"image\"}]}}]}\n\n"
                        + "data: [DONE]\n\n",
                "data: {\"choices\":[{\"delta\":{\"refusal\":\"I will not\"}}]}\n\n"
                        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"
                        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}\n\n",
                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n",
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"},"
                        + "\"finish_reason\":\"stop\"}]}",
                "{\"answer\":\"hi\"}",
                "[]",
                "hello"
            })
    void whatIsNotUnderstoodIsAFailedTryAndNotSilence(String body) throws Exception {
        model = (exchange, number) -> send(exchange, 200, body);

        assertThatThrownBy(() -> say("1", "hello")).isInstanceOf(HandlerException.class);
    }

    @Test
    void silenceIsAnEmptyTextWithTheReasonStop() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                "data: {\"choices\":[{\"delta\":{\"content\":\"\"},"
                                        + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");

        assertThat(say("1", "hello")).isEmpty();
    }

    @Test
    void partsOfContentThatAreTextAreText() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\","
                                        + "\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                                        + "\"finish_reason\":\"stop\"}]}");

        assertThat(say("1", "hello")).containsExactly(Answer.of("ab"));
    }

    @Test
    void anErrorInTheMiddleOfAStreamFails() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n"
                                        + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n");

        assertThatThrownBy(() -> say("1", "hello")).hasMessageContaining("out of memory");
    }

    @Test
    void aStreamThatBreaksOffIsNoAnswer() throws Exception {
        model =
                (exchange, number) ->
                        send(
                                exchange,
                                200,
                                "data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n");

        assertThatThrownBy(() -> say("1", "hello"))
                .isInstanceOf(HandlerException.class)
                .hasMessageContaining("broke off");
    }

    @Test
    void garbageIsNoAnswer() throws Exception {
        model = (exchange, number) -> send(exchange, 200, "<html>gateway</html>");

        assertThatThrownBy(() -> say("1", "hello")).isInstanceOf(HandlerException.class);
    }

    @Test
    void picturesAreShownToAModelThatSees() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
        var picture = image("a.png", png);
        var tooLarge = image("b.png", Arrays.copyOf(png, VisibleImages.MAX_BYTES));
        var unknown = image("c.heic", "something".getBytes(StandardCharsets.UTF_8));
        MessageHandler.Request request =
                RequestFixtures.request("1", "what is it?", picture, tooLarge, unknown);
        model = (exchange, number) -> stream(exchange, "a cat");

        say(Map.of("vision", true), request);
        say(Map.of(), request);

        JsonNode seen = last(requests.get(0));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).get("text").textValue())
                .isEqualTo("what is it?\n[image: a.png]\n[image: b.png]\n[image: c.heic]");
        assertThat(seen.get(1).at("/image_url/url").textValue())
                .isEqualTo("data:image/png;base64,iVBORwECAw==");
        assertThat(last(requests.get(1)).isTextual()).isTrue();
    }

    @Test
    void inAGroupTheNameOfWhoSpeaksComesFirst() throws Exception {
        MessageHandler.Request plain = RequestFixtures.in("family", false, "1", "dinner?");
        InboundMessage named =
                plain.message()
                        .withContext(MessageContext.builder().senderName("Anna\nB.").build());
        model = (exchange, number) -> stream(exchange, "yes");

        say(Map.of(), new MessageHandler.Request("1", "family", named, 1, plain.memory()));

        assertThat(last(requests.get(0)).textValue()).isEqualTo("Anna B.: dinner?");
    }

    private Attachment image(String name, byte[] content) throws IOException {
        Path file = Files.write(home.resolve(name), content);
        return new Attachment(Attachment.Kind.IMAGE, name, "image/png", file, content.length);
    }

    private static JsonNode last(JsonNode request) {
        JsonNode messages = request.get("messages");
        return messages.get(messages.size() - 1).get("content");
    }

    private List<Answer> say(String id, String text) throws Exception {
        return say(Map.of(), RequestFixtures.request(id, text));
    }

    private List<Answer> say(Map<String, Object> more, MessageHandler.Request request)
            throws Exception {
        Map<String, Object> options = new HashMap<>(more);
        options.put(
                "base_url",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/"));
        options.put("model", "small");
        var config = new HandlerConfig("openai", Options.of(options));
        var context = new HandlerContext(home, home.resolve("media"), journal.history());
        try (MessageHandler handler = HandlerFactory.create(config, context)) {
            return handler.handle(request);
        }
    }

    private static List<String> said(JsonNode request) {
        List<String> said = new ArrayList<>();
        for (JsonNode message : request.get("messages")) {
            said.add(message.get("role").textValue() + ": " + message.get("content").textValue());
        }
        return said;
    }

    private static void stream(HttpExchange exchange, String text) throws IOException {
        send(
                exchange,
                200,
                "data: {\"choices\":[{\"delta\":{\"content\":\""
                        + text
                        + "\"}}]}\n\ndata: [DONE]\n\n");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @FunctionalInterface
    private interface Model {
        void answer(HttpExchange exchange, int number) throws IOException;
    }
}
