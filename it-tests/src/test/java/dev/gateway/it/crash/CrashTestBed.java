package dev.gateway.it.crash;

import dev.gateway.core.shutdown.ShutdownBudget;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.process.Await;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.ExpectationFailedException;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.weixin.DeliveryMode;
import dev.gateway.sim.weixin.FakeWeixin;
import dev.gateway.sim.weixin.WeixinOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One home whose gateways are killed one after the other, the fake platforms that it is connected
 * to, and their users. Checks the invariants after each crash and at the end. Not thread-safe.
 */
final class CrashTestBed implements AutoCloseable {

    /** The limit for operations that take a second on a quiet machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration DISCONNECT = Duration.ofSeconds(2);
    private static final int SIGKILLED = 137;
    private static final int CONFIG_INVALID = 78;

    /** The documented exit codes of {@code run}; 137 is a shell's code for our own SIGKILL. */
    private static final Set<Integer> DOCUMENTED = Set.of(0, 70, 73, 75, 77, 78, SIGKILLED);

    /** Short times: the real ones of 15 s and more would outlast the enumeration. */
    private static final FeishuOptions FEISHU =
            FeishuOptions.defaults()
                    .redelivery(Collections.nCopies(2000, Duration.ofMillis(200)))
                    .clientConfig(120, 1, 0);

    private final ProcessScope scope = ProcessScope.open();
    private final List<FakePlatform> platforms;
    private final Path traces;
    private final ObservedHome home;
    private final GatewayCommandLine gateway;
    private final ChatProbe chat;
    private final ConfigSecretScan configSecretScan;
    private final UnrelatedProcess unrelatedProcess;
    private final List<CrashInjection> injections = new ArrayList<>();
    private Duration longestDrain = DRAIN;

    private CrashTestBed(Path folder, List<FakePlatform> platforms) {
        this.platforms = List.copyOf(platforms);
        Path own = newFolder(folder); // homes beside each other would share their token locks
        home = ObservedHome.create(own);
        traces = own;
        gateway = GatewayCommandLine.gateway(scope).withHome(home);
        chat = new ChatProbe(platforms);
        unrelatedProcess = new UnrelatedProcess(scope);
        configSecretScan = new ConfigSecretScan(config().yaml());
        home.write(config());
    }

    /**
     * Creates a test bed with Telegram, Weixin and Feishu; homes and traces are created in this
     * folder.
     */
    static CrashTestBed withAllPlatforms(Path folder) {
        return new CrashTestBed(folder, List.of(telegram(), weixin(), FakeFeishu.start(FEISHU)));
    }

    /** Creates a test bed with Telegram alone, which itself remembers its deliveries. */
    static CrashTestBed withTelegram(Path folder) {
        return new CrashTestBed(folder, List.of(telegram()));
    }

    /**
     * Creates a test bed with Weixin alone, where each answer has a key: no answer may arrive
     * twice.
     */
    static CrashTestBed withWeixin(Path folder) {
        return new CrashTestBed(folder, List.of(weixin()));
    }

    private static FakeTelegram telegram() {
        return FakeTelegram.start();
    }

    /**
     * Returns a Weixin that delivers again after a crash: the other mode loses messages in flight,
     * and no gateway can save them.
     */
    private static FakeWeixin weixin() {
        return FakeWeixin.start(WeixinOptions.defaults().delivery(DeliveryMode.REPLAY_FROM_CURSOR));
    }

    private static Path newFolder(Path parent) {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(parent).toRealPath(), "testbed-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    /** Returns the home's config, to be changed and written again. */
    HomeConfig config() {
        return config(DRAIN);
    }

    /** Returns the config with another drain timeout. */
    HomeConfig config(Duration drain) {
        longestDrain = drain.compareTo(longestDrain) > 0 ? drain : longestDrain;
        HomeConfig config =
                HomeConfig.echo()
                        .with("drain_timeout", drain)
                        .with("disconnect_timeout", DISCONNECT);
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        return config;
    }

    ChatProbe chat() {
        return chat;
    }

    ObservedHome home() {
        return home;
    }

    /** Returns the command without a plan. */
    GatewayCommandLine gateway() {
        return gateway;
    }

    List<FakePlatform> platforms() {
        return platforms;
    }

    /** Gives the PID of the dead gateway to another process; to be called before the next start. */
    void reusePid() {
        unrelatedProcess.takePidOf(home);
    }

    /** Creates an injection for the next process. */
    CrashInjection inject(CrashPlan plan) {
        CrashInjection injection = CrashInjection.of(plan, traces);
        injections.add(injection);
        return injection;
    }

    /** Waits for the end of a process that may have been killed, and checks what it left. */
    int awaitEnd(RunningProcess process) throws InterruptedException {
        int exit = process.awaitExit(LIMIT);
        if (!DOCUMENTED.contains(exit)) {
            throw new ExpectationFailedException(
                    "exit " + exit + " is none of " + DOCUMENTED + ": " + process.stderr());
        }
        OptionalLong holder = home.lockHolder();
        if (holder.isPresent() && holder.getAsLong() == process.pid()) {
            throw new ExpectationFailedException(
                    process.pid() + " is dead and still holds the home");
        }
        configSecretScan.expectNoneIn(
                "the output of " + process.pid(), String.join("\n", process.stdout()));
        configSecretScan.expectNoneIn(
                "the errors of " + process.pid(), String.join("\n", process.stderr()));
        unrelatedProcess.expectUnaffected();
        return exit;
    }

    /**
     * Runs the last gateway, without a crash: it answers the remaining messages, survives a bad
     * config, and stops. Checks the invariants: each message was answered, in order, and once,
     * except for Telegram's answers in flight at a crash; no token had two pollers; no file of a
     * running gateway is left; each stop was within its budget; no token was written anywhere, and
     * no signal was sent to an unrelated process.
     */
    CrashTestResult finish() throws InterruptedException {
        chat.sendNext();
        startIfNoneRuns();
        // A kill that was decided before the last plan was withdrawn may still come.
        Await.until(() -> chat.allAnswered() || home.lockHolder().isEmpty(), LIMIT, this::evidence);
        startIfNoneRuns();
        awaitAnswers();
        chat.expectOrder();
        expectSurvivesBadConfig();
        gateway.run(LIMIT, "stop").expectExit(0);
        gateway.run(LIMIT, "status").expectExit(3);
        if (Files.exists(home.pidFile())) {
            throw new ExpectationFailedException(home.pidFile() + " outlived a clean stop");
        }
        Duration budget = ShutdownBudget.of(longestDrain, DISCONNECT).total();
        StopDurationCheck.expectWithin(budget.plusSeconds(1), home.events());
        configSecretScan.expectNoneBelow(traces, home.configFile());
        unrelatedProcess.expectUnaffected();
        int duplicates = 0;
        for (FakePlatform platform : platforms) {
            if (!platform.referee().violations().isEmpty()) {
                throw new ExpectationFailedException(
                        "two pollers: " + platform.type() + " " + platform.referee().violations());
            }
            int duplicated = chat.duplicates(platform);
            long allowed = platform instanceof FakeTelegram ? unrecordedAnswers(platform) : 0;
            if (duplicated > allowed) {
                throw new ExpectationFailedException(
                        "%d answers of %s were heard twice; at most %d may be"
                                .formatted(duplicated, platform.type(), allowed));
            }
            duplicates += duplicated;
        }
        return new CrashTestResult(chat.words(), duplicates);
    }

    private void startIfNoneRuns() throws InterruptedException {
        if (home.lockHolder().isEmpty()) {
            reusePid();
            gateway.run(LIMIT, "start").expectExit(0);
        }
    }

    /** Waits until every text is answered. */
    void awaitAnswers() throws InterruptedException {
        chat.awaitAnswers(LIMIT, this::evidence);
    }

    private String evidence() {
        return "not answered: lock holder %s, %s, state %s, log:%n%s"
                .formatted(
                        home.lockHolder(), messages(), home.state(), String.join("\n", home.log()));
    }

    private String messages() {
        try {
            return gateway.run(LIMIT, "messages", "list").stdout();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void expectSurvivesBadConfig() throws InterruptedException {
        OptionalLong before = home.lockHolder();
        home.writeConfig(config().yaml() + "platfroms: {}\n");
        CommandResult restart = gateway.run(LIMIT, "restart").expectExit(CONFIG_INVALID);
        home.write(config());
        configSecretScan.expectNoneIn("the complaint", restart.stdout() + restart.stderr());
        if (!home.lockHolder().equals(before)) {
            throw new ExpectationFailedException(
                    "a bad config took " + before + " down; now " + home.lockHolder());
        }
    }

    private long unrecordedAnswers(FakePlatform platform) {
        return injections.stream()
                .mapToLong(injection -> injection.unrecordedAnswers(platform.type()))
                .sum();
    }

    @Override
    public void close() {
        scope.close();
        platforms.forEach(FakePlatform::close);
    }
}
