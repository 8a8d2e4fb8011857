package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.InboundBatch;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException.Expired;
import dev.gateway.core.platform.PlatformException.Rejected;
import dev.gateway.core.platform.PlatformException.Scope;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Undeliverable;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramSendTest {

    private static final String SENT = "{\"message_id\":55,\"date\":1}";
    private static final String MOVED = "Bad Request: group chat was upgraded to a supergroup chat";

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private RecordingContext context;
    private PlatformAdapter adapter;

    @AfterEach
    void close() throws Exception {
        adapter.disconnect(TelegramFixture.SOON);
        bot.close();
    }

    @Test
    void aPrivateAnswerIsTextAndNothingElse() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));

        assertThat(send("5", "{\"message_id\":7}", "hello *you*")).contains("55");

        assertThat(bot.calls("sendMessage"))
                .containsExactly(TelegramFixture.json("{\"chat_id\":5,\"text\":\"hello *you*\"}"));
    }

    @Test
    void inAGroupTheAnswerNamesWhatItAnswers() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));

        send("-42", "{\"message_id\":7}", "hello");

        assertThat(bot.calls("sendMessage"))
                .containsExactly(
                        TelegramFixture.json(
                                """
                                {"chat_id":-42,"text":"hello","reply_parameters":
                                 {"message_id":7,"allow_sending_without_reply":true}}"""));
    }

    @ParameterizedTest
    @CsvSource({"''", "not json", "{}", "{\"message_id\":\"x\"}"})
    void anUnknownReplyContextAnswersNothing(String replyContext) throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));

        send("-42", replyContext, "hello");

        assertThat(bot.calls("sendMessage").get(0).has("reply_parameters")).isFalse();
    }

    @Test
    void aTopicIsAnsweredInTheTopic() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));

        send("-1001234567890/3", "{\"message_id\":7,\"thread\":3}", "hello");

        JsonNode call = bot.calls("sendMessage").get(0);
        assertThat(call.path("chat_id").asLong()).isEqualTo(-1001234567890L);
        assertThat(call.path("message_thread_id").asLong()).isEqualTo(3);
        assertThat(call.path("reply_parameters").path("message_id").asLong()).isEqualTo(7);
    }

    @Test
    void aGroupThatMovedIsFollowedAndRemembered() throws Exception {
        bot.answer(
                "sendMessage",
                TelegramFixture.refused(400, MOVED, "{\"migrate_to_chat_id\":-1001234567890}"),
                TelegramFixture.ok(SENT));

        send("-42", "{\"message_id\":7}", "one");
        send("-42", "{\"message_id\":8}", "two");

        assertThat(bot.calls("sendMessage"))
                .extracting(call -> call.path("chat_id").asLong())
                .containsExactly(-42L, -1001234567890L, -1001234567890L);
        assertThat(bot.calls("sendMessage").get(1).has("reply_parameters")).isFalse();
        assertThat(bot.calls("sendMessage").get(2).has("reply_parameters")).isFalse();
    }

    @Test
    void aMoveFoundWhileSendingIsStoredWithTheNextBatch() throws Exception {
        bot.answer(
                "sendMessage",
                TelegramFixture.refused(400, MOVED, "{\"migrate_to_chat_id\":-1001234567890}"),
                TelegramFixture.ok(SENT));
        send("-42", "", "one");
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        "[{\"update_id\":1,\"message\":{\"chat\":{\"id\":5},\"text\":\"x\"}}]"),
                TelegramFixture.ok(
                        "[{\"update_id\":2,\"message\":{\"chat\":{\"id\":5},\"text\":\"y\"}}]"),
                TelegramFixture.nothing());

        bot.serve(adapter);
        await().atMost(TelegramFixture.SOON).until(() -> context.batches().size() == 2);

        assertThat(context.batches())
                .extracting(InboundBatch::notes)
                .containsExactly(Map.of("migrated:-42", "-1001234567890"), Map.of());
    }

    @Test
    void aMoveOfAnEarlierLifeIsKnown() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));
        adapter();
        context.putNotes(Map.of("migrated:-42", "-1001234567890"));

        send("-42", "", "one");

        assertThat(bot.calls("sendMessage").get(0).path("chat_id").asLong())
                .isEqualTo(-1001234567890L);
    }

    @Test
    void aGroupThatMovesForEverIsGivenUp() throws Exception {
        bot.answer(
                "sendMessage",
                TelegramFixture.refused(400, MOVED, "{\"migrate_to_chat_id\":-1001234567890}"));

        assertThatThrownBy(() -> send("-42", "", "one")).isInstanceOf(Undeliverable.class);
        assertThat(bot.calls("sendMessage")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request: chat not found",
        "400, Bad Request: message text is empty",
        "400, Bad Request: message is too long",
        "400, Bad Request: message thread not found",
        "403, Forbidden: bot was blocked by the user",
        "403, Forbidden: user is deactivated",
        "403, Forbidden: bot was kicked from the group chat",
        "404, Not Found: method not found",
        "413, Request Entity Too Large"
    })
    void whatNoFurtherTryCanSendIsUndeliverable(int code, String description) throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(code, description));

        assertThatThrownBy(() -> send("5", "", "hello"))
                .isInstanceOf(Undeliverable.class)
                .hasMessage("Telegram refused sendMessage: " + code + " " + description);
    }

    @ParameterizedTest
    @CsvSource({"401, Unauthorized", "404, Not Found", "421, Misdirected Request"})
    void aRefusedTokenIsNotTheMessagesFault(int code, String description) throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(code, description));

        assertThatThrownBy(() -> send("5", "", "hello")).isInstanceOf(Rejected.class);
    }

    @Test
    void aLoggedOutBotIsNotTheMessagesFault() throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(400, "Logged out"));

        assertThatThrownBy(() -> send("5", "", "hello")).isInstanceOf(Expired.class);
    }

    @Test
    void throttlingSaysForHowLong() throws Exception {
        bot.answer(
                "sendMessage",
                TelegramFixture.refused(
                        429, "Too Many Requests: retry after 9", "{\"retry_after\":9}"));

        assertThatThrownBy(() -> send("5", "", "hello"))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        e -> {
                            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(9));
                            assertThat(e.scope()).isEqualTo(Scope.CONVERSATION);
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413})
    void aPageOfSomethingInBetweenIsNoVerdict(int status) throws Exception {
        bot.answer("sendMessage", aResponse().withStatus(status).withBody("<html>portal</html>"));

        assertThatThrownBy(() -> send("5", "", "hello")).isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bad Request: message thread not found",
                "Bad Request: TOPIC_CLOSED",
                "Bad Request: TOPIC_DELETED",
                "Bad Request: TOPIC_ID_INVALID"
            })
    void ifTheTopicWasDeletedTheChatIsAnsweredWithoutIt(String words) throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(400, words), TelegramFixture.ok(SENT));

        assertThat(send("-1001234567890/3", "{\"message_id\":7,\"thread\":3}", "hello"))
                .contains("55");

        assertThat(bot.calls("sendMessage").get(1))
                .isEqualTo(TelegramFixture.json("{\"chat_id\":-1001234567890,\"text\":\"hello\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bad Request: message to be replied not found",
                "Bad Request: replied message not found",
                "Bad Request: MESSAGE_TO_REPLY_INVALID"
            })
    void ifTheMessageWasDeletedTheAnswerIsNoReply(String words) throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(400, words), TelegramFixture.ok(SENT));

        send("-1001234567890/3", "{\"message_id\":7,\"thread\":3}", "hello");

        JsonNode second = bot.calls("sendMessage").get(1);
        assertThat(second.has("reply_parameters")).isFalse();
        assertThat(second.path("message_thread_id").asLong()).isEqualTo(3);
    }

    @Test
    void anUnknownErrorIsRetriedOnceWithoutOptions() throws Exception {
        bot.answer(
                "sendMessage",
                TelegramFixture.refused(400, "Bad Request: SOMETHING_NEW"),
                TelegramFixture.ok(SENT));

        send("-100123/3", "{\"message_id\":7,\"thread\":3}", "hello");

        assertThat(bot.calls("sendMessage").get(1))
                .isEqualTo(TelegramFixture.json("{\"chat_id\":-100123,\"text\":\"hello\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Bad Request: chat not found",
        "403, Forbidden: bot was kicked from the group chat"
    })
    void whatIsSaidAboutTheChatIsFinal(int code, String words) throws Exception {
        bot.answer("sendMessage", TelegramFixture.refused(code, words));

        assertThatThrownBy(() -> send("-100123/3", "{\"message_id\":7}", "hello"))
                .isInstanceOf(Undeliverable.class);
        assertThat(bot.calls("sendMessage")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBrokenConnectionIsLeftToTheOutboxToRetry(Fault fault) throws Exception {
        bot.answer("sendMessage", aResponse().withFault(fault));

        assertThatThrownBy(() -> send("5", "", "hello"))
                .isInstanceOf(Unreachable.class)
                .hasNoCause();
        assertThat(bot.requests("sendMessage")).hasSize(1);
    }

    @Test
    void anUnknownConversationIsUndeliverable() throws Exception {
        for (String conversation : List.of("", "x", "5/", "5/x", "1/2/3", "9".repeat(30))) {
            assertThatThrownBy(() -> send(conversation, "", "hello"))
                    .isInstanceOf(Undeliverable.class);
        }
        assertThatThrownBy(() -> send("5", "", "")).isInstanceOf(Undeliverable.class);
    }

    @Test
    void aPictureGoesWithItsTextAsCaption() throws Exception {
        bot.answer("sendPhoto", TelegramFixture.ok(SENT));
        Attachment picture = file(Attachment.Kind.IMAGE, "a \"b\"\r\n.png", "image/png", "bytes");

        assertThat(send("-1001234567890/3", "{\"message_id\":7}", "näme", picture)).contains("55");

        var request = bot.requests("sendPhoto").get(0);
        assertThat(request.getHeader("Content-Type")).startsWith("multipart/form-data; boundary=");
        assertThat(request.getHeader("Content-Length")).isNotNull();
        assertThat(part(request, "chat_id")).isEqualTo("-1001234567890");
        assertThat(part(request, "message_thread_id")).isEqualTo("3");
        assertThat(part(request, "caption")).isEqualTo("näme");
        assertThat(
                        TelegramFixture.json(part(request, "reply_parameters"))
                                .path("message_id")
                                .asLong())
                .isEqualTo(7);
        assertThat(part(request, "photo")).isEqualTo("bytes");
        assertThat(request.getBodyAsString())
                .contains("filename=\"a _b___.png\"\r\nContent-Type: image/png");
    }

    @Test
    void aLongTextGoesBeforeItsFiles() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));
        bot.answer("sendDocument", TelegramFixture.ok("{\"message_id\":56}"));

        assertThat(
                        send(
                                "5",
                                "",
                                "x".repeat(2000),
                                file(Attachment.Kind.FILE, "a.txt", "text/plain", "a")))
                .contains("55");

        assertThat(bot.methods()).containsExactly("sendMessage", "sendDocument");
        assertThat(bot.requests("sendDocument").get(0).getBodyAsString())
                .doesNotContain("\"caption\"");
    }

    @ParameterizedTest
    @CsvSource({
        "AUDIO, sendAudio, audio",
        "VIDEO, sendVideo, video",
        "FILE, sendDocument, document"
    })
    void eachKindOfFileHasItsCall(Attachment.Kind kind, String method, String field)
            throws Exception {
        bot.answer(method, TelegramFixture.ok(SENT));

        send("5", "", "", file(kind, "f.bin", "application/octet-stream", "bytes"));

        assertThat(part(bot.requests(method).get(0), field)).isEqualTo("bytes");
    }

    @Test
    void aPictureThatTelegramCannotShowGoesAsADocument() throws Exception {
        bot.answer(
                "sendPhoto", TelegramFixture.refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"));
        bot.answer("sendDocument", TelegramFixture.ok(SENT));

        assertThat(send("5", "", "", file(Attachment.Kind.IMAGE, "p.png", "image/png", "x")))
                .contains("55");
    }

    @Test
    void aMissingFileKeepsNothingElseBackAndNothingIsSentTwice() throws Exception {
        bot.answer("sendPhoto", TelegramFixture.ok(SENT));
        Attachment gone =
                new Attachment(
                        Attachment.Kind.IMAGE, "x", "image/png", media.resolve("not-there"), 3);
        var message =
                new OutboundMessage(
                        "m-1",
                        "5",
                        "",
                        "look",
                        List.of(gone, file(Attachment.Kind.IMAGE, "p.png", "image/png", "x")));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> adapter().send(message))
                    .isInstanceOfSatisfying(
                            Undeliverable.class, e -> assertThat(e.mayPass()).isTrue())
                    .hasMessageContaining("not-there");
        }
        assertThat(part(bot.requests("sendPhoto").get(0), "caption")).isEqualTo("look");
        assertThat(bot.methods()).containsExactly("sendPhoto");

        Files.writeString(media.resolve("not-there"), "it");
        assertThat(adapter().send(message)).contains("55");
        assertThat(bot.requests("sendPhoto").get(1).getBodyAsString()).doesNotContain("caption");
    }

    @Test
    void aSecondTryGoesOnWhereTheFirstOneFailed() throws Exception {
        bot.answer("sendMessage", TelegramFixture.ok(SENT));
        bot.answer(
                "sendDocument",
                TelegramFixture.refused(500, "Internal"),
                TelegramFixture.ok("{\"message_id\":56}"));
        var message =
                new OutboundMessage(
                        "m-1",
                        "5",
                        "",
                        "x".repeat(2000),
                        List.of(file(Attachment.Kind.FILE, "a.txt", "text/plain", "a")));

        assertThatThrownBy(() -> adapter().send(message)).isInstanceOf(Unreachable.class);
        assertThat(adapter().send(message)).contains("55");

        assertThat(bot.methods()).containsExactly("sendMessage", "sendDocument", "sendDocument");
    }

    @Test
    void typingIsShownInTheTopicAndNeverFails() throws Exception {
        bot.answer(
                "sendChatAction",
                TelegramFixture.ok("true"),
                TelegramFixture.refused(403, "Forbidden: bot was blocked by the user"),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        adapter().typing("-1001234567890/3", "", true);
        adapter().typing("5", "", true);
        adapter().typing("5", "", true);
        adapter().typing("nobody", "", true);
        adapter().typing("5", "", false);

        assertThat(bot.calls("sendChatAction")).hasSize(3);
        assertThat(bot.calls("sendChatAction").get(0))
                .isEqualTo(
                        TelegramFixture.json(
                                """
                                {"chat_id":-1001234567890,"action":"typing",
                                 "message_thread_id":3}"""));
    }

    @Test
    void longTextsAreSplitWhereTelegramEnds() throws Exception {
        assertThat(adapter().split("x".repeat(4096))).hasSize(1);
        assertThat(adapter().split("x".repeat(4097))).hasSize(2);
    }

    private PlatformAdapter adapter() {
        if (adapter == null) {
            context = new RecordingContext("family", media);
            adapter = bot.adapter(context);
        }
        return adapter;
    }

    private int sent;

    private Optional<String> send(
            String conversation, String replyContext, String text, Attachment... files)
            throws Exception {
        return adapter()
                .send(
                        new OutboundMessage(
                                "m-" + sent++, conversation, replyContext, text, List.of(files)));
    }

    private Attachment file(Attachment.Kind kind, String name, String type, String content)
            throws Exception {
        Path path = Files.createTempFile(media, "out", "");
        Files.writeString(path, content);
        return new Attachment(kind, name, type, path, content.length());
    }

    private static String part(LoggedRequest request, String name) {
        return new String(request.getPart(name).getBody().asBytes(), StandardCharsets.UTF_8);
    }
}
