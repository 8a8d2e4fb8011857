package dev.gateway.sim.play;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.scenario.PlatformSpec;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.weixin.Delivery;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.time.Duration;
import java.util.Collections;

/**
 * A fake platform, and the bot of it that the scenario is about.
 *
 * @param platform the platform
 * @param token of the bot
 */
record Bots(FakePlatform platform, String token) {

    /** The real waits of 15 s and 5 min would outlast most scenarios. */
    private static final FeishuOptions FEISHU =
            FeishuOptions.defaults().redelivery(Collections.nCopies(100, Duration.ofSeconds(1)));

    /** What Weixin forgets when it hands it to a process that dies, no gateway can answer. */
    private static final WeixinOptions WEIXIN =
            WeixinOptions.defaults().delivery(Delivery.REPLAY_FROM_CURSOR);

    /**
     * Starts one. All fakes of a type have the same first bot, so that of the next one of the same
     * scenario has to be another.
     *
     * @param number how many of this type there are already
     */
    static Bots start(PlatformSpec.Type type, int number) {
        FakePlatform platform =
                switch (type) {
                    case TELEGRAM -> {
                        FakeTelegram telegram = FakeTelegram.start();
                        for (int i = 1; i <= number; i++) {
                            telegram.addBot("bot_" + i + "_bot");
                        }
                        yield telegram;
                    }
                    case FEISHU -> {
                        FakeFeishu feishu = FakeFeishu.start(FEISHU);
                        for (int i = 1; i <= number; i++) {
                            feishu.addApp();
                        }
                        yield feishu;
                    }
                    case WEIXIN -> {
                        FakeWeixin weixin = FakeWeixin.start(WEIXIN);
                        for (int i = 1; i <= number; i++) {
                            weixin.addBot("owner" + i);
                        }
                        yield weixin;
                    }
                };
        return new Bots(platform, platform.tokens().get(number));
    }
}
