package dev.gateway.core.lifecycle;

import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.control.InstanceStopper;
import dev.gateway.core.event.EventType;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.instance.LockStatus;
import dev.gateway.core.instance.PidFile;
import dev.gateway.core.lifecycle.SimulatedAction.Act;
import dev.gateway.core.lifecycle.SimulatedMachine.Broken;
import dev.gateway.core.process.ProcessState;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenKey;
import dev.gateway.core.yaml.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runner of actions on a {@link SimulatedMachine}, which checks the invariants after each of them.
 */
final class ModelRunner implements AutoCloseable {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final TokenKey SHARED = TokenKey.of("telegram", Secret.of("1:shared"));

    private final SimulatedMachine machine;
    private final List<SimulatedGateway> processes = new ArrayList<>();
    private final Map<TokenKey, Long> epochs = new HashMap<>();
    private final Set<GatewayHome> deletedLocks = new HashSet<>();

    ModelRunner(Path folder) {
        this.machine = new SimulatedMachine(folder);
    }

    /** Runs one action and checks. */
    void run(SimulatedAction move) throws InterruptedException {
        machine.tick();
        act(move);
        // The check of the own files runs every few seconds: the next action can come before it.
        boolean looked = move.what() != Act.DAMAGE_PID_FILE;
        settle(looked);
        check(looked);
    }

    private void act(SimulatedAction move) throws InterruptedException {
        GatewayHome home = machine.home(move.home());
        switch (move.what()) {
            case NOTHING, KILL_ITSELF -> {}
            case START -> start(move, home, free(home) ? ConflictPolicy.FAIL : ConflictPolicy.WAIT);
            case REPLACE -> start(move, home, ConflictPolicy.REPLACE);
            case STAND_BY -> standBy(home);
            case STOP -> stop(move, home);
            case KILL -> holder(home).ifPresent(one -> one.die(ProcessState.GONE));
            case LEAVE_A_ZOMBIE -> holder(home).ifPresent(one -> one.die(ProcessState.ZOMBIE));
            case REUSE_PID -> reuse(move);
            case DEAFEN -> holder(home).ifPresent(SimulatedGateway::deafen);
            case FREEZE ->
                    holder(home)
                            .filter(SimulatedGateway::isRunning)
                            .ifPresent(SimulatedGateway::freeze);
            case THAW ->
                    alive(home).filter(SimulatedGateway::isFrozen).forEach(SimulatedGateway::thaw);
            case DAMAGE_PID_FILE -> PidFileDamage.of(move.how()).to(home, unrelatedProcess(move));
            case DELETE_LOCK -> {
                deletedLocks.add(home);
                delete(home.lock());
            }
            case DELETE_TOKEN_LOCK -> delete(machine.tokens.resolve(SHARED.fileName() + ".lock"));
            case DAMAGE_TOKEN_RECORD -> damageTokenRecord(move);
            case DELETE_TAKEOVER_LOCK -> delete(home.takeoverLock());
        }
    }

    private void start(SimulatedAction move, GatewayHome home, ConflictPolicy policy) {
        SimulatedGateway[] self = new SimulatedGateway[1];
        boolean[] done = new boolean[1];
        Consumer<EventType> onStep =
                type -> {
                    if (type == move.at() && !done[0]) {
                        done[0] = true;
                        meanwhile(move, self[0]);
                    }
                };
        self[0] = new SimulatedGateway(machine, home, policy, SHORT, onStep);
        processes.add(self[0]);
        self[0].start();
        checkNamedHolder(self[0]);
    }

    private void meanwhile(SimulatedAction move, SimulatedGateway self) {
        try {
            if (move.meanwhile() == Act.KILL_ITSELF) {
                self.die(ProcessState.GONE);
            } else {
                act(move.only(move.meanwhile()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks I3: a refused start names the holder, and the holder is alive. */
    private void checkNamedHolder(SimulatedGateway loser) {
        String words = loser.lastWords();
        if (!words.isEmpty()
                && processes.stream()
                        .filter(one -> one.home().equals(loser.home()))
                        .noneMatch(one -> words.contains("(PID " + one.pid() + ")"))) {
            throw new Broken("I3: " + loser + " did not start and named no process: " + words);
        }
    }

    private void standBy(GatewayHome home) {
        if (alive(home).filter(SimulatedGateway::isWaiting).count() < 2) {
            var process =
                    new SimulatedGateway(machine, home, ConflictPolicy.WAIT, LONG, type -> {});
            processes.add(process);
            process.startOnOwnThread();
        }
    }

    private void stop(SimulatedAction move, GatewayHome home) throws InterruptedException {
        Optional<SimulatedGateway> holder = holder(home);
        holder.ifPresent(one -> one.whileEnding(() -> whileEnding(move)));
        long pid = machine.newPid("gateway stop");
        var stop =
                new InstanceStopper(
                        home,
                        machine.probe(pid),
                        machine.locks.holders(),
                        machine.signals(operator(pid, home)));
        InstanceStopper.Outcome outcome = stop.stop(() -> Duration.ZERO, false, new Silent());
        machine.become(pid, ProcessState.GONE);
        boolean ended = holder.filter(one -> !one.isDead()).isEmpty();
        if (outcome instanceof InstanceStopper.Outcome.Failed failed) {
            throw new Broken("I3: a stop failed: " + failed.why());
        }
        if (!ended) {
            throw new Broken("I3: " + holder.get() + " lives after a stop: " + outcome);
        }
    }

    private void whileEnding(SimulatedAction move) {
        try {
            act(move.only(move.meanwhile()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SimulatedMachine.Sender operator(long pid, GatewayHome home) {
        return new SimulatedMachine.Sender() {
            @Override
            public long pid() {
                return pid;
            }

            @Override
            public void check(SimulatedGateway target) {
                if (!target.home().equals(home) || !target.hasHome()) {
                    throw new Broken("I6: a stop of " + home + " signals " + target);
                }
            }
        };
    }

    private void reuse(SimulatedAction move) {
        Optional<SimulatedGateway> last =
                processes.stream()
                        .filter(SimulatedGateway::isDead)
                        .reduce((first, second) -> second);
        last.ifPresent(
                one -> machine.reusePid(one.pid(), move.how() % 2 == 0 ? "cron" : "gateway"));
    }

    /**
     * Returns a process that must be left alone: an unrelated one, or the gateway of the other
     * home.
     */
    private long unrelatedProcess(SimulatedAction move) {
        Optional<SimulatedGateway> other = holder(machine.home(1 - move.home()));
        return move.how() % 2 == 0 || other.isEmpty()
                ? machine.newPid("sleep of the gateway")
                : other.get().pid();
    }

    private void damageTokenRecord(SimulatedAction move) {
        Path record = machine.tokens.resolve(SHARED.fileName() + ".json");
        try {
            if (Files.exists(machine.tokens)) {
                Files.writeString(record, move.how() % 2 == 0 ? "" : "{\"pid\": 1, \"epoch\": -5}");
                epochs.remove(SHARED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets all processes do what needs no new cause: wait for the home, check files, take tokens.
     */
    private void settle(boolean looking) throws InterruptedException {
        awaitStandby();
        for (SimulatedGateway one : List.copyOf(processes)) {
            if (looking && one.isRunning() && !one.isFrozen()) {
                one.checkFiles(deletedLocks.contains(one.home()));
            }
        }
        awaitStandby();
        for (SimulatedGateway one : processes) {
            if (one.isRunning() && !one.isFrozen()) {
                one.takeTokens(tokens(one.home()), epochs);
            }
        }
        processes.removeIf(one -> one.isDead() && processes.size() > 20);
    }

    /** Waits until a standby process has acquired a free home. */
    private void awaitStandby() throws InterruptedException {
        for (int number = 0; number < SimulatedAction.HOMES; number++) {
            awaitStandby(machine.home(number));
        }
    }

    private void awaitStandby(GatewayHome home) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (alive(home).anyMatch(SimulatedGateway::isWaiting)
                && alive(home).noneMatch(ModelRunner::isSettled)) {
            if (System.nanoTime() - deadline > 0) {
                throw new Broken("I3: who stands by in " + home + " did not get it");
            }
            TimeUnit.MICROSECONDS.sleep(100);
        }
    }

    /**
     * Returns whether nothing is left to happen. A frozen process keeps the lock of a deleted file;
     * a process that waits for that lock has to wait.
     */
    private static boolean isSettled(SimulatedGateway process) {
        return process.isRunning();
    }

    private List<TokenKey> tokens(GatewayHome home) {
        return List.of(
                SHARED, TokenKey.of("weixin", Secret.of(home.folder().getFileName().toString())));
    }

    private void check(boolean looked) {
        for (int number = 0; number < SimulatedAction.HOMES; number++) {
            checkHome(machine.home(number), looked);
        }
        for (int number = 0; number < SimulatedAction.HOMES; number++) {
            tokens(machine.home(number)).forEach(this::checkToken);
        }
    }

    private void checkHome(GatewayHome home, boolean looked) {
        List<SimulatedGateway> having =
                alive(home).filter(one -> one.isRunning() && !one.isFrozen()).toList();
        List<SimulatedGateway> holding = alive(home).filter(SimulatedGateway::holdsHome).toList();
        if (having.size() > 1 || holding.size() > 1) {
            throw new Broken("I1: in one home run " + having + ", its lock is held by " + holding);
        }
        InstanceView view = InstanceView.of(home, machine.probe(1), machine.locks.holders());
        if (holding.isEmpty()) {
            if (view.lock().isHeld()) {
                throw new Broken("I3: nobody holds " + home + ", but it looks held: " + view);
            }
            return;
        }
        SimulatedGateway holder = holding.get(0);
        if (!(view.lock() instanceof LockStatus.HeldBy held) || held.pid() != holder.pid()) {
            throw new Broken("I1: " + holder + " has its home, but it looks like " + view);
        }
        if (looked
                && !holder.isFrozen()
                && new PidFile(home).read() instanceof PidFile.Content.Absent) {
            throw new Broken("I3: " + holder + " has no PID file");
        }
    }

    private void checkToken(TokenKey key) {
        List<SimulatedGateway> pollers =
                processes.stream().filter(one -> !one.isDead() && one.holds(key)).toList();
        if (pollers.size() > 1) {
            throw new Broken("I2: one token is polled by " + pollers);
        }
        List<SimulatedGateway> wanting =
                processes.stream()
                        .filter(one -> one.isRunning() && tokens(one.home()).contains(key))
                        .toList();
        if (pollers.isEmpty()
                && wanting.stream().anyMatch(one -> !one.isFrozen())
                && wanting.stream().noneMatch(SimulatedGateway::isFrozen)) {
            throw new Broken("I3: nobody polls a token that is free, not even " + wanting);
        }
        var seen =
                new KernelTokenLocks(
                                machine.tokens,
                                "nowhere",
                                machine.probe(1),
                                machine.locks.holders(),
                                machine.clock)
                        .holder(key);
        Optional<Long> named = seen.flatMap(holding -> holding.pid());
        if (!named.equals(pollers.stream().findFirst().map(SimulatedGateway::pid))) {
            throw new Broken("I2: " + pollers + " polls, but " + named + " is named");
        }
    }

    /** Checks I3: in the end a start succeeds in a free home without an operator's help. */
    void finish() throws InterruptedException {
        for (int number = 0; number < SimulatedAction.HOMES; number++) {
            GatewayHome home = machine.home(number);
            List.copyOf(processes).stream()
                    .filter(one -> one.home().equals(home) && !one.isDead())
                    .sorted((one, other) -> Boolean.compare(other.isWaiting(), one.isWaiting()))
                    .forEach(one -> one.die(ProcessState.GONE));
            var last = new SimulatedGateway(machine, home, ConflictPolicy.FAIL, SHORT, type -> {});
            processes.add(last);
            last.start();
            if (!last.isRunning()) {
                throw new Broken("I3: " + home + " is free, but: " + last.lastWords());
            }
        }
        settle(true);
        check(true);
    }

    private boolean free(GatewayHome home) {
        return alive(home).noneMatch(SimulatedGateway::hasHome);
    }

    private Optional<SimulatedGateway> holder(GatewayHome home) {
        return alive(home)
                .filter(SimulatedGateway::hasHome)
                .sorted((one, other) -> Boolean.compare(other.holdsHome(), one.holdsHome()))
                .findFirst();
    }

    private java.util.stream.Stream<SimulatedGateway> alive(GatewayHome home) {
        return List.copyOf(processes).stream()
                .filter(one -> one.home().equals(home) && !one.isDead());
    }

    @Override
    public void close() {
        processes.stream()
                .filter(SimulatedGateway::isWaiting)
                .forEach(one -> one.die(ProcessState.GONE));
        processes.stream().filter(one -> !one.isDead()).forEach(one -> one.die(ProcessState.GONE));
    }

    private static final class Silent implements InstanceStopper.Progress {

        @Override
        public void onSignalSent(long pid) {}

        @Override
        public void onWait(Duration elapsed) {}

        @Override
        public void onMessage(String text) {}
    }
}
