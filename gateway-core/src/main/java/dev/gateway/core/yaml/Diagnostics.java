package dev.gateway.core.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The problems found while one file is read. For one thread. */
public final class Diagnostics {

    /**
     * The most problems that are kept: those of a damaged file of the largest size must not fill
     * the memory.
     */
    private static final int MAX_PROBLEMS = 1_000;

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final List<ConfigProblem> advice = new ArrayList<>();
    private final Map<String, String> references = new HashMap<>();
    private boolean literalSecret;

    /** Adds a problem. */
    public void problem(ConfigProblem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** Adds a problem with this key or its value. */
    public void problem(YamlEntry entry, String message, String remedy) {
        problem(ConfigProblem.at(entry.line(), entry.path(), message, remedy));
    }

    public void warning(ConfigProblem warning) {
        warnings.add(warning);
    }

    /** Adds advice about a valid value that is possibly not meant. */
    public void advice(YamlEntry entry, String message, String remedy) {
        advice.add(ConfigProblem.at(entry.line(), entry.path(), message, remedy));
    }

    void reference(String path, String references) {
        this.references.merge(path, references, (first, next) -> first + " " + next);
    }

    public void literalSecret() {
        literalSecret = true;
    }

    public boolean hasLiteralSecret() {
        return literalSecret;
    }

    public int problemCount() {
        return problems.size();
    }

    /** Returns all problems in the order of the file. */
    public List<ConfigProblem> problems() {
        return inOrder(problems);
    }

    public List<ConfigProblem> warnings() {
        return inOrder(warnings);
    }

    public List<ConfigProblem> advice() {
        return inOrder(advice);
    }

    public Map<String, String> references() {
        return references;
    }

    private static List<ConfigProblem> inOrder(List<ConfigProblem> list) {
        List<ConfigProblem> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparing(problem -> problem.line().orElse(0)));
        return sorted;
    }
}
