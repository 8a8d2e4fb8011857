package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.yaml.Secret;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenKeyTest {

    @Test
    void isNamedByPlatformAndTheFirstSixteenDigitsOfTheHash() {
        // printf abc | sha256sum
        TokenKey key = TokenKey.of("telegram", Secret.of("abc"));
        assertThat(key.hash()).isEqualTo("ba7816bf8f01cfea");
        assertThat(key.fileName()).isEqualTo("telegram-ba7816bf8f01cfea");
        assertThat(key).hasToString("telegram-ba7816bf8f01cfea");
    }

    @Property
    void theSameTokenHasTheSameKeyAndNothingOfItsText(@ForAll String token) {
        TokenKey key = TokenKey.of("weixin", Secret.of(token));
        assertThat(key).isEqualTo(TokenKey.of("weixin", Secret.of(token)));
        assertThat(key.hash()).matches("[0-9a-f]{16}");
        assertThat(key).isNotEqualTo(TokenKey.of("feishu", Secret.of(token)));
        assertThat(key).isNotEqualTo(TokenKey.of("weixin", Secret.of(token + "x")));
    }
}
