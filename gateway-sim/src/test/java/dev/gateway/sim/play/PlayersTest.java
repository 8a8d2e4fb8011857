package dev.gateway.sim.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.Step;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No word that a file may hold is without a meaning. */
class PlayersTest {

    @Test
    void eachStepCanBePlayedAndEachExpectationJudged() {
        Judge judge = new Judge(null);
        StepPlayer player = new StepPlayer(null, judge, new Random(1));

        assertThat(records(Step.class)).isNotEmpty().allMatch(player::can);
        assertThat(records(Expectation.class)).isNotEmpty().allMatch(judge::can);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? records(type) : Stream.<Class<?>>of(type));
    }
}
