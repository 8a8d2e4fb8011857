package com.example.ntfy;

import com.example.ntfy.fake.FakeNtfy;
import dev.gateway.core.yaml.Secret;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.PlatformAdapterContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NtfyContractTest extends PlatformAdapterContract {

    @Override
    protected PlatformFactory factory() {
        return new NtfyFactory();
    }

    @Override
    protected FakePlatform startFake() {
        return FakeNtfy.start();
    }

    @Override
    protected Map<String, Object> options(FakePlatform fake) {
        String token = fake.tokens().get(0);
        return Map.of("topic", ((FakeNtfy) fake).topic(token), "token", Secret.of(token));
    }

    @Test
    @Override
    protected void sendsAFileWithItsContent() {
        notApplicable("The example sends the names of files only.");
    }
}
