package dev.gateway.core.config;

import dev.gateway.core.yaml.ConfigProblem;
import java.util.List;

/**
 * The source of the platform types.
 *
 * @param place the searched folders, named in messages about an unknown type; empty if messages
 *     need not name them
 * @param problems problems of the source, which make every config invalid
 * @param warnings non-fatal problems of the source
 */
public record TypeOrigin(String place, List<ConfigProblem> problems, List<ConfigProblem> warnings) {

    /** Types from the class path, without a folder to name. */
    public static final TypeOrigin BUILT_IN = new TypeOrigin("", List.of(), List.of());

    /** Copies the lists. */
    public TypeOrigin {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
