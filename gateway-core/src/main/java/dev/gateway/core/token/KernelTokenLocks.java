package dev.gateway.core.token;

import dev.gateway.core.instance.HomeDirectory;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private final RecentReading reading;
    private final Clock clock;
    private final TokenEpochs epochs;
    private final Map<TokenKey, KernelTokenLease> ours = new ConcurrentHashMap<>();
    private volatile ProcessIdentity self;

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
        this.reading = new RecentReading(() -> new HoldingReader(probe, holders.snapshot()));
        this.clock = clock;
        this.epochs = new TokenEpochs(clock);
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
        TokenRecordFile record = record(key);
        long epoch = epochs.next(record.read().map(TokenHolder::epoch).orElse(0L));
        try {
            record.write(
                    new TokenHolder(
                            self(),
                            key.platform(),
                            account,
                            Optional.of(home),
                            Optional.of(now()),
                            epoch));
        } catch (IOException e) {
            // The record is information only: a full disk must not keep a token from being polled.
            LOG.warn("Cannot write the record of token {}: {}", key, e.getMessage());
        }
        var lease = new KernelTokenLease(key, epoch, lock, this::unregister);
        ours.put(key, lease);
        return lease;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the identity of this process, which never changes. */
    private ProcessIdentity self() {
        if (self == null) {
            self = ProcessIdentity.of(probe, probe.self());
        }
        return self;
    }

    /** Unregisters {@code lease} only: its successor in this process can hold the token already. */
    private void unregister(KernelTokenLease lease) {
        ours.remove(lease.key(), lease);
    }

    @Override
    public Optional<Holding> holder(TokenKey key) {
        // A process that the reading does not show may have taken the lock after it.
        return reading.ask(
                now -> ourOwn(key).or(() -> now.holder(key, lockFile(key), record(key))),
                holding -> holding.isEmpty() || holding.get().pid().isPresent());
    }

    /** Returns this process as the holder: a probe of the file by it could drop the lock. */
    private Optional<Holding> ourOwn(TokenKey key) {
        return ours.containsKey(key)
                ? Optional.of(new Holding(key, Optional.of(probe.self()), record(key).read()))
                : Optional.empty();
    }

    @Override
    public void preload() {
        holder(TokenKey.of("none", Secret.of("none")));
        TokenRecordFile.rehearse(
                new TokenHolder(self(), "none", "none", Optional.of(home), Optional.of(now()), 1));
    }

    @Override
    public boolean isOfThisHome(Holding holding) {
        return holding.record().flatMap(TokenHolder::home).filter(home::equals).isPresent();
    }

    @Override
    public List<Holding> held() throws IOException {
        List<Holding> held = new ArrayList<>();
        var now = new HoldingReader(probe, holders.snapshot());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = LOCK_NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    var key = new TokenKey(name.group(1), name.group(2));
                    ourOwn(key)
                            .or(() -> now.holderInTable(key, lockFile(key), record(key)))
                            .ifPresent(held::add);
                }
            }
        } catch (NoSuchFileException e) {
            return held;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return held;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The kernel's table tells the processes that wait, except those of other PID namespaces and
     * those that ask in turns because the kernel took their wait for a deadlock.
     */
    @Override
    public Set<TokenKey> awaited(Collection<TokenKey> keys) {
        LockHolders now = holders.snapshot();
        return now.hasWaiters()
                ? keys.stream()
                        .filter(key -> !now.waiters(lockFile(key)).isEmpty())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Returns PIDs of the processes that wait for a token, as far as the kernel reports them. */
    public List<Long> waiters(TokenKey key) {
        return holders.waiters(lockFile(key));
    }

    private Path lockFile(TokenKey key) {
        return folder.resolve(key.fileName() + ".lock");
    }

    private TokenRecordFile record(TokenKey key) {
        return new TokenRecordFile(folder.resolve(key.fileName() + ".json"));
    }
}
