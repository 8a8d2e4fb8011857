package dev.gateway.sim.demo;

import dev.gateway.core.time.Deadline;
import dev.gateway.sim.hosts.LeaseHolder;
import dev.gateway.sim.hosts.SharedDatabase;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.Signal;
import dev.gateway.sim.process.SignalSender;
import dev.gateway.sim.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The story of several hosts on one database: each of them a gateway with a home and a folder of
 * locks of its own. Each phase hits a host that polls, and ends when every user was answered again.
 */
final class HostsScript implements DemoStory, AutoCloseable {

    static final String TITLE = "Several hosts, one database";

    static final String ABOUT =
            "Two people on each platform chat all the time with gateways on several hosts, which"
                    + " share a PostgreSQL. The host that polls is restarted, stopped, killed with"
                    + " SIGKILL, frozen, and cut off from the database; in the end the database"
                    + " itself is killed. Each time another host goes on with its accounts.";

    /** The shortest that the config allows, so that no one waits long at the screen. */
    private static final Duration LEASE = Duration.ofSeconds(4);

    private static final Duration JOIN_AFTER = Duration.ofSeconds(2);
    private static final Duration LIMIT = DemoStage.LIMIT;

    private final DemoStage stage;
    private final DemoReporter reporter;
    private final SharedDatabase database;
    private final Map<String, ObservedHome> homes = new LinkedHashMap<>();
    private final List<DemoPhase> phases = new ArrayList<>();

    private HostsScript(DemoStage stage, SharedDatabase database) {
        this.stage = stage;
        this.database = database;
        reporter = stage.reporter();
    }

    /** Starts the database and prepares the homes of the hosts. */
    static HostsScript prepare(int hosts, DemoStage stage) throws InterruptedException {
        SharedDatabase database = SharedDatabase.start(LEASE, stage.recorder());
        HostsScript script = new HostsScript(stage, database);
        script.reporter.phase("PostgreSQL is there; leases are of " + LEASE.toSeconds() + " s");
        stage.platforms().forEach(one -> one.referee().allowFrozenPollers());
        for (int number = 1; number <= hosts; number++) {
            script.prepare("web-" + number);
        }
        return script;
    }

    private void prepare(String host) {
        HomeConfig config =
                HomeConfig.echo()
                        .withSections(
                                database.config(
                                        host, Map.of("join_after", JOIN_AFTER.toSeconds() + "s")));
        ObservedHome home = ObservedHome.create(stage.workspace().folder().resolve(host));
        homes.put(host, stage.prepare(host, home, config));
    }

    @Override
    public void play() throws InterruptedException {
        for (String host : homes.keySet()) {
            command(host, "start");
        }
        stage.awaitAnswers();
        settle();
        restart();
        leave();
        kill();
        freeze();
        cutOff();
        killDatabase();
    }

    /** Lets the hosts that came later get their share. */
    private void settle() throws InterruptedException {
        phase("each host gets its share", "a host joins");
        reporter.runFor(JOIN_AFTER.plus(JOIN_AFTER));
        await("holder of each account", () -> heldByLiving());
        tellCluster();
        stage.awaitAnswers();
    }

    private void restart() throws InterruptedException {
        String host = poller();
        phase("gateway restart on " + host, "restart");
        follow(host, "restart");
        stage.awaitAnswers();
    }

    private void leave() throws InterruptedException {
        String host = poller();
        phase("gateway stop on " + host, "stop: the next host is there already");
        follow(host, "stop");
        awaitElsewhere(host);
        stage.awaitAnswers();
        command(host, "start");
    }

    private void kill() throws InterruptedException {
        String host = poller();
        long pid = pid(host);
        phase("kill -9 of " + host, "SIGKILL: after the lease");
        stage.recorder().mark(pid, "SIGKILL");
        SignalSender.send(Signal.KILL, pid);
        awaitElsewhere(host);
        stage.awaitAnswers();
        command(host, "start");
    }

    private void freeze() throws InterruptedException {
        String host = poller();
        long pid = pid(host);
        phase("SIGSTOP of " + host, "SIGSTOP: after the lease");
        stage.recorder().mark(pid, "SIGSTOP");
        SignalSender.send(Signal.STOP, pid);
        awaitElsewhere(host);
        reporter.runFor(stage.timings().downtime());
        phase(host + " wakes up", "it wakes up");
        stage.recorder().mark(pid, "SIGCONT");
        SignalSender.send(Signal.CONT, pid);
        stage.awaitAnswers();
    }

    private void cutOff() throws InterruptedException {
        String host = poller();
        phase(host + " is cut off from the database", "cut off: after the lease");
        database.cut(host);
        awaitElsewhere(host);
        stage.awaitAnswers();
        phase(host + " reaches it again, with what the line held back", "it is back");
        database.heal(host);
        stage.awaitAnswers();
    }

    private void killDatabase() throws InterruptedException {
        phase("kill -9 of the database", "SIGKILL of the database");
        database.kill();
        reporter.runFor(LEASE.plus(stage.timings().downtime()));
        reporter.phase("the database starts");
        database.start();
        stage.awaitAnswers();
        tellCluster();
    }

    private void phase(String text, String name) {
        phases.add(new DemoPhase(name, System.nanoTime()));
        reporter.phase(text);
    }

    private void command(String host, String name) throws InterruptedException {
        phase("gateway " + name + " on " + host, "a host joins");
        follow(host, name);
    }

    private void follow(String host, String... arguments) throws InterruptedException {
        reporter.follow(gateway(host).start(arguments), LIMIT).expectExit(0);
    }

    private GatewayCommandLine gateway(String host) {
        return stage.gateway(homes.get(host));
    }

    private void tellCluster() throws InterruptedException {
        follow(homes.keySet().iterator().next(), "cluster");
    }

    /** Returns the host with the most accounts. */
    private String poller() throws InterruptedException {
        await("holder of each account", this::heldByLiving);
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (LeaseHolder holder : database.holders().values()) {
            counts.merge(holder.host(), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private boolean heldByLiving() {
        return database.holders().size() == stage.platforms().size();
    }

    private long pid(String host) {
        return homes.get(host)
                .lockHolder()
                .orElseThrow(() -> new ExpectationFailedException("no gateway runs on " + host));
    }

    private void awaitElsewhere(String host) throws InterruptedException {
        await(
                "other host that has the accounts of " + host,
                () ->
                        heldByLiving()
                                && database.holders().values().stream()
                                        .noneMatch(holder -> holder.host().equals(host)));
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = Deadline.after(LIMIT);
        while (!condition.getAsBoolean()) {
            if (deadline.isExpired()) {
                throw new ExpectationFailedException(
                        "no " + what + " within " + LIMIT.toSeconds() + " s");
            }
            reporter.runFor(DemoStage.POLL);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        for (String host : homes.keySet()) {
            reporter.phase("gateway stop on " + host);
            follow(host, "stop");
        }
    }

    @Override
    public List<String> table(List<PlatformResult> results) {
        return PlatformResultTable.ofPhases(results, phases);
    }

    @Override
    public List<Timeline.Finding> findings() {
        return List.of();
    }

    @Override
    public void close() {
        database.close();
    }
}
