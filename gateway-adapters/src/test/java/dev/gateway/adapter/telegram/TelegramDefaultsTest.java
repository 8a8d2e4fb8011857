package dev.gateway.adapter.telegram;

import dev.gateway.adapter.DeclaredDefaults;
import dev.gateway.core.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelegramDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        DeclaredDefaults.check(
                new TelegramFactory().schema(),
                Map.of("token", Secret.of("1:a")),
                TelegramSettings::from);
    }
}
