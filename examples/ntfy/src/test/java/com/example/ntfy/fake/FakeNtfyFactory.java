package com.example.ntfy.fake;

import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformFactory;

/** Brings the fake into {@code gateway-sim serve}, {@code run} and {@code demo}. */
public final class FakeNtfyFactory implements FakePlatformFactory {

    @Override
    public String type() {
        return "ntfy";
    }

    @Override
    public FakePlatform start(FakeOptions options) {
        return FakeNtfy.start(options.port(), options.bots());
    }
}
