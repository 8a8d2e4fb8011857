package dev.gateway.cli.login;

import dev.gateway.adapter.weixin.login.LoginPrompt;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.time.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The prompt of a login at the terminal. It polls for input, so waiting can be interrupted. */
final class TerminalLoginPrompt implements LoginPrompt {

    private static final long PAUSE_MILLIS = 50;

    private final ConsoleOutput output;
    private final BufferedReader input;
    private final Duration timeout;

    /**
     * Creates a prompt.
     *
     * @param timeout the time limit for typing a number
     */
    TerminalLoginPrompt(ConsoleOutput output, BufferedReader input, Duration timeout) {
        this.output = output;
        this.input = input;
        this.timeout = timeout;
    }

    @Override
    public void showCode(String content, int number) {
        output.line("");
        if (!content.isBlank()) {
            output.write(QrCode.of(content).on(output));
        }
        output.line("");
        output.line("Scan it with Weixin on your phone, or open this address there:");
        output.line("  " + output.paint(TextStyle.HINT, printable(content)));
        output.line("Waiting…".replace("…", output.symbol("…", "...")));
    }

    @Override
    public void scanned() {
        output.line(output.paint(TextStyle.GOOD, "Scanned.") + " Now confirm it on the phone.");
    }

    @Override
    public Optional<String> askForNumber(boolean again) throws InterruptedException {
        if (again) {
            output.line(output.paint(TextStyle.WARNING, "That was not the number."));
        }
        output.write("Number that the phone shows: ");
        Deadline deadline = Deadline.after(timeout);
        try {
            while (!input.ready()) {
                if (deadline.isExpired()) {
                    return Optional.empty();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return Optional.ofNullable(input.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void note(String sentence) {
        output.line(printable(sentence));
    }

    /** Returns text from the network without control characters, which would move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
