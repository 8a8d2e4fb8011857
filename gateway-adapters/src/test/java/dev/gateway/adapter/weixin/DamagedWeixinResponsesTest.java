package dev.gateway.adapter.weixin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.adapter.text.JsonFields;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.http.HttpClient;
import dev.gateway.core.http.HttpResponseFixture;
import dev.gateway.core.http.LongPollClient;
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
class DamagedWeixinResponsesTest {

    private static final List<String> WHOLE =
            List.of(
                    WeixinFixture.updates("c1", WeixinFixture.message("1", "hello")),
                    WeixinFixture.updates(
                            "c2",
                            WeixinFixture.message(
                                    "2",
                                    WeixinFixture.USER,
                                    """
                                    {"type":2,"image_item":{"aeskey":"00112233445566778899aabbccddeeff",
                                     "media":{"encrypt_query_param":"q","full_url":"http://[",
                                     "aes_key":"a"}}},
                                    {"type":1,"text_item":{"text":"see"},"ref_msg":{"title":"of",
                                     "message_item":{"text_item":{"text":"a\\nb"}}}},
                                    {"type":4,"file_item":{"file_name":"a/b.pdf",
                                     "media":{"full_url":"x"}}},
                                    {"type":3,"voice_item":{"text":"said"}}""")),
                    "{\"ret\":-14,\"errmsg\":\"session timeout\"}",
                    "{\"ret\":-2,\"errcode\":7,\"errmsg\":\"slow\",\"longpolling_timeout_ms\":9}");
    private static final ResourceLimits BOUNDS = new ResourceLimits("weixin answers");
    private static Path media;
    private static HttpClient http;
    private static IlinkApi api;
    private static RecordingContext context;
    private static WeixinUpdateProcessor processor;

    @BeforeContainer
    static void prepare() throws Exception {
        media = Files.createTempDirectory("damaged-weixin");
        var settings =
                WeixinSettings.of(
                        new PlatformConfig(
                                "mama",
                                "weixin",
                                true,
                                Optional.of(URI.create("http://127.0.0.1:1")),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(90),
                                Options.of(
                                        Map.of(
                                                "token",
                                                Secret.of(WeixinFixture.TOKEN),
                                                "cdn_url",
                                                URI.create("http://127.0.0.1:1/c2c")))));
        http = new HttpClient("weixin-damage", settings.proxy(), List.of());
        var line =
                new LongPollClient("weixin-damage-poll", IlinkApi.LARGEST_ANSWER, settings.proxy());
        api =
                new IlinkApi(
                        settings,
                        http,
                        line,
                        new LoginSession("mama", Clock.systemUTC()),
                        what -> assertThat(what).isNotBlank());
        context = new RecordingContext("mama", media);
        var duplicates = new DuplicateDetector(context);
        processor =
                new WeixinUpdateProcessor(
                        context,
                        new WeixinMessageParser(Clock.systemUTC(), duplicates, context::said),
                        duplicates);
        assertThat(taken(200, WHOLE.get(0).getBytes(StandardCharsets.UTF_8))).isEqualTo(1);
    }

    @AfterContainer
    static void end() throws Exception {
        System.out.println(BOUNDS);
        assertThat(http.close(Duration.ofSeconds(20))).isTrue();
        try (var files = Files.list(media)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(media);
    }

    @Property(tries = 1_200, seed = ResourceLimits.SEED)
    void anAnswerIsMessagesOrSaysWhatFollows(@ForAll long seed) throws Exception {
        var inputFuzzer = new InputFuzzer(seed);
        int status = inputFuzzer.pick(List.of(200, 200, 200, 200, 401, 429, 524));
        taken(status, inputFuzzer.bytesOrJsonOf(WHOLE));
    }

    @Example
    void aQuotationOfManyLinesIsNoWorkForMinutes() throws Exception {
        String lines = "\\n".repeat(300_000);
        String quote =
                "{\"msgs\":[{\"from_user_id\":\"u\",\"ref_msg\":{\"title\":\"%s\"},\"item_list\":[]}]}";
        assertThat(taken(200, quote.formatted(lines).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(1);
    }

    @Example
    void anAnswerOfTheGreatestLengthIsRefusedOrRead() throws Exception {
        for (String part : List.of("[],", "{},")) {
            String text = "{\"msgs\":[" + part.repeat((16 << 20) / part.length());
            taken(200, (text + "1]}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int taken(int status, byte[] body) throws Exception {
        var reply = HttpResponseFixture.of(status, body, "Retry-After", "7");
        context.clear();
        try {
            BOUNDS.check(
                    () -> {
                        IlinkResponse answer = api.answer(reply);
                        assertThat(answer.reason()).doesNotContain("\n");
                        processor.process(
                                answer.body().path("msgs"),
                                JsonFields.text(answer.body(), "get_updates_buf"));
                        return null;
                    });
        } catch (PlatformException | HttpStatusException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        }
        var messages =
                context.batches().stream().flatMap(batch -> batch.messages().stream()).toList();
        messages.forEach(message -> assertThat(message.conversation()).isNotEmpty());
        return messages.size();
    }
}
