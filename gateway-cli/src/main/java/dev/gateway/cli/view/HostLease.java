package dev.gateway.cli.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.ClusterOpening;
import dev.gateway.cli.terminal.TerminalSanitizer;
import dev.gateway.core.cluster.ClusterAccount;
import dev.gateway.core.cluster.ClusterHost;
import dev.gateway.core.cluster.ClusterView;
import dev.gateway.core.journal.engine.ClusterAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.terminal.DisplayWidth;
import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/**
 * An account that another host holds.
 *
 * @param account the account
 * @param holder the process that holds it
 */
record HostLease(ClusterAccount account, ClusterHost holder) {

    /**
     * Returns the accounts that other hosts hold, by name.
     *
     * @throws IOException if the database cannot be used
     */
    static List<HostLease> elsewhere(JournalLocation location, ClusterOpening opening, Clock clock)
            throws IOException {
        try (ClusterAdmin admin = opening.open(location, clock).orElse(null)) {
            if (admin == null) {
                return List.of();
            }
            ClusterView view = admin.view();
            return view.accounts().values().stream()
                    .flatMap(
                            account ->
                                    view.holder(account.id()).stream()
                                            .map(holder -> new HostLease(account, holder)))
                    .filter(lease -> !lease.holder().name().equals(location.host().name()))
                    .sorted(Comparator.comparing(lease -> lease.account().name()))
                    .toList();
        }
    }

    String line() {
        return DisplayWidth.pad(account.id().type(), 9)
                + ' '
                + DisplayWidth.pad(TerminalSanitizer.line(account.id().identity()), 16)
                + "  PID "
                + holder.pid()
                + " on "
                + TerminalSanitizer.line(holder.name())
                + "  "
                + TerminalSanitizer.line(account.name())
                + "  "
                + TerminalSanitizer.line(holder.home());
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("platform", account.id().type())
                .putNull("hash")
                .put("identity", account.id().identity())
                .put("holder", holder.pid())
                .put("host", holder.name())
                .putNull("error")
                .putNull("since")
                .put("home", holder.home())
                .put("account", account.name());
    }
}
