package dev.gateway.core.yaml;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.file.UnreadableFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file for another purpose than a gateway's config, read with the same care: every problem
 * at once, with its line, its key and the nearest known one.
 *
 * @param file the path of the file
 * @param root the whole file as a mapping
 * @param values the reader of single values; {@code ${NAME}} and {@code ${file:PATH}} are replaced
 * @param findings the problems so far; further reading adds to them
 */
public record YamlDocument(Path file, YamlMapping root, ValueReader values, Diagnostics findings) {

    /**
     * The upper bound of a file's size, enough for ten thousand accounts: a malicious file can make
     * the parser use 300 times its size.
     */
    public static final int MAX_BYTES = 2 << 20;

    /**
     * Parses a text.
     *
     * @param text the content of the file
     * @param beginning the remedy if the text holds no keys, a fragment such as {@code begin with
     *     name:}
     * @param environment returns the value of a variable, or null if it is not set
     * @throws InvalidConfigException if the text is no YAML or holds no keys
     */
    public static YamlDocument of(
            Path file, String text, String beginning, Function<String, String> environment)
            throws InvalidConfigException {
        MappingNode node = root(file, text, beginning, beginning);
        var diagnostics = new Diagnostics();
        Path folder = file.toAbsolutePath().getParent();
        var placeholders =
                new Placeholders(folder == null ? file : folder, environment, diagnostics);
        return new YamlDocument(
                file,
                YamlMapping.root(node, diagnostics),
                new ValueReader(placeholders, diagnostics),
                diagnostics);
    }

    /**
     * Returns the text of such a file.
     *
     * @throws InvalidConfigException if the file cannot be read, is too big or holds no text
     */
    public static String text(Path file, String remedy) throws InvalidConfigException {
        try {
            return BoundedTextFile.read(file, MAX_BYTES);
        } catch (UnreadableFileException e) {
            throw invalid(file, new ConfigProblem(e.line(), "", e.getMessage(), remedy));
        }
    }

    /**
     * Checks that there is no problem so far.
     *
     * @throws InvalidConfigException with every problem
     */
    public void check() throws InvalidConfigException {
        if (!findings.problems().isEmpty()) {
            throw new InvalidConfigException(file, findings.problems());
        }
    }

    public static MappingNode root(Path file, String text, String beginning, String ifEmpty)
            throws InvalidConfigException {
        try {
            Node root = YamlTree.compose(text, MAX_BYTES);
            if (root == null || root.getTag().equals(Tag.NULL)) {
                throw invalid(file, ConfigProblem.ofFile("is empty", ifEmpty));
            }
            if (root instanceof MappingNode mapping) {
                return mapping;
            }
            throw invalid(
                    file,
                    ConfigProblem.at(
                            YamlEntry.lineOf(root),
                            "",
                            "does not hold keys with values",
                            beginning));
        } catch (YamlTree.BrokenYamlException e) {
            throw invalid(file, e.problem());
        }
    }

    private static InvalidConfigException invalid(Path file, ConfigProblem problem) {
        return new InvalidConfigException(file, List.of(problem));
    }
}
