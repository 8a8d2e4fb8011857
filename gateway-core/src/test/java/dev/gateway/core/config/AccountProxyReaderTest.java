package dev.gateway.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.proxy.ProxyPolicy;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountProxyReaderTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway: {proxy: \"http://all:1\"}|http://all:1",
                "{gateway: {proxy: \"http://all:1\"}, platforms: {mama: {proxy: direct}}}|direct",
                "platforms: {mama: {proxy: \"socks5://own:2\"}}|socks5://own:2",
                "platforms: {papa: {proxy: \"socks5://own:2\"}}|",
                "gateway: {proxy: \"${WAY}\"}|http://********@hidden:3",
                "platforms: {mama: {type: weixin, token: \"${file:not/yet/there}\"}}|",
                "handler: echo|",
                "''|",
            })
    void theAccountsOwnProxyComesBeforeTheOneOfAll(String yaml, String word) throws Exception {
        assertThat(read(yaml.replace("''", "")).map(ProxyPolicy::word))
                .isEqualTo(Optional.ofNullable(word));
    }

    @Test
    void aFileThatDoesNotExistSetsNone() throws Exception {
        assertThat(reader().read(folder.resolve("none.yaml"), "mama")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway: {proxy: \"https://s3cret@gate\"}",
                "gateway: {proxy: \"${NOT_SET}\"}",
                "gateway: [proxy]",
                "platforms: {mama: {proxy: nonsense}}",
                "'gateway: {'",
            })
    void aProxyThatCannotBeToldIsNoDirectCall(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageNotContaining("s3cret");
    }

    private Optional<ProxyPolicy> read(String yaml) throws Exception {
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, yaml);
        return reader().read(file, "mama");
    }

    private static AccountProxyReader reader() {
        return new AccountProxyReader(Map.of("WAY", "http://me:s3cret@hidden:3")::get);
    }
}
