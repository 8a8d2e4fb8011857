package dev.gateway.adapter.telegram;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.platform.PlatformException;
import dev.gateway.core.platform.PlatformException.Conflict;
import dev.gateway.core.platform.PlatformException.Expired;
import dev.gateway.core.platform.PlatformException.Rejected;
import dev.gateway.core.platform.PlatformException.Throttled;
import dev.gateway.core.platform.PlatformException.Unreachable;
import dev.gateway.sim.contract.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramPollErrorTest {

    @TempDir Path media;
    private final TelegramFixture bot = new TelegramFixture();
    private RecordingContext context;

    @AfterEach
    void close() throws Exception {
        bot.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized",
        "401, Unauthorized: invalid token specified",
        "403, Forbidden",
        "404, Not Found",
        "421, Misdirected Request: unallowed token specified"
    })
    void aRefusedTokenIsRejectedWithTheKeyToChange(int code, String description) throws Exception {
        PlatformException thrown = poll(TelegramFixture.refused(code, description));

        assertThat(thrown)
                .isInstanceOf(Rejected.class)
                .hasMessage("Telegram refused getUpdates: " + code + " " + description);
        assertThat(thrown.remedy())
                .hasValueSatisfying(r -> assertThat(r).contains("platforms.family"));
        assertThat(context.contacts()).isEqualTo(0);
    }

    @Test
    void anotherPollerIsAConflict() throws Exception {
        PlatformException thrown =
                poll(
                        TelegramFixture.refused(
                                409,
                                "Conflict: terminated by other getUpdates request; make sure that"
                                        + " only one bot instance is running"));

        assertThat(thrown)
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("only one bot instance");
        assertThat(thrown.remedy())
                .hasValueSatisfying(r -> assertThat(r).contains("other program"));
    }

    @Test
    void aWebhookIsAConflictWhoseRemedyNamesTheOptionAndTheCall() throws Exception {
        PlatformException thrown =
                poll(
                        TelegramFixture.refused(
                                409,
                                "Conflict: can't use getUpdates method while webhook is active;"
                                        + " use deleteWebhook to delete the webhook first"));

        assertThat(thrown).isInstanceOf(Conflict.class);
        assertThat(thrown.remedy())
                .hasValueSatisfying(
                        r ->
                                assertThat(r)
                                        .contains("delete_webhook: true")
                                        .contains("deleteWebhook"));
        assertThat(bot.calls("deleteWebhook")).isEmpty();
    }

    @Test
    void aRefusedDeleteWebhookIsJudgedLikeARefusedPoll() throws Exception {
        bot.with("delete_webhook", true)
                .answer("deleteWebhook", TelegramFixture.refused(401, "Unauthorized"));

        assertThat(poll(TelegramFixture.refused(409, "Conflict: webhook is active")))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void aLoggedOutBotIsLeftAloneForTenMinutes() throws Exception {
        assertThat(poll(TelegramFixture.refused(400, "Logged out")))
                .isInstanceOfSatisfying(
                        Expired.class,
                        e -> assertThat(e.pause()).isEqualTo(Duration.ofMinutes(10)));
    }

    @Test
    void throttlingSaysForHowLong() throws Exception {
        assertThat(
                        poll(
                                TelegramFixture.refused(
                                        429,
                                        "Too Many Requests: retry after 5",
                                        "{\"retry_after\":5}")))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 1", "999999999, 86400", "soon, 5", "Wed 21 Oct 2026 07:28:00 GMT, 5"})
    void throttlingWithoutAMessageIsReadFromTheHeader(String header, long seconds)
            throws Exception {
        assertThat(poll(aResponse().withStatus(429).withHeader("Retry-After", header)))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"-3, 1", "0, 1", "9223372036854775807, 86400", "1e300, 86400", "2.9, 2"})
    void aSenselessWaitingTimeNeitherHammersNorSilences(String given, long seconds)
            throws Exception {
        assertThat(
                        poll(
                                TelegramFixture.refused(
                                        429, "Too Many", "{\"retry_after\":" + given + "}")))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 301, 302, 418})
    void whatTheServerCannotDoNowIsTriedLater(int code) throws Exception {
        assertThat(poll(TelegramFixture.refused(code, "Internal Server Error: restart")))
                .isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 401, 403, 404, 500, 502})
    void anAnswerThatIsNotOfTheBotApiIsTriedLater(int code) throws Exception {
        assertThat(poll(aResponse().withStatus(code).withBody("<html>nginx</html>")))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining(code + " of ")
                .hasMessageNotContaining("nginx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"ok\":false}", "{\"message\":\"Log in to the hotel\"}", "[401]"})
    void aRefusalWithoutTheErrorCodeOfTelegramIsNoVerdictOnTheToken(String body) throws Exception {
        assertThat(poll(aResponse().withStatus(401).withBody(body)))
                .isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "true",
                "{}",
                "{\"ok\":true",
                "{\"ok\":true,\"result\":[{\"update_id\":1,\"mess",
                "{\"ok\":true,\"result\":[]}{\"ok\":true}",
                "{\"ok\":true,\"result\":{}}",
                "{\"ok\":true,\"result\":null}",
                "{\"ok\":true}",
                "{\"ok\":\"yes\",\"result\":[]}",
                "{\"ok\":false}",
                "{\"ok\":false,\"error_code\":\"x\",\"description\":[],\"parameters\":7}",
                "{\"ok\":true,\"result\":[{\"update_id\":\"x\"},7,null,[]]}",
                "{\"ok\":true,\"result\":[{\"update_id\":9223372036854775807}]}",
                "{\"ok\":true,\"result\":[{\"update_id\":-5},{\"update_id\":1e99}]}",
                "\u0000\u0001\ufffd"
            })
    void aDamagedAnswerIsTriedLaterAndConfirmsNothing(String body) throws Exception {
        assertThat(poll(aResponse().withStatus(200).withBody(body)))
                .isInstanceOf(Unreachable.class);
        assertThat(context.batches()).isEmpty();
    }

    @Test
    void anEndlesslyNestedAnswerIsTriedLater() throws Exception {
        String nested = "[".repeat(200_000);
        assertThat(poll(aResponse().withBody("{\"ok\":true,\"result\":" + nested)))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void anOversizedAnswerIsTriedLater() throws Exception {
        String huge = "{\"ok\":true,\"result\":[\"" + "x".repeat(9 << 20) + "\"]}";
        assertThat(poll(aResponse().withBody(huge)))
                .isInstanceOf(Unreachable.class)
                .hasMessage("Telegram getUpdates failed: answer larger than 8388608 bytes");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBrokenConnectionIsTriedLater(Fault fault) throws Exception {
        assertThat(poll(aResponse().withFault(fault))).isInstanceOf(Unreachable.class).hasNoCause();
    }

    @Test
    void messagesOfThePlatformBecomeOneLineOfBoundedLength() throws Exception {
        PlatformException thrown =
                poll(TelegramFixture.refused(500, "first\\nsecond\\u001b[31m" + "x".repeat(5000)));
        assertThat(thrown.getMessage()).startsWith("Telegram refused getUpdates: 500 first second");
        assertThat(thrown.getMessage()).doesNotContain("\n", "\u001b").hasSizeLessThan(400);
    }

    private PlatformException poll(ResponseDefinitionBuilder answer) throws Exception {
        bot.answer("getUpdates", answer);
        context = new RecordingContext("family", media);
        Throwable thrown = bot.serve(context).outcome().orElseThrow();
        assertThat(thrown).isInstanceOf(PlatformException.class);
        return (PlatformException) thrown;
    }
}
