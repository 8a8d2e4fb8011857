package dev.gateway.sim.runner;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.sim.chat.ChatGenerator;
import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.FakePlatformRegistry;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.hosts.SharedDatabase;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeProcessFinder;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.Workspace;
import dev.gateway.sim.scenario.DatabaseSpec;
import dev.gateway.sim.scenario.HomeSpec;
import dev.gateway.sim.scenario.PlatformSpec;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.timeline.RunRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The platforms, homes, processes and users of a running scenario, by name. For one thread. */
final class ScenarioEnvironment implements AutoCloseable {

    private static final String CLASSPATH = "GATEWAY_CLASSPATH";
    private static final Duration HANDOVER_LIMIT = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final Workspace workspace;
    private final RunRecorder recorder;
    private final Map<String, FakePlatform> platforms = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, Integer> started = new HashMap<>();
    private final Map<String, ScenarioHome> homes = new LinkedHashMap<>();
    private final Map<String, ScenarioProcess> processes = new LinkedHashMap<>();
    private final List<ChatGenerator> generators = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();
    private Optional<SharedDatabase> database = Optional.empty();
    private final FileBackups backups = new FileBackups();

    private ScenarioEnvironment(Scenario scenario, Workspace workspace, RunRecorder recorder) {
        this.scenario = scenario;
        this.workspace = workspace;
        this.recorder = recorder;
    }

    static ScenarioEnvironment of(
            Scenario scenario, ProgramLocator programs, Workspace workspace, RunRecorder recorder)
            throws InterruptedException {
        ScenarioEnvironment environment = new ScenarioEnvironment(scenario, workspace, recorder);
        try {
            scenario.platforms()
                    .forEach((name, spec) -> environment.open(name, spec, programs.fakes()));
            if (scenario.database().isPresent()) {
                environment.share(scenario.database().get());
            }
            scenario.homes().keySet().forEach(name -> environment.createHome(name, programs));
            return environment;
        } catch (RuntimeException | InterruptedException e) {
            environment.close();
            throw e;
        }
    }

    private void share(DatabaseSpec spec) throws InterruptedException {
        SharedDatabase shared = SharedDatabase.start(spec.lease(), recorder);
        database = Optional.of(shared);
        if (spec.standby() != DatabaseSpec.Standby.NONE) {
            shared.addStandby(spec.standby() == DatabaseSpec.Standby.SYNCHRONOUS);
        }
        platforms.values().forEach(platform -> platform.referee().allowFrozenPollers());
    }

    /**
     * Starts a platform. All fakes of a type have the same first bot, so a second platform of that
     * type in one scenario gets another bot.
     */
    private void open(String name, PlatformSpec spec, FakePlatformRegistry fakes) {
        int bots = started.merge(spec.type(), 1, Integer::sum);
        FakePlatform platform = fakes.of(spec.type()).start(FakeOptions.lenient(bots));
        tokens.put(name, platform.tokens().get(bots - 1));
        platforms.put(name, platform);
        spec.faults().forEach(fault -> platform.server().faults().add(fault.rule()));
        recorder.platform(name, platform);
    }

    private void createHome(String name, ProgramLocator programs) {
        Map<String, FakePlatform> served = new LinkedHashMap<>();
        scenario.platformsOf(name).forEach(one -> served.put(one, platforms.get(one)));
        // Hosts on one machine share neither homes nor locks.
        ObservedHome dir =
                database.isEmpty()
                        ? workspace.newHome()
                        : ObservedHome.create(workspace.folder().resolve(name));
        var spec = scenario.homes().get(name);
        dir.putAdapters(programs.fakes().jars());
        dir.write(
                ScenarioConfig.of(spec, served, tokens, scenario.platforms())
                        .withSections(sections(name, spec)));
        GatewayCommandLine command =
                GatewayCommandLine.of(workspace.scope(), programs.find(spec.program()))
                        .withHome(dir);
        Optional<String> classes = classes();
        if (classes.isPresent()) {
            command = command.withEnv(CLASSPATH, classes.get());
        }
        homes.put(name, new ScenarioHome(name, spec, dir, command));
        recorder.home(name, dir);
    }

    private String sections(String home, HomeSpec spec) {
        if (database.isEmpty()) {
            return "";
        }
        Map<String, String> settings = new LinkedHashMap<>();
        scenario.database()
                .ifPresent(
                        shared ->
                                settings.put(
                                        "join_after", DurationFormat.format(shared.joinAfter())));
        settings.putAll(spec.host());
        return database.get().config(home, settings);
    }

    /** Returns the caller's jars, and this jar if a scenario takes another adapter from it. */
    private Optional<String> classes() {
        List<String> paths = new ArrayList<>();
        Optional.ofNullable(System.getenv(CLASSPATH))
                .filter(one -> !one.isBlank())
                .ifPresent(paths::add);
        boolean other =
                scenario.platforms().values().stream()
                        .anyMatch(spec -> spec.settings().containsKey("type"));
        if (other) {
            paths.add(
                    ScenarioEnvironment.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath());
        }
        return paths.isEmpty() ? Optional.empty() : Optional.of(String.join(":", paths));
    }

    /** Returns the database that the homes share; a scenario with steps about it has one. */
    SharedDatabase database() {
        return database.orElseThrow(
                () -> new ExpectationFailedException("the scenario has no line database:"));
    }

    RunRecorder recorder() {
        return recorder;
    }

    Workspace workspace() {
        return workspace;
    }

    ScenarioHome home(String name) {
        return homes.get(name);
    }

    FakePlatform platform(String name) {
        return platforms.get(name);
    }

    /** Returns the user of this name in a chat with the bot of a platform. */
    VirtualUser user(String platform, String name) {
        return platforms.get(platform).user(tokens.get(platform), name);
    }

    /** Returns the token of the bot of a platform. */
    String token(String platform) {
        return tokens.get(platform);
    }

    Map<String, FakePlatform> platforms() {
        return platforms;
    }

    /** Returns the platform of this name, or all without a name. */
    Collection<FakePlatform> platforms(Optional<String> name) {
        return name.map(one -> List.of(platforms.get(one))).orElse(List.copyOf(platforms.values()));
    }

    List<ChatGenerator> chatGenerators() {
        return generators;
    }

    /** Returns the output of each command without a name. */
    List<String> printed() {
        return printed;
    }

    void printed(CommandResult result) {
        printed.add(result.stdout() + result.stderr());
    }

    FileBackups backups() {
        return backups;
    }

    void add(ScenarioProcess process) {
        processes.put(process.name(), process);
        recorder.process(process.pid(), process.name());
    }

    /**
     * Returns the process of this name; of several, the latest.
     *
     * @throws ExpectationFailedException if there is none
     */
    ScenarioProcess process(String name) {
        ScenarioProcess process = processes.get(name);
        if (process == null) {
            throw new ExpectationFailedException("no process has been called " + name + " so far");
        }
        return process;
    }

    /** Returns the processes of this name, numbered ones included. */
    List<ScenarioProcess> group(String name) {
        List<ScenarioProcess> group =
                processes.values().stream()
                        .filter(one -> one.name().matches("\\Q" + name + "\\E(-\\d+)?"))
                        .toList();
        if (group.isEmpty()) {
            throw new ExpectationFailedException("no process has been called " + name + " so far");
        }
        return group;
    }

    Collection<ScenarioProcess> processes() {
        return processes.values();
    }

    /**
     * Returns the PID of the process of this name; for a home, of the gateway that holds it, or
     * else the PID in its PID file if that is a gateway of this home. During a handover, waits for
     * the next gateway.
     */
    long pid(String name) throws InterruptedException {
        if (processes.containsKey(name)) {
            return processes.get(name).pid();
        }
        ScenarioHome home = homes.get(name);
        if (home == null) {
            throw new ExpectationFailedException("no process has been called " + name + " so far");
        }
        return Await.first(
                () -> gatewayOf(home.dir()),
                HANDOVER_LIMIT,
                "gateway that runs in the home " + name);
    }

    private static Optional<Long> gatewayOf(ObservedHome dir) {
        OptionalLong holder = dir.lockHolder();
        return holder.isPresent()
                ? Optional.of(holder.getAsLong())
                : dir.pidRecord()
                        .map(record -> record.path("pid").asLong())
                        .filter(pid -> HomeProcessFinder.isGatewayOf(pid, dir.path()));
    }

    @Override
    public void close() {
        generators.forEach(ChatGenerator::close);
        platforms.values().forEach(FakePlatform::close);
        database.ifPresent(SharedDatabase::close);
    }
}
