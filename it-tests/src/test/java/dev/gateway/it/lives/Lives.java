package dev.gateway.it.lives;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Lives by chance. What is simpler comes first, so that a life that fails is made simpler. */
final class Lives {

    private static final int MOST_HUNDREDS = 9;

    private Lives() {}

    /** Lives in which anything can happen, at most so often. */
    static Arbitrary<Life> any(int longest) {
        Arbitrary<Trouble> troubles =
                Arbitraries.oneOf(Arbitraries.just(Trouble.NONE), Arbitraries.of(Trouble.class));
        Arbitrary<Happening> happenings =
                Combinators.combine(Arbitraries.of(Deed.class), troubles, whiles())
                        .as(Happening::new);
        return Combinators.combine(
                        Arbitraries.of(Manners.class),
                        happenings
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(longest)
                                .withSizeDistribution(RandomDistribution.uniform()))
                .as(Life::new);
    }

    /** Short lives with nothing but these deeds. */
    static Arbitrary<Life> of(Deed... deeds) {
        return Arbitraries.of(deeds)
                .map(deed -> new Happening(deed, Trouble.NONE, 0))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(happenings -> new Life(Manners.GOOD, happenings));
    }

    private static Arbitrary<Integer> whiles() {
        return Arbitraries.integers()
                .between(0, MOST_HUNDREDS)
                .withDistribution(RandomDistribution.uniform())
                .map(hundreds -> hundreds * 100);
    }
}
