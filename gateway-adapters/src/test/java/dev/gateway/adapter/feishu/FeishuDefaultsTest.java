package dev.gateway.adapter.feishu;

import dev.gateway.adapter.DeclaredDefaults;
import dev.gateway.core.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeishuDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        DeclaredDefaults.check(
                new FeishuFactory().schema(),
                Map.of("app_id", "a", "app_secret", Secret.of("b")),
                Settings::of);
    }
}
