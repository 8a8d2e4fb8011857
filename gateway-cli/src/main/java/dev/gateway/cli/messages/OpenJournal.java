package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.JsonTree;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalConsole;
import dev.gateway.core.lifecycle.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Opens the journal of a home for one command, and tells what is wrong if that fails. */
final class OpenJournal {

    private final GatewayHome home;
    private final Terminal terminal;

    OpenJournal(GatewayHome home, Terminal terminal) {
        this.home = home;
        this.terminal = terminal;
    }

    /** Runs {@code work} on the journal, which it may only read. */
    int look(Work work) {
        return run(JournalConsole::look, work);
    }

    /** Runs {@code work} on the journal, which it may change. */
    int change(Work work) {
        return run(JournalConsole::open, work);
    }

    private int run(Opener opener, Work work) {
        try (JournalConsole journal = opener.open(home.journal(), Clock.systemUTC()).orElse(null)) {
            if (journal == null) {
                return none();
            }
            return work.on(journal, terminal.out()).number();
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return Files.isReadable(home.journal())
                    ? ExitCode.TRY_AGAIN.number()
                    : ExitCode.NO_PERMISSION.number();
        }
    }

    private int none() {
        boolean unseen = !Files.exists(home.journal()) && !Files.notExists(home.journal());
        if (unseen && !Files.isRegularFile(home.folder())) {
            complain("No permission for " + home + ". Run this as its owner.");
            return ExitCode.NO_PERMISSION.number();
        }
        complain(
                "There is no journal in "
                        + home
                        + " yet: no gateway has run there. Check --home, or start one with"
                        + " 'gateway start'.");
        return ExitCode.TRY_AGAIN.number();
    }

    /** A sentence for the operator, on stderr. */
    void complain(String text) {
        terminal.err().line(terminal.err().paint(Tone.BAD, text));
    }

    /** A JSON document for a program. */
    static void print(JsonNode json, Screen out) {
        out.line(JsonTree.pretty(json));
    }

    /** What a command does with an open journal. */
    @FunctionalInterface
    interface Work {
        ExitCode on(JournalConsole journal, Screen out) throws IOException;
    }

    @FunctionalInterface
    private interface Opener {
        Optional<JournalConsole> open(Path file, Clock clock) throws IOException;
    }
}
