package dev.gateway.postgres.schedule;

import dev.gateway.core.cluster.AccountClaim;
import dev.gateway.core.cluster.AccountLease;
import dev.gateway.core.cluster.Membership;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.config.journal.PostgresConfig;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.Journal;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.process.ProcessIdentity;
import dev.gateway.core.process.ProcessProbe;
import dev.gateway.core.session.SessionId;
import dev.gateway.postgres.schedule.HostGate.KilledException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a gateway on a host: registers, takes accounts, polls, handles and sends, with the
 * journal and the membership of this module and little else. Its line to the database can be cut;
 * its threads can be stopped between any two steps.
 */
final class SimulatedHost {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedHost.class);
    private static final Duration STEADY_AFTER = Duration.ofMillis(100);
    private static final long LOOK_MILLIS = 20;

    private final Site site;
    private final String life;
    private final HostGate gate = new HostGate();
    private final SessionId session = SessionId.random();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<AccountId, SessionId> targets = new ConcurrentHashMap<>();
    private final Map<String, HeldAccount> held = new ConcurrentHashMap<>();
    private volatile boolean ending;
    private volatile Journal journal;
    private volatile Membership membership;

    /**
     * The host of the process, which outlives it.
     *
     * @param ended the sessions whose processes have ended, as the kernel knows
     */
    record Site(
            String name,
            Path home,
            PostgresConfig database,
            List<FakeAccount> accounts,
            Evidence evidence,
            Adjustment adjustment,
            Set<SessionId> ended) {}

    /** Creates a process that is not started. */
    SimulatedHost(Site site, int number) {
        this.site = site;
        this.life = site.name() + '/' + number;
    }

    Site site() {
        return site;
    }

    String life() {
        return life;
    }

    HostGate gate() {
        return gate;
    }

    boolean isEnding() {
        return ending;
    }

    Journal journal() {
        return journal;
    }

    Membership membership() {
        return membership;
    }

    /** Returns the accounts that it acts for now, by name. */
    Map<String, HeldAccount> held() {
        return held;
    }

    /** Returns whether it gives an account away. */
    boolean isLeaving(AccountId account) {
        return targets.containsKey(account);
    }

    /** Starts the process, which registers as soon as it reaches the database. */
    void start() {
        run("placement", this::place);
    }

    /** Gives an account to another process. */
    void handOver(FakeAccount account, SimulatedHost target) {
        Membership other = target.membership;
        if (other != null && target != this) {
            targets.put(account.id(), other.view().self());
        }
    }

    /** Kills it: from now on no thread takes another step, and its line is to be closed. */
    void kill() {
        site.evidence().killed(life);
        gate.kill();
        site.ended().add(session);
    }

    /** Stops it: accounts are released, what it has in hands is finished. */
    void stop() throws InterruptedException {
        ending = true;
        join();
        Journal open = journal;
        if (open != null) {
            open.close();
        }
        site.ended().add(session);
    }

    /** Waits for the threads of a process that stops or was killed. */
    void join() throws InterruptedException {
        List<Thread> all;
        synchronized (threads) {
            all = List.copyOf(threads);
        }
        for (Thread each : all) {
            each.join();
        }
    }

    /**
     * Closes the journal of a killed process, whose line is closed: it can write no more, and what
     * waits in it ends.
     */
    void abandon() throws InterruptedException {
        Journal open = journal;
        if (open != null) {
            open.close();
        }
        join();
    }

    private void run(String part, Body body) {
        var thread =
                new Thread(
                        () -> {
                            try {
                                body.run();
                            } catch (KilledException e) {
                                LOG.debug("{} was killed", life);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (RuntimeException | Error e) {
                                LOG.error("{} {} failed", life, part, e);
                            }
                        },
                        life + "-" + part);
        thread.setDaemon(true);
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }

    private void place() throws InterruptedException {
        Journal opened = opened();
        if (opened == null) {
            return;
        }
        journal = opened;
        membership = opened.membership().orElseThrow();
        membership.releaseTo(account -> Optional.ofNullable(targets.get(account)));
        declare();
        for (FakeAccount account : site.accounts()) {
            run("polls-" + account.name(), new AccountPoller(this, account)::run);
        }
        run("handler", new MessageWorker(this)::handle);
        run("sender", new MessageWorker(this)::send);
        List<AccountId> all = site.accounts().stream().map(FakeAccount::id).toList();
        while (!ending) {
            gate.pass();
            try {
                Set<AccountId> mine = membership.take(all);
                targets.keySet().removeIf(account -> !mine.contains(account));
            } catch (IOException e) {
                LOG.debug("{}: {}", life, e.getMessage());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Journal opened() throws InterruptedException {
        while (!ending) {
            gate.pass();
            try {
                return site.adjustment()
                        .engine()
                        .open(
                                new JournalLocation(
                                        new GatewayHome(site.home()),
                                        JournalConfig.in(site.database()),
                                        new HostConfig(
                                                site.name(),
                                                HostConfig.DEFAULT_WEIGHT,
                                                STEADY_AFTER)),
                                JournalSettings.defaults(),
                                Clock.systemUTC(),
                                new EventStream(Clock.systemUTC(), 1),
                                liveness(),
                                () -> false);
            } catch (IOException e) {
                LOG.debug("{}: {}", life, e.getMessage());
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return null;
    }

    private void declare() throws InterruptedException {
        List<AccountClaim> claims =
                site.accounts().stream()
                        .map(each -> new AccountClaim(each.id(), each.name(), Optional.empty()))
                        .toList();
        while (!ending) {
            gate.pass();
            try {
                membership.declare(claims);
                return;
            } catch (IOException e) {
                LOG.debug("{}: {}", life, e.getMessage());
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private SessionLiveness liveness() {
        ProcessProbe probe = ProcessProbe.system();
        ProcessIdentity process = ProcessIdentity.of(probe, probe.self());
        return new SessionLiveness() {
            @Override
            public SessionId self() {
                return session;
            }

            @Override
            public ProcessIdentity process() {
                return process;
            }

            @Override
            public boolean hasEnded(SessionId other, Optional<ProcessIdentity> ignored) {
                return site.ended().contains(other);
            }
        };
    }

    /** The work of a thread. */
    private interface Body {
        void run() throws InterruptedException;
    }

    /** An account that the process acts for: its lease, and the lock under which it sends. */
    record HeldAccount(AccountId id, AccountLease lease, Object sending) {}
}
