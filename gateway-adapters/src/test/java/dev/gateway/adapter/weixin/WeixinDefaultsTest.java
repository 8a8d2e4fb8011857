package dev.gateway.adapter.weixin;

import dev.gateway.adapter.DeclaredDefaults;
import dev.gateway.core.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeixinDefaultsTest {

    @Test
    void theSchemaDeclaresWhatCountsWithoutTheKey() {
        DeclaredDefaults.check(
                new WeixinFactory().schema(),
                Map.of("token", Secret.of("1:a")),
                WeixinSettings::of);
    }
}
