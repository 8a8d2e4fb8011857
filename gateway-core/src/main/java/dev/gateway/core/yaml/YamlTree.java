package dev.gateway.core.yaml;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The translation of text into YAML nodes, which know their lines. Makes no objects of them. A
 * broken text becomes one problem in the gateway's own words: those of the parser quote the file,
 * and so its secrets.
 */
final class YamlTree {

    private static final int DEEPEST = 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 160_000;

    /** The longest line; the parser's work grows with the square of it. */
    private static final int MAX_LINE = 128 * 1024;

    private static final String CHECK = "correct the line, or compare it with an example";

    private YamlTree() {}

    /** Returns the root of the only document in {@code text}; null if there is none. */
    static Node compose(String text, int limit) throws BrokenYamlException {
        checkLines(text);
        var options = new LoaderOptions();
        options.setCodePointLimit(limit);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        try {
            var parser = new CountingParser(new StreamReader(text), options);
            return new Composer(parser, new Resolver(), options).getSingleNode();
        } catch (MarkedYAMLException e) {
            throw broken(e);
        } catch (YAMLException e) {
            throw new BrokenYamlException(unmarked(e));
        } catch (RuntimeException e) {
            throw new BrokenYamlException(
                    ConfigProblem.ofFile("is YAML that cannot be read", CHECK));
        }
    }

    private static void checkLines(String text) throws BrokenYamlException {
        int line = 1;
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            end = end < 0 ? text.length() : end;
            if (end - begin > MAX_LINE) {
                throw new BrokenYamlException(
                        ConfigProblem.at(
                                line,
                                "",
                                "is longer than " + MAX_LINE / 1024 + " KiB",
                                "break it up"));
            }
            begin = end + 1;
            line++;
        }
    }

    private static BrokenYamlException broken(MarkedYAMLException e) {
        String[] described =
                describe(String.valueOf(e.getProblem()), String.valueOf(e.getContext()));
        var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return new BrokenYamlException(
                mark == null
                        ? ConfigProblem.ofFile(described[0], described[1])
                        : ConfigProblem.at(mark.getLine() + 1, "", described[0], described[1]));
    }

    /** Returns problem and remedy for the parser's own words, found by their beginning. */
    private static String[] describe(String problem, String context) {
        if (problem.contains("(TAB)")) {
            return of("holds a tab where YAML wants blanks", "indent with blanks");
        }
        if (problem.startsWith("mapping values are not allowed here")) {
            return of(
                    "has a ': ' too many, a ':' too few in the line above, or a wrong"
                            + " indentation",
                    "quote the value, complete the line above, or line the key up");
        }
        if (problem.startsWith("could not find expected ':'")) {
            return of("has a key without ': ' behind it", "write key: value, with the blank");
        }
        if (problem.contains("cannot start any token")) {
            return of(
                    "has a value that begins with a character which YAML keeps for itself",
                    "put the value in quotes");
        }
        if (problem.startsWith("found undefined alias")) {
            return of(
                    "has a value that begins with *, which YAML reads as an alias",
                    "put the value in quotes");
        }
        if (problem.startsWith("but found another document")) {
            return of("has a second document", "remove the line --- and what follows it");
        }
        if (problem.startsWith("found unknown escape character")) {
            return of(
                    "has a backslash in double quotes that YAML does not know",
                    "use single quotes, or write the backslash twice");
        }
        if (problem.startsWith("found unexpected end of stream") && context.contains("quoted")) {
            return of("has quotes that are not closed", "close them");
        }
        if (context.startsWith("while parsing a flow")) {
            return of("has a { or [ that is not closed, or lacks a comma", "complete it");
        }
        if (context.startsWith("while parsing a block")) {
            return of("is indented differently from its neighbours", "line it up with them");
        }
        return of("is not valid YAML", CHECK);
    }

    private static String[] of(String message, String remedy) {
        return new String[] {message, remedy};
    }

    private static ConfigProblem unmarked(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Nesting Depth")) {
            return ConfigProblem.ofFile(
                    "is nested deeper than " + DEEPEST + " levels", "remove what is not needed");
        }
        if (e instanceof TooMuch) {
            return ConfigProblem.ofFile(
                    "holds more than " + MAX_NODES + " keys and values",
                    "remove what is not needed");
        }
        if (message.startsWith("Number of aliases")) {
            return ConfigProblem.ofFile(
                    "uses more than " + MAX_ALIASES + " aliases", "write the values out");
        }
        return ConfigProblem.ofFile("is not valid YAML", CHECK);
    }

    /** A parser that gives up on a file with more nodes than any real one. */
    private static final class CountingParser extends ParserImpl {
        private int nodes;

        CountingParser(StreamReader reader, LoaderOptions options) {
            super(reader, options);
        }

        @Override
        public Event getEvent() {
            if (++nodes > MAX_NODES) {
                throw new TooMuch();
            }
            return super.getEvent();
        }
    }

    private static final class TooMuch extends YAMLException {
        TooMuch() {
            super("more than " + MAX_NODES + " events");
        }
    }

    /** A text that is no YAML. */
    static final class BrokenYamlException extends Exception {
        private final transient ConfigProblem problem;

        BrokenYamlException(ConfigProblem problem) {
            super(problem.oneLine());
            this.problem = problem;
        }

        ConfigProblem problem() {
            return problem;
        }
    }
}
