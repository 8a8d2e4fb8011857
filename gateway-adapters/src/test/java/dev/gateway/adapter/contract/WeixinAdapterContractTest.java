package dev.gateway.adapter.contract;

import dev.gateway.adapter.weixin.WeixinFactory;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.contract.PlatformAdapterContract;
import dev.gateway.sim.weixin.DeliveryMode;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeixinAdapterContractTest extends PlatformAdapterContract implements AdapterUnderTest {

    @Override
    public PlatformFactory factory() {
        return new WeixinFactory();
    }

    /**
     * Starts a fake that can repeat messages; an adapter cannot make up for a platform that does
     * not.
     */
    @Override
    public FakePlatform startFake() {
        return FakeWeixin.start(WeixinOptions.defaults().delivery(DeliveryMode.REPLAY_FROM_CURSOR));
    }

    @Override
    public Map<String, Object> options(FakePlatform fake) {
        return Map.of(
                "token",
                Secret.of(fake.tokens().get(0)),
                "cdn_url",
                URI.create(fake.server().uri() + "/c2c"));
    }

    @Override
    public FakeAbilities abilities(FakePlatform fake) {
        return new WeixinAbilities();
    }

    @Test
    @Override
    protected void aSecondPollerIsReportedAsConflict() {
        notApplicable("Weixin lets any number of pollers share the messages and tells none.");
    }
}
