package dev.gateway.adapter.contract;

import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.sim.chat.FakePlatform;
import java.util.Map;

/** The three things that the contract suite asks for, readable from outside a test. */
interface AdapterUnderTest {

    PlatformFactory factory();

    FakePlatform startFake();

    Map<String, Object> options(FakePlatform fake);
}
