package dev.gateway.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingSuggestionTest {

    private static final List<String> KNOWN =
            List.of("type", "enabled", "token", "app_id", "drain_timeout", "disconnect_timeout");

    @ParameterizedTest
    @CsvSource({
        "tokn, token",
        "toekn, token",
        "Token, token",
        "bot_token, token",
        "enable, enabled",
        "drainTimeout, drain_timeout",
        "drain, drain_timeout",
        "disconect-timeout, disconnect_timeout",
        "appid, app_id",
    })
    void aSlipIsUnderstood(String given, String meant) {
        assertThat(SpellingSuggestion.among(given, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "colour", "timeout", "webhook_url"})
    void nothingIsGuessedFromNothing(String given) {
        assertThat(SpellingSuggestion.among(given, KNOWN)).isEmpty();
    }
}
