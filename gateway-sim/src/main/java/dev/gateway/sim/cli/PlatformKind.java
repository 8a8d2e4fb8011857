package dev.gateway.sim.cli;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramOptions;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.util.Locale;
import java.util.function.IntFunction;

/** The fake platforms that can be served. */
enum PlatformKind {
    FEISHU(port -> FakeFeishu.start(FeishuOptions.defaults().port(port))),
    TELEGRAM(port -> FakeTelegram.start(TelegramOptions.defaults().port(port))),
    WEIXIN(port -> FakeWeixin.start(WeixinOptions.defaults().port(port)));

    private final IntFunction<FakePlatform> starter;

    PlatformKind(IntFunction<FakePlatform> starter) {
        this.starter = starter;
    }

    /** Starts it on a port; 0 for any free one. */
    FakePlatform start(int port) {
        return starter.apply(port);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
