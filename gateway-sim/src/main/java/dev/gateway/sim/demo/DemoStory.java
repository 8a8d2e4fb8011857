package dev.gateway.sim.demo;

import dev.gateway.sim.timeline.Timeline;
import java.util.List;

/** What happens in a demo while the users chat. */
interface DemoStory {

    /** Runs all phases up to the last one, after which the users get their last answers. */
    void play() throws InterruptedException;

    /** Stops every gateway. */
    void stop() throws InterruptedException;

    /** Returns the lines of the final table. */
    List<String> table(List<PlatformResult> results);

    /** Returns the outcome of what is peculiar to this story. */
    List<Timeline.Finding> findings();
}
