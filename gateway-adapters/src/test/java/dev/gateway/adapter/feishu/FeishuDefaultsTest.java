package dev.gateway.adapter.feishu;

import dev.gateway.adapter.SchemaDefaultsCheck;
import dev.gateway.core.yaml.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeishuDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        SchemaDefaultsCheck.check(
                new FeishuFactory().schema(),
                Map.of("app_id", "a", "app_secret", Secret.of("b")),
                FeishuSettings::of);
    }
}
