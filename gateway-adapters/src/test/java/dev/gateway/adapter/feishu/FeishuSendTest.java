package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.gateway.core.platform.Attachment;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FeishuSendTest {

    private static final String MESSAGES = "/open-apis/im/v1/messages";
    private static final String REPLY = MESSAGES + "/om_9/reply";
    private static final String SENT =
            "{\"code\":0,\"msg\":\"success\",\"data\":{\"message_id\":\"om_new\"}}";

    @TempDir private Path files;
    private FeishuFixture platform;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
        platform.answers(MESSAGES, okJson(SENT));
        platform.answers(REPLY, okJson(SENT));
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void anAnswerInPrivateGoesToTheChatWithItsIdAsUuid() throws Exception {
        assertThat(send("hi \"you\"", "plain om_9")).hasValue("om_new");

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo(MESSAGES))
                        .withQueryParam("receive_id_type", equalTo("chat_id"))
                        .withHeader("Authorization", equalTo("Bearer t-secret-token"))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"receive_id":"oc_1","msg_type":"text","uuid":"id-1",\
                                        "content":"{\\"text\\":\\"hi \\\\\\"you\\\\\\"\\"}"}""")));
    }

    @Test
    void anAnswerInAGroupIsAReply() throws Exception {
        assertThat(send("hi", "reply om_9")).hasValue("om_new");

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo(REPLY))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"msg_type":"text","uuid":"id-1","reply_in_thread":false,\
                                        "content":"{\\"text\\":\\"hi\\"}"}""")));
    }

    @Test
    void anAnswerInAThreadStaysInTheThread() throws Exception {
        send("hi", "thread om_9");

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo(REPLY))
                        .withRequestBody(containing("\"reply_in_thread\":true")));
    }

    @ParameterizedTest
    @CsvSource({
        "reply, 230011",
        "reply, 231003",
        "reply, 230110",
        "thread, 230019",
        "thread, 230071",
        "thread, 239999"
    })
    void anAnswerThatCannotBeAReplyIsSaidWithoutIt(String manner, long code) throws Exception {
        platform.answers(REPLY, error(400, code));

        assertThat(send("hi", manner + " om_9")).hasValue("om_new");

        platform.rest.verify(1, postRequestedFor(urlPathEqualTo(MESSAGES)));
    }

    @Test
    void aReplyThatIsThrottledWaitsAsAReply() {
        platform.answers(REPLY, error(400, 230020));

        assertThat(catchThrowable(() -> send("hi", "reply om_9")))
                .isInstanceOf(PlatformException.Throttled.class);

        platform.rest.verify(0, postRequestedFor(urlPathEqualTo(MESSAGES)));
    }

    @ParameterizedTest
    @CsvSource({
        "400, 230020, CONVERSATION",
        "400, 230049, CONVERSATION",
        "429, 0, CONVERSATION",
        "429, 99991400, ACCOUNT",
        "400, 99991400, ACCOUNT",
        "400, 11232, ACCOUNT"
    })
    void aLimitOfOneChatIsDistinguishedFromOneOfTheApp(
            int status, long code, PlatformException.Scope scope) {
        platform.answers(MESSAGES, error(status, code));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.scope()).isEqualTo(scope));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aRefusalBySomethingInBetweenIsNoVerdict(int status) {
        platform.answers(MESSAGES, error(status, status));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void manySendersFetchTheTokenOnce() throws Exception {
        platform.answers(MESSAGES, okJson(SENT));
        ExecutorService senders = Executors.newFixedThreadPool(8);
        try {
            var sent =
                    IntStream.range(0, 40)
                            .mapToObj(i -> senders.submit(() -> send("hi", "plain om_9")))
                            .toList();
            for (var one : sent) {
                assertThat(one.get()).hasValue("om_new");
            }
        } finally {
            senders.shutdown();
        }

        platform.rest.verify(1, postRequestedFor(urlPathEqualTo(FeishuFixture.TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(longs = {99991661, 99991663, 99991664, 99991668, 99991671})
    void aRefusedTokenIsReplacedOnceAndTheCallMadeAgain(long code) throws Exception {
        platform.rest.stubFor(
                post(urlPathEqualTo(MESSAGES))
                        .inScenario("token")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(error(400, code))
                        .willSetStateTo("new"));
        platform.rest.stubFor(
                post(urlPathEqualTo(MESSAGES))
                        .inScenario("token")
                        .whenScenarioStateIs("new")
                        .willReturn(okJson(SENT)));

        assertThat(send("hi", "")).hasValue("om_new");

        platform.rest.verify(2, postRequestedFor(urlPathEqualTo(FeishuFixture.TOKEN)));
    }

    @Test
    void aTokenThatIsRefusedForEverIsNotFetchedForEver() {
        platform.answers(MESSAGES, error(400, 99991663));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageContaining("with a fresh tenant token: code 99991663");
        platform.rest.verify(2, postRequestedFor(urlPathEqualTo(MESSAGES)));
    }

    @ParameterizedTest
    @CsvSource({"10014, app id not exists", "10003, invalid param"})
    void wrongCredentialsAreForAPerson(long code, String msg) {
        platform.answers(
                FeishuFixture.TOKEN, okJson("{\"code\":%d,\"msg\":\"%s\"}".formatted(code, msg)));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Rejected.class)
                .hasMessage("Feishu token request: code " + code + ", " + msg);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 99991400, 52, 52",
        "400, 99991400, 7, 7",
        "400, 230020, '', 1",
        "400, 230049, '', 1",
        "429, 0, 3, 3"
    })
    void aRateLimitIsObeyedByItsHeader(int status, long code, String reset, long seconds) {
        ResponseDefinitionBuilder limited = error(status, code);
        if (!reset.isEmpty()) {
            limited = limited.withHeader("x-ogw-ratelimit-reset", reset);
        }
        platform.answers(MESSAGES, limited);

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                230001, 230002, 230006, 230012, 230013, 230025, 230027, 230028, 230099, 99991672,
                99992351
            })
    void whatCanNeverBeSentIsNotTriedAgain(long code) {
        platform.answers(MESSAGES, error(400, code));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Undeliverable.class)
                .hasMessageStartingWith("Feishu message: code " + code + ", as it says");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aServerErrorIsTriedAgain(int status) {
        platform.answers(MESSAGES, aResponse().withStatus(status).withBody("<html>"));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anAnswerThatBreaksIsTriedAgain(Fault fault) {
        platform.answers(MESSAGES, aResponse().withFault(fault));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageNotContaining("t-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"msg\":\"no code\"}", "<html>"})
    void anAnswerThatMakesNoSenseIsTriedAgain(String body) {
        platform.answers(MESSAGES, okJson(body));

        assertThat(catchThrowable(() -> send("hi", "")))
                .isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void anImageIsUploadedAndSentWithItsTextAsOneMessage() throws Exception {
        platform.answers(
                "/open-apis/im/v1/images",
                okJson("{\"code\":0,\"data\":{\"image_key\":\"img_1\"}}"));
        Path file = Files.write(files.resolve("cat.png"), new byte[] {1, 2, 3});

        send("look", attachment(Attachment.Kind.IMAGE, "cat \"1\".png", file, 3));

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo("/open-apis/im/v1/images"))
                        .withRequestBodyPart(
                                aMultipart("image_type").withBody(equalTo("message")).build())
                        .withRequestBodyPart(
                                aMultipart("image")
                                        .withHeader(
                                                "Content-Disposition",
                                                containing("filename=\"cat _1_.png\""))
                                        .build()));
        platform.rest.verify(
                postRequestedFor(urlPathEqualTo(MESSAGES))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"receive_id":"oc_1","msg_type":"post","uuid":"id-1"}""",
                                        true,
                                        true)));
        platform.rest.verify(
                1,
                postRequestedFor(urlPathEqualTo(MESSAGES))
                        .withRequestBody(containing("\\\"text\\\":\\\"look\\\""))
                        .withRequestBody(containing("\\\"image_key\\\":\\\"img_1\\\"")));
        platform.rest.verify(1, postRequestedFor(urlPathEqualTo(MESSAGES)));
    }

    @ParameterizedTest
    @CsvSource({
        "FILE, report.pdf, pdf, file",
        "FILE, notes.txt, stream, file",
        "FILE, sheet.xlsx, xls, file",
        "AUDIO, voice.opus, opus, audio",
        "AUDIO, voice.mp3, stream, file",
        "VIDEO, film.mp4, mp4, media",
        "VIDEO, film.avi, stream, file"
    })
    void aFileIsUploadedAsWhatThePlatformCanShow(
            Attachment.Kind kind, String name, String fileType, String msgType) throws Exception {
        platform.answers(
                "/open-apis/im/v1/files",
                okJson("{\"code\":0,\"data\":{\"file_key\":\"file_1\"}}"));
        Path file = Files.write(files.resolve(name), new byte[] {1, 2, 3});

        send("", attachment(kind, name, file, 3));

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo("/open-apis/im/v1/files"))
                        .withRequestBodyPart(
                                aMultipart("file_type").withBody(equalTo(fileType)).build())
                        .withRequestBodyPart(
                                aMultipart("file_name").withBody(equalTo(name)).build()));
        platform.rest.verify(
                1,
                postRequestedFor(urlPathEqualTo(MESSAGES))
                        .withRequestBody(containing("\"msg_type\":\"" + msgType + "\"")));
    }

    @Test
    void oggWithOpusIsAVoiceMessageOfItsLengthWhateverItsName() throws Exception {
        platform.answers(
                "/open-apis/im/v1/files",
                okJson("{\"code\":0,\"data\":{\"file_key\":\"file_1\"}}"));
        Path file = Files.write(files.resolve("voice.ogg"), OggOpusFixture.ofMillis(2_500));

        send("", attachment(Attachment.Kind.AUDIO, "voice.ogg", file, Files.size(file)));

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo("/open-apis/im/v1/files"))
                        .withRequestBodyPart(
                                aMultipart("file_type").withBody(equalTo("opus")).build())
                        .withRequestBodyPart(
                                aMultipart("duration").withBody(equalTo("2500")).build()));
        platform.rest.verify(
                1,
                postRequestedFor(urlPathEqualTo(MESSAGES))
                        .withRequestBody(containing("\"msg_type\":\"audio\"")));
    }

    @Test
    void aMissingTooLargeOrEmptyFileCannotBeDelivered() {
        Path gone = files.resolve("gone.txt");
        for (long size : new long[] {3, 31L << 20, 0}) {
            assertThat(
                            catchThrowable(
                                    () ->
                                            send(
                                                    "",
                                                    attachment(
                                                            Attachment.Kind.FILE,
                                                            "gone.txt",
                                                            gone,
                                                            size))))
                    .isInstanceOf(PlatformException.Undeliverable.class);
        }
    }

    @Test
    void typingIsAReactionIfConfiguredAndGoesAway() throws Exception {
        platform.options.put("typing_reaction", "Typing");
        String reactions = MESSAGES + "/om_9/reactions";
        platform.answers(reactions, okJson("{\"code\":0,\"data\":{\"reaction_id\":\"r1\"}}"));
        platform.answers(reactions + "/r1", okJson("{\"code\":0}"));

        platform.adapter().typing("oc_1", "plain om_9", true);
        platform.adapter().typing("oc_1", "plain om_9", true);
        platform.adapter().typing("oc_1", "plain om_9", false);
        platform.adapter().typing("oc_1", "plain om_9", false);

        platform.rest.verify(1, postRequestedFor(urlPathEqualTo(reactions)));
        platform.rest.verify(1, deleteRequestedFor(urlPathEqualTo(reactions + "/r1")));
    }

    @Test
    void typingIsNothingUnlessConfiguredAndNeverThrows() throws Exception {
        platform.adapter().typing("oc_1", "plain om_9", true);
        assertThat(platform.rest.getAllServeEvents()).isEmpty();
    }

    private Optional<String> send(String text, String replyContext) throws Exception {
        return platform.adapter()
                .send(new OutboundMessage("id-1", "oc_1", replyContext, text, List.of()));
    }

    private void send(String text, Attachment attachment) throws Exception {
        platform.adapter().send(new OutboundMessage("id-1", "oc_1", "", text, List.of(attachment)));
    }

    private static Attachment attachment(Attachment.Kind kind, String name, Path file, long size) {
        return new Attachment(kind, name, "application/octet-stream", file, size);
    }

    private static ResponseDefinitionBuilder error(int status, long code) {
        return okJson("{\"code\":" + code + ",\"msg\":\"as it says\"}").withStatus(status);
    }
}
