package dev.gateway.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the reading of one file brought to light beside the settings. For one thread. */
public final class Findings {

    /** A damaged file of the largest size must not fill the memory with its problems. */
    private static final int MOST = 1_000;

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final Map<String, String> references = new HashMap<>();
    private boolean literalSecret;

    /** Something is wrong. */
    public void problem(ConfigProblem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        }
    }

    /** Something is wrong with this key or its value. */
    public void problem(Entry entry, String message, String remedy) {
        problem(ConfigProblem.at(entry.line(), entry.path(), message, remedy));
    }

    void warning(ConfigProblem warning) {
        warnings.add(warning);
    }

    void reference(String path, String references) {
        this.references.merge(path, references, (first, next) -> first + " " + next);
    }

    void literalSecret() {
        literalSecret = true;
    }

    boolean hasLiteralSecret() {
        return literalSecret;
    }

    int problemCount() {
        return problems.size();
    }

    /** All that is wrong, in the order of the file. */
    public List<ConfigProblem> problems() {
        return inOrder(problems);
    }

    List<ConfigProblem> warnings() {
        return inOrder(warnings);
    }

    Map<String, String> references() {
        return references;
    }

    private static List<ConfigProblem> inOrder(List<ConfigProblem> list) {
        List<ConfigProblem> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparing(problem -> problem.line().orElse(0)));
        return sorted;
    }
}
