package dev.gateway.core.journal;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The history, each step in a transaction. */
final class CommittedHistory implements History {

    private final GroupCommit commits;
    private final Clock clock;

    CommittedHistory(GroupCommit commits, Clock clock) {
        this.commits = commits;
        this.clock = clock;
    }

    @Override
    public List<Turn> recent(String platform, String conversation, int limit)
            throws IOException, InterruptedException {
        return commits.call(
                false,
                store -> new HistoryTable(store.session()).recent(platform, conversation, limit));
    }

    @Override
    public void store(String platform, String conversation, Turn turn, int keep)
            throws IOException, InterruptedException {
        commits.call(
                false,
                store -> {
                    new HistoryTable(store.session())
                            .store(platform, conversation, turn, keep, clock.millis());
                    return null;
                });
    }

    @Override
    public void clear(String platform, String conversation)
            throws IOException, InterruptedException {
        commits.call(
                false,
                store -> {
                    new HistoryTable(store.session()).clear(platform, conversation);
                    return null;
                });
    }
}
