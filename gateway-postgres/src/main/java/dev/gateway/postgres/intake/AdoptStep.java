package dev.gateway.postgres.intake;

import dev.gateway.core.journal.AccountBinding;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.intake.AdoptTask.Adoption;
import dev.gateway.postgres.table.AdoptAccounts;
import dev.gateway.postgres.table.AdoptAccounts.Adopted;
import dev.gateway.postgres.table.AdoptAccounts.Wanted;
import dev.gateway.postgres.table.Counts;
import dev.gateway.postgres.table.Lanes;
import dev.gateway.postgres.table.PassOn;
import dev.gateway.postgres.writer.GroupStep;
import dev.gateway.postgres.writer.Transaction;
import dev.gateway.postgres.writer.WriterContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The adoption of accounts: what former holders and former names have left is taken over. */
public final class AdoptStep implements GroupStep<AdoptTask> {

    private final WriterContext writer;

    public AdoptStep(WriterContext writer) {
        this.writer = writer;
    }

    /** Has the server and this process prepare the statements of an adoption. */
    public void prepare(Connection connection) throws SQLException {
        AdoptAccounts.run(connection, writer.session().get(), List.of());
        PassOn.known(connection, List.of());
        Lanes.takeOver(connection, List.of(), writer.now());
        Counts.of(connection, List.of());
    }

    @Override
    public void run(Connection connection, List<AdoptTask> tasks, boolean again)
            throws SQLException {
        // The last of an account is its holder: that is the case if they come one after another.
        Map<String, AdoptTask> wanted = new LinkedHashMap<>();
        for (AdoptTask task : tasks) {
            // A token that was lost meanwhile must not take the account from its next holder.
            if (task.lease().isValid()) {
                wanted.put(task.account(), task);
            }
        }
        Map<String, Adopted> adopted = new HashMap<>();
        if (!wanted.isEmpty()) {
            adopted.putAll(
                    AdoptAccounts.run(
                            connection,
                            writer.session().get(),
                            wanted.values().stream().map(AdoptStep::wanted).toList()));
            Set<String> fresh = new HashSet<>(adopted.keySet());
            fresh.removeIf(
                    account -> writer.counts().isTakenOver(account, adopted.get(account).epoch()));
            if (!fresh.isEmpty()) {
                passOn(connection, fresh, wanted, adopted);
                Lanes.takeOver(connection, fresh, writer.now());
                Map<String, Counts.Tally> tallies = Counts.of(connection, fresh);
                for (String account : fresh) {
                    writer.counts().set(account, tallies.getOrDefault(account, Counts.Tally.NONE));
                }
                fresh.forEach(
                        account ->
                                writer.counts().takenOver(account, adopted.get(account).epoch()));
                writer.changed().run();
            }
        }
        for (AdoptTask task : tasks) {
            boolean isHolder = wanted.get(task.account()) == task;
            Optional<Adopted> result =
                    Optional.ofNullable(isHolder ? adopted.get(task.account()) : null);
            task.succeed(
                    result.map(
                            each ->
                                    new Adoption(
                                            each.epoch(),
                                            writer.adoptions()
                                                    .merge(task.account(), 1, Integer::sum),
                                            each.cursor())));
        }
    }

    private static Wanted wanted(AdoptTask task) {
        return new Wanted(task.account(), task.binding().name(), task.lease().epoch());
    }

    private static void passOn(
            Connection connection,
            Set<String> fresh,
            Map<String, AdoptTask> wanted,
            Map<String, Adopted> adopted)
            throws SQLException {
        Map<String, String> successors = new HashMap<>();
        for (String account : fresh) {
            former(wanted.get(account).binding()).forEach(key -> successors.put(key, account));
        }
        if (successors.isEmpty()) {
            return;
        }
        for (String key : PassOn.known(connection, successors.keySet())) {
            String account = successors.get(key);
            try (var transaction = Transaction.begin(connection)) {
                PassOn.run(connection, key, account);
                transaction.commit();
            }
            adopted.put(
                    account,
                    new Adopted(
                            adopted.get(account).epoch(),
                            Optional.ofNullable(PassOn.cursor(connection, account))));
        }
    }

    /** Returns the keys under which the name alone may have rows. */
    private static List<String> former(AccountBinding binding) {
        AccountId account = binding.account();
        List<String> keys = new ArrayList<>(List.of(binding.name()));
        if (account.isIdentified()) {
            keys.add(AccountId.named(account.type(), binding.name()).value());
        }
        keys.remove(account.value());
        return keys;
    }
}
