package dev.gateway.adapter.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.http.CancellationScope;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpResponseFixture;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests of any response to a poll: messages, or an exception with a remedy. */
class DamagedTelegramUpdatesTest {

    private static final List<String> WHOLE =
            List.of(
                    """
                    {"ok":true,"result":[
                     {"update_id":41,"message":{"message_id":7,"date":1700000000,
                      "from":{"id":5,"is_bot":false,"first_name":"Anna"},
                      "chat":{"id":5,"type":"private"},"text":"hello"}},
                     {"update_id":42,"message":{"message_id":8,"date":1700000001,
                      "message_thread_id":3,"is_topic_message":true,
                      "reply_to_message":{"message_id":1},"from":{"id":6},
                      "chat":{"id":-100500,"type":"supergroup"},"text":"word @nobody"}},
                     {"update_id":43,"message":{"message_id":9,"date":1700000002,
                      "chat":{"id":-7,"type":"group"},"migrate_to_chat_id":-1001234567890}}]}""",
                    """
                    {"ok":true,"result":[{"update_id":44,"message":{"message_id":7,"date":1,
                     "chat":{"id":5},"caption":"look","photo":[{"file_id":"a","width":90,
                     "height":90},{"file_id":"b","width":900,"height":900,"file_size":1000}]}}]}""",
                    """
                    {"ok":true,"result":[
                     {"update_id":45,"edited_message":{"message_id":7,"date":1,"chat":{"id":5},
                      "from":{"id":5},"rich_message":{"blocks":[{"type":"list","items":[
                      {"label":"1.","blocks":[{"type":"paragraph","text":["a",{"type":"bold",
                      "text":"b"}]}]}]}]},"reply_to_message":{"message_id":3,"text":"q"},
                      "quote":{"text":"q"}}},
                     {"update_id":46,"message":{"message_id":8,"date":1,"chat":{"id":-5},
                      "from":{"id":5},"text":"a link","entities":[{"type":"text_link",
                      "offset":2,"length":4,"url":"https://example.com"}],
                      "forward_origin":{"type":"user","sender_user":{"id":9}}}},
                     {"update_id":47,"message":{"message_id":9,"date":1,"chat":{"id":5},
                      "venue":{"title":"x","location":{"latitude":1.5,"longitude":2}}}},
                     {"update_id":48,"message_reaction":{"chat":{"id":5},"message_id":1,
                      "new_reaction":[{"type":"emoji","emoji":"a"}]}}]}""",
                    """
                    {"ok":false,"error_code":429,"description":"Too Many Requests",
                     "parameters":{"retry_after":3,"migrate_to_chat_id":-100}}""",
                    """
                    {"ok":false,"error_code":409,"description":"Conflict: terminated by other"}""");
    private static final ResourceLimits BOUNDS = new ResourceLimits("telegram answers");
    private static Path media;
    private static HttpClient http;
    private static BotApi api;
    private static RecordingContext context;
    private static TelegramUpdateProcessor processor;

    @BeforeContainer
    static void prepare() throws Exception {
        media = Files.createTempDirectory("damaged-updates");
        var settings =
                TelegramSettings.of(
                        new PlatformConfig(
                                "family",
                                "telegram",
                                true,
                                Optional.of(URI.create("http://127.0.0.1:1")),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(90),
                                Options.of(Map.of("token", Secret.of(TelegramFixture.TOKEN)))));
        http = new HttpClient("telegram-damage", settings.proxy(), settings.secrets());
        api = new BotApi(settings, http);
        var scope = new CancellationScope();
        context = new RecordingContext("family", media);
        processor =
                new TelegramUpdateProcessor(
                        context,
                        scope,
                        new TelegramUpdateParser(
                                new TelegramMessageParser(
                                        123456, new BotUsername(api, scope), Clock.systemUTC()),
                                Clock.systemUTC()),
                        new CallbackAcknowledger(api, scope),
                        new ChatMigrationRegistry(context));
        assertThat(delivered(200, WHOLE.get(0).getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
    }

    @AfterContainer
    static void end() throws Exception {
        System.out.println(BOUNDS);
        assertThat(http.close(Duration.ofSeconds(20))).isTrue();
        Files.delete(media);
    }

    @Property(tries = 1_200, seed = ResourceLimits.SEED)
    void anAnswerIsMessagesOrSaysWhatFollows(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        int status = inputFuzzer.pick(List.of(200, 200, 200, 401, 409, 429, 502));
        delivered(status, inputFuzzer.bytesOrJsonOf(WHOLE));
    }

    @Example
    void anAnswerOfTheGreatestLengthIsRefusedOrRead() throws Exception {
        for (String part : List.of("[],", "{},", "{\"update_id\":1},")) {
            String text = "{\"ok\":true,\"result\":[" + part.repeat((8 << 20) / part.length());
            delivered(200, (text + "1]}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int delivered(int status, byte[] body) throws Exception {
        var reply = HttpResponseFixture.of(status, body, "Retry-After", "7");
        context.clear();
        try {
            BOUNDS.check(
                    () -> {
                        JsonNode updates = api.result("getUpdates", reply);
                        return updates.isArray() ? processor.process(updates) : null;
                    });
        } catch (BotApiException e) {
            isOneLine(new TelegramErrorMapper("family").fromPoll(e));
            isOneLine(new TelegramErrorMapper("family").fromSend(e));
        } catch (PlatformException e) {
            isOneLine(e);
        }
        context.deliveries().forEach(message -> assertThat(message.conversation()).isNotEmpty());
        return context.deliveries().size();
    }

    private static void isOneLine(PlatformException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(1_000);
        if (e instanceof PlatformException.Throttled throttled) {
            assertThat(throttled.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofDays(1));
        }
    }
}
