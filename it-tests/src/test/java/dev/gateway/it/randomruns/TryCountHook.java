package dev.gateway.it.randomruns;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Overrides the number of tries by {@code -Dproperty.tries=N}; the default is small enough for each
 * build, and uses the same runs each time. More tries use a new seed each time, unless {@code
 * -Dproperty.seed=N} repeats an earlier one.
 */
final class TryCountHook implements AroundPropertyHook {

    private static final String TRIES = "property.tries";
    private static final String SEED = "property.seed";

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        Integer tries = Integer.getInteger(TRIES);
        if (tries != null) {
            attributes.setTries(tries);
            attributes.setSeed(Long.toString(System.nanoTime()));
        }
        Long seed = Long.getLong(SEED);
        if (seed != null) {
            attributes.setSeed(seed.toString());
        }
        System.out.printf(
                "random runs with -D%s=%s%n", SEED, attributes.seed().orElse("chance, see below"));
        return property.execute();
    }
}
