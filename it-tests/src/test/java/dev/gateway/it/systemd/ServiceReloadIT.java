package dev.gateway.it.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Tests that {@code systemctl reload} changes the config of a service, or names the reason why not.
 */
class ServiceReloadIT extends SystemdFixture {

    private static final String SECOND_BOT = "222222:second-bot-of-the-service";

    @Test
    void systemctlReloadIsOverWhenTheConfigAppliesAndFailsWhenItIsWrong() throws Exception {
        telegram.addBot(SECOND_BOT, "second_bot");
        String unit = install();
        systemctl("start", unit).expectExit(0);
        long pid = mainPid(unit);

        home.write(config().with("family", telegram).with("second", telegram, SECOND_BOT));
        systemctl("reload", unit).expectExit(0);
        assertThat(gateway.status().path("platforms").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("family", "second");

        home.writeConfig("gateway: {drain_timout: 1s}\n");
        assertThat(systemctl("reload", unit).exit()).isNotZero();
        assertThat(systemd.show(unit, "ActiveState")).isEqualTo("active");
        assertThat(mainPid(unit)).isEqualTo(pid);
        assertThat(telegram.user(SECOND_BOT, "papa").says("still?").awaitAnswer(TIMEOUT))
                .isEqualTo("still?");

        systemctl("stop", unit).expectExit(0);
        assertThat(systemd.show(unit, "Result")).isEqualTo("success");
    }
}
