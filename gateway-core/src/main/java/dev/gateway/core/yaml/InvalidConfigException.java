package dev.gateway.core.yaml;

import java.nio.file.Path;
import java.util.List;

/**
 * A config that only the operator can fix, with every problem in it. The message is one line, names
 * the file and the first problem, and holds no secret.
 */
public final class InvalidConfigException extends Exception {

    private final transient Path file;
    private final transient List<ConfigProblem> problems;
    private final boolean accessDenied;

    /**
     * Creates an exception with at least one problem, in the order of the file.
     *
     * @throws IllegalArgumentException if there is none
     */
    public InvalidConfigException(Path file, List<ConfigProblem> problems) {
        this(file, problems, false);
    }

    public InvalidConfigException(Path file, List<ConfigProblem> problems, boolean accessDenied) {
        super(describe(file, problems));
        this.file = file;
        this.problems = List.copyOf(problems);
        this.accessDenied = accessDenied;
    }

    private static String describe(Path file, List<ConfigProblem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem in " + file);
        }
        String first = "Config " + file + ": " + problems.get(0).oneLine();
        int more = problems.size() - 1;
        if (more == 0) {
            return first;
        }
        return first
                + (more == 1 ? " (and 1 more problem, " : " (and " + more + " more problems, ")
                + "see: gateway config check)";
    }

    /** Returns the file as it was given to the loader. */
    public Path file() {
        return file;
    }

    /** Returns all problems in the order of the file; never empty. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /**
     * Returns whether the permission to read the file is missing, so that nothing is known about
     * its content.
     */
    public boolean accessDenied() {
        return accessDenied;
    }
}
