package dev.gateway.sim.tryout;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
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
 * A session: typed lines are sent to the bot, and lines that begin with a slash control the
 * gateway. In a script (the input is no terminal) each line waits for its answer before the next is
 * sent, unless the gateway was killed; a missing answer ends the script.
 */
public final class TryoutSession {

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

    private final TryoutGateway gateway;
    private final List<PrivateChat> chats;
    private final TryoutConsole console;
    private final boolean script;
    private final Duration timeout;
    private PrivateChat current;
    private boolean killed;
    private boolean late;

    /**
     * Creates a session on these platforms, the first of which is the current one.
     *
     * @param script whether the input is a script
     * @param timeout the time that a script waits for an answer
     */
    public TryoutSession(
            TryoutGateway gateway,
            List<FakePlatform> platforms,
            TryoutConsole console,
            boolean script,
            Duration timeout) {
        this.gateway = gateway;
        this.chats = platforms.stream().map(PrivateChat::new).toList();
        this.console = console;
        this.script = script;
        this.timeout = timeout;
        current = chats.get(0);
    }

    /**
     * Runs until the input ends, {@code /quit} or an interrupt, then stops the gateway. Returns the
     * exit code: 0, or 1 if a script missed an answer.
     */
    public int run(InputStream stream) {
        try (AnswerPrinter answerPrinter = AnswerPrinter.printedOn(console, chats)) {
            try {
                readInput(StdinReader.of(stream), answerPrinter);
                if (script) {
                    return conclude(answerPrinter);
                }
            } catch (InterruptedException asked) {
                // A signal. From here on the thread is needed once more, for a proper end.
            }
            console.end();
            boolean interrupted = Thread.interrupted();
            stopNow();
            List<String> open = answerPrinter.unanswered();
            return script && !interrupted && !open.isEmpty() ? UNANSWERED : 0;
        }
    }

    private void readInput(StdinReader stdinReader, AnswerPrinter answerPrinter)
            throws InterruptedException {
        while (true) {
            console.prompt(current.platform());
            Optional<String> line = stdinReader.next();
            if (line.isEmpty()) {
                return;
            }
            console.typed();
            if (!take(line.get().strip(), answerPrinter)) {
                return;
            }
        }
    }

    /** Executes a line; returns whether the session goes on. */
    private boolean take(String line, AnswerPrinter answerPrinter) throws InterruptedException {
        if (line.isEmpty()) {
            return true;
        }
        if (!line.startsWith("/") || line.startsWith("//")) {
            current.say(line.startsWith("//") ? line.substring(1) : line);
            if (script && !killed) {
                late = !answerPrinter.awaitAll(Deadline.after(timeout));
            }
            return !late;
        }
        String[] words = line.split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "/quit", "/exit" -> {
                return false;
            }
            case "/as" -> switchPlatform(argument);
            case "/restart" -> {
                console.note("gateway restart …");
                started(gateway.restart());
            }
            case "/start" -> {
                console.note("gateway start …");
                started(gateway.start());
            }
            case "/status" -> show(gateway.status());
            case "/kill" -> kill();
            case "/help" -> HELP.forEach(console::note);
            default ->
                    console.note(
                            words[0]
                                    + " is no command here; see /help. //text says /text to the bot.");
        }
        return true;
    }

    private void switchPlatform(String platform) {
        Optional<PrivateChat> found =
                chats.stream()
                        .filter(chat -> chat.platform().equals(platform.toLowerCase(Locale.ROOT)))
                        .findFirst();
        found.ifPresentOrElse(
                chat -> current = chat,
                () ->
                        console.note(
                                "/as needs one of: "
                                        + chats.stream()
                                                .map(PrivateChat::platform)
                                                .collect(Collectors.joining(", "))));
    }

    private void kill() throws InterruptedException {
        OptionalLong pid = gateway.kill();
        killed = true;
        console.note(
                pid.isPresent()
                        ? "The gateway (PID %d) was killed with SIGKILL. What you say now is answered after /start."
                                .formatted(pid.getAsLong())
                        : "No gateway runs. /start starts one.");
    }

    /** Prints the outcome of a start: the last line of a success, all phases of a failure. */
    private void started(CommandResult result) {
        if (result.exit() == 0) {
            killed = false;
            List<String> lines = result.stdout().lines().toList();
            console.note(lines.isEmpty() ? "Done." : lines.get(lines.size() - 1));
        } else {
            show(result);
        }
    }

    private void show(CommandResult result) {
        Stream.of(result.stdout(), result.stderr()).flatMap(String::lines).forEach(console::note);
    }

    /** Ends a script: waits for the messages in flight, then lists the texts without an answer. */
    private int conclude(AnswerPrinter answerPrinter) throws InterruptedException {
        boolean all = !late && answerPrinter.awaitAll(Deadline.after(timeout));
        if (all) {
            gateway.stop();
            answerPrinter.unanswered();
            return 0;
        }
        for (String text : answerPrinter.unanswered()) {
            console.note("Not answered within %s s: %s".formatted(seconds(), text));
        }
        console.note("The gateway says:");
        show(gateway.status());
        stopNow();
        return UNANSWERED;
    }

    private String seconds() {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(timeout.toMillis() / 1000.0);
    }

    private void stopNow() {
        try {
            gateway.stopNow();
        } catch (ExpectationFailedException slow) {
            // Closing the workspace kills the gateway.
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
