package dev.gateway.adapter.feishu;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.gateway.core.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class EndpointDiscoveryTest {

    private FeishuFixture platform;

    @BeforeEach
    void start(@TempDir Path media) throws Exception {
        platform = new FeishuFixture(media);
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void itAsksWithTheCapitalisedKeysOfThePlatform() throws Exception {
        platform.serve();
        platform.server.connection();

        platform.rest.verify(
                postRequestedFor(urlPathEqualTo(FeishuFixture.DISCOVERY))
                        .withHeader("locale", equalTo("zh"))
                        .withRequestBody(
                                equalToJson(
                                        """
                                        {"AppID":"cli_a1","AppSecret":"app-secret-0815"}""")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000040343})
    void aBusyPlatformIsTriedAgain(long code) {
        assertThat(failure(code(code)))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessage("Feishu endpoint discovery: code " + code + ", as it says");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 502, 503})
    void anyStatusButOkIsTriedAgain(int status) {
        assertThat(failure(aResponse().withStatus(status).withBody("<html>gateway</html>")))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessage("Feishu endpoint discovery: HTTP " + status + " without an error code");
    }

    @ParameterizedTest
    @ValueSource(longs = {403, 514, 10014, 77})
    void aRefusalOfTheAppIsForAPerson(long code) {
        assertThat(failure(code(code)))
                .isInstanceOfSatisfying(
                        PlatformException.Rejected.class,
                        e ->
                                assertThat(e.remedy())
                                        .hasValueSatisfying(
                                                remedy ->
                                                        assertThat(remedy)
                                                                .contains("app_secret of work")))
                .hasMessage("Feishu endpoint discovery: code " + code + ", as it says");
    }

    @Test
    void tooManyConnectionsPassBecauseThePlatformHoldsOldOnesForAWhile() {
        assertThat(failure(code(1000040350)))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageContaining("too many connections");
    }

    @Test
    void theWrongDomainIsRejectedWithTheRightOneAsRemedy() {
        assertThat(failure(code(1000040351)))
                .isInstanceOfSatisfying(
                        PlatformException.Rejected.class,
                        e -> assertThat(e.remedy().orElseThrow()).contains("set domain: lark for"));
    }

    @Test
    void anUnknownDomainIsRejectedWithoutAnyCall() throws Exception {
        platform.options.put("domain", "dingtalk");
        var adapter =
                new FeishuAdapter(
                        FeishuSettings.of(platform.config(Optional.empty())), platform.context);

        assertThat(catchThrowable(adapter::serve))
                .isInstanceOf(PlatformException.Rejected.class)
                .hasMessageContaining("'dingtalk'");
        adapter.disconnect(Duration.ofSeconds(5));
    }

    @Test
    void aRateLimitIsObeyed() {
        var limited =
                aResponse()
                        .withStatus(429)
                        .withHeader("x-ogw-ratelimit-reset", "52")
                        .withBody(
                                "{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}");
        assertThat(failure(limited))
                .isInstanceOfSatisfying(
                        PlatformException.Throttled.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(52)));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenAnswersAreSurvived(Fault fault) {
        assertThat(failure(aResponse().withFault(fault)))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"code\":0}",
                "{\"code\":0,\"data\":{}}",
                "{\"code\":0,\"data\":{\"URL\":7}}",
                "{\"code\":0,\"data\":{\"URL\":\"https://127.0.0.1/\"}}",
                "{\"code\":0,\"data\":{\"URL\":\"ws://\"}}",
                "{\"code\":\"zero\"}",
                "<html>"
            })
    void senselessAnswersAreTriedAgain(String body) {
        assertThat(failure(okJson(body))).isInstanceOf(PlatformException.Unreachable.class);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        assertThat(failure(okJson("{\"code\":0,\"msg\":\"" + "x".repeat(5 << 20) + "\"}")))
                .isInstanceOf(PlatformException.Unreachable.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void theSecretIsInNoMessageEvenIfThePlatformEchoesIt() {
        String echo = "{\"code\":514,\"msg\":\"bad secret " + FeishuFixture.SECRET + "\"}";
        assertThat(failure(okJson(echo))).hasMessageNotContaining(FeishuFixture.SECRET);
    }

    private static ResponseDefinitionBuilder code(long code) {
        return okJson("{\"code\":" + code + ",\"msg\":\"as it says\",\"data\":null}");
    }

    private Throwable failure(ResponseDefinitionBuilder answer) {
        platform.discoveryAnswers(answer);
        return catchThrowable(platform.adapter()::serve);
    }
}
