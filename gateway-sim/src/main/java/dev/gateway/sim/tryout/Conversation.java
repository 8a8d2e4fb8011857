package dev.gateway.sim.tryout;

import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.Result;
import java.io.InputStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is typed is said to the bot, and lines that begin with a slash do something to the gateway.
 * As a script (the input is no terminal) each line waits for its answer before the next is said,
 * unless the gateway was killed; one that is not answered in time ends it.
 */
public final class Conversation {

    private static final int UNANSWERED = 1;

    private static final List<String> HELP =
            List.of(
                    "  anything          is said to the bot",
                    "  /as PLATFORM      speak on another platform",
                    "  /restart          gateway restart",
                    "  /kill             kill -9; what is said then is answered after /start",
                    "  /start            gateway start",
                    "  /status           gateway status",
                    "  /quit             end; Ctrl-D and Ctrl-C do the same",
                    "  //text            says /text");

    private final TrialGateway gateway;
    private final List<Chat> chats;
    private final Screen screen;
    private final boolean script;
    private final Duration patience;
    private Chat current;
    private boolean killed;
    private boolean late;

    /**
     * A conversation on these platforms, the first of which is spoken on.
     *
     * @param script whether the input is a script
     * @param patience how long a script waits for an answer
     */
    public Conversation(
            TrialGateway gateway,
            List<FakePlatform> platforms,
            Screen screen,
            boolean script,
            Duration patience) {
        this.gateway = gateway;
        this.chats = platforms.stream().map(Chat::new).toList();
        this.screen = screen;
        this.script = script;
        this.patience = patience;
        current = chats.get(0);
    }

    /**
     * Goes on until the input ends, {@code /quit} or an interrupt, then stops the gateway. Returns
     * the exit code: 0, or 1 if a script got no answer to something.
     */
    public int hold(InputStream stream) {
        try (Answers answers = Answers.printedOn(screen, chats)) {
            try {
                talk(Input.of(stream), answers);
                if (script) {
                    return conclude(answers);
                }
            } catch (InterruptedException asked) {
                // A signal. From here on the thread is needed once more, for a proper end.
            }
            screen.end();
            boolean interrupted = Thread.interrupted();
            stopNow();
            List<String> open = answers.unanswered();
            return script && !interrupted && !open.isEmpty() ? UNANSWERED : 0;
        }
    }

    private void talk(Input input, Answers answers) throws InterruptedException {
        while (true) {
            screen.prompt(current.platform());
            Optional<String> line = input.next();
            if (line.isEmpty()) {
                return;
            }
            screen.typed();
            if (!take(line.get().strip(), answers)) {
                return;
            }
        }
    }

    /** Returns whether it goes on. */
    private boolean take(String line, Answers answers) throws InterruptedException {
        if (line.isEmpty()) {
            return true;
        }
        if (!line.startsWith("/") || line.startsWith("//")) {
            current.say(line.startsWith("//") ? line.substring(1) : line);
            if (script && !killed) {
                late = !answers.awaitAll(System.nanoTime() + patience.toNanos());
            }
            return !late;
        }
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "/quit", "/exit" -> {
                return false;
            }
            case "/as" -> speakOn(argument);
            case "/restart" -> {
                screen.note("gateway restart …");
                started(gateway.restart());
            }
            case "/start" -> {
                screen.note("gateway start …");
                started(gateway.start());
            }
            case "/status" -> show(gateway.status());
            case "/kill" -> kill();
            case "/help" -> HELP.forEach(screen::note);
            default ->
                    screen.note(
                            words[0]
                                    + " is no command here; see /help. //text says /text to the bot.");
        }
        return true;
    }

    private void speakOn(String platform) {
        Optional<Chat> found =
                chats.stream()
                        .filter(chat -> chat.platform().equals(platform.toLowerCase(Locale.ROOT)))
                        .findFirst();
        found.ifPresentOrElse(
                chat -> current = chat,
                () ->
                        screen.note(
                                "/as needs one of: "
                                        + chats.stream()
                                                .map(Chat::platform)
                                                .collect(Collectors.joining(", "))));
    }

    private void kill() throws InterruptedException {
        OptionalLong pid = gateway.kill();
        killed = true;
        screen.note(
                pid.isPresent()
                        ? "The gateway (PID %d) was killed with SIGKILL. What you say now is answered after /start."
                                .formatted(pid.getAsLong())
                        : "No gateway runs. /start starts one.");
    }

    /** The last line of a success says it all; a failure is shown with its phases. */
    private void started(Result result) {
        if (result.exit() == 0) {
            killed = false;
            List<String> lines = result.stdout().lines().toList();
            screen.note(lines.isEmpty() ? "Done." : lines.get(lines.size() - 1));
        } else {
            show(result);
        }
    }

    private void show(Result result) {
        Stream.of(result.stdout(), result.stderr()).flatMap(String::lines).forEach(screen::note);
    }

    /** The end of a script: what is still handled is finished, then whatever is open is told. */
    private int conclude(Answers answers) throws InterruptedException {
        boolean all = !late && answers.awaitAll(System.nanoTime() + patience.toNanos());
        if (all) {
            gateway.stop();
            answers.unanswered();
            return 0;
        }
        for (String text : answers.unanswered()) {
            screen.note("Not answered within %s s: %s".formatted(seconds(), text));
        }
        screen.note("The gateway says:");
        show(gateway.status());
        stopNow();
        return UNANSWERED;
    }

    private String seconds() {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(patience.toMillis() / 1000.0);
    }

    private void stopNow() {
        try {
            gateway.stopNow();
        } catch (ExpectationFailed slow) {
            // Closing the stage kills it.
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
