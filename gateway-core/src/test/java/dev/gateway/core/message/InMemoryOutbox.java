package dev.gateway.core.message;

import dev.gateway.core.config.TextFormat;
import dev.gateway.core.journal.ClaimBatch;
import dev.gateway.core.journal.ClaimedAnswer;
import dev.gateway.core.journal.Outbox;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.OutboundMessage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An outbox in memory that counts claims and serves platforms in the order of their turns. */
final class InMemoryOutbox implements Outbox {

    private final Map<String, Queue<ClaimedAnswer>> due = new LinkedHashMap<>();
    private final Set<String> unseen = new HashSet<>();
    private int claims;
    private long rows;

    /** Adds an answer for a conversation of its own. */
    synchronized void add(String platform) {
        String id = platform + "-" + ++rows;
        var message = new OutboundMessage(id, id, "", "hello", List.of(), TextFormat.PLAIN);
        due.computeIfAbsent(platform, key -> new ArrayDeque<>())
                .add(
                        new ClaimedAnswer(
                                platform,
                                new AccountId(platform),
                                message,
                                0,
                                0,
                                Instant.EPOCH,
                                rows,
                                1));
    }

    /** Adds an answer as another process does: known by its row alone until rows are read. */
    synchronized void addUnseen(String platform) {
        add(platform);
        unseen.add(platform);
    }

    /** Returns the number of claims so far. */
    synchronized int claims() {
        return claims;
    }

    @Override
    public synchronized Set<String> platforms() {
        Set<String> known = new HashSet<>(due.keySet());
        known.removeAll(unseen);
        return known;
    }

    @Override
    public synchronized Set<String> storedPlatforms() {
        unseen.clear();
        return platforms();
    }

    @Override
    public synchronized ClaimBatch<ClaimedAnswer> claim(Function<String, Share> shares, int limit) {
        claims++;
        List<ClaimedAnswer> taken = new ArrayList<>();
        for (String platform : List.copyOf(due.keySet())) {
            int most = Math.min(shares.apply(platform).answers(), limit - taken.size());
            Queue<ClaimedAnswer> own = due.remove(platform);
            for (; most > 0 && !own.isEmpty(); most--) {
                taken.add(own.remove());
            }
            if (!own.isEmpty()) {
                due.put(platform, own);
            }
        }
        return new ClaimBatch<>(taken, Optional.empty());
    }

    @Override
    public ClaimBatch<ClaimedAnswer> claim(String platform, int limit, int retries) {
        throw new UnsupportedOperationException("all platforms are asked in one step");
    }

    @Override
    public synchronized Optional<Instant> nextDue(String platform) {
        return due.containsKey(platform) ? Optional.of(Instant.EPOCH) : Optional.empty();
    }

    @Override
    public CompletableFuture<Boolean> sentAsync(ClaimedAnswer answer, Optional<String> platformId) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public boolean failed(ClaimedAnswer answer, String reason, Instant retryAt) {
        return true;
    }

    @Override
    public boolean refused(
            ClaimedAnswer answer, String reason, Instant retryAt, boolean untilHeard) {
        return true;
    }

    @Override
    public boolean postponed(ClaimedAnswer answer, Instant until) {
        return true;
    }

    @Override
    public boolean paced(ClaimedAnswer answer, Instant until) {
        return true;
    }

    @Override
    public boolean parked(ClaimedAnswer answer, String reason) {
        return true;
    }

    @Override
    public void append(String platform, String conversation, String text) {
        add(platform);
    }
}
