package dev.gateway.core.lifecycle;

import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceLock;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.lifecycle.SimulatedMachine.Broken;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.process.ProcessState;
import dev.gateway.core.reload.ReloadHooks;
import dev.gateway.core.reload.ReloadRequest;
import dev.gateway.core.reload.SighupHandler;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.token.TokenLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One gateway of a {@link SimulatedMachine}: with real acquisition and release of the home and real
 * token locks, but without platforms. It runs on the thread that starts it.
 */
final class SimulatedGateway implements SimulatedMachine.Sender {

    private static final Duration NO_PATIENCE = Duration.ofMillis(1);

    private final SimulatedMachine machine;
    private final GatewayHome home;
    private final ConflictPolicy policy;
    private final long pid;
    private final Instant began;
    private final StopRequest stop = new StopRequest();
    private final HomeOwnership entry;
    private final KernelTokenLocks tokenLocks;
    private final Map<TokenKey, TokenLease> leases = new LinkedHashMap<>();
    private final Consumer<EventType> onStep;
    private Runnable whileEnding = () -> {};
    private volatile Instant tookHome = Instant.MAX;
    private boolean inTurn;
    private boolean deaf;
    private boolean ending;
    private volatile boolean running;
    private volatile boolean dead;
    private volatile boolean frozen;
    private String lastWords = "";
    private Thread thread;
    private Optional<Object> waitsFor = Optional.empty();

    SimulatedGateway(
            SimulatedMachine machine,
            GatewayHome home,
            ConflictPolicy policy,
            Duration patience,
            Consumer<EventType> onStep) {
        this.machine = machine;
        this.home = home;
        this.policy = policy;
        this.onStep = onStep;
        this.pid = machine.newPid("gateway");
        this.began = machine.clock.instant();
        var events = new EventStream(machine.clock, pid);
        events.add(this::listen);
        ProcessProbe probe = machine.probe(pid);
        this.tokenLocks =
                new KernelTokenLocks(
                        machine.tokens,
                        home.toString(),
                        probe,
                        machine.locks.holders(),
                        machine.clock);
        this.entry =
                new HomeOwnership(
                        new GatewaySetup(
                                home,
                                new GatewayConfig(
                                        // After it a replacing process kills at once.
                                        new ShutdownBudget(
                                                NO_PATIENCE, Duration.ofSeconds(-3), Duration.ZERO),
                                        Duration.ZERO,
                                        Optional.empty(),
                                        LogLevel.INFO,
                                        HandlerConfig.echo(),
                                        Map.of()),
                                Map.of(),
                                (config, context) -> null,
                                tokenLocks,
                                policy,
                                patience,
                                events,
                                stop,
                                sameConfigForEver(stop),
                                code -> {},
                                new GatewaySetup.Identity(
                                        List.of("gateway"), "1", Optional.empty()),
                                new HostServices(
                                        probe,
                                        machine.locks.holders(),
                                        machine.signals(this),
                                        machine.clock),
                                StandbyWarmUp.NONE));
        machine.add(this);
    }

    private static ReloadHooks sameConfigForEver(StopRequest stop) {
        var wish = new ReloadRequest();
        return new ReloadHooks(
                wish,
                new SighupHandler(() -> false, stop, wish, System::nanoTime),
                Path.of("config.yaml"),
                () -> {
                    throw new IllegalStateException("a process of the model reloads nothing");
                },
                level -> {});
    }

    /** Enters its home on the calling thread; after the return it runs, or is dead. */
    void start() {
        try {
            entry.acquire();
            letGoOfTurn();
            running = !dead;
        } catch (StartupException e) {
            lastWords = e.getMessage();
            die(ProcessState.GONE);
        } catch (InterruptedException e) {
            dead = true;
        } catch (Throwable e) {
            passOn(e);
        } finally {
            letGoOfTurn();
            if (dead) {
                free();
            }
        }
        if (ending && !dead) {
            stop(() -> {});
        }
    }

    /** Starts on a thread of its own. */
    void startOnOwnThread() {
        waitsFor = key();
        thread = new Thread(this::start, "process-" + pid);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Applies the actions at this step. Listeners cannot throw, so the end of the process has to
     * pass the stream.
     */
    private void listen(LifecycleEvent event) {
        try {
            on(event);
        } catch (Broken | Killed e) {
            throw SimulatedGateway.<RuntimeException>undeclared(new Passing(e));
        }
    }

    private void passOn(Throwable thrown) {
        Throwable why = thrown instanceof Passing ? thrown.getCause() : thrown;
        if (why instanceof Error error && !(why instanceof Killed)) {
            throw error;
        }
        if (why instanceof RuntimeException failure) {
            throw failure;
        }
        dead = true;
    }

    @SuppressWarnings("unchecked") // The caller throws it, whatever it is.
    private static <T extends Throwable> T undeclared(Throwable any) throws T {
        throw (T) any;
    }

    private void on(LifecycleEvent event) {
        machine.tick();
        if (event.type() == EventType.TAKEOVER_STARTED) {
            takeTurn();
        } else if (event.type() == EventType.LOCK_ACQUIRED) {
            if (dead) {
                throw new Killed();
            }
            addToLockTable(home.lock());
            tookHome = machine.clock.instant();
            if (policy == ConflictPolicy.REPLACE) {
                takeTurn();
            }
        }
        onStep.accept(event.type());
        if (dead) {
            throw new Killed();
        }
    }

    private void takeTurn() {
        if (!inTurn) {
            inTurn = true;
            addToLockTable(home.takeoverLock());
        }
    }

    /** Adds a lock to the lock table, unless it is on another file, which breaks more. */
    private void addToLockTable(Path lockFile) {
        if (Files.exists(lockFile)) {
            machine.locks.add(pid, lockFile);
        }
    }

    private void letGoOfTurn() {
        if (inTurn) {
            inTurn = false;
            machine.locks.remove(pid, home.takeoverLock());
        }
    }

    /** Receives SIGTERM, which also wakes a frozen process. */
    void onSigterm() {
        frozen = false;
        if (deaf || ending) {
            return;
        }
        if (running) {
            stop(whileEnding);
        } else {
            ending = true;
        }
    }

    /** Sets the actions of other processes during its end. */
    void whileEnding(Runnable action) {
        whileEnding = action;
    }

    /** Ends cleanly, in the order of the gateway. */
    void stop(Runnable meanwhile) {
        ending = true;
        running = false;
        leases.values().forEach(TokenLease::close);
        leases.keySet().forEach(key -> machine.locks.remove(pid, lockFile(key)));
        byte[] before = pidFile();
        boolean ours = entry.record().filter(new PidFile(home)::holds).isPresent();
        entry.removeOwnPidFile();
        if (!ours && !Arrays.equals(before, pidFile())) {
            throw new Broken(this + " removed a PID file that is not its own");
        }
        meanwhile.run();
        if (!dead) {
            die(ProcessState.GONE);
        }
    }

    private byte[] pidFile() {
        try {
            return Files.isRegularFile(home.pidFile())
                    ? Files.readAllBytes(home.pidFile())
                    : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends at once; the kernel releases its locks. */
    void die(ProcessState left) {
        dead = true;
        running = false;
        machine.become(pid, left);
        machine.locks.remove(pid);
        if (thread != null && thread != Thread.currentThread() && thread.isAlive()) {
            thread.interrupt();
            join();
        }
        free();
    }

    private void join() {
        try {
            thread.join(Duration.ofSeconds(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new Broken(this + " cannot be interrupted while it stands by");
        }
    }

    private void free() {
        machine.locks.remove(pid);
        Optional<InstanceLock> held = lock();
        boolean intact = held.filter(InstanceLock::isIntact).isPresent();
        entry.endSession();
        held.ifPresent(InstanceLock::release);
        if (intact) {
            machine.awaitNextHolder(home);
        }
        leases.values().forEach(TokenLease::close);
    }

    /**
     * Returns its lock, which only the end of the process releases; within a JVM that is simulated.
     */
    private Optional<InstanceLock> lock() {
        try {
            Field field = HomeOwnership.class.getDeclaredField("lock");
            field.setAccessible(true);
            return Optional.ofNullable((InstanceLock) field.get(entry));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the tokens that are free, and again those whose lock file was deleted. */
    void takeTokens(List<TokenKey> keys, Map<TokenKey, Long> epochs) {
        for (TokenKey key : keys) {
            TokenLease lease = leases.get(key);
            if (lease != null && lease.isValid()) {
                continue;
            }
            if (lease != null) {
                machine.locks.remove(pid, lockFile(key));
                lease.close();
            }
            try {
                tokenLocks
                        .acquire(key, "account", Duration.ZERO, () -> {})
                        .ifPresent(obtained -> obtained(key, obtained, epochs));
            } catch (IOException e) {
                throw new Broken(this + " cannot lock a token: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void obtained(TokenKey key, TokenLease lease, Map<TokenKey, Long> epochs) {
        leases.put(key, lease);
        addToLockTable(lockFile(key));
        Long before = epochs.put(key, lease.epoch());
        if (before != null && lease.epoch() <= before) {
            throw new Broken(
                    "I2: the epoch of a token went from " + before + " to " + lease.epoch());
        }
    }

    private Path lockFile(TokenKey key) {
        return machine.tokens.resolve(key.fileName() + ".lock");
    }

    /** Checks its files, as it does every few seconds. */
    void checkFiles(boolean lockFileDeleted) {
        entry.guard().check();
        if (stop.isRequested()) {
            if (!lockFileDeleted) {
                throw new Broken("I1: " + this + " has lost the lock of its home by itself");
            }
            stop(() -> {});
        }
    }

    void deafen() {
        deaf = true;
    }

    void freeze() {
        frozen = true;
        machine.become(pid, ProcessState.STOPPED);
    }

    void thaw() {
        frozen = false;
        machine.become(pid, ProcessState.RUNNING);
    }

    @Override
    public long pid() {
        return pid;
    }

    GatewayHome home() {
        return home;
    }

    boolean isDead() {
        return dead;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Returns whether it waits for the present lock file of this home. */
    boolean isWaitingIn(GatewayHome where) {
        return isWaiting() && home.equals(where) && sameFile();
    }

    private boolean sameFile() {
        return waitsFor.isPresent() && waitsFor.equals(key());
    }

    private Optional<Object> key() {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(home.lock(), BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns whether it has this home, according to the lock table. */
    boolean holdsHome(GatewayHome where) {
        return home.equals(where) && !tookHome.equals(Instant.MAX) && holdsHome();
    }

    /** Returns whether it stands by on a thread of its own. */
    boolean isWaiting() {
        return !dead && !running && thread != null;
    }

    boolean isRunning() {
        return running && !dead;
    }

    /** Returns whether it has a home, present or with a deleted lock file. */
    boolean hasHome() {
        return !dead && lock().isPresent();
    }

    /** Returns whether it has the home that other processes see. */
    boolean holdsHome() {
        return !dead && lock().filter(InstanceLock::isIntact).isPresent();
    }

    boolean holds(TokenKey key) {
        TokenLease lease = leases.get(key);
        return !dead && lease != null && lease.isValid();
    }

    String lastWords() {
        return lastWords;
    }

    @Override
    public void check(SimulatedGateway target) {
        if (!target.home.equals(home) || !target.hasHome()) {
            throw new Broken("I6: a signal from " + this + " for " + target);
        }
        if (target.inTurn) {
            throw new Broken("I6: " + target + " has won, and " + this + " signals it");
        }
        if (target.tookHome.isAfter(began)) {
            throw new Broken("I6: " + target + " came after " + this + ", which signals it");
        }
    }

    @Override
    public String toString() {
        return "PID " + pid + " of " + home.folder().getFileName();
    }

    /** SIGKILL: the process does nothing further. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /**
     * A throwable that is neither a RuntimeException nor an Error, which the stream of events would
     * catch.
     */
    private static final class Passing extends Throwable {

        private static final long serialVersionUID = 1;

        Passing(Error why) {
            super(why);
        }
    }
}
