package dev.gateway.cli.cluster;

import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway cluster drain}. */
@Command(
        name = "drain",
        description = {
            "Have a host give all its accounts to the others, and wait until it has.",
            "It stays as a standby, for what no other host can have, until it is restarted or the"
                    + " order is withdrawn."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway cluster drain              this host, before work on it",
            "  gateway cluster drain web-2        another one, from here",
            "  gateway cluster drain web-2 --undo",
            "",
            "Exit codes: 0 done, 64 no gateway runs on that host, 75 not done in time, or the",
            "database does not answer, 77 no permission, 78 the journal is not shared."
        })
final class DrainCommand implements Callable<Integer> {

    private final CommandContext context;
    private final ClusterOpening opening;

    @Mixin private GlobalOptions global;

    @Parameters(
            paramLabel = "HOST",
            arity = "0..1",
            description = "The host, as 'gateway cluster' shows it (default: this one).")
    private String host;

    @Option(names = "--undo", description = "Withdraw the order: it gets accounts again.")
    private boolean undo;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "How long to wait until its accounts are elsewhere (default: 60s; 0s not at"
                            + " all).")
    private Duration wait = Duration.ofSeconds(60);

    DrainCommand(CommandContext context, ClusterOpening opening) {
        this.context = context;
        this.opening = opening;
    }

    @Override
    public Integer call() throws InterruptedException {
        var access = new ClusterAccess(context, global, opening);
        return access.run((admin, location) -> drain(access, admin, location));
    }

    private ExitCode drain(ClusterAccess access, ClusterAdmin admin, JournalLocation location)
            throws IOException, InterruptedException {
        String name = host == null ? location.host().name() : host;
        ClusterView view = admin.view();
        if (HostArgument.find(name, view).isEmpty() || !admin.drain(name, !undo)) {
            access.printError(HostArgument.unknown(name, view));
            return ExitCode.USAGE;
        }
        if (undo) {
            context.out().line("%s gets accounts again.".formatted(name));
            return ExitCode.OK;
        }
        if (wait.isZero()) {
            context.out().line("%s gives its accounts to the other hosts.".formatted(name));
            return ExitCode.OK;
        }
        return access.awaitOrder(wait, () -> missing(name, admin.view()));
    }

    /** Returns what the host has still to give away; if that is nothing, reports it. */
    private Optional<String> missing(String name, ClusterView view) {
        List<ClusterAccount> held = held(name, view);
        long movable = held.stream().filter(account -> hasOther(account, name, view)).count();
        if (movable > 0) {
            return Optional.of(
                    "%s still has %d of its accounts; it goes on giving them away."
                            .formatted(name, movable));
        }
        report(name, held);
        return Optional.empty();
    }

    private void report(String name, List<ClusterAccount> kept) {
        context.out().line("%s is drained: it stays as a standby.".formatted(name));
        if (!kept.isEmpty()) {
            context.out()
                    .line(
                            "No other host can have %s: it keeps that until it stops."
                                    .formatted(
                                            String.join(
                                                    ", ",
                                                    kept.stream()
                                                            .map(ClusterAccount::name)
                                                            .sorted()
                                                            .toList())));
        }
    }

    private static List<ClusterAccount> held(String name, ClusterView view) {
        return view.accounts().values().stream()
                .filter(
                        account ->
                                view.holder(account.id())
                                        .filter(holder -> holder.name().equals(name))
                                        .isPresent())
                .toList();
    }

    private static boolean hasOther(ClusterAccount account, String name, ClusterView view) {
        return account.candidates().stream()
                .flatMap(session -> view.host(session).stream())
                .filter(ClusterHost::isTaking)
                .anyMatch(other -> !other.name().equals(name));
    }
}
