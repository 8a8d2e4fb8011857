package dev.gateway.adapter.contract;

import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.contract.FakeAbilities;
import java.util.Map;

/** The things that the contract suite asks for, readable from outside a test. */
interface AdapterUnderTest {

    PlatformFactory factory();

    FakePlatform startFake();

    Map<String, Object> options(FakePlatform fake);

    FakeAbilities abilities(FakePlatform fake);
}
