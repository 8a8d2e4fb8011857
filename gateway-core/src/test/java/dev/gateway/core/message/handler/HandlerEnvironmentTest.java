package dev.gateway.core.message.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlerEnvironmentTest {

    @Test
    void aHandlerGetsWhatAnyProgramNeedsAndWhatTheConfigNamesAndNoToken() {
        Map<String, String> environment =
                new HashMap<>(
                        Map.of(
                                "PATH", "/bin",
                                "LC_ALL", "C",
                                "TELEGRAM_BOT_TOKEN", "1:secret",
                                "NOTIFY_SOCKET", "/run/systemd/notify",
                                "MODEL_KEY", "for the handler",
                                "OTHER_KEY", "for somebody else"));

        HandlerEnvironment.restrict(environment, List.of("MODEL_KEY", "MISSING"));

        assertThat(environment).containsOnlyKeys("PATH", "LC_ALL", "MODEL_KEY");
    }
}
