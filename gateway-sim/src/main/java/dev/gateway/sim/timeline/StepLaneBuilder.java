package dev.gateway.sim.timeline;

import java.util.ArrayList;
import java.util.List;

/** The steps, one after the other. */
record StepLaneBuilder(TimeAxis clock) {

    Lane of(List<RunRecorder.Act> acts) {
        List<Span> stretches = new ArrayList<>();
        for (RunRecorder.Act act : acts) {
            stretches.add(
                    new Span(
                            clock.at(act.from()),
                            clock.at(act.to(clock.end())),
                            SpanStyle.ACT,
                            act.text(),
                            act.text()));
        }
        return new Lane(Lane.Kind.STORY, "Story", "", stretches, List.of());
    }
}
