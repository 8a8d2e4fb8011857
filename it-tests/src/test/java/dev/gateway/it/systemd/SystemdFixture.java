package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gateway.it.fixture.TestHomes;
import dev.gateway.sim.process.CommandResult;
import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.HomeConfig;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.process.ProcessScope;
import dev.gateway.sim.telegram.FakeTelegram;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The fixture of service tests: a fake Telegram, a home with a config for it, and a systemd. */
abstract class SystemdFixture {

    /** The limit for operations that take a second or less on a quiet machine. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    static final Duration SHORT = Duration.ofSeconds(1);

    ProcessScope scope;
    FakeTelegram telegram;
    ObservedHome home;
    IsolatedSystemd systemd;
    GatewayCommandLine gateway;

    @BeforeEach
    void startFixture() throws Exception {
        scope = ProcessScope.open();
        telegram = FakeTelegram.start();
        home = newHome();
        home.write(config().with("family", telegram));
        systemd = IsolatedSystemd.start(scope, newHome().path(), TIMEOUT);
        gateway = systemd.gateway(home);
    }

    @AfterEach
    void stopFixture() throws InterruptedException {
        try {
            if (systemd != null) {
                systemd.close(TIMEOUT);
            }
        } finally {
            scope.close();
            scope.awaitNoSurvivors(TIMEOUT);
            telegram.close();
        }
    }

    static ObservedHome newHome() {
        return TestHomes.create();
    }

    /** Returns a config with a budget of four seconds, so that the unit's TimeoutStopSec is ten. */
    static HomeConfig config() {
        return HomeConfig.echo().with("drain_timeout", SHORT).with("disconnect_timeout", SHORT);
    }

    /** Installs the service of the home as an operator does; returns the name of its unit. */
    String install() throws InterruptedException {
        gateway.run(TIMEOUT, "service", "install").expectExit(0);
        return gateway.run(TIMEOUT, "service", "status", "--json").json().path("unit").asText();
    }

    CommandResult systemctl(String... arguments) throws InterruptedException {
        return systemd.systemctl(TIMEOUT.multipliedBy(2), arguments);
    }

    void awaitShown(String unit, String property, String expected) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(systemd.show(unit, property)).isEqualTo(expected));
    }

    long mainPid(String unit) throws InterruptedException {
        return Long.parseLong(systemd.show(unit, "MainPID"));
    }

    int restarts(String unit) throws InterruptedException {
        return Integer.parseInt(systemd.show(unit, "NRestarts"));
    }

    static void awaitTrue(Callable<Boolean> condition) {
        await().atMost(TIMEOUT.multipliedBy(2)).until(condition);
    }
}
