package dev.gateway.sim.timeline;

import java.util.ArrayList;
import java.util.List;

/** The steps, one after the other. */
record StoryLane(Clock clock) {

    Lane of(List<Watch.Act> acts) {
        List<Stretch> stretches = new ArrayList<>();
        for (Watch.Act act : acts) {
            stretches.add(
                    new Stretch(
                            clock.at(act.from()),
                            clock.at(act.to(clock.end())),
                            Tone.ACT,
                            act.text(),
                            act.text()));
        }
        return new Lane(Lane.Kind.STORY, "Story", "", stretches, List.of());
    }
}
