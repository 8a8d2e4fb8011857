package dev.gateway.cli.login;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.gateway.adapter.weixin.login.LoginTimeouts;
import dev.gateway.cli.GatewayCli;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.network.LoopbackProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WeixinLoginCommandTest {

    private static final LoginTimeouts FAST =
            new LoginTimeouts(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(10),
                    2);
    private static final String TOKEN = "4a0a06b511ad@im.bot:c0ffee";

    @TempDir Path folder;

    private final WireMockServer weixin = new WireMockServer(options().dynamicPort());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String typed = "";
    private Path home;

    @BeforeEach
    void startPlatform() {
        weixin.start();
        home = folder.resolve("home");
        weixin.stubFor(
                post(urlPathEqualTo("/ilink/bot/get_bot_qrcode"))
                        .willReturn(
                                aResponse()
                                        .withBody(
                                                "{\"qrcode\":\"q1\",\"qrcode_img_content\":"
                                                        + "\"https://liteapp.weixin.qq.com/q/abc\"}")));
    }

    @AfterEach
    void stopPlatform() {
        weixin.stop();
    }

    @Test
    void keepsTheTokenForItsOwnerAloneAndShowsWhatToPutIntoTheConfig() throws Exception {
        status(confirmed());

        assertThat(login("--name", "mama")).isZero();

        Path file = home.resolve("secrets/weixin-mama");
        assertThat(file).hasContent(TOKEN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("https://liteapp.weixin.qq.com/q/abc")
                .contains("█")
                .contains(
                        "  mama: {type: weixin, token: \"${file:secrets/weixin-mama}\", base_url: \""
                                + weixin.baseUrl()
                                + "\"}")
                .contains("gateway reload --home " + home)
                .doesNotContain(TOKEN);
    }

    @Test
    void tellsThePlatformWhichTokensAreThere() throws Exception {
        keep("mama", "old-token");
        status("{\"status\":\"binded_redirect\"}");

        assertThat(login("--name", "papa")).isZero();

        weixin.verify(
                postRequestedFor(urlPathEqualTo("/ilink/bot/get_bot_qrcode"))
                        .withQueryParam("bot_type", equalTo("3"))
                        .withRequestBody(
                                matchingJsonPath("$.local_token_list[0]", equalTo("old-token"))));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("still good");
        assertThat(home.resolve("secrets/weixin-mama")).hasContent("old-token");
        assertThat(home.resolve("secrets/weixin-papa")).doesNotExist();
    }

    @Test
    void asksForTheNumberThatThePhoneShows() throws Exception {
        typed = "4711\n";
        status("{\"status\":\"need_verifycode\"}");
        weixin.stubFor(
                get(urlPathEqualTo("/ilink/bot/get_qrcode_status"))
                        .atPriority(1)
                        .withQueryParam("verify_code", equalTo("4711"))
                        .willReturn(aResponse().withBody(confirmed())));

        assertThat(login()).isZero();

        assertThat(home.resolve("secrets/weixin-weixin")).hasContent(TOKEN);
    }

    @Test
    void givesUpWithoutTheNumber() throws Exception {
        status("{\"status\":\"need_verifycode\"}");

        assertThat(login()).isEqualTo(75);

        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("The login was given up.\n");
    }

    @Test
    void saysInOneLineThatTheCodeWasNotScanned() throws Exception {
        status("{\"status\":\"expired\"}");

        assertThat(login()).isEqualTo(75);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("None of 2 QR codes was used in time. Try again.");
        weixin.verify(2, getRequestedFor(urlPathEqualTo("/ilink/bot/get_qrcode_status")));
        assertThat(home).doesNotExist();
    }

    @Test
    void saysInOneLineWhenThePlatformIsAway() throws Exception {
        weixin.stubFor(
                post(urlPathEqualTo("/ilink/bot/get_bot_qrcode"))
                        .willReturn(aResponse().withStatus(502)));

        assertThat(login()).isEqualTo(75);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "No QR code from localhost: HTTP 502 without a code. Check the network, try"
                                + " again.");
    }

    @Test
    void saysInOneLineWhenTheTokenCannotBeWritten() throws Exception {
        status(confirmed());
        Files.writeString(home, "a file in the place of the home");

        assertThat(login()).isEqualTo(73);

        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Cannot write " + home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void goesThroughTheProxyOfTheConfig(String scheme) throws Exception {
        status(confirmed());
        try (var proxy = new LoopbackProxy()) {
            config(
                    "gateway: {proxy: \""
                            + scheme
                            + "://me:s3cret@127.0.0.1:"
                            + proxy.port()
                            + "\"}");
            String far = "far.invalid:" + weixin.port();

            assertThat(login("--base-url", "http://" + far)).isZero();

            assertThat(proxy.tunnels()).isNotEmpty().allMatch(far::equals);
        }
        assertThat(out + "" + err).doesNotContain("s3cret");
    }

    @Test
    void neverGoesDirectlyWhereTheProxyIsNotThere() throws Exception {
        var proxy = new LoopbackProxy();
        proxy.close();
        String address = "http://127.0.0.1:" + proxy.port();
        config("platforms: {weixin: {type: weixin, proxy: \"" + address + "\"}}");

        assertThat(login()).isEqualTo(75);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("proxy " + address + " (platforms.weixin.proxy): connection refused");

        config("gateway: {proxy: \"gopher://me:s3cret@gate\"}");
        assertThat(login()).isEqualTo(78);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("gateway.proxy")
                .contains("--proxy")
                .doesNotContain("s3cret");
        assertThat(weixin.getAllServeEvents()).isEmpty();
    }

    @Test
    void theOptionComesBeforeTheConfig() throws Exception {
        status(confirmed());
        config("gateway: {proxy: \"http://127.0.0.1:1\"}");

        assertThat(login("--proxy", "direct")).isZero();
    }

    @Test
    void refusesNamesThatAreNoNames() throws Exception {
        assertThat(login("--name", "../x")).isEqualTo(64);
        assertThat(login("--base-url", "ftp://x")).isEqualTo(64);
    }

    private void config(String yaml) throws Exception {
        HomeDirectory.create(home);
        Files.writeString(home.resolve("config.yaml"), yaml);
    }

    private void status(String body) {
        weixin.stubFor(
                get(urlPathEqualTo("/ilink/bot/get_qrcode_status"))
                        .willReturn(aResponse().withBody(body)));
    }

    private String confirmed() {
        return """
               {"status":"confirmed","bot_token":"%s","ilink_bot_id":"4a0a06b511ad@im.bot",
                "baseurl":"%s","ilink_user_id":"o9cq80@im.wechat"}
               """
                .formatted(TOKEN, weixin.baseUrl());
    }

    private void keep(String name, String token) throws Exception {
        HomeDirectory.create(home);
        HomeDirectory.create(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/weixin-" + name), token + "\n");
    }

    private int login(String... arguments) {
        var context =
                new CommandContext(
                        Terminal.plain(stream(out), stream(err)),
                        new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        CommandLine line =
                GatewayCli.configure(
                        new CommandLine(new WeixinLoginCommand(context, FAST)), context);
        String[] all = new String[arguments.length + 4];
        all[0] = "--home";
        all[1] = home.toString();
        all[2] = "--base-url";
        all[3] = weixin.baseUrl();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        line.setOverwrittenOptionsAllowed(true);
        return line.execute(all);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
