package dev.gateway.sim.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A gateway's home as somebody beside it sees it: by its files and by the kernel. Homes in one
 * folder share a folder of token locks there.
 */
public final class ObservedHome {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path path;

    private ObservedHome(Path path) {
        this.path = path;
    }

    /** A new, empty home in this folder, which is made if needed. */
    public static ObservedHome create(Path parent) {
        try {
            Files.createDirectories(parent);
            return at(Files.createTempDirectory(parent.toRealPath(), "home-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a home in " + parent, e);
        }
    }

    /** A home that is there, or will be. */
    public static ObservedHome at(Path home) {
        return new ObservedHome(home.toAbsolutePath());
    }

    /** Its folder. */
    public Path path() {
        return path;
    }

    /** {@code gateway.pid}. */
    public Path pidFile() {
        return path.resolve("gateway.pid");
    }

    /** {@code gateway.lock}. */
    public Path lockFile() {
        return path.resolve("gateway.lock");
    }

    /** {@code config.yaml}. */
    public Path configFile() {
        return path.resolve("config.yaml");
    }

    /** {@code logs/gateway.log}. */
    public Path logFile() {
        return path.resolve("logs/gateway.log");
    }

    /** The folder of token locks beside it. */
    public Path tokenLocks() {
        return path.resolveSibling("token-locks");
    }

    /** Writes the config. */
    public ObservedHome write(HomeConfig config) {
        return writeConfig(config.yaml());
    }

    /** Writes any text as the config, also a wrong one. */
    public ObservedHome writeConfig(String yaml) {
        try {
            Files.writeString(configFile(), yaml);
            // Whatever the umask: a config that others can write to is refused.
            Files.setPosixFilePermissions(
                    configFile(), PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configFile(), e);
        }
    }

    /** Copies jars into its adapters folder, which is made if there are any. */
    public void putAdapters(List<Path> jars) {
        try {
            for (Path jar : jars) {
                Path copy =
                        Files.createDirectories(path.resolve("adapters"))
                                .resolve(jar.getFileName());
                Files.copy(jar, copy);
                // Whatever the umask: one that others can write to is refused.
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy adapters into " + path, e);
        }
    }

    /** The PID file, if it is there and JSON. */
    public Optional<JsonNode> pidRecord() {
        return json(pidFile());
    }

    /** {@code state.json}, if it is there and JSON. */
    public Optional<JsonNode> state() {
        return json(path.resolve("state.json"));
    }

    /** The lifecycle trail, oldest first; what is no JSON, as a torn last line, is left out. */
    public List<JsonNode> events() {
        var events = new ArrayList<JsonNode>();
        for (String line : lines(path.resolve("events.jsonl"))) {
            parse(line).ifPresent(events::add);
        }
        return events;
    }

    /** The events of this name, for instance {@code ready}. */
    public List<JsonNode> events(String name) {
        return events().stream()
                .filter(event -> event.path("event").asText().equals(name))
                .toList();
    }

    /** The lines of the log. */
    public List<String> log() {
        return lines(logFile());
    }

    /** The process that holds this home, as the kernel says. */
    public OptionalLong lockHolder() {
        return KernelLockTable.holder(lockFile());
    }

    /** The processes that stand by for this home. */
    public List<Long> lockWaiters() {
        return KernelLockTable.waiters(lockFile());
    }

    /**
     * Waits until the process that holds the home says that it is in this state, and returns what
     * it says.
     */
    public JsonNode awaitState(String expected, Duration limit) throws InterruptedException {
        Await.until(
                () -> isIn(expected),
                limit,
                () ->
                        "state %s expected of %s within %d ms; lock holder %s, state %s, log:%n%s"
                                .formatted(
                                        expected,
                                        path,
                                        limit.toMillis(),
                                        lockHolder(),
                                        state(),
                                        String.join("\n", log())));
        return state().orElseThrow();
    }

    /**
     * Whether the process that holds the home serves, and says that no message waits, none is being
     * handled, and no answer has to be sent.
     */
    public boolean isIdle() {
        return stateOfHolder()
                .filter(
                        state ->
                                List.of("running", "degraded")
                                        .contains(state.path("state").asText()))
                .map(state -> state.path("messages"))
                .filter(
                        messages ->
                                Stream.of("pending", "in_flight", "outbox")
                                        .allMatch(what -> messages.path(what).asInt(1) == 0))
                .isPresent();
    }

    private boolean isIn(String expected) {
        return stateOfHolder()
                .filter(state -> state.path("state").asText().equals(expected))
                .isPresent();
    }

    private Optional<JsonNode> stateOfHolder() {
        OptionalLong holder = lockHolder();
        return holder.isPresent()
                ? state().filter(state -> state.path("pid").asLong() == holder.getAsLong())
                : Optional.empty();
    }

    private Optional<JsonNode> json(Path file) {
        try {
            return Files.isRegularFile(file) ? parse(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(mapper.readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
