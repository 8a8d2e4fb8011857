package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.History;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.core.journal.table.HistoryTable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The history, each operation in a transaction. */
final class TransactionalHistory implements History {

    private final GroupCommit commits;
    private final Clock clock;
    private final AccountNames names;

    TransactionalHistory(GroupCommit commits, Clock clock, AccountNames names) {
        this.commits = commits;
        this.clock = clock;
        this.names = names;
    }

    @Override
    public List<Turn> recent(String platform, String conversation, int limit)
            throws IOException, InterruptedException {
        return commits.call(
                false,
                database ->
                        new HistoryTable(database.connection())
                                .recent(names.account(platform), conversation, limit));
    }

    @Override
    public void store(String platform, String conversation, Turn turn, int keep)
            throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    new HistoryTable(database.connection())
                            .store(
                                    names.account(platform),
                                    conversation,
                                    turn,
                                    keep,
                                    clock.millis());
                    return null;
                });
    }

    @Override
    public void clear(String platform, String conversation)
            throws IOException, InterruptedException {
        commits.call(
                false,
                database -> {
                    new HistoryTable(database.connection())
                            .clear(names.account(platform), conversation);
                    return null;
                });
    }
}
