package dev.gateway.it.acceptance.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.core.network.LoopbackProxy;
import dev.gateway.it.fixture.ThreePlatformsFixture;
import dev.gateway.sim.chat.FakePlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a proxy: every call of every platform goes through it, or none does. */
class ProxyIT extends ThreePlatformsFixture {

    private static final String PASSWORD = "s3cret-of-the-proxy";

    private LoopbackProxy proxy;

    @BeforeEach
    void open() throws Exception {
        proxy = new LoopbackProxy();
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void allPlatformsAreCalledThroughTheProxyOfTheConfig(String scheme) throws Exception {
        String address = scheme + "://me:" + PASSWORD + "@127.0.0.1:" + proxy.port();
        home.writeConfig(behind("gateway:\n  proxy: \"" + address + "\"\n"));

        running();
        talk();
        exchangeFiles();

        everyPlatformIn(proxy.tunnels());
        assertThat(proxy.logins()).hasSameSizeAs(proxy.tunnels());
        JsonNode doctor = gateway.run(TIMEOUT, "doctor", "--json").json();
        assertThat(doctor.toString())
                .contains("work (feishu) is called through proxy " + scheme + "://127.0.0.1:")
                .contains("gateway.proxy")
                .doesNotContain(PASSWORD);
        String shown = gateway.run(TIMEOUT, "config", "show").expectExit(0).toString();
        assertThat(shown).contains(scheme + "://********@127.0.0.1").doesNotContain(PASSWORD);
        gateway.run(TIMEOUT, "stop").expectExit(0);
        // Asks the platforms itself, as no gateway does.
        assertThat(gateway.run(TIMEOUT, "doctor").stdout()).contains("takes the credentials of");
        await().atMost(TIMEOUT).until(() -> accepted() == proxy.tunnels().size());
        assertThat(written()).as("files of the home").doesNotContain(PASSWORD);
    }

    @Test
    void aReloadMovesTheAccountsToAnotherProxy() throws Exception {
        home.writeConfig(behind("gateway:\n  proxy: \"" + address("http") + "\"\n"));
        running();
        talk();
        try (var next = new LoopbackProxy()) {
            proxy.close();
            String there = "socks5://127.0.0.1:" + next.port();
            home.writeConfig(behind("gateway:\n  proxy: \"" + there + "\"\n"));

            gateway.run(TIMEOUT, "reload").expectExit(0);
            home.awaitState("running", TIMEOUT);
            talk();

            everyPlatformIn(next.tunnels());
            gateway.run(TIMEOUT, "stop").expectExit(0);
            await().atMost(TIMEOUT)
                    .until(() -> accepted() == proxy.tunnels().size() + next.tunnels().size());
        }
    }

    @Test
    void allPlatformsAreCalledThroughTheProxyOfTheEnvironment() throws Exception {
        gateway = gateway.withEnv("ALL_PROXY", "http://127.0.0.1:" + proxy.port());
        home.writeConfig(behind("gateway:\n"));

        running();
        talk();

        everyPlatformIn(proxy.tunnels());
    }

    @Test
    void anExceptionOfTheEnvironmentAndAnAccountOfItsOwnGoDirectly() throws Exception {
        gateway =
                gateway.withEnv("HTTP_PROXY", "http://127.0.0.1:" + proxy.port())
                        .withEnv("no_proxy", "localhost");
        home.writeConfig(
                withAllThree(config())
                        .yaml()
                        .replace(telegram.server().uri().getHost(), "localhost")
                        .replace("type: feishu,", "type: feishu, proxy: direct,")
                        .replace("type: weixin,", "type: weixin, proxy: direct,"));

        running();
        talk();

        for (FakePlatform platform : platforms()) {
            String port = ":" + platform.server().uri().getPort();
            assertThat(proxy.tunnels()).noneMatch(tunnel -> tunnel.endsWith(port));
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamedAndNeverBypassed() throws Exception {
        proxy.close();
        String address = "http://127.0.0.1:" + proxy.port();
        home.writeConfig(
                withAllThree(config())
                        .yaml()
                        .replace("gateway:\n", "gateway:\n  proxy: \"" + address + "\"\n"));

        var run = gateway.start("run");
        home.awaitState("degraded", TIMEOUT);
        JsonNode status = gateway.status();

        for (JsonNode platform : status.path("platforms")) {
            assertThat(platform.path("error").asText())
                    .contains("proxy " + address + " (gateway.proxy): connection refused");
        }
        for (FakePlatform platform : platforms()) {
            assertThat(platform.referee().polls()).as(platform.type()).isEmpty();
        }
        assertThat(gateway.run(TIMEOUT, "doctor").expectExit(1).stdout()).contains("proxy: below");
        gateway.run(TIMEOUT, "stop");
        run.awaitExit(TIMEOUT);
    }

    private String behind(String gatewayKeys) {
        String yaml = withAllThree(config()).yaml().replace("gateway:\n", gatewayKeys);
        for (FakePlatform platform : platforms()) {
            String real = platform.server().uri().toString();
            yaml = yaml.replace(real, real.replace("127.0.0.1", platform.type() + ".invalid"));
        }
        return yaml;
    }

    private void everyPlatformIn(List<String> tunnels) {
        for (FakePlatform platform : platforms()) {
            String host = platform.type() + ".invalid:" + platform.server().uri().getPort();
            assertThat(tunnels).as(platform.type()).contains(host);
        }
        assertThat(tunnels).allMatch(tunnel -> tunnel.contains(".invalid:"));
    }

    private void talk() throws Exception {
        for (FakePlatform platform : platforms()) {
            platform.user("mama").says("hello").awaitAnswer(TIMEOUT);
        }
    }

    private void exchangeFiles() {
        byte[] file = "not a picture, but nobody looks".getBytes(StandardCharsets.UTF_8);
        telegram.user("mama").sendsPhoto(file, "");
        weixin.user("mama").sendsFile("a.pdf", file);
        feishu.user("mama").sendsImage(file);
        for (FakePlatform platform : platforms()) {
            await().atMost(TIMEOUT)
                    .until(
                            () ->
                                    platform.user("mama").heard().stream()
                                            .flatMap(heard -> heard.files().stream())
                                            .anyMatch(back -> Arrays.equals(back.content(), file)));
        }
    }

    /** Returns how many connections the platforms saw, whatever way they came. */
    private long accepted() {
        return platforms().stream()
                .mapToLong(platform -> platform.server().connections().size())
                .sum();
    }

    private String address(String scheme) {
        return scheme + "://127.0.0.1:" + proxy.port();
    }

    private String written() throws Exception {
        var text = new StringBuilder();
        try (Stream<Path> files = Files.walk(home.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.equals(home.configFile())) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }
}
