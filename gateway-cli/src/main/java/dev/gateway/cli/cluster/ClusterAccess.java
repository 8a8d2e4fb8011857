package dev.gateway.cli.cluster;

import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.JournalFailure;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The access of a command to the hosts that share a journal; prints the reason of a failure. */
final class ClusterAccess {

    private static final long POLL_MILLIS = 50;

    private final CommandContext context;
    private final GlobalOptions global;
    private final ClusterOpening opening;

    ClusterAccess(CommandContext context, GlobalOptions global, ClusterOpening opening) {
        this.context = context;
        this.global = global;
        this.opening = opening;
    }

    /** Runs an operation, and closes the access. */
    int run(ClusterOperation operation) throws InterruptedException {
        JournalLocation location;
        try {
            location = global.journal();
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        if (!location.config().isShared()) {
            printError(
                    "This home keeps its journal in a file: it shares its accounts with no other"
                            + " host. 'journal: {type: postgres, ...}' in "
                            + global.configFile()
                            + " changes that; see docs/several-hosts.md.");
            return ExitCode.CONFIG.number();
        }
        try (ClusterAdmin admin = opening.open(location, Clock.systemUTC()).orElse(null)) {
            if (admin == null) {
                printError(
                        "There is no journal in %s yet: no gateway has run on it. Check journal.url and journal.schema, or start one with 'gateway start%s'."
                                .formatted(
                                        location.config().postgres().orElseThrow(),
                                        global.repeated()));
                return ExitCode.TRY_AGAIN.number();
            }
            return operation.on(admin, location).number();
        } catch (IOException e) {
            printError(TerminalSanitizer.line(String.valueOf(e.getMessage())));
            return JournalFailure.exitCode(e).number();
        }
    }

    /**
     * Waits until the hosts have carried out an order, and prints a warning if they have not in
     * time.
     *
     * @param check returns a sentence on what is missing; empty when nothing is
     */
    ExitCode awaitOrder(Duration limit, OrderCheck check) throws IOException, InterruptedException {
        Deadline deadline = Deadline.after(limit);
        while (true) {
            Optional<String> missing = check.missing();
            if (missing.isEmpty()) {
                return ExitCode.OK;
            }
            if (deadline.isExpired()) {
                String where = " See 'gateway cluster%s'.".formatted(global.repeated());
                context.err().line(context.err().paint(TextStyle.WARNING, missing.get() + where));
                return ExitCode.TRY_AGAIN;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Prints an error on stderr. */
    void printError(String text) {
        context.err().line(context.err().paint(TextStyle.BAD, text));
    }

    /** The look at what is missing of an order. */
    @FunctionalInterface
    interface OrderCheck {
        Optional<String> missing() throws IOException;
    }

    /** The work of a command on the hosts. */
    @FunctionalInterface
    interface ClusterOperation {
        ExitCode on(ClusterAdmin admin, JournalLocation location)
                throws IOException, InterruptedException;
    }
}
