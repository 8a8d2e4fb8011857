package dev.gateway.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.referee.PollRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A host of a cluster as its operator sees it: a home, a folder of token locks and a command line
 * of its own.
 */
final class HostUnderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final ObservedHome home;
    private final GatewayCommandLine gateway;
    private RunningProcess process;

    private HostUnderTest(String name, ObservedHome home, GatewayCommandLine gateway) {
        this.name = name;
        this.home = home;
        this.gateway = gateway;
    }

    /** Creates a host with a folder of its own in this one. */
    static HostUnderTest create(String name, Path folder, ProcessScope scope) {
        ObservedHome home = ObservedHome.create(folder.resolve(name));
        return new HostUnderTest(name, home, GatewayCommandLine.gateway(scope).withHome(home));
    }

    String name() {
        return name;
    }

    ObservedHome home() {
        return home;
    }

    /**
     * Writes the config.
     *
     * @param config that of a home without others
     * @param journal the flow mapping of the database
     * @param more further settings of the host, each after a comma
     */
    HostUnderTest write(HomeConfig config, String journal, String more) {
        home.writeConfig(
                config.yaml() + "journal: " + journal + "\nhost: {name: " + name + more + "}\n");
        return this;
    }

    /** Starts the gateway in the foreground. */
    RunningProcess begin() {
        process = gateway.start("run");
        return process;
    }

    /** Starts the gateway in the foreground and waits until it reports this state. */
    RunningProcess start(String state) throws InterruptedException {
        begin();
        home.awaitState(state, LIMIT);
        return process;
    }

    /** Returns the process that was started last in the foreground. */
    RunningProcess process() {
        return process;
    }

    CommandResult run(String... arguments) throws InterruptedException {
        return gateway.run(LIMIT, arguments);
    }

    JsonNode status() throws InterruptedException {
        return gateway.status();
    }

    /** Returns the holder of an account as {@code cluster --json} prints it here. */
    String holder(String account) throws InterruptedException {
        JsonNode cluster = run("cluster", "--json").json();
        for (JsonNode each : cluster.path("accounts")) {
            if (each.path("name").asText().equals(account)) {
                return each.path("holder").asText();
            }
        }
        throw new AssertionError("no account " + account + " in " + cluster);
    }

    /** Waits until this host reports that another one has the account, and nothing wrong. */
    void awaitElsewhere(String account) throws InterruptedException {
        Await.until(
                () -> home.state().filter(state -> isElsewhere(state, account)).isPresent(),
                LIMIT,
                () -> account + " is not elsewhere: " + home.state());
    }

    private static boolean isElsewhere(JsonNode state, String account) {
        return state.path("state").asText().equals("running")
                && state.path("platforms").path(account).path("state").asText().equals("elsewhere");
    }

    /** Waits until the process that holds this home is the one that polls the platform. */
    void awaitPolls(FakePlatform platform) {
        Awaitility.await()
                .alias(name + " polls " + platform.type())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> polls(platform));
    }

    private boolean polls(FakePlatform platform) {
        List<PollRecord> polls = platform.referee().polls();
        return !polls.isEmpty() && isBy(polls.get(polls.size() - 1), pid());
    }

    /** Returns the number of polls of the platform that this process began after that time. */
    long pollsSince(FakePlatform platform, long pid, long nanos) {
        return platform.referee().polls().stream()
                .filter(poll -> isBy(poll, pid) && poll.startNanos() - nanos > 0)
                .count();
    }

    private static boolean isBy(PollRecord poll, long pid) {
        return poll.process().filter(known -> known.pid() == pid).isPresent();
    }

    /** Returns the PID of the process that holds this home; -1 if there is none. */
    long pid() {
        return home.lockHolder().orElse(-1);
    }
}
