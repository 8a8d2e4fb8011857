package dev.gateway.sim.play;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.weixin.FakeWeixin;
import java.time.Duration;

/** Makes a platform slow to let go of a bot. */
final class SlowRelease {

    private SlowRelease() {}

    /** False for one that has nothing to let go of. */
    static boolean of(FakePlatform platform, Duration time) {
        if (platform instanceof FakeWeixin weixin) {
            weixin.slowRelease(time);
            return true;
        }
        if (platform.type().equals("feishu")) {
            FaultRule close = FaultRule.on("*", Fault.Hold.during(time)).method("WS-CLOSE");
            platform.server().faults().add(close);
            return true;
        }
        return false;
    }
}
