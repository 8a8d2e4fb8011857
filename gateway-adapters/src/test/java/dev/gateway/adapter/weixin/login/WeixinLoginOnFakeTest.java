package dev.gateway.adapter.weixin.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gateway.adapter.EchoGateway;
import dev.gateway.adapter.weixin.WeixinFactory;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import dev.gateway.sim.weixin.WeixinPhone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeixinLoginOnFakeTest {

    private static final LoginTimeouts FAST =
            new LoginTimeouts(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(10),
                    3);

    @TempDir private Path media;

    private final FakeWeixin weixin =
            FakeWeixin.start(
                    WeixinOptions.defaults()
                            .longestQrPoll(Duration.ofMillis(200))
                            .takeover(Duration.ofMillis(300)));
    private final WeixinPhone phone = weixin.phone("owner");
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Deque<String> numbers = new ArrayDeque<>();

    private final LoginPrompt screen =
            new LoginPrompt() {
                @Override
                public void showCode(String content, int number) {
                    seen.add("code " + number + " " + content.startsWith("https://"));
                }

                @Override
                public void scanned() {
                    seen.add("scanned");
                }

                @Override
                public Optional<String> askForNumber(boolean again) {
                    seen.add("number" + (again ? " again" : ""));
                    return Optional.ofNullable(numbers.poll());
                }

                @Override
                public void note(String sentence) {
                    seen.add(sentence);
                }
            };

    @AfterEach
    void closePlatform() {
        weixin.close();
    }

    @Test
    void scanAndConfirmGiveATokenThatWorks() throws Exception {
        CompletableFuture<LoginResult> login = login(FAST);
        awaitSeen("code 1 true");
        phone.scans();
        awaitSeen("scanned");
        String token = phone.confirms();

        LoginResult.Confirmed result = (LoginResult.Confirmed) end(login);

        assertThat(result.token()).isEqualTo(Secret.of(token));
        assertThat(result.botId()).endsWith("@im.bot");
        assertThat(result.userId()).endsWith("@im.wechat");
        assertThat(result.api()).isEqualTo(weixin.server().uri());
        answersWith(token);
        assertThat(seen).containsExactly("code 1 true", "scanned");
        assertThat(result.toString()).doesNotContain(token);
    }

    @Test
    void expiredCodesAreReplacedUntilThereWereEnough() throws Exception {
        CompletableFuture<LoginResult> login = login(FAST);
        for (int i = 1; i <= 3; i++) {
            awaitSeen("code " + i + " true");
            phone.expires();
        }

        assertThatThrownBy(() -> end(login))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("None of 3 QR codes");
    }

    @Test
    void aCodeThatIsTooOldIsReplacedWithoutAReportOfItsExpiry() throws Exception {
        var impatient =
                new LoginTimeouts(
                        FAST.total(),
                        Duration.ofMillis(300),
                        FAST.poll(),
                        FAST.gap(),
                        FAST.codes());
        CompletableFuture<LoginResult> login = login(impatient);

        awaitSeen("code 2 true");
        phone.confirms();

        assertThat(end(login)).isInstanceOf(LoginResult.Confirmed.class);
    }

    @Test
    void aWrongNumberIsAskedForAgain() throws Exception {
        numbers.add("0000");
        numbers.add(" 4711 ");
        CompletableFuture<LoginResult> login = login(FAST);
        awaitSeen("code 1 true");
        phone.showsCode("4711");
        awaitSeen("scanned");
        phone.confirms();

        assertThat(end(login)).isInstanceOf(LoginResult.Confirmed.class);
        assertThat(seen).containsExactly("code 1 true", "number", "number again", "scanned");
    }

    @Test
    void tooManyWrongNumbersNeedAnotherCode() throws Exception {
        numbers.addAll(List.of("1", "2", "3"));
        CompletableFuture<LoginResult> login = login(FAST);
        awaitSeen("code 1 true");
        phone.showsCode("4711");
        awaitSeen("code 2 true");
        phone.confirms();

        assertThat(end(login)).isInstanceOf(LoginResult.Confirmed.class);
    }

    @Test
    void aRedirectIsFollowed() throws Exception {
        try (FakeWeixin other = FakeWeixin.start()) {
            CompletableFuture<LoginResult> login = login(FAST);
            awaitSeen("code 1 true");
            phone.redirectsTo("127.0.0.1:" + other.server().port());

            await().until(() -> !other.server().connections().isEmpty());

            awaitSeen("code 2 true");
            phone.confirms();
            assertThat(end(login)).isInstanceOf(LoginResult.Confirmed.class);
        }
    }

    @Test
    void aGoodTokenThatIsThereIsKept() throws Exception {
        CompletableFuture<LoginResult> login = login(FAST, weixin.token());
        awaitSeen("code 1 true");
        phone.confirms();

        assertThat(end(login)).isInstanceOf(LoginResult.AlreadyBound.class);
    }

    @Test
    void troubleOnTheNetworkDoesNotEndALogin() throws Exception {
        weixin.server()
                .faults()
                .add(FaultRule.on("/ilink/bot/get_bot_qrcode", new Fault.Reset(false)).times(2));
        CompletableFuture<LoginResult> login = login(FAST);
        awaitSeen("code 1 true");
        for (Fault fault :
                List.of(
                        new Fault.Reset(false),
                        Fault.Answer.status(524, "<html>"),
                        new Fault.MalformedJson())) {
            String id =
                    weixin.server()
                            .faults()
                            .add(FaultRule.on("/ilink/bot/get_qrcode_status", fault).times(2));
            await().until(() -> weixin.server().faults().injectedCount(id) == 2);
        }
        phone.confirms();

        assertThat(end(login)).isInstanceOf(LoginResult.Confirmed.class);
    }

    @Test
    void aLoginEndsAtItsTimeout() {
        var short_ =
                new LoginTimeouts(
                        Duration.ofMillis(300), FAST.codeLife(), FAST.poll(), FAST.gap(), 3);

        assertThatThrownBy(() -> end(login(short_)))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("Nobody finished the login");
    }

    private void answersWith(String token) throws Exception {
        var config =
                new PlatformConfig(
                        "mama",
                        "weixin",
                        true,
                        Optional.of(weixin.server().uri()),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Options.of(Map.of("token", Secret.of(token))));
        var gateway = new EchoGateway(new WeixinFactory(), config, media);
        gateway.start();
        SentMessage sent = weixin.user(token, "ann").says("hello");
        assertThat(sent.awaitAnswer(Duration.ofSeconds(60))).isEqualTo("hello");
        gateway.stop();
    }

    private CompletableFuture<LoginResult> login(LoginTimeouts pace, String... known) {
        CompletableFuture<LoginResult> result = new CompletableFuture<>();
        List<Secret> tokens = List.of(known).stream().map(Secret::of).toList();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                result.complete(
                                        new WeixinLogin(
                                                        weixin.server().uri(),
                                                        ProxyPolicy.DIRECT,
                                                        tokens,
                                                        pace,
                                                        screen)
                                                .run());
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        },
                        "test-login");
        thread.start();
        return result;
    }

    private static LoginResult end(CompletableFuture<LoginResult> login) throws Exception {
        try {
            return login.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private void awaitSeen(String what) {
        await().until(() -> seen.contains(what));
    }
}
