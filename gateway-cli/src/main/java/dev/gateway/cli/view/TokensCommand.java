package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.JournalFailure;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.DisplayWidth;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenHolder;
import dev.gateway.core.token.TokenLockFolder;
import dev.gateway.core.token.TokenLockFolderException;
import dev.gateway.core.token.TokenLocks.Holding;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code gateway tokens}. */
public final class TokensCommand implements Callable<Integer> {

    private final CommandContext context;
    private final ClusterOpening opening;

    private final GlobalOptions global = new GlobalOptions();

    private boolean json;

    /** Returns the command. */
    public static CommandSpec of(CommandContext context) {
        return of(context, ClusterOpening.BY_ENGINE);
    }

    static CommandSpec of(CommandContext context, ClusterOpening opening) {
        var command = new TokensCommand(context, opening);
        return CommandModel.of(
                        "tokens",
                        command,
                        "Show every bot token that a gateway of this user polls just now, and which"
                                + " process it is. Tokens appear as the first digits of their"
                                + " SHA-256. Where several hosts share the journal, the accounts of"
                                + " the others follow.")
                .examples("  gateway tokens", "  gateway tokens --json")
                .global(command.global)
                .flag(given -> command.json = given, "Print a JSON array.", "--json")
                .spec();
    }

    private TokensCommand(CommandContext context, ClusterOpening opening) {
        this.context = context;
        this.opening = opening;
    }

    @Override
    public Integer call() {
        var host = context.host();
        Path folder;
        try {
            folder = TokenLockFolder.of(System::getenv);
        } catch (TokenLockFolderException e) {
            context.err().line(e.getMessage());
            return e.isDenied() ? ExitCode.NO_PERMISSION.number() : ExitCode.CONFIG.number();
        }
        var locks =
                new KernelTokenLocks(
                        folder,
                        global.home().toString(),
                        host.probe(),
                        host.holders(),
                        host.clock());
        List<Holding> held;
        try {
            held = locks.held();
        } catch (IOException e) {
            context.err()
                    .line(
                            "Cannot tell which tokens are held: %s cannot be read%s."
                                    .formatted(folder, reason(e)));
            return e instanceof AccessDeniedException
                    ? ExitCode.NO_PERMISSION.number()
                    : ExitCode.TRY_AGAIN.number();
        }
        JournalLocation location;
        try {
            location = global.journal();
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e).number();
        }
        if (!location.config().isShared()) {
            print(held, List.of(), folder);
            return 0;
        }
        try {
            List<HostLease> leases = HostLease.elsewhere(location, opening, host.clock());
            print(held, leases, folder);
            return 0;
        } catch (IOException e) {
            print(held, List.of(), folder); // What this machine knows is true nevertheless.
            context.err()
                    .line(
                            "Cannot tell what other hosts hold: "
                                    + TerminalSanitizer.line(String.valueOf(e.getMessage())));
            return JournalFailure.exitCode(e).number();
        }
    }

    private void print(List<Holding> held, List<HostLease> leases, Path folder) {
        if (json) {
            ArrayNode array = toJson(held);
            leases.forEach(lease -> array.add(lease.toJson()));
            context.out().line(JsonTree.pretty(array));
            return;
        }
        if (held.isEmpty() && leases.isEmpty()) {
            context.out().line("No token is held (" + folder + ").");
        }
        var lines = new StringBuilder(); // One write: there may be thousands.
        held.forEach(holding -> lines.append(line(holding)).append('\n'));
        leases.forEach(lease -> lines.append(lease.line()).append('\n'));
        context.out().write(lines.toString());
    }

    private static String line(Holding holding) {
        var record = holding.record();
        return DisplayWidth.pad(holding.key().platform(), 9)
                + ' '
                + holding.key().hash()
                + "  "
                + holding.unknown().map(why -> "cannot tell: " + why).orElse(holding.pidText())
                + record.map(TokenHolder::account)
                        .filter(account -> !account.isBlank())
                        .map(account -> "  " + TerminalSanitizer.line(account))
                        .orElse("")
                + record.flatMap(TokenHolder::home)
                        .map(home -> "  " + TerminalSanitizer.line(home))
                        .orElse("")
                + record.flatMap(TokenHolder::since).map(since -> "  since " + since).orElse("");
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? ": permission denied" : "";
    }

    private static ArrayNode toJson(List<Holding> held) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Holding holding : held) {
            var record = holding.record();
            array.addObject()
                    .put("platform", holding.key().platform())
                    .put("hash", holding.key().hash())
                    .put("holder", holding.pid().orElse(null))
                    .put("error", holding.unknown().orElse(null))
                    .put(
                            "since",
                            record.flatMap(r -> r.since()).map(Instant::toString).orElse(null))
                    .put("home", record.flatMap(r -> r.home()).orElse(null))
                    .put("account", record.map(r -> r.account()).orElse(null));
        }
        return array;
    }
}
