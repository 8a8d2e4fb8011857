package dev.gateway.sim.crash;

import dev.gateway.core.config.ShutdownBudget;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.feishu.FakeFeishu;
import dev.gateway.sim.feishu.FeishuOptions;
import dev.gateway.sim.process.ExpectationFailed;
import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.Result;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.telegram.FakeTelegram;
import dev.gateway.sim.weixin.Delivery;
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
 * One home whose gateways are killed one after the other, the fake platforms it is connected to,
 * and the people there. Checks after each death, and at the end, that what must always hold does.
 * Not thread-safe.
 */
public final class CrashStage implements AutoCloseable {

    /** For what takes a second on a quiet machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration DRAIN = Duration.ofSeconds(3);
    private static final Duration DISCONNECT = Duration.ofSeconds(2);
    private static final ShutdownBudget BUDGET = ShutdownBudget.of(DRAIN, DISCONNECT);
    private static final int SIGKILLED = 137;
    private static final int CONFIG_INVALID = 78;

    /** Those of {@code run}; 137 is what a shell makes of our own SIGKILL. */
    private static final Set<Integer> DOCUMENTED = Set.of(0, 70, 73, 75, 77, 78, SIGKILLED);

    /** Its real waits of 15 s and more would outlast the enumeration. */
    private static final FeishuOptions FEISHU =
            FeishuOptions.defaults()
                    .redelivery(Collections.nCopies(2000, Duration.ofMillis(200)))
                    .clientConfig(120, 1, 0);

    private final ProcessScope scope = ProcessScope.open();
    private final List<FakePlatform> platforms;
    private final Path traces;
    private final GatewayHomeDir home;
    private final GatewayCommand gateway;
    private final Talk talk;
    private final Secrets secrets;
    private final Bystander bystander;
    private final List<Rigging> riggings = new ArrayList<>();

    private CrashStage(Path folder, List<FakePlatform> platforms) {
        this.platforms = List.copyOf(platforms);
        Path own = newFolder(folder); // homes beside each other would share their token locks
        home = GatewayHomeDir.create(own);
        traces = own;
        gateway = GatewayCommand.gateway(scope).withHome(home);
        talk = new Talk(platforms);
        bystander = new Bystander(scope);
        secrets = new Secrets(config().yaml());
        home.write(config());
    }

    /** With Telegram, Weixin and Feishu; homes and traces are made in this folder. */
    public static CrashStage withAllPlatforms(Path folder) {
        return new CrashStage(folder, List.of(telegram(), weixin(), FakeFeishu.start(FEISHU)));
    }

    /** With Telegram alone, which remembers itself what it has delivered. */
    public static CrashStage withTelegram(Path folder) {
        return new CrashStage(folder, List.of(telegram()));
    }

    /** With Weixin alone, where each answer has a key: none may ever be heard twice. */
    public static CrashStage withWeixin(Path folder) {
        return new CrashStage(folder, List.of(weixin()));
    }

    private static FakeTelegram telegram() {
        return FakeTelegram.start();
    }

    /** The other kind of delivery loses what was under way, and no gateway can save it. */
    private static FakeWeixin weixin() {
        return FakeWeixin.start(WeixinOptions.defaults().delivery(Delivery.REPLAY_FROM_CURSOR));
    }

    private static Path newFolder(Path parent) {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(parent).toRealPath(), "stage-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    /** What the home's config says, to be changed and written again. */
    HomeConfig config() {
        return config(DRAIN);
    }

    /** The same with another time to drain. */
    HomeConfig config(Duration drain) {
        HomeConfig config =
                HomeConfig.echo()
                        .with("drain_timeout", drain)
                        .with("disconnect_timeout", DISCONNECT);
        for (FakePlatform platform : platforms) {
            config = config.with(platform.type(), platform);
        }
        return config;
    }

    Talk talk() {
        return talk;
    }

    GatewayHomeDir home() {
        return home;
    }

    /** The command without a plan. */
    GatewayCommand gateway() {
        return gateway;
    }

    List<FakePlatform> platforms() {
        return platforms;
    }

    /**
     * Before a gateway is started where the one before has died: its number is that of another
     * process by now.
     */
    void timeGoesBy() {
        bystander.takeNumberIn(home);
    }

    /** A plan for the next process. */
    Rigging rig(CrashPlan plan) {
        Rigging rigging = Rigging.of(plan, traces);
        riggings.add(rigging);
        return rigging;
    }

    /** Waits for the end of a process that may have been killed, and looks at what it left. */
    int awaitEnd(RunningProcess process) throws InterruptedException {
        int exit = process.awaitExit(LIMIT);
        if (!DOCUMENTED.contains(exit)) {
            throw new ExpectationFailed(
                    "exit " + exit + " is none of " + DOCUMENTED + ": " + process.stderr());
        }
        OptionalLong holder = home.lockHolder();
        if (holder.isPresent() && holder.getAsLong() == process.pid()) {
            throw new ExpectationFailed(process.pid() + " is dead and still holds the home");
        }
        secrets.expectNoneIn("the output of " + process.pid(), String.join("\n", process.stdout()));
        secrets.expectNoneIn("the errors of " + process.pid(), String.join("\n", process.stderr()));
        bystander.expectUnharmed();
        return exit;
    }

    /**
     * The last life, without a crash: answers what is left, goes on in spite of a bad config, and
     * stops. Then each message was answered, and once, except those that a Telegram may have got in
     * a moment in which its gateway died; no token had two pollers; nothing is left of the gateway;
     * each stop was within its budget; no token was written anywhere, and no signal sent to
     * somebody else.
     */
    public CrashVerdict finish() throws InterruptedException {
        talk.goOn();
        if (home.lockHolder().isEmpty()) {
            timeGoesBy();
            gateway.run(LIMIT, "start").expectExit(0);
        }
        talk.awaitAnswers(LIMIT);
        expectItOutlivesABadConfig();
        gateway.run(LIMIT, "stop").expectExit(0);
        gateway.run(LIMIT, "status").expectExit(3);
        if (Files.exists(home.pidFile())) {
            throw new ExpectationFailed(home.pidFile() + " outlived a clean stop");
        }
        StopTimes.expectWithin(BUDGET.total().plusSeconds(1), home.events());
        secrets.expectNoneBelow(traces, home.configFile());
        bystander.expectUnharmed();
        int duplicates = 0;
        for (FakePlatform platform : platforms) {
            if (!platform.referee().violations().isEmpty()) {
                throw new ExpectationFailed(
                        "two pollers: " + platform.type() + " " + platform.referee().violations());
            }
            int heardTwice = talk.duplicates(platform);
            long allowed = platform instanceof FakeTelegram ? unnoted(platform) : 0;
            if (heardTwice > allowed) {
                throw new ExpectationFailed(
                        "%d answers of %s were heard twice; at most %d may be"
                                .formatted(heardTwice, platform.type(), allowed));
            }
            duplicates += heardTwice;
        }
        return new CrashVerdict(talk.words(), duplicates);
    }

    private void expectItOutlivesABadConfig() throws InterruptedException {
        OptionalLong before = home.lockHolder();
        home.writeConfig(config().yaml() + "platfroms: {}\n");
        Result restart = gateway.run(LIMIT, "restart").expectExit(CONFIG_INVALID);
        home.write(config());
        secrets.expectNoneIn("the complaint", restart.stdout() + restart.stderr());
        if (!home.lockHolder().equals(before)) {
            throw new ExpectationFailed(
                    "a bad config took " + before + " down; now " + home.lockHolder());
        }
    }

    private long unnoted(FakePlatform platform) {
        return riggings.stream().mapToLong(rigging -> rigging.unnoted(platform.type())).sum();
    }

    @Override
    public void close() {
        scope.close();
        platforms.forEach(FakePlatform::close);
    }
}
