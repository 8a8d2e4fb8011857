package dev.gateway.sim.cli;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.telegram.TelegramOptions;
import dev.gateway.sim.weixin.Delivery;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The fake platforms that can be served. */
enum PlatformKind {
    FEISHU(
            port -> FakeFeishu.start(FeishuOptions.defaults().port(port)),
            () ->
                    FakeFeishu.start(
                            FeishuOptions.defaults()
                                    .redelivery(Collections.nCopies(100, Duration.ofSeconds(1))))),
    TELEGRAM(
            port -> FakeTelegram.start(TelegramOptions.defaults().port(port)), FakeTelegram::start),
    WEIXIN(
            port -> FakeWeixin.start(WeixinOptions.defaults().port(port)),
            () -> FakeWeixin.start(WeixinOptions.defaults().delivery(Delivery.REPLAY_FROM_CURSOR)));

    private final IntFunction<FakePlatform> starter;
    private final Supplier<FakePlatform> lenientStarter;

    PlatformKind(IntFunction<FakePlatform> starter, Supplier<FakePlatform> lenientStarter) {
        this.starter = starter;
        this.lenientStarter = lenientStarter;
    }

    /** Starts it on a port; 0 for any free one. */
    FakePlatform start(int port) {
        return starter.apply(port);
    }

    /**
     * Starts it on a free port, and such that what was handed to a process in the moment of its
     * death comes again within a second: the real ones wait for minutes or forget it.
     */
    FakePlatform startLenient() {
        return lenientStarter.get();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
