package dev.gateway.core.token;

import dev.gateway.core.instance.HomeDirectory;
import dev.gateway.core.instance.LockProbe;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Token locks as kernel locks on files of one folder. */
public final class KernelTokenLocks implements TokenLocks {

    private static final Pattern LOCK_NAME = Pattern.compile("(.+)-([0-9a-f]{16})\\.lock");

    private static final Logger LOG = LoggerFactory.getLogger(KernelTokenLocks.class);

    private final Path folder;
    private final String home;
    private final ProcessProbe probe;
    private final LockHolders holders;
    private final Clock clock;
    private final Map<TokenKey, KernelTokenLease> ours = new ConcurrentHashMap<>();

    /**
     * Creates locks in {@code folder}.
     *
     * @param home the home of this gateway, shown to other processes
     */
    public KernelTokenLocks(
            Path folder, String home, ProcessProbe probe, LockHolders holders, Clock clock) {
        this.folder = folder;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.clock = clock;
    }

    @Override
    public Optional<TokenLease> acquire(
            TokenKey key, String account, Duration limit, Runnable onLost)
            throws IOException, InterruptedException {
        HomeDirectory.create(folder);
        Optional<KernelLock> lock = KernelLock.acquire(lockFile(key), limit);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        TokenLease lease = null;
        try {
            lease = lease(key, account, lock.get());
            return Optional.of(lease);
        } finally {
            if (lease == null) {
                // Otherwise the token could never be acquired again in this process.
                lock.get().close();
            }
        }
    }

    private TokenLease lease(TokenKey key, String account, KernelLock lock) {
        var record = new TokenRecordFile(recordFile(key));
        long epoch = record.read().map(TokenHolder::epoch).orElse(0L) + 1;
        try {
            record.write(
                    new TokenHolder(
                            ProcessIdentity.of(probe, probe.self()),
                            key.platform(),
                            account,
                            Optional.of(home),
                            Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                            epoch));
        } catch (IOException e) {
            // The record is information only: a full disk must not keep a token from being polled.
            LOG.warn("Cannot write the record of token {}: {}", key, e.getMessage());
        }
        var lease = new KernelTokenLease(key, epoch, lock, this::unregister);
        ours.put(key, lease);
        return lease;
    }

    /** Unregisters {@code lease} only: its successor in this process can hold the token already. */
    private void unregister(KernelTokenLease lease) {
        ours.remove(lease.key(), lease);
    }

    @Override
    public Optional<Holding> holder(TokenKey key) {
        return holder(key, holders);
    }

    private Optional<Holding> holder(TokenKey key, LockHolders now) {
        Optional<TokenHolder> record = new TokenRecordFile(recordFile(key)).read();
        if (ours.containsKey(key)) {
            // A probe of the file by this process could drop the lock.
            return Optional.of(new Holding(key, Optional.of(probe.self()), record));
        }
        LockStatus status = new LockProbe(now).probe(lockFile(key));
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
            case HELD -> Optional.of(held(key, status, record, now));
        };
    }

    private Holding held(
            TokenKey key, LockStatus status, Optional<TokenHolder> record, LockHolders now) {
        if (status instanceof LockStatus.HeldBy held) {
            return new Holding(
                    key,
                    Optional.of(held.pid()),
                    record.filter(holder -> isOf(holder.process(), held.pid())));
        }
        // The holder cannot be proven. The record may stand in if its whole identity agrees.
        Optional<Long> believable =
                record.map(TokenHolder::process)
                        .filter(process -> ProcessIdentity.of(probe, process.pid()).equals(process))
                        .map(ProcessIdentity::pid)
                        .filter(pid -> probe.state(pid).isAlive())
                        .filter(pid -> now.mayBeHeldBy(pid, lockFile(key)));
        return new Holding(key, believable, record);
    }

    /**
     * Returns whether the recorded process is {@code pid}. In its own namespace a process may have
     * another PID; its start is the same.
     */
    private boolean isOf(ProcessIdentity recorded, long pid) {
        OptionalLong started = probe.startTicks(pid);
        boolean samePid = recorded.pid() == pid || recorded.pid() == probe.innerPid(pid);
        return samePid
                && (started.isEmpty()
                        || recorded.startTicks().isEmpty()
                        || started.equals(recorded.startTicks()));
    }

    @Override
    public void preload() {
        holder(TokenKey.of("none", Secret.of("none")));
    }

    @Override
    public List<Holding> held() throws IOException {
        List<Holding> held = new ArrayList<>();
        LockHolders now = holders.snapshot();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = LOCK_NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    holder(new TokenKey(name.group(1), name.group(2)), now).ifPresent(held::add);
                }
            }
        } catch (NoSuchFileException e) {
            return held;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return held;
    }

    /** Returns PIDs of the processes that wait for a token, as far as the kernel reports them. */
    public List<Long> waiters(TokenKey key) {
        return holders.of(lockFile(key)).waiters();
    }

    private Path lockFile(TokenKey key) {
        return folder.resolve(key.fileName() + ".lock");
    }

    private Path recordFile(TokenKey key) {
        return folder.resolve(key.fileName() + ".json");
    }
}
