package dev.gateway.sim.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The notation of one record component in a scenario file. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface ScenarioKey {
    /** Marks a key that has no default value. */
    String REQUIRED = "\0";

    /**
     * Returns the default value; without one the key is required, unless the component may be
     * empty.
     */
    String defaultValue() default REQUIRED;

    /** Returns whether the value may stand alone, in place of a mapping. */
    boolean main() default false;

    /**
     * Returns the kind of name that the value is, to be checked against the definitions of the
     * scenario.
     */
    NameKind of() default NameKind.NOTHING;

    /** The kinds of names in a scenario. */
    enum NameKind {
        /** The value is not a name. */
        NOTHING,
        /** The value is a name below {@code platforms:}. */
        PLATFORM,
        /** The value is a name below {@code homes:}. */
        HOME,
        /**
         * The value is the name of a process that a step has started, or a home for its current
         * gateway.
         */
        PROCESS,
        /** The value gives a process its name. */
        NEW_PROCESS
    }
}
