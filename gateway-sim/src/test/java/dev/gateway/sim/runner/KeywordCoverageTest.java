package dev.gateway.sim.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.sim.scenario.Expectation;
import dev.gateway.sim.scenario.Step;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that each word has an action or a check. */
class KeywordCoverageTest {

    @Test
    void eachStepHasAnActionAndEachExpectationACheck() {
        ExpectationChecker checker = new ExpectationChecker(null);
        StepExecutor executor = new StepExecutor(null, checker, new Random(1));

        assertThat(records(Step.class)).isNotEmpty().allMatch(executor::supports);
        assertThat(records(Expectation.class)).isNotEmpty().allMatch(checker::supports);
    }

    private static Stream<Class<?>> records(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? records(type) : Stream.<Class<?>>of(type));
    }
}
