package dev.gateway.core.config;

import dev.gateway.core.yaml.ConfigProblem;
import java.util.List;

/**
 * Where the types of platforms come from.
 *
 * @param place where they are looked for, for who names one that is not there; empty if that need
 *     not be said
 * @param problems what is wrong there: no config is valid then
 * @param warnings what should be mended there
 */
public record TypeOrigin(String place, List<ConfigProblem> problems, List<ConfigProblem> warnings) {

    /** Types that are simply there. */
    public static final TypeOrigin BUILT_IN = new TypeOrigin("", List.of(), List.of());

    /** Copies the lists. */
    public TypeOrigin {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
