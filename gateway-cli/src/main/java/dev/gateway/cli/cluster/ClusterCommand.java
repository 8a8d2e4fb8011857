package dev.gateway.cli.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.cluster.ClusterOverview.AccountRow;
import dev.gateway.cli.cluster.ClusterOverview.HostRow;
import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.json.JsonTree;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway cluster}. */
@Command(
        name = "cluster",
        description = {
            "Show the hosts that share the journal, and which of them has which account.",
            "Works on each of them, whether or not a gateway runs there."
        },
        sortOptions = false,
        synopsisSubcommandLabel = "[COMMAND]",
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway cluster                      hosts and accounts",
            "  gateway cluster drain web-2          give its accounts to the other hosts",
            "  gateway cluster move family web-1    give one account to a host",
            "  gateway cluster --json | jq -r '.accounts[] | select(.holder == null) | .name'",
            "",
            "Exit codes: 0 each enabled account has a holder, 1 one has none, 75 the database",
            "does not answer, 77 no permission, 78 the journal is not shared."
        })
public final class ClusterCommand implements Callable<Integer> {

    private static final int NO_HOLDER = 1;

    private final CommandContext context;
    private final ClusterOpening opening;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private ClusterCommand(CommandContext context, ClusterOpening opening) {
        this.context = context;
        this.opening = opening;
    }

    /** Returns the command with its subcommands. */
    public static CommandLine of(CommandContext context) {
        return of(context, ClusterOpening.BY_ENGINE);
    }

    static CommandLine of(CommandContext context, ClusterOpening opening) {
        return new CommandLine(new ClusterCommand(context, opening))
                .addSubcommand(new DrainCommand(context, opening))
                .addSubcommand(new MoveCommand(context, opening));
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean[] incomplete = {false};
        int code =
                new ClusterAccess(context, global, opening)
                        .run(
                                (admin, location) -> {
                                    ClusterOverview overview = overview(admin, location);
                                    print(overview, location);
                                    incomplete[0] = !overview.withoutHolder().isEmpty();
                                    return ExitCode.OK;
                                });
        return incomplete[0] ? NO_HOLDER : code;
    }

    private ClusterOverview overview(ClusterAdmin admin, JournalLocation location)
            throws IOException {
        return ClusterOverview.of(
                admin.view(),
                admin.pending(),
                ownAccounts(),
                location.config().postgres().orElseThrow().lease());
    }

    /** Returns none if the config is invalid elsewhere: the hosts are shown nevertheless. */
    private OwnAccounts ownAccounts() {
        try {
            return OwnAccounts.read(context, global);
        } catch (InvalidConfigException e) {
            new ConfigProblemPrinter(context.err()).printSummary(e);
            return OwnAccounts.NONE;
        }
    }

    private void print(ClusterOverview overview, JournalLocation location) {
        if (json) {
            context.out().line(JsonTree.pretty(toJson(overview)));
            return;
        }
        PostgresConfig database = location.config().postgres().orElseThrow();
        var text = new StringBuilder(); // One write: there may be thousands of accounts.
        new ClusterTable(overview, database, location.host().name(), context.out())
                .lines()
                .forEach(line -> text.append(line).append('\n'));
        context.out().write(text.toString());
    }

    private static ObjectNode toJson(ClusterOverview overview) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode hosts = node.putArray("hosts");
        for (HostRow row : overview.hosts()) {
            ObjectNode host =
                    hosts.addObject()
                            .put("name", row.host().name())
                            .put("version", row.host().version())
                            .put("weight", row.host().weight())
                            .put("beat_age_ms", row.host().beatAge().toMillis());
            ArrayNode accounts = host.putArray("accounts");
            row.accounts().forEach(accounts::add);
            host.put("pending", row.pending())
                    .put("state", row.state())
                    .put("pid", row.host().pid())
                    .put("home", row.host().home());
        }
        ArrayNode accounts = node.putArray("accounts");
        for (AccountRow row : overview.accounts()) {
            accounts.addObject()
                    .put("name", row.name())
                    .put("type", row.id().type())
                    .put("identity", row.id().identity())
                    .put("holder", row.holder().orElse(null));
        }
        return node;
    }
}
