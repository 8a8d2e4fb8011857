package dev.gateway.core.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class NotifyCommandTest {

    private static final Duration AMPLE = Duration.ofSeconds(50);

    @TempDir Path folder;

    @Test
    void passesEachAssignmentAsOneArgument() throws Exception {
        String program = script("for each; do echo \"<$each>\"; done >\"$0.out\"");
        new NotifyCommand(program, AMPLE).send(List.of("STATUS=two words", "READY=1"));
        assertThat(Path.of(program + ".out")).hasContent("<STATUS=two words>\n<READY=1>");
    }

    @Test
    void killsOneThatHangs() throws Exception {
        var notify = new NotifyCommand(script("exec sleep 1000"), Duration.ofMillis(100));
        assertThatThrownBy(() -> notify.send(List.of("READY=1")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotifyTransport.UndeliverableException.class)
                .hasMessageContaining("did not end within 100 ms");
        await("the kernel ends what was killed")
                .atMost(AMPLE)
                .until(() -> ProcessHandle.current().children().noneMatch(this::sleeps));
    }

    @Test
    void saysWhenItWasNotHeard() throws Exception {
        var notify = new NotifyCommand(script("exit 1"), AMPLE);
        assertThatThrownBy(() -> notify.send(List.of("READY=1"))).hasMessageContaining("status 1");
    }

    @Test
    void knowsThatAMissingProgramStaysMissing() {
        var notify = new NotifyCommand(folder.resolve("none").toString(), AMPLE);
        assertThatThrownBy(() -> notify.send(List.of("READY=1")))
                .isInstanceOf(NotifyTransport.UndeliverableException.class);
    }

    private boolean sleeps(ProcessHandle child) {
        return child.info().commandLine().orElse("").contains("sleep 1000");
    }

    private String script(String text) throws IOException {
        Path file = folder.resolve("notify");
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
