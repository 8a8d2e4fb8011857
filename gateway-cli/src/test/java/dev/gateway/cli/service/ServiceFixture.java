package dev.gateway.cli.service;

import dev.gateway.cli.service.manager.ServiceManagers;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.OptionSpec.Kind;
import dev.gateway.core.yaml.TypeSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user home in a folder of the test, with fake service managers. */
final class ServiceFixture {

    final FakeCommandRunner runner =
            new FakeCommandRunner().answer("--version", 0, "systemd 252 (x)");
    final Map<String, String> environment = new HashMap<>();
    final Path userHome;
    final Path home;
    private String system = "Linux";

    ServiceFixture(Path folder) throws IOException {
        userHome = Files.createDirectories(folder.resolve("me"));
        home = Files.createDirectories(userHome.resolve("my bot 100%"));
        config("platforms: {a: {type: telegram, token: x}}");
    }

    ServiceFixture on(String name) {
        system = name;
        return this;
    }

    void config(String yaml) throws IOException {
        Files.writeString(home.resolve("config.yaml"), yaml + "\n");
    }

    ServicePlanner planner() {
        return new ServicePlanner(
                new ServiceManagers(
                        system,
                        environment::get,
                        System.getProperty("user.name"),
                        userHome,
                        runner),
                Path.of("/opt/my gateway/bin/gateway"),
                Path.of("/opt/java & co"),
                (home, variables) ->
                        new ConfigLoader(
                                List.of(
                                        new TypeSchema(
                                                "telegram",
                                                List.of(
                                                        OptionSpec.required(
                                                                "token", Kind.SECRET, "")))),
                                List.of(new TypeSchema("echo", List.of())),
                                variables));
    }
}
