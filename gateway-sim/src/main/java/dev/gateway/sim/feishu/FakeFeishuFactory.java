package dev.gateway.sim.feishu;

import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The factory of the fake Feishu for {@code serve}, scenarios and the demo. */
public final class FakeFeishuFactory implements FakePlatformFactory {

    /** The times of redelivery. The real ones of 15 s and 5 min would outlast most scenarios. */
    private static final List<Duration> SOON = Collections.nCopies(100, Duration.ofSeconds(1));

    @Override
    public String type() {
        return "feishu";
    }

    @Override
    public FakePlatform start(FakeOptions options) {
        FeishuOptions settings = FeishuOptions.defaults().port(options.port());
        FakeFeishu feishu =
                FakeFeishu.start(options.lenient() ? settings.redelivery(SOON) : settings);
        for (int i = 1; i < options.bots(); i++) {
            feishu.addApp();
        }
        return feishu;
    }
}
