package dev.gateway.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code sh} blocks of a document. One behind {@code <!-- not run: why -->} is for readers
 * alone. A line ends with 0, unless it says {@code # exit 3}; one that ends with {@code &} goes on.
 */
record Guide(Path file, List<Block> blocks) {

    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK =
            Pattern.compile("(?m)(?:^<!-- not run: (.+) -->\\R)?^```sh\\R((?s:.*?))^```$");
    private static final Pattern EXIT = Pattern.compile("# exit (\\d+)$");
    private static final Pattern COMMAND =
            Pattern.compile("(?:^|[\\s;|&(])((?:[./\\w-]*/)?gateway(?:-sim)?)((?: +[^#;|&>)]+)?)");

    /**
     * Some lines of a shell.
     *
     * @param reason why they are not run; empty if they are
     */
    record Block(String reason, List<String> lines) {
        boolean isRun() {
            return reason.isEmpty();
        }
    }

    /** A document by its path from the project's folder. */
    static Guide of(String name) throws IOException {
        Path file = ROOT.resolve(name);
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(Files.readString(file));
        while (found.find()) {
            String reason = found.group(1) == null ? "" : found.group(1);
            blocks.add(new Block(reason, found.group(2).lines().toList()));
        }
        return new Guide(file, List.copyOf(blocks));
    }

    /** A script that runs them one after the other and ends with the first that surprises. */
    String script() {
        var script = new StringBuilder();
        for (Block block : blocks) {
            if (block.isRun()) {
                append(script, block);
            }
        }
        return script.toString();
    }

    private static void append(StringBuilder script, Block block) {
        String heredoc = "";
        for (String line : block.lines()) {
            script.append(line).append('\n');
            if (!heredoc.isEmpty()) {
                heredoc = line.equals(heredoc) ? "" : heredoc;
            } else if (line.contains("<<'END'")) {
                heredoc = "END";
            }
            if (heredoc.isEmpty() && !line.isBlank()) {
                String code = line.endsWith("&") ? "started" : expected(line);
                script.append("ended $? %s '%s'%n".formatted(code, line.replace("'", "'\\''")));
            }
        }
    }

    private static String expected(String line) {
        Matcher exit = EXIT.matcher(line);
        return exit.find() ? exit.group(1) : "0";
    }

    /** The command lines of {@code gateway} and {@code gateway-sim} that are not run, as words. */
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
