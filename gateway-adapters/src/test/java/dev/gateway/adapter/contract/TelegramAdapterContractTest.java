package dev.gateway.adapter.contract;

import dev.gateway.adapter.telegram.TelegramFactory;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.Secret;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.FakeAbilities;
import dev.gateway.sim.contract.PlatformAdapterContract;
import dev.gateway.sim.telegram.FakeTelegram;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelegramAdapterContractTest extends PlatformAdapterContract implements AdapterUnderTest {

    @Override
    public PlatformFactory factory() {
        return new TelegramFactory();
    }

    @Override
    public FakePlatform startFake() {
        return FakeTelegram.start();
    }

    @Override
    public Map<String, Object> options(FakePlatform fake) {
        return Map.of("token", Secret.of(fake.tokens().get(0)));
    }

    @Override
    public FakeAbilities abilities(FakePlatform fake) {
        return new TelegramAbilities((FakeTelegram) fake);
    }

    @Test
    @Override
    protected void theSameMessageSentAgainAppearsOnce() {
        notApplicable("The Bot API takes no key by which it would know a message again.");
    }
}
