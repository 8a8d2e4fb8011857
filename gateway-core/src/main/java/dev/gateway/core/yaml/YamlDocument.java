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
 * A YAML file that a person wrote for another purpose than a gateway's config, to be read with the
 * same care: every problem at once, with its line, its key and the nearest known one.
 *
 * @param file where it is
 * @param root all of it
 * @param values reads single values; {@code ${NAME}} and {@code ${file:PATH}} are replaced
 * @param findings what is wrong so far; whoever reads on adds to it
 */
public record YamlDocument(Path file, YamlMapping root, ValueReader values, Diagnostics findings) {

    /** The parser needs up to 300 times as much memory for a file that means no good. */
    public static final int LARGEST = 128 * 1024;

    /**
     * Takes it apart.
     *
     * @param text its content
     * @param beginning what to do if it holds no keys, a fragment such as {@code begin with name:}
     * @param environment the value of a variable, or null if it is not set
     * @throws InvalidConfigException if it is no YAML or holds no keys
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
     * The text of such a file.
     *
     * @throws InvalidConfigException if it cannot be read, is too big or no text
     */
    public static String text(Path file, String remedy) throws InvalidConfigException {
        try {
            return BoundedTextFile.read(file, LARGEST);
        } catch (UnreadableFileException e) {
            throw invalid(file, new ConfigProblem(e.line(), "", e.getMessage(), remedy));
        }
    }

    /**
     * Nothing if all is well so far.
     *
     * @throws InvalidConfigException with everything that is wrong
     */
    public void check() throws InvalidConfigException {
        if (!findings.problems().isEmpty()) {
            throw new InvalidConfigException(file, findings.problems());
        }
    }

    public static MappingNode root(Path file, String text, String beginning, String ifEmpty)
            throws InvalidConfigException {
        try {
            Node root = YamlTree.compose(text, LARGEST);
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
