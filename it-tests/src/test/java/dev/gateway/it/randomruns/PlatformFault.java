package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.FaultSpec;
import dev.gateway.sim.scenario.Step;
import java.util.List;
import java.util.stream.Stream;

/** A fault of the platform during an action. Simplest first. */
enum PlatformFault {
    NONE(),
    LATENCY("latency=500ms"),
    BAD_GATEWAY("status=502:Bad Gateway"),
    RESETS("reset"),
    STALLS("stall=2s"),
    NONSENSE("malformed-json"),
    /** A page of a captive portal, which says nothing about the token. */
    PORTAL("status=401:<html>Log in</html>"),
    /** All sending is throttled for a moment. */
    THROTTLED(
            "status=429:{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests\","
                    + "\"parameters\":{\"retry_after\":1}}@*/sendMessage"),
    /** The network is down. */
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

    /** Returns the steps that begin the fault. */
    List<Step> begin() {
        return faults.stream()
                .<Step>map(words -> new Step.SetFault(RunSteps.FAMILY, new FaultSpec(words)))
                .toList();
    }

    /** Returns the steps that end the fault. */
    List<Step> end() {
        return Stream.of(this)
                .filter(one -> one != NONE)
                .<Step>map(one -> new Step.Heal(RunSteps.FAMILY))
                .toList();
    }
}
