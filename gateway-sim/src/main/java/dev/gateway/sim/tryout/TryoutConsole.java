package dev.gateway.sim.tryout;

import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.console.TerminalDetector;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The output of a session: answers on stdout, all else on stderr, and on a terminal a prompt that
 * is printed again below an answer. Thread-safe. The modes of the terminal are never changed.
 */
public final class TryoutConsole {

    private static final String ERASE = "\r\u001B[K";
    private static final String BOLD = "\u001B[1m";
    private static final String CYAN = "\u001B[36m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean prompting;
    private final boolean coloured;
    private String prompt = "";

    private TryoutConsole(PrintWriter out, PrintWriter err, boolean prompting, boolean coloured) {
        this.out = out;
        this.err = err;
        this.prompting = prompting;
        this.coloured = coloured;
    }

    /**
     * Creates a console on the standard streams, with prompts and colours only if they are a
     * terminal.
     */
    public static TryoutConsole onStandardStreams(PrintWriter out, PrintWriter err) {
        boolean terminal = TerminalDetector.canRedraw(TerminalDetector.STDOUT);
        String noColor = System.getenv("NO_COLOR");
        return new TryoutConsole(
                out,
                err,
                terminal && TerminalDetector.isTerminal(TerminalDetector.STDIN),
                terminal && (noColor == null || noColor.isEmpty()));
    }

    /** Prints a line on stderr. */
    public synchronized void note(String line) {
        above(() -> printTo(err, line));
    }

    /** Prints a message of the bot. */
    synchronized void answer(String platform, BotMessage answer) {
        String indent = " ".repeat(platform.length() + 3);
        String label = style(CYAN, "[" + platform + "]") + " ";
        String text =
                lines(answer).stream()
                        .map(TryoutConsole::printable)
                        .collect(Collectors.joining("\n" + indent));
        above(() -> printTo(out, label + text));
    }

    private static List<String> lines(BotMessage answer) {
        String files =
                answer.files().stream()
                        .map(
                                one ->
                                        "(%s %s, %d bytes)"
                                                .formatted(
                                                        one.kind(),
                                                        one.name(),
                                                        one.content().length))
                        .collect(Collectors.joining("\n"));
        String both =
                answer.text() + (answer.text().isEmpty() || files.isEmpty() ? "" : "\n") + files;
        return both.lines().toList();
    }

    /** Prints the prompt, which is valid until {@link #typed}. */
    synchronized void prompt(String platform) {
        prompt = prompting ? style(BOLD, platform + ">") + " " : "";
        out.print(prompt);
        out.flush();
    }

    /** Records that a line was typed: the cursor is below the prompt. */
    synchronized void typed() {
        prompt = "";
    }

    /** Ends the line of a prompt that will get no more input. */
    synchronized void end() {
        if (!prompt.isEmpty()) {
            prompt = "";
            printTo(out, "");
        }
    }

    private void above(Runnable print) {
        if (!prompt.isEmpty()) {
            out.print(ERASE);
            out.flush();
        }
        print.run();
        if (!prompt.isEmpty()) {
            out.print(prompt);
            out.flush();
        }
    }

    private static void printTo(PrintWriter writer, String text) {
        writer.println(text);
        writer.flush();
    }

    private String style(String code, String text) {
        return coloured ? code + text + PLAIN : text;
    }

    /**
     * Replaces control characters: a handler's output is data, and no escape sequence of it may
     * reach the terminal.
     */
    private static String printable(String line) {
        return line.replace("\t", "    ").replaceAll("\\p{Cntrl}", "?");
    }
}
