package dev.gateway.adapter.telegram;

import dev.gateway.adapter.SchemaDefaultsCheck;
import dev.gateway.core.yaml.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelegramDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        SchemaDefaultsCheck.check(
                new TelegramFactory().schema(),
                Map.of("token", Secret.of("1:a")),
                TelegramSettings::of);
    }
}
