package dev.gateway.cli.service.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnitTemplateGeneratorTest {

    private final String text = UnitTemplateGenerator.text(Path.of("/usr/bin/gateway"));

    @Test
    void runsTheUsualHomeOfTheUserThatItIsNamedAfter() {
        assertThat(text)
                .contains("\nUser=%i\n")
                .contains("\nExecStart=/usr/bin/gateway run\n")
                .contains("\nExecReload=/usr/bin/gateway reload\n")
                .contains("\nWantedBy=multi-user.target\n");
    }

    @Test
    void namesNoHomeAndIsNotTakenForOneThatServiceInstallWrote() {
        assertThat(text).doesNotContain("/home", SystemdUnit.MARK, "JAVA_HOME");
        assertThat(text.lines().skip(1)).noneMatch(line -> line.contains("USER"));
    }
}
