package dev.gateway.sim.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How one component of a record is written in a scenario file. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface ScenarioKey {
    /** Stands for: has to be written. */
    String REQUIRED = "\0";

    /** What it is if it is not written; without, it is required, unless it may be empty. */
    String defaultValue() default REQUIRED;

    /** Whether it may be written alone, in place of a mapping. */
    boolean main() default false;

    /** What it names, to be checked against what the scenario has. */
    NameKind of() default NameKind.NOTHING;

    /** What names a scenario has. */
    enum NameKind {
        /** It names nothing. */
        NOTHING,
        /** One of {@code platforms:}. */
        PLATFORM,
        /** One of {@code homes:}. */
        HOME,
        /** A process that a step calls so, or whatever gateway runs in a home. */
        PROCESS,
        /** It gives a process its name. */
        NEW_PROCESS
    }
}
