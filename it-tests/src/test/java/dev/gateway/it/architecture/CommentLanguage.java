package dev.gateway.it.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts of what makes comments hard to read: Javadoc that opens with a relative clause instead of
 * a verb or a noun phrase, and actors that are not named.
 */
final class CommentLanguage {

    private static final Pattern COMMENT =
            Pattern.compile("/\\*.*?\\*/|(?<![:\"])//[^\\n]*", Pattern.DOTALL);

    private static final Pattern FRAME =
            Pattern.compile("^\\s*(?:/\\*\\*?|\\*/|\\*|//)|\\*/", Pattern.MULTILINE);

    private static final Pattern RELATIVE = Pattern.compile("(?:What|Where|How|Whether|Who)\\b.*");

    private static final Pattern WORD = Pattern.compile("[A-Za-z']+");

    private static final Pattern UNNAMED_ACTOR =
            Pattern.compile(
                    "\\b(?:somebody|nobody|whoever|anybody|everybody|someone|anyone|everyone)\\b",
                    Pattern.CASE_INSENSITIVE);

    private final List<String> relativeOpenings = new ArrayList<>();
    private final List<String> unnamedActors = new ArrayList<>();
    private int javadocs;
    private int words;

    /** Reads the main sources of all modules. */
    static CommentLanguage ofMainSources() throws IOException {
        var language = new CommentLanguage();
        for (Path file : ProjectSources.main()) {
            language.add(file.toString(), read(file));
        }
        return language;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds one source; {@code name} is where its findings are said to be. */
    void add(String name, String source) {
        Matcher comments = COMMENT.matcher(source);
        while (comments.find()) {
            String comment = comments.group();
            String text = FRAME.matcher(comment).replaceAll("").strip().replaceAll("\\s+", " ");
            String place = name + ":" + lineOf(source, comments.start()) + ": ";
            words += (int) WORD.matcher(text).results().count();
            UNNAMED_ACTOR
                    .matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .forEach(word -> unnamedActors.add(place + word));
            if (comment.startsWith("/**")) {
                javadocs++;
                if (RELATIVE.matcher(text).matches()) {
                    relativeOpenings.add(place + text);
                }
            }
        }
    }

    private static long lineOf(String source, int position) {
        return 1 + source.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    List<String> relativeOpenings() {
        return relativeOpenings;
    }

    List<String> unnamedActors() {
        return unnamedActors;
    }

    /** Returns the number of Javadoc comments. */
    int javadocs() {
        return javadocs;
    }

    /** Returns the number of words in all comments. */
    int words() {
        return words;
    }
}
