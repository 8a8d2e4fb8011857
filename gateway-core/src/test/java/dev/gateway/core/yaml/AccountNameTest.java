package dev.gateway.core.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.ConfigFileFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mama",
                "1",
                "a_b-c",
                "mam\u00e1",
                "\u5988\u5988",
                "\u30de\u30de",
                "\uc5c4\ub9c8",
                "\u0441\u0435\u043c\u044c\u044f",
                "\u092e\u093e\u0901",
                "\ud840\udc00"
            })
    void lettersAndDigitsOfEveryScriptMakeAName(String name) throws Exception {
        String yaml = "platforms: {\"%s\": {type: weixin, token: x}}".formatted(name);

        assertThat(AccountName.isValid(name)).isTrue();
        assertThat(new ConfigFileFixture(folder).holding(yaml).load().platforms())
                .containsKey(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a/b",
                "..",
                "a.b",
                "a\nb",
                "\u0301a",
                "mama\u0301",
                "\u2028",
                "\ud83d\ude00",
                "a\u202eb",
                "a\u200db",
                "a\u00a0b",
                "\u1100\u1161"
            })
    void whatCouldDeceiveIsNone(String name) {
        assertThat(AccountName.isValid(name)).isFalse();
    }

    @Test
    void theLongestFitsAFileName() {
        String longest = "\u5bb6".repeat(64);

        assertThat(AccountName.isValid(longest)).isTrue();
        assertThat(AccountName.isValid(longest + "a")).isFalse();
        assertThat(longest.getBytes(StandardCharsets.UTF_8).length).isLessThan(255 - 30);
    }
}
