package dev.gateway.adapter.weixin.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gateway.core.fuzz.InputFuzzer;
import dev.gateway.core.fuzz.ResourceLimits;
import dev.gateway.core.proxy.ProxyPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests of any response to a login: a token, or an exception with the reason. */
class DamagedLoginTest {

    private static final String CODE =
            "{\"qrcode\":\"q1\",\"qrcode_img_content\":\"https://weixin.example/q1\"}";
    private static final List<String> WHOLE =
            List.of(
                    "{\"status\":\"confirmed\",\"bot_token\":\"b@im.bot:x\",\"ilink_bot_id\":\"b\","
                            + "\"ilink_user_id\":\"u\",\"baseurl\":\"https://a.example\"}",
                    "{\"status\":\"scaned_but_redirect\",\"redirect_host\":\"127.0.0.1:1\"}",
                    "{\"status\":\"expired\"}");
    private static final ResourceLimits BOUNDS = new ResourceLimits("weixin login");
    private static final AtomicReference<byte[]> ANSWER = new AtomicReference<>(new byte[0]);
    private static HttpServer server;

    @BeforeContainer
    static void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/ilink/bot/",
                exchange -> {
                    try (exchange) {
                        boolean first =
                                exchange.getRequestURI().getPath().endsWith("get_bot_qrcode");
                        byte[] body = first ? CODE.getBytes(StandardCharsets.UTF_8) : ANSWER.get();
                        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        server.start();
    }

    @AfterContainer
    static void stop() {
        System.out.println(BOUNDS);
        server.stop(0);
    }

    @Property(tries = 60, seed = ResourceLimits.SEED)
    void aLoginEndsWithAResultOrSaysWhyNot(@ForAll long seed) throws Exception {
        login(new InputFuzzer(seed).bytesOrJsonOf(WHOLE), Duration.ofMillis(50));
    }

    @Example
    void aHostThatSilentPromptCanCallIsNotFollowed() throws Exception {
        for (String host : List.of("..", "-", ".:1", "h:99999")) {
            String answer = WHOLE.get(1).replace("127.0.0.1:1", host);
            assertThat(login(answer.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(500)))
                    .as(host)
                    .isEmpty();
        }
    }

    @Example
    void anAddressThatSilentPromptCanCallIsNotStored() throws Exception {
        for (String base : List.of("https://..", "https://:", "https:///", "http://h:99999")) {
            String answer = WHOLE.get(0).replace("https://a.example", base);
            assertThat(login(answer.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(20)))
                    .as(base)
                    .hasValueSatisfying(
                            result ->
                                    assertThat(((LoginResult.Confirmed) result).api())
                                            .isEqualTo(api()));
        }
    }

    private static URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the result of a login; empty if it was given up with a reason. */
    private static Optional<LoginResult> login(byte[] answer, Duration total) throws Exception {
        ANSWER.set(answer);
        var pace =
                new LoginTimeouts(
                        total,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(10),
                        1);
        try {
            return Optional.of(
                    BOUNDS.check(
                            () ->
                                    new WeixinLogin(
                                                    api(),
                                                    ProxyPolicy.DIRECT,
                                                    List.of(),
                                                    pace,
                                                    new SilentPrompt())
                                            .run()));
        } catch (LoginException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            return Optional.empty();
        }
    }

    private static final class SilentPrompt implements LoginPrompt {
        @Override
        public void showCode(String content, int number) {
            // Nothing is shown.
        }

        @Override
        public void scanned() {
            // Nothing is shown.
        }

        @Override
        public Optional<String> askForNumber(boolean again) {
            return Optional.empty();
        }

        @Override
        public void note(String sentence) {
            assertThat(sentence).isNotBlank();
        }
    }
}
