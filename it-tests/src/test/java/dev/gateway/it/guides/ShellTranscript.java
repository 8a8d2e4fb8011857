package dev.gateway.it.guides;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of an interactive shell, assigned to the pasted lines. Nothing is added between the
 * lines: the shell's own prompt holds the exit code of the previous command, and {@code -v} makes
 * the shell repeat each line that it reads, as a terminal would.
 */
record ShellTranscript(List<Step> steps) {

    /** The value of {@code PS1}; a shell expands it each time. */
    static final String PROMPT = "[guide $?] ";

    private static final Pattern PROMPTS = Pattern.compile("\\[guide (\\d+)] ");
    private static final Pattern EXIT = Pattern.compile("# exit (\\d+)$");

    /**
     * One command.
     *
     * @param line its first line
     * @param exit its exit code
     * @param printed the lines of the command, and its output on stdout and stderr
     */
    record Step(String line, int exit, List<String> printed) {

        /** Returns whether it ended as its line says: with 0, or as {@code # exit 3}. */
        boolean endedAsTold() {
            Matcher told = EXIT.matcher(line);
            return exit == (told.find() ? Integer.parseInt(told.group(1)) : 0);
        }
    }

    /** Reads a transcript of both streams. */
    static ShellTranscript of(String transcript) {
        List<Step> steps = new ArrayList<>();
        Matcher prompt = PROMPTS.matcher(transcript);
        boolean more = prompt.find();
        while (more) {
            int begin = prompt.end();
            more = prompt.find();
            if (more) {
                List<String> printed = transcript.substring(begin, prompt.start()).lines().toList();
                String line = printed.isEmpty() ? "" : printed.get(0);
                if (!line.isBlank() && !line.startsWith("#")) {
                    steps.add(new Step(line, Integer.parseInt(prompt.group(1)), printed));
                }
            }
        }
        return new ShellTranscript(List.copyOf(steps));
    }

    /** Returns all that was printed, line by line. */
    List<String> printed() {
        return steps.stream().flatMap(step -> step.printed().stream()).toList();
    }
}
