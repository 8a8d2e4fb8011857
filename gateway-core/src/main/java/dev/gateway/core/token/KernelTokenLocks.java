package dev.gateway.core.token;

import dev.gateway.core.config.Secret;
import dev.gateway.core.instance.HomeFolder;
import dev.gateway.core.instance.LockProbe;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.process.KernelLock;
import dev.gateway.core.process.LockHolders;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final LockProbe look;
    private final Clock clock;
    private final Map<TokenKey, KernelTokenLease> ours = new ConcurrentHashMap<>();

    /**
     * Locks in {@code folder}.
     *
     * @param home the home of this gateway, to be shown to others
     */
    public KernelTokenLocks(
            Path folder, String home, ProcessProbe probe, LockHolders holders, Clock clock) {
        this.folder = folder;
        this.home = home;
        this.probe = probe;
        this.holders = holders;
        this.look = new LockProbe(holders);
        this.clock = clock;
    }

    @Override
    public Optional<TokenLease> acquire(
            TokenKey key, String account, Duration limit, Runnable onLost)
            throws IOException, InterruptedException {
        HomeFolder.create(folder);
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
                lock.get().close(); // else nobody could ever take it again in this process
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
            // A record is a label. A full disk must not keep a token from being polled.
            LOG.warn("Cannot write the record of token {}: {}", key, e.getMessage());
        }
        var lease = new KernelTokenLease(key, epoch, lock, this::closed);
        ours.put(key, lease);
        return lease;
    }

    /** The next one of this process can have the token already. */
    private void closed(KernelTokenLease lease) {
        ours.remove(lease.key(), lease);
    }

    @Override
    public Optional<Holding> holder(TokenKey key) {
        Optional<TokenHolder> record = new TokenRecordFile(recordFile(key)).read();
        if (ours.containsKey(key)) {
            // Looking at the file from here could drop the lock.
            return Optional.of(new Holding(key, Optional.of(probe.self()), record));
        }
        LockStatus status = look.look(lockFile(key));
        if (!status.isHeld()) {
            return Optional.empty();
        }
        if (status instanceof LockStatus.HeldBy held) {
            return Optional.of(
                    new Holding(
                            key,
                            Optional.of(held.pid()),
                            record.filter(holder -> holder.process().pid() == held.pid())));
        }
        // The kernel does not name it. Only without /proc the record may fill in.
        Optional<TokenHolder> believable =
                record.filter(holder -> probe.state(holder.process().pid()).isAlive())
                        .filter(holder -> sameNamespace(holder.process()));
        return Optional.of(
                new Holding(key, believable.map(holder -> holder.process().pid()), record));
    }

    @Override
    public void preload() {
        holder(TokenKey.of("none", Secret.of("none")));
    }

    @Override
    public List<Holding> held() throws IOException {
        List<Holding> held = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return held;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = LOCK_NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    holder(new TokenKey(name.group(1), name.group(2))).ifPresent(held::add);
                }
            }
        }
        return held;
    }

    /** PIDs of the processes that wait for a token, as far as the kernel tells. */
    public List<Long> waiters(TokenKey key) {
        return holders.of(lockFile(key)).waiters();
    }

    private boolean sameNamespace(ProcessIdentity process) {
        return process.pidNamespace().equals(probe.pidNamespace());
    }

    private Path lockFile(TokenKey key) {
        return folder.resolve(key.fileName() + ".lock");
    }

    private Path recordFile(TokenKey key) {
        return folder.resolve(key.fileName() + ".json");
    }
}
