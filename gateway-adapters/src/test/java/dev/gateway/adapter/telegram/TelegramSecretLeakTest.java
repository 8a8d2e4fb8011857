package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.platform.OutboundMessage;
import dev.gateway.core.platform.PlatformAdapter;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.contract.RecordingContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Tests that the token, which is part of every address, appears in no message. */
class TelegramSecretLeakTest {

    private static final String SECRET_HALF = TelegramFixture.TOKEN.split(":")[1];

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Level level = root.getLevel();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void close() throws Exception {
        root.detachAppender(log);
        root.setLevel(level);
        bot.close();
    }

    static Stream<ResponseDefinitionBuilder> answers() {
        Stream<ResponseDefinitionBuilder> refusals =
                IntStream.of(301, 400, 401, 403, 404, 409, 413, 421, 429, 500, 502)
                        .boxed()
                        .flatMap(
                                code ->
                                        Stream.of(
                                                TelegramFixture.refused(
                                                        code,
                                                        "no /bot" + TelegramFixture.TOKEN + "/x"),
                                                aResponse()
                                                        .withStatus(code)
                                                        .withHeader(
                                                                "Location",
                                                                "/bot" + TelegramFixture.TOKEN)
                                                        .withBody(
                                                                "no /bot"
                                                                        + TelegramFixture.TOKEN
                                                                        + "/x")));
        Stream<ResponseDefinitionBuilder> faults =
                Stream.of(Fault.values()).map(fault -> aResponse().withFault(fault));
        Stream<ResponseDefinitionBuilder> damages =
                Stream.of(
                        aResponse().withBody("{\"ok\":true,\"result\":[{" + TelegramFixture.TOKEN),
                        aResponse().withBody("\"" + TelegramFixture.TOKEN + "\""),
                        aResponse().withBody(TelegramFixture.TOKEN + "x".repeat(9 << 20)));
        return Stream.of(refusals, faults, damages).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void noFailureTellsTheToken(ResponseDefinitionBuilder answer) throws Exception {
        for (String method : List.of("getUpdates", "getMe", "getFile", "sendMessage")) {
            bot.answer(method, answer);
        }
        var context = new RecordingContext("family", media);
        PlatformAdapter adapter = bot.adapter(context);

        Throwable ofPoll = bot.serve(adapter).outcome().orElseThrow();
        Throwable ofSend = thrownBySending(adapter);

        assertThat(ofPoll).isInstanceOf(PlatformException.class);
        assertThat(ofSend).isInstanceOf(PlatformException.class);
        assertThat(everythingAbout(ofPoll)).doesNotContain(SECRET_HALF);
        assertThat(everythingAbout(ofSend)).doesNotContain(SECRET_HALF);
        assertThat(logged()).doesNotContain(SECRET_HALF);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void noFileThatStaysAwayTellsTheToken(ResponseDefinitionBuilder answer) throws Exception {
        bot.answer(
                "getUpdates",
                TelegramFixture.ok(
                        """
                        [{"update_id":1,"message":{"chat":{"id":-5},"caption":"/a@b",
                          "document":{"file_id":"F1"}}}]"""),
                TelegramFixture.nothing());
        bot.answer("getMe", answer);
        bot.answer("getFile", TelegramFixture.ok("{\"file_path\":\"f\"}"));
        bot.file("f", answer);
        var context = new RecordingContext("family", media);

        bot.serve(context);
        await().atMost(TelegramFixture.SOON).until(() -> !context.deliveries().isEmpty());

        assertThat(context.deliveries().toString()).doesNotContain(SECRET_HALF);
        assertThat(logged()).isNotEmpty().doesNotContain(SECRET_HALF);
    }

    @Test
    void aServerThatIsNotThereTellsNoToken() throws Exception {
        PlatformAdapter adapter = bot.adapter(new RecordingContext("family", media));
        bot.stopServer();

        assertThat(everythingAbout(bot.serve(adapter).outcome().orElseThrow()))
                .contains("connection refused")
                .doesNotContain(SECRET_HALF);
        assertThat(logged()).doesNotContain(SECRET_HALF);
    }

    @Test
    void aTokenThatFitsIntoNoAddressIsRefusedByThePlatformAndAppearsInNoMessage() throws Exception {
        bot.with("token", Secret.of("12:" + SECRET_HALF + " %/?#ü\n"));

        Throwable thrown =
                bot.serve(bot.adapter(new RecordingContext("family", media)))
                        .outcome()
                        .orElseThrow();

        assertThat(thrown).isInstanceOf(PlatformException.class);
        assertThat(everythingAbout(thrown)).doesNotContain(SECRET_HALF);
        assertThat(bot.urls())
                .containsExactly("/bot12:" + SECRET_HALF + "%20%25%2F%3F%23%C3%BC%0A/getUpdates");
    }

    private static Throwable thrownBySending(PlatformAdapter adapter) throws Exception {
        try {
            adapter.send(new OutboundMessage("m-1", "5", "", "hello", List.of()));
            return null;
        } catch (PlatformException e) {
            return e;
        }
    }

    private static String everythingAbout(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        String remedy = thrown instanceof PlatformException e ? e.remedy().orElse("") : "";
        return text + remedy;
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(
                        event ->
                                event.getFormattedMessage()
                                        + event.getThreadName()
                                        + (event.getThrowableProxy() == null
                                                ? ""
                                                : event.getThrowableProxy().getMessage()))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
