package dev.gateway.sim.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The word by which a scenario file calls a step or an expectation, and what it does. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Keyword {
    /** The word. */
    String value();

    /** One sentence for the reference. */
    String description();
}
