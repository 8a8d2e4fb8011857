package dev.gateway.cli.cluster;

import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.DurationConverter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway cluster move}. */
@Command(
        name = "move",
        description = {
            "Give an account to a host, and wait until it has it.",
            "The order holds while that host lives: another one has the account only meanwhile."
        },
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway cluster move family web-1",
            "  gateway cluster move family web-2 --wait 0s",
            "",
            "Exit codes: 0 done, 64 unknown account or host, 75 not done in time, or the database",
            "does not answer, 77 no permission, 78 the config is invalid, or the journal not",
            "shared."
        })
final class MoveCommand implements Callable<Integer> {

    private final CommandContext context;
    private final ClusterOpening opening;

    @Mixin private GlobalOptions global;

    @Parameters(
            paramLabel = "ACCOUNT",
            index = "0",
            description = "The account, by its name in the config of this home.")
    private String account;

    @Parameters(
            paramLabel = "HOST",
            index = "1",
            description = "The host, as 'gateway cluster' shows it.")
    private String host;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long to wait until the host has it (default: 60s; 0s not at all).")
    private Duration wait = Duration.ofSeconds(60);

    MoveCommand(CommandContext context, ClusterOpening opening) {
        this.context = context;
        this.opening = opening;
    }

    @Override
    public Integer call() throws InterruptedException {
        var access = new ClusterAccess(context, global, opening);
        return access.run((admin, location) -> move(access, admin));
    }

    private ExitCode move(ClusterAccess access, ClusterAdmin admin)
            throws IOException, InterruptedException {
        OwnAccounts own;
        try {
            own = OwnAccounts.read(context, global);
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printSummary(e);
        }
        Optional<AccountId> id = own.named(account);
        if (id.isEmpty()) {
            access.printError(unknownAccount(own.names().values()));
            return ExitCode.USAGE;
        }
        ClusterView view = admin.view();
        List<ClusterHost> targets = HostArgument.find(host, view);
        if (targets.isEmpty()) {
            access.printError(HostArgument.unknown(host, view));
            return ExitCode.USAGE;
        }
        if (targets.stream().noneMatch(ClusterHost::isTaking)) {
            access.printError(
                    "%s gives its accounts away; 'gateway cluster drain %s --undo%s' ends that."
                            .formatted(host, host, global.repeated()));
            return ExitCode.TRY_AGAIN;
        }
        if (!isCandidate(id.get(), targets, view)) {
            access.printError(
                    "%s has no account %s enabled in its config. Add it there, then 'gateway reload' on %s."
                            .formatted(host, id.get(), host));
            return ExitCode.USAGE;
        }
        if (!admin.move(id.get(), host)) {
            access.printError(
                    "No gateway has run with %s yet. See 'gateway cluster%s'."
                            .formatted(account, global.repeated()));
            return ExitCode.TRY_AGAIN;
        }
        return wait.isZero()
                ? ordered()
                : access.awaitOrder(wait, () -> missing(id.get(), admin.view()));
    }

    private String unknownAccount(Collection<String> names) {
        return "No enabled platform '%s' in %s; %s."
                .formatted(
                        account,
                        global.configFile(),
                        SpellingSuggestion.among(account, names)
                                .map(name -> "did you mean '" + name + "'?")
                                .orElse("there are: " + String.join(", ", names)))
                .replace("?.", "?");
    }

    private static boolean isCandidate(AccountId id, List<ClusterHost> targets, ClusterView view) {
        return Optional.ofNullable(view.accounts().get(id))
                .filter(
                        known ->
                                targets.stream()
                                        .anyMatch(
                                                target ->
                                                        known.candidates()
                                                                .contains(target.session())))
                .isPresent();
    }

    private ExitCode ordered() {
        context.out().line("%s goes to %s.".formatted(account, host));
        return ExitCode.OK;
    }

    private Optional<String> missing(AccountId id, ClusterView view) {
        if (view.holder(id).map(ClusterHost::name).filter(host::equals).isEmpty()) {
            return Optional.of(
                    "%s does not have %s yet; the order stays.".formatted(host, account));
        }
        context.out().line("%s has %s.".formatted(host, account));
        return Optional.empty();
    }
}
