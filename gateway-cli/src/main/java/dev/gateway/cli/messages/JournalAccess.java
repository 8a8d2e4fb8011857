package dev.gateway.cli.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.JournalFailure;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalEngine;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** The access of a command to the journal of a home; prints the reason of a failure. */
final class JournalAccess {

    private final CommandContext context;
    private final GlobalOptions global;
    private final GatewayHome home;

    JournalAccess(CommandContext context, GlobalOptions global) {
        this.context = context;
        this.global = global;
        this.home = global.home();
    }

    /** Runs {@code operation} on the journal, opened for reading. */
    int read(JournalOperation operation) {
        return run(JournalEngine::readOnlyAdmin, operation);
    }

    /** Runs {@code operation} on the journal, opened for writing. */
    int modify(JournalOperation operation) {
        return run(JournalEngine::admin, operation);
    }

    /** Like {@link #read}; a home in which no gateway has run counts as an empty journal. */
    int readOrEmpty(JournalOperation operation, Function<ConsoleOutput, ExitCode> empty) {
        return run(JournalEngine::readOnlyAdmin, operation, Optional.of(empty));
    }

    /** Like {@link #modify}; a home in which no gateway has run counts as an empty journal. */
    int modifyOrEmpty(JournalOperation operation, Function<ConsoleOutput, ExitCode> empty) {
        return run(JournalEngine::admin, operation, Optional.of(empty));
    }

    private int run(DatabaseOpening opening, JournalOperation operation) {
        return run(opening, operation, Optional.empty());
    }

    private int run(
            DatabaseOpening opening,
            JournalOperation operation,
            Optional<Function<ConsoleOutput, ExitCode>> empty) {
        JournalLocation location;
        try {
            location = global.journal();
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        try (JournalAdmin journal =
                opening.open(location.engine(), location, Clock.systemUTC()).orElse(null)) {
            if (journal == null) {
                return empty.isPresent() && isNew(location)
                        ? empty.get().apply(context.out()).number()
                        : reportMissing(location);
            }
            return operation.on(journal, context.out()).number();
        } catch (IOException e) {
            printError(String.valueOf(e.getMessage()));
            if (location.config().isShared()) {
                return JournalFailure.exitCode(e).number();
            }
            return Files.isReadable(home.journal())
                    ? ExitCode.TRY_AGAIN.number()
                    : ExitCode.NO_PERMISSION.number();
        }
    }

    private boolean isNew(JournalLocation location) {
        return location.config().isShared() || Files.notExists(home.journal());
    }

    private int reportMissing(JournalLocation location) {
        if (location.config().isShared()) {
            printError(
                    "There is no journal in %s yet: no gateway has run on it. Check journal.url and journal.schema, or start one with 'gateway start'."
                            .formatted(location.config().postgres().orElseThrow()));
            return ExitCode.TRY_AGAIN.number();
        }
        boolean unseen = !Files.exists(home.journal()) && !Files.notExists(home.journal());
        if (unseen && !Files.isRegularFile(home.folder())) {
            printError("No permission for " + home + ". Run this as its owner.");
            return ExitCode.NO_PERMISSION.number();
        }
        printError(
                "There is no journal in "
                        + home
                        + " yet: no gateway has run there. Check --home, or start one with"
                        + " 'gateway start'.");
        return ExitCode.TRY_AGAIN.number();
    }

    /** Prints an error on stderr. */
    void printError(String text) {
        context.err().line(context.err().paint(TextStyle.BAD, text));
    }

    /** Prints a JSON document. */
    static void print(JsonNode json, ConsoleOutput out) {
        out.line(JsonTree.pretty(json));
    }

    /** The work of a command on an open journal. */
    @FunctionalInterface
    interface JournalOperation {
        ExitCode on(JournalAdmin journal, ConsoleOutput out) throws IOException;
    }

    @FunctionalInterface
    private interface DatabaseOpening {
        Optional<JournalAdmin> open(JournalEngine engine, JournalLocation location, Clock clock)
                throws IOException;
    }
}
