package dev.gateway.sim.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that a bot can send, and the platform's refusals. */
class FakeTelegramSendTest {

    private final ManualClock clock = new ManualClock();
    private final FakeTelegram telegram =
            FakeTelegram.start(TelegramOptions.defaults().clock(clock).messagesPerMinute(20));
    private final BotApiClient client = new BotApiClient(telegram);
    private final TelegramUser mama = telegram.user("mama");

    @AfterEach
    void close() {
        telegram.close();
    }

    private BotApiClient.Answer say(String chat, String text) {
        return client.call("sendMessage", Map.of("chat_id", chat, "text", text));
    }

    @Test
    void thePersonReceivesTheBotsMessages() throws Exception {
        var said = mama.says("hello");

        JsonNode message = say(mama.conversation(), "hello").result();

        assertThat(message.path("text").asText()).isEqualTo("hello");
        assertThat(message.path("from").path("is_bot").asBoolean()).isTrue();
        assertThat(said.awaitAnswer(Duration.ofSeconds(5))).isEqualTo("hello");
        assertThat(mama.heard())
                .singleElement()
                .satisfies(botMessage -> assertThat(botMessage.answers()).contains(said.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"form", "query", "json", "multipart"})
    void everyEncodingOfTheArgumentsIsUnderstood(String encoding) throws Exception {
        mama.says("hello");
        Map<String, Object> arguments =
                Map.of("chat_id", Long.parseLong(mama.conversation()), "text", "a&b ü");
        BotApiClient.Answer answer =
                switch (encoding) {
                    case "form" ->
                            client.post(
                                    "SENDMESSAGE",
                                    "application/x-www-form-urlencoded",
                                    BotApiClient.form(arguments).getBytes(StandardCharsets.UTF_8));
                    case "query" -> client.get("sendmessage", arguments);
                    case "json" -> client.call("sendMessage", arguments);
                    default -> client.post("sendMessage", multipartType(), multipart(arguments));
                };

        assertThat(answer.result().path("text").asText()).isEqualTo("a&b ü");
        assertThat(mama.heard()).extracting("text").containsExactly("a&b ü");
    }

    private static String multipartType() {
        return "multipart/form-data; boundary=xyz";
    }

    private static byte[] multipart(Map<String, ?> arguments, Object... files) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (var argument : arguments.entrySet()) {
            body.write(
                    ("--xyz\r\nContent-Disposition: form-data; name=\""
                                    + argument.getKey()
                                    + "\"\r\n\r\n"
                                    + argument.getValue()
                                    + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < files.length; i += 3) {
            body.write(
                    ("--xyz\r\nContent-Disposition: form-data; name=\""
                                    + files[i]
                                    + "\"; filename=\""
                                    + files[i + 1]
                                    + "\"\r\nContent-Type: image/png\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            body.write((byte[]) files[i + 2]);
            body.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.write("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    @Test
    void refusesEmptyAndTooLongTextsAndUnknownChats() {
        mama.says("hello");
        assertRefused(say(mama.conversation(), "  "), 400, "Bad Request: message text is empty");
        assertRefused(
                say(mama.conversation(), "x".repeat(4097)),
                400,
                "Bad Request: message is too long");
        assertThat(say(mama.conversation(), "x".repeat(4096)).status()).isEqualTo(200);
        assertRefused(say("12345", "hello"), 400, "Bad Request: chat not found");
        assertRefused(
                client.call("sendMessage", Map.of("text", "hello")),
                400,
                "Bad Request: chat_id is empty");
        assertRefused(client.call("sendNothing"), 404, "Not Found: method not found");
    }

    private static void assertRefused(BotApiClient.Answer answer, int status, String description) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("ok").asBoolean(true)).isFalse();
        assertThat(answer.body().path("error_code").asInt()).isEqualTo(status);
        assertThat(answer.description()).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MarkdownV2 | *bold* | bold |",
                "MarkdownV2 | *bold _both_* 1\\.5 | bold both 1.5 |",
                "MarkdownV2 | [name](http://x.y/a.b) `a.b` | name a.b |",
                "MarkdownV2 | so. | | Character '.' is reserved and must be escaped with the"
                        + " preceding '\\'",
                "MarkdownV2 | ü *bold | | Can't find end of Bold entity at byte offset 3",
                "Markdown | *bold* a.b | bold a.b |",
                "Markdown | snake_case | | Can't find end of the entity starting at byte offset 5",
                "HTML | <b>bold</b> &lt;3 | bold <3 |",
                "HTML | <blink>x</blink> | | Unsupported start tag \"blink\" at byte offset 0",
                "HTML | <b>x | | Can't find end tag corresponding to start tag \"b\"",
                "HTML | <b><i>x</b></i> | | Unmatched end tag at byte offset 7, expected \"</i>\","
                        + " found \"</b>\"",
            })
    void parsesMarkupAsStrictlyAsThePlatform(
            String mode, String text, String visible, String error) {
        mama.says("hello");
        BotApiClient.Answer answer =
                client.call(
                        "sendMessage",
                        Map.of("chat_id", mama.conversation(), "text", text, "parse_mode", mode));

        if (error == null) {
            assertThat(answer.result().path("text").asText()).isEqualTo(visible);
        } else {
            assertRefused(answer, 400, "Bad Request: can't parse entities: " + error);
        }
    }

    @Test
    void refusesAnUnknownParseMode() {
        mama.says("hello");
        assertRefused(
                client.call(
                        "sendMessage",
                        Map.of(
                                "chat_id",
                                mama.conversation(),
                                "text",
                                "x",
                                "parse_mode",
                                "bbcode")),
                400,
                "Bad Request: unsupported parse_mode");
    }

    @Test
    void reportsThatAPersonBlockedTheBot() {
        mama.says("hello");
        mama.blocksBot();
        assertRefused(
                say(mama.conversation(), "hello?"), 403, "Forbidden: bot was blocked by the user");

        mama.unblocksBot();
        assertThat(say(mama.conversation(), "hello again").status()).isEqualTo(200);
    }

    @Test
    void reportsTheNewIdOfAnUpgradedGroup() {
        TelegramGroup family = telegram.group(telegram.token(), "family");
        family.user("papa").says("hello");
        TelegramGroup grown = family.upgrade();

        BotApiClient.Answer refused = say(Long.toString(family.id()), "hello");

        assertRefused(refused, 400, "Bad Request: group chat was upgraded to a supergroup chat");
        assertThat(refused.body().path("parameters").path("migrate_to_chat_id").asLong())
                .isEqualTo(grown.id());
        assertThat(say(Long.toString(grown.id()), "hello").status()).isEqualTo(200);
        grown.kickBot();
        assertRefused(
                say(Long.toString(grown.id()), "hello"),
                403,
                "Forbidden: bot was kicked from the supergroup chat");
    }

    @Test
    void throttlesTooManyMessagesToOneChat() {
        mama.says("hello");
        for (int i = 0; i < 20; i++) {
            assertThat(say(mama.conversation(), "message " + i).status()).isEqualTo(200);
        }

        BotApiClient.Answer refused = say(mama.conversation(), "one too many");

        assertRefused(refused, 429, "Too Many Requests: retry after 61");
        assertThat(refused.body().path("parameters").path("retry_after").asInt()).isEqualTo(61);
        assertThat(refused.raw().headers().firstValue("Retry-After")).contains("61");
        clock.forward(Duration.ofSeconds(61));
        assertThat(say(mama.conversation(), "patience").status()).isEqualTo(200);
    }

    @Test
    void keepsTopicsApart() {
        TelegramGroup house = telegram.supergroup(telegram.token(), "house");
        TelegramUser shopping = house.user("papa", 7);
        TelegramUser garden = house.user("papa", 8);
        var said = shopping.says("milk");
        JsonNode message = client.call("getUpdates").result().get(0).path("message");
        assertThat(message.path("message_thread_id").asLong()).isEqualTo(7);
        assertThat(message.path("is_topic_message").asBoolean()).isTrue();
        assertThat(message.path("chat").path("is_forum").asBoolean()).isTrue();

        client.call(
                "sendMessage",
                Map.of(
                        "chat_id",
                        house.id(),
                        "message_thread_id",
                        7,
                        "text",
                        "noted",
                        "reply_parameters",
                        Map.of("message_id", message.path("message_id").asLong())));

        assertThat(shopping.heard()).extracting("text").containsExactly("noted");
        assertThat(garden.heard()).isEmpty();
        assertThat(said.answers()).containsExactly("noted");
        assertRefused(
                client.call(
                        "sendMessage",
                        Map.of("chat_id", house.id(), "message_thread_id", 9, "text", "x")),
                400,
                "Bad Request: message thread not found");
        assertRefused(
                client.call(
                        "sendMessage",
                        Map.of(
                                "chat_id",
                                house.id(),
                                "text",
                                "x",
                                "reply_parameters",
                                Map.of("message_id", 99))),
                400,
                "Bad Request: message to be replied not found");
    }

    @Test
    void storesPhotosAndDocumentsForDownload() throws Exception {
        mama.says("hello");
        byte[] picture = {1, 2, 3, '\r', '\n', '-', '-'};
        BotApiClient.Answer sent =
                client.post(
                        "sendPhoto",
                        multipartType(),
                        multipart(
                                Map.of("chat_id", mama.conversation(), "caption", "look"),
                                "photo",
                                "cat.png",
                                picture));
        assertThat(sent.result().path("caption").asText()).isEqualTo("look");
        assertThat(mama.heard())
                .singleElement()
                .satisfies(
                        botMessage -> {
                            assertThat(botMessage.files())
                                    .singleElement()
                                    .satisfies(
                                            file -> assertThat(file.content()).isEqualTo(picture));
                            assertThat(botMessage.text()).isEqualTo("look");
                        });

        String id = sent.result().path("photo").get(0).path("file_id").asText();
        String path =
                client.call("getFile", Map.of("file_id", id)).result().path("file_path").asText();
        assertThat(client.download(path)).isEqualTo(picture);

        BotApiClient.Answer document =
                client.post(
                        "sendDocument",
                        multipartType(),
                        multipart(
                                Map.of("chat_id", mama.conversation(), "document", "attach://one"),
                                "one",
                                "list.txt",
                                picture));
        assertThat(document.result().path("document").path("file_name").asText())
                .isEqualTo("list.txt");
        assertRefused(
                client.call("sendPhoto", Map.of("chat_id", mama.conversation())),
                400,
                "Bad Request: there is no photo in the request");
        assertRefused(
                client.call("getFile", Map.of("file_id", "nonsense")),
                400,
                "Bad Request: invalid file_id");
    }

    @Test
    void deliversPhotosAndDocumentsOfPeople() throws Exception {
        byte[] content = "the list".getBytes(StandardCharsets.UTF_8);
        mama.sendsDocument("list.txt", "text/plain", content, "for you");
        mama.sendsPhoto(content, "");

        JsonNode updates = client.call("getUpdates").result();

        JsonNode document = updates.get(0).path("message").path("document");
        assertThat(document.path("file_name").asText()).isEqualTo("list.txt");
        assertThat(updates.get(0).path("message").path("caption").asText()).isEqualTo("for you");
        String path =
                client.call("getFile", Map.of("file_id", document.path("file_id").asText()))
                        .result()
                        .path("file_path")
                        .asText();
        assertThat(client.download(path)).isEqualTo(content);
        assertThat(updates.get(1).path("message").path("photo").isArray()).isTrue();
    }

    @Test
    void showsTyping() {
        mama.says("hello");
        client.call("sendChatAction", Map.of("chat_id", mama.conversation(), "action", "typing"));

        assertThat(mama.actions()).containsExactly("typing");
        assertRefused(
                client.call(
                        "sendChatAction", Map.of("chat_id", mama.conversation(), "action", "yell")),
                400,
                "Bad Request: wrong parameter action in request");
    }

    @Test
    void knowsItsTokensOnly() {
        BotApiClient stranger =
                new BotApiClient(
                        telegram.server().uri(), "123456:abcdefghijklmnopqrstuvwxyz0123456789");
        assertRefused(stranger.call("getMe"), 401, "Unauthorized");
        assertRefused(
                new BotApiClient(telegram.server().uri(), "nonsense").call("getMe"),
                401,
                "Unauthorized: invalid token specified");

        assertThat(client.call("getMe").result().path("username").asText())
                .isEqualTo("first_fake_bot");
        telegram.revoke(telegram.token());
        assertRefused(client.call("getMe"), 401, "Unauthorized");
    }

    @Test
    void closesOnlyAfterTenMinutes() {
        assertRefused(client.call("close"), 429, "Too Many Requests: retry after 601");
        clock.forward(Duration.ofMinutes(10));
        assertThat(client.call("close").status()).isEqualTo(200);
        assertRefused(client.call("close"), 400, "Bad Request: the bot has already been closed");
    }

    @Test
    void isUnauthorizedAfterLogOut() {
        assertThat(client.call("logOut").status()).isEqualTo(200);
        assertRefused(client.call("getUpdates"), 400, "Logged out");
    }
}
