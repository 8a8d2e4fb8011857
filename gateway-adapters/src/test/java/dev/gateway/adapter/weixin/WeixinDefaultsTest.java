package dev.gateway.adapter.weixin;

import dev.gateway.adapter.SchemaDefaultsCheck;
import dev.gateway.core.yaml.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeixinDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        SchemaDefaultsCheck.check(
                new WeixinFactory().schema(),
                Map.of("token", Secret.of("1:a")),
                WeixinSettings::of);
    }
}
