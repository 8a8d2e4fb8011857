package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.FaultSpec;
import dev.gateway.sim.scenario.Step;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong with the platform while something happens to the gateway. Simplest first. */
enum PlatformFault {
    NONE(),
    LATENCY("latency=500ms"),
    BAD_GATEWAY("status=502:Bad Gateway"),
    RESETS("reset"),
    STALLS("stall=2s"),
    NONSENSE("malformed-json"),
    /** A page of something in between, which is no verdict on the token. */
    PORTAL("status=401:<html>Log in</html>"),
    /** Nobody may be written to for a moment. */
    THROTTLED(
            "status=429:{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\","
                    + "\"parameters\":{\"retry_after\":1}}@*/sendMessage"),
    /** The network is gone. */
    DOWN() {
        @Override
        List<Step> begin() {
            return List.of(new Step.Break(RunSteps.FAMILY));
        }
    };

    private final List<String> faults;

    PlatformFault(String... faults) {
        this.faults = List.of(faults);
    }

    /** The steps with which it begins. */
    List<Step> begin() {
        return faults.stream()
                .<Step>map(words -> new Step.SetFault(RunSteps.FAMILY, new FaultSpec(words)))
                .toList();
    }

    /** Those with which it ends. */
    List<Step> end() {
        return Stream.of(this)
                .filter(one -> one != NONE)
                .<Step>map(one -> new Step.Heal(RunSteps.FAMILY))
                .toList();
    }
}
