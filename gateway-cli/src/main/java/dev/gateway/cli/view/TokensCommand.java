package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.terminal.DisplayWidth;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenLockFolder;
import dev.gateway.core.token.TokenLockFolderException;
import dev.gateway.core.token.TokenLocks.Holding;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway tokens}. */
@Command(
        name = "tokens",
        description =
                "Show every bot token that a gateway of this user polls just now, and which"
                        + " process it is. Tokens appear as the first digits of their SHA-256.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway tokens", "  gateway tokens --json"})
public final class TokensCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    /** Creates the command. */
    public TokensCommand(CommandContext context) {
        this.context = context;
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
        if (json) {
            context.out().line(JsonTree.pretty(toJson(held)));
            return 0;
        }
        if (held.isEmpty()) {
            context.out().line("No token is held (" + folder + ").");
        }
        for (Holding holding : held) {
            context.out()
                    .line(
                            "%s %s  %s%s%s%s"
                                    .formatted(
                                            DisplayWidth.pad(holding.key().platform(), 9),
                                            holding.key().hash(),
                                            holding.unknown()
                                                    .map(why -> "cannot tell: " + why)
                                                    .orElse(holding.pidText()),
                                            holding.record()
                                                    .map(record -> record.account())
                                                    .filter(account -> !account.isBlank())
                                                    .map(
                                                            account ->
                                                                    "  "
                                                                            + TerminalSanitizer
                                                                                    .line(account))
                                                    .orElse(""),
                                            holding.record()
                                                    .flatMap(record -> record.home())
                                                    .map(
                                                            home ->
                                                                    "  "
                                                                            + TerminalSanitizer
                                                                                    .line(home))
                                                    .orElse(""),
                                            holding.record()
                                                    .flatMap(record -> record.since())
                                                    .map(since -> "  since " + since)
                                                    .orElse("")));
        }
        return 0;
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
