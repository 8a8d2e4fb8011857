package dev.gateway.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.Secret;
import java.nio.file.Path;
import java.util.Map;
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

    @Test
    void theLocksLieInTheHomeOfTheMachineUserWhateverHomeSays() {
        Path folder = TokenLockFolder.of(Map.of("HOME", "/elsewhere")::get);
        assertThat(folder)
                .isEqualTo(
                        Path.of(System.getProperty("user.home"))
                                .resolve(".local/state/gateway/token-locks"));
    }

    @Test
    void oneVariableMovesThem() {
        assertThat(TokenLockFolder.of(Map.of("GATEWAY_TOKEN_LOCK_DIR", "/srv/locks")::get))
                .hasToString("/srv/locks");
        assertThat(TokenLockFolder.of(Map.of("GATEWAY_TOKEN_LOCK_DIR", "locks")::get))
                .isEqualTo(Path.of("locks").toAbsolutePath());
        assertThat(TokenLockFolder.of(Map.of("GATEWAY_TOKEN_LOCK_DIR", " ")::get))
                .isEqualTo(TokenLockFolder.of(name -> null));
    }
}
