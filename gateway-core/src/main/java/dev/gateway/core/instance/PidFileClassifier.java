package dev.gateway.core.instance;

import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Classifier of PID files. The result only serves messages: the kernel lock alone decides whether a
 * gateway may start.
 */
public final class PidFileClassifier {

    /** The tolerance for start times: {@link ProcessHandle} knows them to the second. */
    private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

    private final ProcessProbe probe;
    private final Clock clock;

    /** Creates a classifier that asks {@code probe} about processes. */
    public PidFileClassifier(ProcessProbe probe) {
        this(probe, Clock.systemUTC());
    }

    PidFileClassifier(ProcessProbe probe, Clock clock) {
        this.probe = probe;
        this.clock = clock;
    }

    /**
     * Classifies a PID file.
     *
     * @param content the result of reading the file
     * @param lock the state of the home's lock at this time
     */
    public PidFileStatus classify(PidFile.Content content, LockStatus lock) {
        if (content instanceof PidFile.Content.Readable readable) {
            return classify(readable.record(), lock);
        }
        if (content instanceof PidFile.Content.Damaged damaged) {
            return new PidFileStatus.Corrupt(damaged.damage());
        }
        return new PidFileStatus.Absent();
    }

    private PidFileStatus classify(PidRecord record, LockStatus lock) {
        if (!List.of(PidRecord.GATEWAY, PidRecord.HERMES, PidRecord.BARE_NUMBER)
                .contains(record.kind())) {
            return new PidFileStatus.Stale(record, StaleReason.NOT_A_GATEWAY);
        }
        ProcessIdentity process = record.process();
        if (process.bootId().isPresent()
                && probe.bootId().isPresent()
                && !process.bootId().equals(probe.bootId())) {
            return new PidFileStatus.Stale(record, StaleReason.OTHER_BOOT);
        }
        if (process.pidNamespace().isPresent()
                && probe.pidNamespace().isPresent()
                && !process.pidNamespace().equals(probe.pidNamespace())) {
            // The PID is meaningless in this namespace; the lock works across namespaces.
            return switch (lock.state()) {
                case HELD, UNKNOWN -> new PidFileStatus.Live(record);
                case FREE, BLOCKED -> new PidFileStatus.Stale(record, StaleReason.DEAD);
            };
        }
        ProcessState state = probe.state(process.pid());
        if (!state.isAlive()) {
            return new PidFileStatus.Stale(
                    record, state == ProcessState.ZOMBIE ? StaleReason.ZOMBIE : StaleReason.DEAD);
        }
        if (isReused(record)) {
            return new PidFileStatus.Stale(record, StaleReason.PID_REUSED);
        }
        return lock.isHeldBy(process.pid()) || looksLikeGateway(probe.commandLine(process.pid()))
                ? new PidFileStatus.Live(record)
                : new PidFileStatus.Stale(record, StaleReason.NOT_A_GATEWAY);
    }

    private boolean isReused(PidRecord record) {
        OptionalLong recorded = record.process().startTicks();
        OptionalLong actual = probe.startTicks(record.pid());
        if (recorded.isPresent() && actual.isPresent()) {
            return recorded.getAsLong() != actual.getAsLong();
        }
        // A record cannot be older than its process.
        Optional<Instant> began = probe.age(record.pid()).map(clock.instant()::minus);
        return began.isPresent()
                && record.startedAt()
                        .filter(began.get().minus(START_TOLERANCE)::isAfter)
                        .isPresent();
    }

    /**
     * Returns whether a command line may be a gateway's. An unknown one may be: no decision depends
     * on it.
     */
    private static boolean looksLikeGateway(List<String> commandLine) {
        return commandLine.isEmpty()
                || commandLine.stream()
                        .anyMatch(word -> word.contains("gateway") || word.contains("hermes"));
    }
}
