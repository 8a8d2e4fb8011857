package dev.gateway.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServiceNameTest {

    private static final Path DEFAULT = Path.of("/home/me/.gateway");

    @Test
    void theDefaultHomeHasThePlainName() {
        assertThat(name("/home/me/.gateway")).isEqualTo("gateway");
    }

    @Test
    void otherHomesHaveNamesOfTheirOwnThatSayWhichTheyAre() {
        assertThat(name("/srv/bot")).matches("gateway-bot-[0-9a-f]{8}");
        assertThat(name("/home/you/.gateway")).matches("gateway-you-[0-9a-f]{8}");
        assertThat(name("/srv/bot")).isNotEqualTo(name("/opt/bot")).isEqualTo(name("/srv/bot"));
    }

    @Test
    void everyNameIsOneThatSystemdTakes() {
        for (String home :
                new String[] {"/", "/srv/my bot%i", "/srv/机器人", "/srv/" + "x".repeat(250)}) {
            assertThat(name(home)).matches("gateway-[A-Za-z0-9-]{8,50}");
        }
    }

    private static String name(String home) {
        return ServiceName.of(Path.of(home), DEFAULT);
    }
}
