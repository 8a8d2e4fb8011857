package dev.gateway.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerMainProcessTest {

    private static final List<String> GATEWAY = List.of("java", "-cp", "x.jar", "main", "run");
    private static final List<String> DETACHED = List.of("java", "main", "run", "--detached");

    @TempDir private Path root;

    private final Map<Long, List<String>> processes = new HashMap<>();

    @Test
    void pid1EndsItsContainer() {
        processes.put(1L, GATEWAY);

        assertThat(container(Map.of(), Map.of()).matches(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sbin/docker-init", "tini", "/usr/bin/dumb-init", "/run/podman-init"})
    void anInitForOneProcessEndsWithIt(String init) {
        processes.putAll(
                Map.of(1L, List.of(init, "--", "gateway", "run"), 7L, GATEWAY, 9L, DETACHED));
        ContainerMainProcess container = container(Map.of(7L, 1L, 9L, 1L, 8L, 7L), Map.of());

        assertThat(container.matches(7)).isTrue();
        assertThat(container.matches(8)).as("below another process").isFalse();
        assertThat(container.matches(9)).as("of 'gateway start', adopted by the init").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "bash", "/bin/busybox"})
    void aScriptThatOnlyWaitsForItEndsWithIt(String shell) {
        List<String> script = List.of(shell, "/entrypoint.sh");
        processes.putAll(Map.of(1L, script, 6L, script, 7L, GATEWAY, 9L, GATEWAY));

        assertThat(container(Map.of(7L, 1L), Map.of()).matches(7)).isTrue();
        assertThat(container(Map.of(7L, 6L, 6L, 1L), Map.of()).matches(7)).isTrue();
        assertThat(container(Map.of(7L, 1L, 9L, 1L), Map.of()).matches(7))
                .as("one of two programs of a script")
                .isFalse();
        processes.put(1L, List.of("/usr/bin/tini", "--", "/entrypoint.sh"));
        assertThat(container(Map.of(7L, 6L, 6L, 1L), Map.of()).matches(7)).isTrue();
        processes.put(7L, DETACHED);
        assertThat(container(Map.of(7L, 1L), Map.of()).matches(7)).isFalse();
    }

    @Test
    void theCommandOfAContainerWithS6EndsItAndAServiceOfItDoesNot() {
        processes.putAll(
                Map.of(
                        1L,
                        List.of("/package/admin/s6/command/s6-svscan", "-d4", "--", "/run/service"),
                        5L,
                        List.of(
                                "/bin/sh",
                                "-e",
                                "/run/s6/basedir/scripts/rc.init",
                                "top",
                                "gateway"),
                        6L,
                        List.of("s6-supervise", "gateway"),
                        7L,
                        GATEWAY));

        assertThat(container(Map.of(7L, 5L, 5L, 1L), Map.of()).matches(7)).isTrue();
        assertThat(container(Map.of(7L, 6L, 6L, 1L), Map.of()).matches(7)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sbin/init", "/usr/lib/systemd/systemd", "-bash", "/pause"})
    void anyOtherParentGoesOnWithoutIt(String init) {
        processes.putAll(Map.of(1L, List.of(init), 7L, GATEWAY));

        assertThat(container(Map.of(7L, 1L), Map.of()).matches(7)).isFalse();
    }

    @Test
    void namesTheCommandOfTheEngineThatRunsIt() throws Exception {
        assertThat(refusal(Map.of())).contains("'docker restart CONTAINER'").contains("(PID 1)");
        hostIs("3f2a9c01d4be");
        assertThat(refusal(Map.of())).contains("'docker restart 3f2a9c01d4be'");
        Files.createDirectories(root.resolve("run"));
        Files.createFile(root.resolve("run/.containerenv"));
        assertThat(refusal(Map.of())).contains("'podman restart 3f2a9c01d4be'");
        hostIs("bot-0");
        assertThat(refusal(Map.of())).contains("'podman restart CONTAINER'");
        assertThat(refusal(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")))
                .contains("'kubectl delete pod bot-0'")
                .contains("'gateway reload'")
                .doesNotContain("\n");
    }

    private void hostIs(String name) throws IOException {
        Path file = root.resolve("proc/sys/kernel/hostname");
        Files.createDirectories(file.getParent());
        Files.writeString(file, name + "\n");
    }

    private String refusal(Map<String, String> environment) {
        return container(Map.of(), environment).refusal(1);
    }

    private ContainerMainProcess container(
            Map<Long, Long> parents, Map<String, String> environment) {
        return new ContainerMainProcess(
                pid -> processes.getOrDefault(pid, List.of()),
                pid -> Optional.ofNullable(parents.get(pid)),
                pid ->
                        parents.entrySet().stream()
                                .filter(entry -> entry.getValue() == pid)
                                .map(Map.Entry::getKey)
                                .toList(),
                environment::get,
                root);
    }
}
