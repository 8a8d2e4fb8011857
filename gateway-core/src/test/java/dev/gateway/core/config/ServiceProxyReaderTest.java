package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the way to the handler's address and to the one of notices. */
class ServiceProxyReaderTest {

    private static final URI FAR = URI.create("https://api.example/v1");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{proxy: 'http://gate:1'}|{}|Optional[http://gate:1 (gateway.proxy)]",
                "{proxy: 'http://gate:1'}|{proxy: direct}|Optional.empty",
                "{proxy: direct}|{}|Optional.empty",
                "{proxy: 'socks5://t'}|{}|Optional[socks5://t:1080 (gateway.proxy)]",
                "{}|{proxy: 'socks5://own'}|Optional[socks5://own:1080 (handler.proxy)]",
                "{proxy: 'socks5://t'}|{proxy: 'http://own:2'}|Optional[http://own:2 (handler.proxy)]",
                "{}|{}|Optional[http://corp:3128 (HTTPS_PROXY)]",
            })
    void theHandlersOwnProxyComesFirstThenTheOneOfAll(String gateway, String own, String proxy)
            throws Exception {
        HandlerConfig handler = handler(gateway, own, FAR).handler();

        assertThat(handler.proxy().proxyFor(FAR)).hasToString(proxy);
    }

    @Test
    void thisMachineIsCalledDirectly() throws Exception {
        URI near = URI.create("http://127.0.0.1:11434/v1");

        assertThat(handler("{proxy: 'socks5://t'}", "{}", near).handler().proxy().proxyFor(near))
                .isEmpty();
    }

    @Test
    void noticesGoTheSameWay() throws Exception {
        NotifyConfig notify =
                read("gateway: {proxy: 'http://gate:1', notify: {url: 'https://hook.example/x'}}")
                        .notices()
                        .orElseThrow();

        assertThat(((NotifyConfig.Url) notify).proxy().proxyFor(FAR))
                .hasToString("Optional[http://gate:1 (gateway.proxy)]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handler: {type: http, url: 'https://h', proxy: 'socks4://me:s3cret@t'}",
                "gateway: {notify: {url: 'https://hook', proxy: nonsense}}",
                "gateway: {notify: {command: [x], proxy: direct}}",
                "handler: {type: echo, proxy: direct}",
            })
    void whatCannotBeCalledThroughItIsAProblemAndNoDirectCall(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("proxy")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void theViewShowsTheWayWithoutUserAndPassword() throws Exception {
        String yaml =
                "handler: {type: http, url: 'https://h', proxy: 'http://me:s3cret@own:2'}\n"
                        + "gateway: {notify: {url: 'https://hook', proxy: direct}}";

        assertThat(EffectiveConfig.of(loader().read(folder.resolve("config.yaml"), yaml)))
                .contains("  proxy: \"http://********@own:2\"")
                .doesNotContain("s3cret");
    }

    private GatewayConfig handler(String gateway, String own, URI address) throws Exception {
        String options = own.equals("{}") ? "" : ", " + own.substring(1, own.length() - 1);
        return read(
                "gateway: "
                        + gateway
                        + "\nhandler: {type: http, url: '"
                        + address
                        + "'"
                        + options
                        + "}");
    }

    private GatewayConfig read(String yaml) throws Exception {
        return loader().read(folder.resolve("config.yaml"), yaml).config();
    }

    private static ConfigLoader loader() {
        var http =
                new TypeSchema(
                        "http",
                        List.of(
                                OptionSpec.required("url", Kind.WEB_ADDRESS, "where to post"),
                                OptionSpec.optional("proxy", Kind.TEXT, "the way there")));
        return new ConfigLoader(
                List.of(),
                List.of(new TypeSchema("echo", List.of()), http),
                Map.of("HTTPS_PROXY", "http://corp:3128")::get);
    }
}
