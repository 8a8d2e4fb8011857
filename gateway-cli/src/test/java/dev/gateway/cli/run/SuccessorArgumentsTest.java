package dev.gateway.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessorArgumentsTest {

    @Test
    void keepsWhatTheUnitSaysAndNotWhatConcernedOneStart() {
        assertThat(
                        SuccessorArguments.command(
                                "/opt/gateway/bin/gateway",
                                List.of(
                                        "run",
                                        "--home=/srv/bot",
                                        "--config",
                                        "/etc/bot.yaml",
                                        "--replace",
                                        "--wait",
                                        "5m",
                                        "--on-conflict=replace",
                                        "--launched-by=4600"),
                                4711))
                .containsExactly(
                        "/opt/gateway/bin/gateway",
                        "run",
                        "--home=/srv/bot",
                        "--config",
                        "/etc/bot.yaml",
                        "--on-conflict=wait",
                        "--launched-by=4711");
    }
}
