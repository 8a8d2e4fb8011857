package dev.gateway.it;

import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.process.RunningProcess;
import dev.gateway.sim.telegram.FakeTelegram;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every story has: a fake Telegram with one bot, an empty home with a config for it, and a
 * scope in which all processes end.
 */
abstract class Scene {

    /** For what takes a second or less on a quiet machine. */
    static final Duration SOON = Duration.ofSeconds(60);

    static final Duration DRAIN = Duration.ofSeconds(5);
    static final Duration DISCONNECT = Duration.ofSeconds(3);

    /** Drain, disconnect and the two seconds of the finish. */
    static final Duration BUDGET = DRAIN.plus(DISCONNECT).plusSeconds(2);

    ProcessScope scope;
    FakeTelegram telegram;
    GatewayHomeDir home;
    GatewayCommand gateway;

    @BeforeEach
    void setTheScene() {
        scope = ProcessScope.open();
        telegram = FakeTelegram.start();
        home = newHome();
        home.write(config().with("family", telegram));
        gateway = GatewayCommand.gateway(scope).withHome(home);
    }

    @AfterEach
    void clearTheScene() throws InterruptedException {
        scope.close();
        scope.awaitNoSurvivors(SOON);
        telegram.close();
    }

    static GatewayHomeDir newHome() {
        return Homes.create();
    }

    static HomeConfig config() {
        return HomeConfig.echo()
                .with("drain_timeout", DRAIN)
                .with("disconnect_timeout", DISCONNECT);
    }

    /** A gateway in the foreground, connected. */
    RunningProcess running(String... more) throws InterruptedException {
        RunningProcess process = gateway.start(with("run", more));
        home.awaitState("running", SOON);
        return process;
    }

    static String[] with(String first, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }
}
