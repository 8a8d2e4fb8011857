package dev.gateway.adapter.contract;

import dev.gateway.adapter.feishu.FeishuFactory;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.contract.PlatformAdapterContract;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeishuAdapterContractTest extends PlatformAdapterContract {

    private static final List<Duration> SOON_AND_OFTEN =
            Collections.nCopies(50, Duration.ofMillis(200));

    @Override
    protected PlatformFactory factory() {
        return new FeishuFactory();
    }

    /**
     * Starts a fake that soon repeats events without an ack and does not ask clients to stay away
     * after a loss.
     */
    @Override
    protected FakePlatform startFake() {
        return FakeFeishu.start(
                FeishuOptions.defaults()
                        .ackWithin(Duration.ofSeconds(1))
                        .redelivery(SOON_AND_OFTEN)
                        .clientConfig(120, 0, 0));
    }

    @Override
    protected Map<String, Object> options(FakePlatform fake) {
        String app = fake.tokens().get(0);
        return Map.of("app_id", app, "app_secret", Secret.of(((FakeFeishu) fake).appSecret(app)));
    }

    @Override
    protected FakeAbilities abilities(FakePlatform fake) {
        return new FeishuAbilities((FakeFeishu) fake);
    }

    @Test
    @Override
    protected void aSecondPollerIsReportedAsConflict() {
        notApplicable("Feishu lets an app have 50 connections and gives each event to one.");
    }

    @Test
    @Override
    protected void keepsTheOrderOfWhatWasSaidBefore() {
        notApplicable("Feishu repeats each missed event by a schedule of its own.");
    }
}
