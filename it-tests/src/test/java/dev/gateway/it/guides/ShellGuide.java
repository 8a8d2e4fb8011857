package dev.gateway.it.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The {@code sh} blocks of a document, and the {@code text} block behind each with its output. A
 * block behind {@code <!-- not run: why -->} is for readers alone; output behind {@code <!-- output
 * varies -->} differs from run to run.
 */
record ShellGuide(Path file, List<Block> blocks) {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?m)(?:^<!-- not run: (.+) -->\\R)?^```sh\\R((?s:.*?))^```$"
                            + "(?:\\R+```text\\R((?s:.*?))^```$)?");
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[\\s;|&(])((?:[./\\w-]*/)?gateway(?:-sim)?)((?: +[^#;|&>)]+)?)");

    /**
     * Some lines for a shell.
     *
     * @param reason the reason why they are not run; empty if they are
     * @param text the lines, each with its end
     * @param output the lines that the document shows as printed
     */
    record Block(String reason, String text, List<String> output) {
        boolean isRun() {
            return reason.isEmpty();
        }

        List<String> lines() {
            return text.lines().toList();
        }
    }

    /** Reads a document by its path from the project's folder. */
    static ShellGuide of(String name) throws IOException {
        Path file = ROOT.resolve(name);
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(Files.readString(file));
        while (found.find()) {
            String reason = found.group(1) == null ? "" : found.group(1);
            String output = found.group(3) == null ? "" : found.group(3);
            blocks.add(new Block(reason, found.group(2), output.lines().toList()));
        }
        return new ShellGuide(file, List.copyOf(blocks));
    }

    /** Returns the blocks that can run. */
    List<Block> run() {
        return blocks.stream().filter(Block::isRun).toList();
    }

    /** Returns the text that a reader pastes who pastes each block that can run. */
    String pasted() {
        return run().stream().map(Block::text).collect(Collectors.joining());
    }

    /** Returns the command lines of {@code gateway} and {@code gateway-sim} that are not run. */
    List<List<String>> shown() {
        List<List<String>> commands = new ArrayList<>();
        for (Block block : blocks) {
            for (String line : block.isRun() ? List.<String>of() : block.lines()) {
                Matcher found = COMMAND.matcher(line);
                if (found.find() && !line.startsWith("tar ") && !line.startsWith("ln ")) {
                    List<String> words = new ArrayList<>();
                    words.add(Path.of(found.group(1)).getFileName().toString());
                    for (String word : found.group(2).strip().split(" +")) {
                        if (!word.isEmpty()) {
                            words.add(word.replace("\"", ""));
                        }
                    }
                    commands.add(List.copyOf(words));
                }
            }
        }
        return commands;
    }
}
