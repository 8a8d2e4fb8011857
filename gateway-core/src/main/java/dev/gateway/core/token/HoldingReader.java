package dev.gateway.core.token;

import dev.gateway.core.instance.LockProbe;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.token.TokenLocks.Holding;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reader of many tokens' holders at one moment: it reads the lock table and the facts about each
 * process once, and asks the kernel about each token. Not thread-safe.
 */
final class HoldingReader {

    private final ProcessProbe probe;
    private final LockHolders now;
    private final LockProbe locks;
    private final Map<Long, ProcessFacts> processes = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param now a snapshot of the lock table
     */
    HoldingReader(ProcessProbe probe, LockHolders now) {
        this.probe = probe;
        this.now = now;
        this.locks = new LockProbe(now);
    }

    /** The start of a process, and the PID that it has in its own namespace. */
    private record ProcessFacts(OptionalLong startTicks, long innerPid) {}

    /**
     * Returns the holder as {@link #holder} does; where the table and the descriptors of its holder
     * show a lock, the kernel is not asked again. For a reading that has just been made.
     */
    Optional<Holding> holderInTable(TokenKey key, Path lockFile, TokenRecordFile recordFile) {
        OptionalLong proven = now.of(lockFile).holder();
        return proven.isPresent()
                ? Optional.of(provenHolder(key, proven.getAsLong(), recordFile.read()))
                : holder(key, lockFile, recordFile);
    }

    /** Returns the holder of a token that this process does not hold; empty if it is free. */
    Optional<Holding> holder(TokenKey key, Path lockFile, TokenRecordFile recordFile) {
        LockStatus status = locks.probe(lockFile);
        return switch (status.state()) {
            case FREE -> Optional.empty();
            case UNKNOWN ->
                    Optional.of(
                            new Holding(
                                    key,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(((LockStatus.Unknown) status).reason())));
            case BLOCKED ->
                    Optional.of(
                            new Holding(
                                    key, ((LockStatus.Blocked) status).pid(), Optional.empty()));
            case HELD -> Optional.of(held(key, status, lockFile, recordFile.read()));
        };
    }

    private Holding held(
            TokenKey key, LockStatus status, Path lockFile, Optional<TokenHolder> record) {
        if (status instanceof LockStatus.HeldBy held) {
            return provenHolder(key, held.pid(), record);
        }
        // The holder cannot be proven. The record may stand in if its whole identity agrees.
        Optional<Long> believable =
                record.map(TokenHolder::process)
                        .filter(process -> ProcessIdentity.of(probe, process.pid()).equals(process))
                        .map(ProcessIdentity::pid)
                        .filter(pid -> probe.state(pid).isAlive())
                        .filter(pid -> now.mayBeHeldBy(pid, lockFile));
        return new Holding(key, believable, record);
    }

    private Holding provenHolder(TokenKey key, long pid, Optional<TokenHolder> record) {
        return new Holding(
                key, Optional.of(pid), record.filter(holder -> isOf(holder.process(), pid)));
    }

    /**
     * Returns whether the recorded process is {@code pid}. In its own namespace a process may have
     * another PID; its start is the same.
     */
    private boolean isOf(ProcessIdentity recorded, long pid) {
        ProcessFacts facts =
                processes.computeIfAbsent(
                        pid,
                        each -> new ProcessFacts(probe.startTicks(each), probe.innerPid(each)));
        boolean samePid = recorded.pid() == pid || recorded.pid() == facts.innerPid();
        return samePid
                && (facts.startTicks().isEmpty()
                        || recorded.startTicks().isEmpty()
                        || facts.startTicks().equals(recorded.startTicks()));
    }
}
