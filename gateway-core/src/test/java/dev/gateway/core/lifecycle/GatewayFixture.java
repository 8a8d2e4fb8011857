package dev.gateway.core.lifecycle;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.cluster.MemoryMembership;
import dev.gateway.core.config.AccessPolicy;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.HandlerConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.LogLevel;
import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.config.journal.HostConfig;
import dev.gateway.core.config.journal.JournalConfig;
import dev.gateway.core.control.ConflictPolicy;
import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleEvent;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.message.MessageHandler;
import dev.gateway.core.message.handler.EchoHandler;
import dev.gateway.core.message.handler.HandlerContext;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.reload.ReloadHooks;
import dev.gateway.core.reload.ReloadRequest;
import dev.gateway.core.reload.SighupHandler;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.core.shutdown.StopRequest;
import dev.gateway.core.status.GatewayState;
import dev.gateway.core.token.KernelTokenLocks;
import dev.gateway.core.token.TokenLocks;
import dev.gateway.core.warmup.WarmUp;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One run of a real gateway in the folder of a test, with scripted platforms; the account of a
 * platform is named after its type. Its lock stays with this JVM, so that each needs its own home.
 */
public final class GatewayFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;
    private final GatewayHome home;
    private final StopRequest stop = new StopRequest();
    private final List<LifecycleEvent> events = new CopyOnWriteArrayList<>();
    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final Map<String, PlatformFactory> factories = new ConcurrentHashMap<>();
    private final Map<String, PlatformConfig> platforms =
            Collections.synchronizedMap(new LinkedHashMap<>());
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private final EventStream stream;
    private volatile Gateway gateway;
    private final HostServices machine = HostServices.system();
    private ShutdownBudget budget =
            new ShutdownBudget(LONG, Duration.ofSeconds(30), Duration.ofSeconds(30));
    private Duration tokenWait = LONG;
    private Duration patience = LONG;
    private ConflictPolicy policy = ConflictPolicy.FAIL;
    private volatile Function<HandlerContext, MessageHandler> handler =
            context -> new EchoHandler();
    private Consumer<Integer> onHalt = code -> {};
    private final ReloadRequest wish = new ReloadRequest();
    private final List<LogLevel> levels = new CopyOnWriteArrayList<>();
    private volatile List<ConfigProblem> problems = List.of();
    private volatile LogLevel logLevel = LogLevel.INFO;
    private JournalConfig journal = JournalConfig.DEFAULT;
    private HostConfig host = HostConfig.named("localhost");
    private volatile HandlerConfig handlerConfig = HandlerConfig.echo();

    public GatewayFixture(Path folder) {
        this.folder = folder;
        this.home = new GatewayHome(folder.resolve("home"));
        this.stream = new EventStream(machine.clock(), ProcessHandle.current().pid());
        stream.add(events::add);
    }

    public GatewayFixture with(ScriptedPlatform platform) {
        return with(platform, Duration.ofSeconds(30), LONG);
    }

    GatewayFixture with(
            ScriptedPlatform platform, Duration disconnectTimeout, Duration contactTimeout) {
        factories.put(platform.type(), platform);
        platforms.put(
                platform.type(),
                new PlatformConfig(
                        platform.type(),
                        platform.type(),
                        true,
                        Optional.empty(),
                        disconnectTimeout,
                        contactTimeout,
                        Options.none()));
        return this;
    }

    /** Replaces the rules for who may talk to an account. */
    GatewayFixture access(String name, AccessPolicy access) {
        platforms.computeIfPresent(name, (key, config) -> config.withAccess(access));
        return this;
    }

    GatewayFixture disabled(String type) {
        platforms.put(
                type,
                new PlatformConfig(
                        type, type, false, Optional.empty(), LONG, LONG, Options.none()));
        return this;
    }

    GatewayFixture budget(Duration drain, Duration disconnect, Duration finish) {
        budget = new ShutdownBudget(drain, disconnect, finish);
        return this;
    }

    GatewayFixture tokenWait(Duration limit) {
        tokenWait = limit;
        return this;
    }

    /** Removes an account from the config. */
    GatewayFixture without(String name) {
        platforms.remove(name);
        return this;
    }

    GatewayFixture logLevel(LogLevel level) {
        logLevel = level;
        return this;
    }

    /** Sets another type of handler in the config; {@link #handler} still decides the instance. */
    GatewayFixture handlerType(String type) {
        handlerConfig = new HandlerConfig(type, Options.none());
        return this;
    }

    /** Sets the options of the handler in the config. */
    GatewayFixture handlerOptions(Map<String, Object> options) {
        handlerConfig = new HandlerConfig(handlerConfig.type(), Options.of(options));
        return this;
    }

    /** Sets the problems of the config from now on. */
    GatewayFixture problems(ConfigProblem... wrong) {
        problems = List.of(wrong);
        return this;
    }

    /** Returns the log levels that were set. */
    List<LogLevel> levels() {
        return List.copyOf(levels);
    }

    GatewayFixture onConflict(ConflictPolicy what) {
        policy = what;
        return this;
    }

    GatewayFixture patience(Duration limit) {
        patience = limit;
        return this;
    }

    GatewayFixture handler(Function<HandlerContext, MessageHandler> what) {
        handler = what;
        return this;
    }

    GatewayFixture onHalt(Consumer<Integer> what) {
        onHalt = what;
        return this;
    }

    GatewayFixture onEvent(Consumer<LifecycleEvent> listener) {
        stream.add(listener::accept);
        return this;
    }

    /** Starts the gateway on a thread of its own. */
    public GatewayFixture start() {
        gateway = new Gateway(setup());
        var thread =
                new Thread(
                        () -> {
                            try {
                                end.complete(gateway.run());
                            } catch (StartupException | RuntimeException | Error e) {
                                end.completeExceptionally(e);
                            }
                        },
                        "life");
        thread.start();
        return this;
    }

    /** Returns the config with these platforms and this handler. */
    GatewayConfig config() {
        return new GatewayConfig(
                budget,
                tokenWait,
                Optional.empty(),
                logLevel,
                handlerConfig,
                platforms,
                Optional.empty(),
                journal,
                host);
    }

    /** Lets it share the journal of the test's cluster, as this host. */
    GatewayFixture host(HostConfig what) {
        journal = new JournalConfig(ClusterJournalEngine.NAME, Optional.empty());
        host = what;
        return this;
    }

    /** Sets the host that should have an account. */
    GatewayFixture prefer(String name, String preferred) {
        platforms.computeIfPresent(
                name, (key, config) -> config.withPreferredHost(Optional.of(preferred)));
        return this;
    }

    /** Returns its latest membership. */
    MemoryMembership member() {
        return ClusterJournalEngine.member(home.toString());
    }

    /** Makes the running gateway reload the changes in this object since the start. */
    GatewayFixture reload() {
        wish.request();
        return this;
    }

    /** Reloads and waits for the end; returns the final event of the reload. */
    LifecycleEvent reloaded() {
        long before = rounds();
        wish.request();
        await().atMost(LONG).until(() -> rounds() > before);
        return events.stream()
                .filter(GatewayFixture::endsReload)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private long rounds() {
        return events.stream().filter(GatewayFixture::endsReload).count();
    }

    private static boolean endsReload(LifecycleEvent event) {
        return event.type() == EventType.RELOADED || event.type() == EventType.RELOAD_REFUSED;
    }

    private LoadedConfig read() throws InvalidConfigException {
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(folder.resolve("config.yaml"), problems);
        }
        return new LoadedConfig(
                folder.resolve("config.yaml"), config(), List.of(), List.of(), Map.of());
    }

    GatewaySetup setup() {
        TokenLocks tokens = tokens();
        return new GatewaySetup(
                home,
                config(),
                factories,
                (config, context) -> handler.apply(context),
                tokens,
                policy,
                patience,
                stream,
                stop,
                new ReloadHooks(
                        wish,
                        new SighupHandler(() -> false, stop, wish, System::nanoTime),
                        folder.resolve("config.yaml"),
                        this::read,
                        levels::add),
                code -> {
                    halts.add(code);
                    onHalt.accept(code);
                },
                new GatewaySetup.Identity(List.of("gateway", "run"), "1.2.3", Optional.empty()),
                machine,
                new WarmUp(home, config(), factories, tokens, machine));
    }

    /** Returns the token locks that it uses. */
    TokenLocks tokens() {
        return new KernelTokenLocks(
                folder.resolve("tokens"),
                home.toString(),
                machine.probe(),
                machine.holders(),
                machine.clock());
    }

    Path tokenFolder() {
        return folder.resolve("tokens");
    }

    public GatewayHome home() {
        return home;
    }

    StopRequest stop() {
        return stop;
    }

    List<Integer> halts() {
        return halts;
    }

    /** Waits until it was in a state, according to its events. */
    public GatewayFixture until(GatewayState state) {
        await().atMost(LONG).until(() -> isDone() || states().contains(state.wireName()));
        if (!states().contains(state.wireName())) {
            throw new AssertionError("ended without being " + state + ": " + eventNames());
        }
        return this;
    }

    /** Waits until its latest state is this one. */
    GatewayFixture untilNow(GatewayState state) {
        await().atMost(LONG)
                .until(
                        () -> {
                            List<String> states = states();
                            return !states.isEmpty()
                                    && states.get(states.size() - 1).equals(state.wireName());
                        });
        return this;
    }

    /** Waits for an event. */
    GatewayFixture until(EventType type) {
        await().atMost(LONG).until(() -> has(type));
        return this;
    }

    boolean has(EventType type) {
        return events.stream().anyMatch(event -> event.type() == type);
    }

    private boolean isDone() {
        return end.isDone();
    }

    /** Requests a stop and waits for the end. */
    ExitCode stopAndWait() throws Exception {
        stop.request("test");
        return awaitEnd();
    }

    /** Releases the lock, like the end of the process. */
    void release() {
        gateway.release();
    }

    /** Waits for the end. */
    ExitCode awaitEnd() throws Exception {
        return end.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the start has failed. */
    StartupException awaitFailure() throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("ended with " + end.get(LONG.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartupException failure) {
                return failure;
            }
            throw new AssertionError(e.getCause());
        }
    }

    List<LifecycleEvent> events() {
        return List.copyOf(events);
    }

    List<LifecycleEvent> events(EventType type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    /** Returns the events in order; a new state as {@code state running}. */
    List<String> eventNames() {
        return events.stream().map(GatewayFixture::name).toList();
    }

    private static String name(LifecycleEvent event) {
        return switch (event.type()) {
            case STATE_CHANGED -> "state " + event.fields().get("state");
            case PLATFORM_STATE_CHANGED ->
                    event.fields().get("platform") + " " + event.fields().get("state");
            default -> event.type().wireName();
        };
    }

    private List<String> states() {
        return events(EventType.STATE_CHANGED).stream()
                .map(event -> String.valueOf(event.fields().get("state")))
                .toList();
    }

    /** Returns the content of {@code state.json}. */
    JsonNode state() throws IOException {
        return new ObjectMapper().readTree(home.state().toFile());
    }

    /** Returns the latest state of an account, according to its events. */
    String platformState(String platform) {
        return events(EventType.PLATFORM_STATE_CHANGED).stream()
                .filter(event -> platform.equals(event.fields().get("platform")))
                .reduce((first, second) -> second)
                .map(event -> String.valueOf(event.fields().get("state")))
                .orElse("none");
    }

    @Override
    public void close() {
        stop.request("end of test");
        await().atMost(LONG)
                .until(
                        () -> {
                            stop.request("end of test");
                            return end.isDone();
                        });
    }
}
