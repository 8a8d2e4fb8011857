package dev.gateway.core.cluster.contract;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The promises of each membership, for any order of what several hosts do and what happens to them:
 * an account has one holder at a time, the number of its holding only grows, a lease that has ended
 * is never valid again, and what a host holds is known to it.
 */
public abstract class MembershipContract {

    /** Returns new hosts with an empty journal. */
    protected abstract HostsUnderTest hosts() throws Exception;

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void hostsBehaveLikeTheirModel(
            @ForAll @Size(min = 10, max = 30) List<@IntRange(min = 0, max = 999_999) Integer> steps)
            throws Exception {
        try (var run = new MembershipRun(hosts())) {
            for (int step : steps) {
                run.step(step);
                run.check();
            }
            run.finish();
        }
    }
}
