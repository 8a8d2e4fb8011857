package dev.gateway.sim.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The word for a step or an expectation in a scenario file, with its description. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Keyword {
    /** Returns the word. */
    String value();

    /** Returns one sentence for the reference. */
    String description();
}
