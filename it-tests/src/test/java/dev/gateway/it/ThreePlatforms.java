package dev.gateway.it;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.weixin.Delivery;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scene with all three platforms, each with one account. */
abstract class ThreePlatforms extends Scene {

    private static final List<Duration> SOON_AND_OFTEN =
            Collections.nCopies(300, Duration.ofMillis(200));

    FakeWeixin weixin;
    FakeFeishu feishu;

    /**
     * Weixin keeps what it delivered until it is confirmed: what the other kind loses, no gateway
     * can save. Feishu repeats and lets clients come back sooner than it does, or this would take
     * minutes.
     */
    @BeforeEach
    void startTheOtherTwo() {
        weixin = FakeWeixin.start(WeixinOptions.defaults().delivery(Delivery.REPLAY_FROM_CURSOR));
        feishu =
                FakeFeishu.start(
                        FeishuOptions.defaults()
                                .redelivery(SOON_AND_OFTEN)
                                .clientConfig(120, 1, 0));
    }

    @AfterEach
    void endTheOtherTwo() {
        weixin.close();
        feishu.close();
    }

    List<FakePlatform> platforms() {
        return List.of(telegram, weixin, feishu);
    }

    HomeConfig withAllThree(HomeConfig config) {
        return config.with("family", telegram).with("mama", weixin).with("work", feishu);
    }
}
