package dev.gateway.sim.weixin;

import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;

/** The factory of the fake Weixin for {@code serve}, scenarios and the demo. */
public final class FakeWeixinFactory implements FakePlatformFactory {

    @Override
    public String type() {
        return "weixin";
    }

    @Override
    public FakePlatform start(FakeOptions options) {
        WeixinOptions settings = WeixinOptions.defaults().port(options.port());
        FakeWeixin weixin =
                FakeWeixin.start(
                        options.lenient()
                                ? settings.delivery(DeliveryMode.REPLAY_FROM_CURSOR)
                                : settings);
        for (int i = 1; i < options.bots(); i++) {
            weixin.addBot("owner" + i);
        }
        return weixin;
    }
}
