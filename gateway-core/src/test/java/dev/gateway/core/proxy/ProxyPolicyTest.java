package dev.gateway.core.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPolicyTest {

    private static final URI HTTPS = URI.create("https://api.telegram.org");

    @Test
    void theVariableForTheSchemeComesFirstAndSmallLettersBeforeLarge() throws Exception {
        var policy =
                environment(
                        Map.of(
                                "HTTPS_PROXY", "http://big:1",
                                "https_proxy", "http://small:2",
                                "ALL_PROXY", "socks5://all:3"));

        assertThat(policy.proxyFor(HTTPS)).hasToString("Optional[http://small:2 (https_proxy)]");
        assertThat(policy.proxyFor(URI.create("wss://x.org"))).isEqualTo(policy.proxyFor(HTTPS));
        assertThat(policy.proxyFor(URI.create("http://x.org")))
                .hasToString("Optional[socks5://all:3 (ALL_PROXY)]");
    }

    @Test
    void withoutVariablesEverythingIsDirect() throws Exception {
        assertThat(environment(Map.of("HTTPS_PROXY", " ")).proxyFor(HTTPS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|https://api.telegram.org|true",
                "telegram.org|https://api.telegram.org|true",
                ".telegram.org|https://api.telegram.org|true",
                "*.telegram.org|https://api.telegram.org|true",
                "TELEGRAM.ORG.|https://api.telegram.org|true",
                "x, api.telegram.org|https://api.telegram.org|true",
                "gram.org|https://api.telegram.org|false",
                "api.telegram.org.cn|https://api.telegram.org|false",
                "telegram.org:443|https://api.telegram.org|true",
                "telegram.org:80|https://api.telegram.org|false",
                "10.0.0.0/8|https://10.1.2.3|true",
                "10.0.0.0/8|https://11.1.2.3|false",
                "10.1.2.3|https://10.1.2.3|true",
                "10.1.2.3:8443|https://10.1.2.3:8443|true",
                "10.0.0.0/99|https://10.1.2.3|false",
                "2001:db8::/32|https://[2001:db8::1]|true",
                "[2001:db8::1]|https://[2001:db8::1]|true",
                "[2001:db8::1]:443|https://[2001:db8::1]|true",
                "2001:db9::/32|https://[2001:db8::1]|false",
            })
    void noProxyNamesWhatIsCalledDirectly(String hosts, String target, boolean direct)
            throws Exception {
        var policy = environment(Map.of("ALL_PROXY", "http://proxy:1", "no_proxy", hosts));

        assertThat(policy.proxyFor(URI.create(target)).isEmpty()).isEqualTo(direct);
    }

    @Test
    void loopbackIsAskedOfAProxyOfTheSameMachineOnly() throws Exception {
        URI own = URI.create("http://127.0.0.1:8081");

        assertThat(environment(Map.of("HTTP_PROXY", "proxy.corp:3128")).proxyFor(own)).isEmpty();
        assertThat(environment(Map.of("HTTP_PROXY", "localhost:3128")).proxyFor(own)).isPresent();
        assertThat(
                        environment(Map.of("HTTP_PROXY", "localhost:3128", "NO_PROXY", "127.0.0.1"))
                                .proxyFor(own))
                .isEmpty();
        assertThat(ProxyPolicy.parse("http://proxy.corp", "proxy", name -> null).proxyFor(own))
                .as("what a person set is never bypassed")
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy:1",
                "socks4://proxy:1",
                "http://",
                "http://proxy:0",
                "http://proxy:99999",
                "http://proxy:1/path",
                "http://proxy:1?x",
                "http://pro xy",
                "proxy:1",
                "none",
                "",
            })
    void whatIsNoProxyIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> ProxyPolicy.parse(text, "gateway.proxy", name -> null))
                .isInstanceOf(ProxyServer.InvalidProxyException.class)
                .message()
                .doesNotContain("99999", "path");
    }

    @Test
    void credentialsAreDecodedAndNeverPrinted() throws Exception {
        ProxyServer server = ProxyServer.parse("socks5://us%40er:p%3Ass+@[::1]", "gateway.proxy");

        assertThat(server.user().orElseThrow().reveal()).isEqualTo("us@er");
        assertThat(server.password().reveal()).isEqualTo("p:ss+");
        assertThat(server).hasToString("socks5://[::1]:1080 (gateway.proxy)");
        assertThat(new ProxyPolicy.Fixed(server).word()).isEqualTo("socks5://********@[::1]:1080");
        assertThat(new ProxyPolicy.Fixed(server).toString()).doesNotContain("us@er", "p:ss");
    }

    private static ProxyPolicy environment(Map<String, String> variables) throws Exception {
        return ProxyPolicy.parse(ProxyPolicy.ENVIRONMENT, "gateway.proxy", variables::get);
    }
}
