package dev.gateway.cli.cluster;

import dev.gateway.cli.cluster.ClusterOverview.AccountRow;
import dev.gateway.cli.cluster.ClusterOverview.HostRow;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.terminal.DisplayWidth;
import dev.gateway.core.time.DurationFormat;
import java.util.ArrayList;
import java.util.List;

/** Hosts and accounts as text. Each problem comes with the next step. */
final class ClusterTable {

    private static final int MAX_NAME = 24;
    private static final int MAX_VERSION = 16;

    private final ClusterOverview overview;
    private final PostgresConfig database;
    private final String self;
    private final ConsoleOutput output;
    private final List<String> lines = new ArrayList<>();

    /**
     * Creates the table.
     *
     * @param self the name of this host
     * @param output the output that shows it
     */
    ClusterTable(
            ClusterOverview overview, PostgresConfig database, String self, ConsoleOutput output) {
        this.overview = overview;
        this.database = database;
        this.self = self;
        this.output = output;
    }

    List<String> lines() {
        lines.add(
                "database  %s, lease %s"
                        .formatted(database, DurationFormat.format(database.lease())));
        lines.add("");
        hosts();
        if (!overview.accounts().isEmpty()) {
            lines.add("");
            accounts();
        }
        problems();
        return lines;
    }

    private void hosts() {
        if (overview.hosts().isEmpty()) {
            lines.add("No gateway runs on any host.");
            return;
        }
        int name = width("host", overview.hosts().stream().map(row -> row.host().name()).toList());
        int version =
                Math.min(
                        MAX_VERSION,
                        width(
                                "version",
                                overview.hosts().stream()
                                        .map(row -> row.host().version())
                                        .toList()));
        head(host(name, version, "host", "version", "weight", "beat", "accounts", "pending", ""));
        for (HostRow row : overview.hosts()) {
            lines.add(
                    host(
                            name,
                            version,
                            TerminalSanitizer.line(row.host().name(), name),
                            TerminalSanitizer.line(row.host().version(), version),
                            String.valueOf(row.host().weight()),
                            DurationFormat.tenths(row.host().beatAge()),
                            String.valueOf(row.accounts().size()),
                            String.valueOf(row.pending()),
                            note(row)));
        }
    }

    private String note(HostRow row) {
        String here = row.host().name().equals(self) ? "this host" : "";
        return switch (row.state()) {
            case "live" -> row.host().weight() == 0 ? joined(here, "standby") : here;
            case "silent" -> joined(here, output.paint(TextStyle.BAD, "silent"));
            default -> joined(here, output.paint(TextStyle.WARNING, row.state()));
        };
    }

    private static String joined(String here, String state) {
        return here.isEmpty() ? state : here + ", " + state;
    }

    private static String host(
            int nameWidth,
            int versionWidth,
            String name,
            String version,
            String weight,
            String beat,
            String accounts,
            String pending,
            String note) {
        return "%s  %s  %6s  %7s  %8s  %7s  %s"
                .formatted(
                        DisplayWidth.pad(name, nameWidth),
                        DisplayWidth.pad(version, versionWidth),
                        weight,
                        beat,
                        accounts,
                        pending,
                        note)
                .stripTrailing();
    }

    private void accounts() {
        int name = width("account", overview.accounts().stream().map(AccountRow::name).toList());
        int type = width("type", overview.accounts().stream().map(row -> row.id().type()).toList());
        head(account(name, type, "account", "type", "host"));
        for (AccountRow row : overview.accounts()) {
            lines.add(
                    account(
                            name,
                            type,
                            TerminalSanitizer.line(row.name(), name),
                            TerminalSanitizer.line(row.id().type(), type),
                            row.holder()
                                    .map(TerminalSanitizer::line)
                                    .orElseGet(() -> output.paint(TextStyle.BAD, "none"))));
        }
    }

    private static String account(
            int nameWidth, int typeWidth, String name, String type, String host) {
        return DisplayWidth.pad(name, nameWidth)
                + "  "
                + DisplayWidth.pad(type, typeWidth)
                + "  "
                + host;
    }

    private void problems() {
        List<AccountRow> without = overview.withoutHolder();
        if (without.isEmpty()) {
            return;
        }
        lines.add("");
        boolean wanted = without.stream().anyMatch(row -> row.candidates() > 0);
        boolean live = overview.hosts().stream().anyMatch(HostRow::isLive);
        String next =
                !live
                        ? "Start a gateway on one of the hosts."
                        : wanted
                                ? "A host takes it within some seconds; see 'gateway doctor' there if not."
                                : "No gateway that runs has it in its config: start or reload one.";
        lines.add(
                output.paint(TextStyle.BAD, without.size() + " without a host.")
                        + " "
                        + output.paint(TextStyle.HINT, next));
    }

    private void head(String text) {
        lines.add(output.paint(TextStyle.FAINT, text));
    }

    private static int width(String head, List<String> words) {
        int widest =
                words.stream()
                        .map(word -> TerminalSanitizer.line(word, MAX_NAME))
                        .mapToInt(DisplayWidth::of)
                        .max()
                        .orElse(0);
        return Math.max(DisplayWidth.of(head), widest);
    }
}
