package dev.gateway.postgres.journal;

import dev.gateway.core.journal.History;
import dev.gateway.core.journal.engine.AccountNames;
import dev.gateway.postgres.table.HistoryStatements;
import dev.gateway.postgres.writer.PlainTask;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The history of a shared journal. */
final class PostgresHistory implements History {

    private final Writers writers;
    private final Clock clock;
    private final AccountNames names;

    PostgresHistory(Writers writers, Clock clock, AccountNames names) {
        this.writers = writers;
        this.clock = clock;
        this.names = names;
    }

    @Override
    public List<Turn> recent(String platform, String conversation, int limit)
            throws IOException, InterruptedException {
        String account = names.account(platform);
        return writers.of(account)
                .call(
                        new PlainTask<>(
                                connection ->
                                        HistoryStatements.recent(
                                                connection, account, conversation, limit)));
    }

    @Override
    public void store(String platform, String conversation, Turn turn, int keep)
            throws IOException, InterruptedException {
        String account = names.account(platform);
        writers.of(account)
                .call(
                        new PlainTask<Void>(
                                connection -> {
                                    HistoryStatements.store(
                                            connection,
                                            account,
                                            conversation,
                                            turn,
                                            keep,
                                            clock.millis());
                                    return null;
                                }));
    }

    @Override
    public void clear(String platform, String conversation)
            throws IOException, InterruptedException {
        String account = names.account(platform);
        writers.of(account)
                .call(
                        new PlainTask<Void>(
                                connection -> {
                                    HistoryStatements.clear(connection, account, conversation);
                                    return null;
                                }));
    }
}
