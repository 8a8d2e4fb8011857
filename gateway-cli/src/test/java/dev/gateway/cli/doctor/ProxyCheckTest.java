package dev.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.message.handler.HandlerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://me:s3cret@gate:1|called through proxy http://gate:1 (gateway.proxy)",
                "environment|called through proxy http://corp:3128 (HTTPS_PROXY)",
                "direct|called directly",
            })
    void theWayToTheHandlerAndToNoticesIsShown(String proxy, String way) throws Exception {
        List<CheckResult> results =
                new ProxyCheck()
                        .check(
                                context(
                                        "gateway: {proxy: '"
                                                + proxy
                                                + "', notify: {url: 'https://hook.example/x'}}\n"
                                                + "handler: {type: http, url: 'https://bot/x'}"));

        assertThat(results.toString())
                .contains("handler (http) is " + way, "notify is " + way)
                .doesNotContain("s3cret");
    }

    private static DiagnosisContext context(String yaml) throws Exception {
        var loader =
                new ConfigLoader(
                        List.of(),
                        HandlerFactory.schemas(),
                        Map.of("HTTPS_PROXY", "http://corp:3128")::get);
        return new DiagnosisContext(
                null,
                null,
                Optional.of(loader.read(Path.of("config.yaml"), yaml)),
                Optional.empty(),
                Optional.empty(),
                null,
                null,
                null,
                null,
                true,
                "");
    }
}
