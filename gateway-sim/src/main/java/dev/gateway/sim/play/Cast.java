package dev.gateway.sim.play;

import dev.gateway.sim.chat.Chatter;
import dev.gateway.sim.chat.FakeOptions;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.Fakes;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.HomeProcesses;
import dev.gateway.sim.process.Result;
import dev.gateway.sim.scenario.PlatformSpec;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.stage.Await;
import dev.gateway.sim.stage.Stage;
import dev.gateway.sim.timeline.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Everybody who takes part in a scenario, by name. For one thread. */
final class Cast implements AutoCloseable {

    private static final String CLASSPATH = "GATEWAY_CLASSPATH";
    private static final Duration HANDOVER_LIMIT = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final Stage stage;
    private final Watch watch;
    private final Map<String, FakePlatform> platforms = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, Integer> started = new HashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<Chatter> chatters = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();
    private final Originals originals = new Originals();

    private Cast(Scenario scenario, Stage stage, Watch watch) {
        this.scenario = scenario;
        this.stage = stage;
        this.watch = watch;
    }

    static Cast of(Scenario scenario, Programs programs, Stage stage, Watch watch) {
        Cast cast = new Cast(scenario, stage, watch);
        try {
            scenario.platforms().forEach((name, spec) -> cast.open(name, spec, programs.fakes()));
            scenario.homes().keySet().forEach(name -> cast.furnish(name, programs));
            return cast;
        } catch (RuntimeException e) {
            cast.close();
            throw e;
        }
    }

    /**
     * All fakes of a type have the same first bot, so that of the next one of the same scenario has
     * to be another.
     */
    private void open(String name, PlatformSpec spec, Fakes fakes) {
        int bots = started.merge(spec.type(), 1, Integer::sum);
        FakePlatform platform = fakes.of(spec.type()).start(FakeOptions.lenient(bots));
        tokens.put(name, platform.tokens().get(bots - 1));
        platforms.put(name, platform);
        spec.faults().forEach(fault -> platform.server().faults().add(fault.rule()));
        watch.platform(name, platform);
    }

    private void furnish(String name, Programs programs) {
        Map<String, FakePlatform> served = new LinkedHashMap<>();
        scenario.platformsOf(name).forEach(one -> served.put(one, platforms.get(one)));
        GatewayHomeDir dir = stage.newHome();
        var spec = scenario.homes().get(name);
        dir.putAdapters(programs.fakes().jars());
        dir.writeConfig(GatewayConfigText.of(spec, served, tokens, scenario.platforms()));
        GatewayCommand command =
                GatewayCommand.of(stage.scope(), programs.find(spec.program())).withHome(dir);
        Optional<String> classes = classes();
        if (classes.isPresent()) {
            command = command.withEnv(CLASSPATH, classes.get());
        }
        places.put(name, new Place(name, spec, dir, command));
        watch.home(name, dir);
    }

    /** Jars of the caller, and this very one if a scenario takes another adapter from it. */
    private Optional<String> classes() {
        List<String> paths = new ArrayList<>();
        Optional.ofNullable(System.getenv(CLASSPATH))
                .filter(one -> !one.isBlank())
                .ifPresent(paths::add);
        boolean other =
                scenario.platforms().values().stream()
                        .anyMatch(spec -> spec.settings().containsKey("type"));
        if (other) {
            paths.add(Cast.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        }
        return paths.isEmpty() ? Optional.empty() : Optional.of(String.join(":", paths));
    }

    Watch watch() {
        return watch;
    }

    Stage stage() {
        return stage;
    }

    Place place(String name) {
        return places.get(name);
    }

    FakePlatform platform(String name) {
        return platforms.get(name);
    }

    /** The person of this name in a chat with the bot of a platform. */
    VirtualUser user(String platform, String name) {
        return platforms.get(platform).user(tokens.get(platform), name);
    }

    /** The token of the bot of a platform. */
    String token(String platform) {
        return tokens.get(platform);
    }

    Map<String, FakePlatform> platforms() {
        return platforms;
    }

    /** One of them, or all. */
    Collection<FakePlatform> platforms(Optional<String> name) {
        return name.map(one -> List.of(platforms.get(one))).orElse(List.copyOf(platforms.values()));
    }

    List<Chatter> chatters() {
        return chatters;
    }

    /** What commands printed that nobody named, each as a whole. */
    List<String> printed() {
        return printed;
    }

    void printed(Result result) {
        printed.add(result.stdout() + result.stderr());
    }

    Originals originals() {
        return originals;
    }

    void add(Actor actor) {
        actors.put(actor.name(), actor);
        watch.process(actor.pid(), actor.name());
    }

    /**
     * The process of this name, or the latest that had it.
     *
     * @throws ExpectationFailed if there is none
     */
    Actor actor(String name) {
        Actor actor = actors.get(name);
        if (actor == null) {
            throw new ExpectationFailed("no process has been called " + name + " so far");
        }
        return actor;
    }

    /** Those of this name, be they one or several with numbers. */
    List<Actor> group(String name) {
        List<Actor> group =
                actors.values().stream()
                        .filter(one -> one.name().matches("\\Q" + name + "\\E(-\\d+)?"))
                        .toList();
        if (group.isEmpty()) {
            throw new ExpectationFailed("no process has been called " + name + " so far");
        }
        return group;
    }

    Collection<Actor> actors() {
        return actors.values();
    }

    /**
     * The number of the process of this name, or of the gateway that holds this home, or else that
     * its PID file names if that is one of this home. Where the home is just changing hands, that
     * of the next one.
     */
    long pid(String name) throws InterruptedException {
        if (actors.containsKey(name)) {
            return actors.get(name).pid();
        }
        Place place = places.get(name);
        if (place == null) {
            throw new ExpectationFailed("no process has been called " + name + " so far");
        }
        return Await.first(
                () -> gatewayOf(place.dir()),
                HANDOVER_LIMIT,
                "gateway that runs in the home " + name);
    }

    private static Optional<Long> gatewayOf(GatewayHomeDir dir) {
        OptionalLong holder = dir.lockHolder();
        return holder.isPresent()
                ? Optional.of(holder.getAsLong())
                : dir.pidRecord()
                        .map(record -> record.path("pid").asLong())
                        .filter(pid -> HomeProcesses.isGatewayOf(pid, dir.path()));
    }

    @Override
    public void close() {
        chatters.forEach(Chatter::close);
        platforms.values().forEach(FakePlatform::close);
    }
}
