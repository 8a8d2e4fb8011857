package dev.gateway.core.config.journal;

import dev.gateway.core.file.BoundedTextFile;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.YamlDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The two sections of a config that say where the journal is, for a command that needs nothing else
 * of it: problems in other sections do not matter, and a file without these is not even parsed.
 *
 * @param journal the store of the journal
 * @param host this host among those that share it
 */
public record JournalSections(JournalConfig journal, HostConfig host) {

    private static final JournalSections IN_THE_HOME =
            new JournalSections(JournalConfig.DEFAULT, HostConfig.named("localhost"));

    private static final String REMEDY =
            "it says where the journal is: name it with --config FILE, or make it readable";

    /**
     * Reads the sections.
     *
     * @param file the config file
     * @param shared whether this home has shared a journal before; without that, a file that cannot
     *     be read counts as one without these sections
     * @param environment returns the value of a variable, or null if it is not set
     * @throws InvalidConfigException if the place of the journal cannot be told
     */
    public static JournalSections read(
            Path file, boolean shared, Function<String, String> environment)
            throws InvalidConfigException {
        String text;
        try {
            text = YamlDocument.text(file, REMEDY);
        } catch (InvalidConfigException e) {
            if (!shared) {
                return IN_THE_HOME;
            }
            throw new InvalidConfigException(
                    file, e.problems(), Files.exists(file) && !Files.isReadable(file));
        }
        if (!mentions(text, JournalConfigReader.KEY)) {
            return IN_THE_HOME;
        }
        YamlDocument document;
        try {
            document = YamlDocument.of(file, text, "begin with journal:", environment);
        } catch (InvalidConfigException e) {
            if (shared || mentions(text, JournalConfig.POSTGRES)) {
                throw e;
            }
            return IN_THE_HOME;
        }
        return read(document);
    }

    private static JournalSections read(YamlDocument document) throws InvalidConfigException {
        JournalConfig journal =
                new JournalConfigReader(document.values(), document.findings())
                        .read(document.root())
                        .orElse(JournalConfig.DEFAULT);
        if (!journal.isShared()) {
            check(document, List.of(JournalConfigReader.KEY));
            return IN_THE_HOME;
        }
        HostConfig host =
                new HostConfigReader(document.values(), document.findings())
                        .read(document.root(), true);
        check(document, List.of(JournalConfigReader.KEY, HostConfigReader.KEY));
        if (BoundedTextFile.isWritableByOthers(document.file())) {
            // Another account could have the password sent to a server of its own.
            throw new InvalidConfigException(
                    document.file(),
                    List.of(
                            ConfigProblem.ofFile(
                                    "others can write to it", "chmod 600 " + document.file())),
                    true);
        }
        return new JournalSections(journal, host);
    }

    private static void check(YamlDocument document, List<String> sections)
            throws InvalidConfigException {
        List<ConfigProblem> problems =
                document.findings().problems().stream()
                        .filter(problem -> isIn(problem.key(), sections))
                        .toList();
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(document.file(), problems);
        }
    }

    private static boolean isIn(String key, List<String> sections) {
        return sections.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "."));
    }

    /** Returns whether a line that is no comment has the word. */
    private static boolean mentions(String text, String word) {
        return text.contains(word)
                && text.lines()
                        .map(String::strip)
                        .anyMatch(line -> !line.startsWith("#") && line.contains(word));
    }
}
