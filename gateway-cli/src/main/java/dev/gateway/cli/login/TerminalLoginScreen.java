package dev.gateway.cli.login;

import dev.gateway.adapter.weixin.login.LoginScreen;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Tone;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A login at the terminal. Waiting for input looks at it now and then, so it can be interrupted.
 */
final class TerminalLoginScreen implements LoginScreen {

    private static final long PAUSE_MILLIS = 50;

    private final Screen screen;
    private final BufferedReader input;
    private final Duration patience;

    /**
     * A screen and a keyboard.
     *
     * @param patience how long to wait for a number to be typed
     */
    TerminalLoginScreen(Screen screen, BufferedReader input, Duration patience) {
        this.screen = screen;
        this.input = input;
        this.patience = patience;
    }

    @Override
    public void showCode(String content, int number) {
        screen.line("");
        if (!content.isBlank()) {
            screen.write(QrCode.of(content).on(screen));
        }
        screen.line("");
        screen.line("Scan it with Weixin on your phone, or open this address there:");
        screen.line("  " + screen.paint(Tone.HINT, printable(content)));
        screen.line("Waiting…".replace("…", screen.symbol("…", "...")));
    }

    @Override
    public void scanned() {
        screen.line(screen.paint(Tone.GOOD, "Scanned.") + " Now confirm it on the phone.");
    }

    @Override
    public Optional<String> askForNumber(boolean again) throws InterruptedException {
        if (again) {
            screen.line(screen.paint(Tone.WARNING, "That was not the number."));
        }
        screen.write("Number that the phone shows: ");
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!input.ready()) {
                if (System.nanoTime() - deadline >= 0) {
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
        screen.line(printable(sentence));
    }

    /** What comes from the network must not move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
