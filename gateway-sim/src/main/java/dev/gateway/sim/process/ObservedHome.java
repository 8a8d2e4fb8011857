package dev.gateway.sim.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.core.event.EventType;
import dev.gateway.core.event.RecordedEvent;
import dev.gateway.core.file.OwnerOnlyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A gateway's home as another process sees it: by its files and by the kernel. Homes in one folder
 * share a folder of token locks there.
 */
public final class ObservedHome {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path path;

    private ObservedHome(Path path) {
        this.path = path;
    }

    /** Creates an empty home in this folder, which is created if needed. */
    public static ObservedHome create(Path parent) {
        try {
            Files.createDirectories(parent);
            return at(Files.createTempDirectory(parent.toRealPath(), "home-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a home in " + parent, e);
        }
    }

    /** Returns the home at this path, which need not exist yet. */
    public static ObservedHome at(Path home) {
        return new ObservedHome(home.toAbsolutePath());
    }

    /** Returns the home's folder. */
    public Path path() {
        return path;
    }

    /** Returns the path of {@code gateway.pid}. */
    public Path pidFile() {
        return path.resolve("gateway.pid");
    }

    /** Returns the path of {@code gateway.lock}. */
    public Path lockFile() {
        return path.resolve("gateway.lock");
    }

    /** Returns the path of {@code config.yaml}. */
    public Path configFile() {
        return path.resolve("config.yaml");
    }

    /** Returns the path of {@code logs/gateway.log}. */
    public Path logFile() {
        return path.resolve("logs/gateway.log");
    }

    /** Returns the folder of token locks beside the home. */
    public Path tokenLocks() {
        return path.resolveSibling("token-locks");
    }

    /** Writes the config. */
    public ObservedHome write(HomeConfig config) {
        return writeConfig(config.yaml());
    }

    /** Writes any text as the config, an invalid one included. */
    public ObservedHome writeConfig(String yaml) {
        try {
            Files.writeString(configFile(), yaml);
            // Whatever the umask: the gateway refuses a config that others can write to.
            OwnerOnlyFile.restrict(configFile());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configFile(), e);
        }
    }

    /** Copies jars into the adapters folder, which is created if there are any. */
    public void putAdapters(List<Path> jars) {
        try {
            for (Path jar : jars) {
                Path copy =
                        Files.createDirectories(path.resolve("adapters"))
                                .resolve(jar.getFileName());
                Files.copy(jar, copy);
                // Whatever the umask: the gateway refuses a jar that others can write to.
                OwnerOnlyFile.restrict(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy adapters into " + path, e);
        }
    }

    /** Returns the PID file's content; empty if it is missing or not JSON. */
    public Optional<JsonNode> pidRecord() {
        return json(pidFile());
    }

    /** Returns the content of {@code state.json}; empty if it is missing or not JSON. */
    public Optional<JsonNode> state() {
        return json(path.resolve("state.json"));
    }

    /**
     * Returns the lifecycle events, oldest first; lines that are not JSON, such as a torn last one,
     * are left out.
     */
    public List<RecordedEvent> events() {
        return lines(path.resolve("events.jsonl")).stream()
                .flatMap(line -> parse(line).flatMap(RecordedEvent::of).stream())
                .toList();
    }

    /** Returns the events of {@code type}, oldest first. */
    public List<RecordedEvent> events(EventType type) {
        return events().stream().filter(event -> event.is(type)).toList();
    }

    /** Returns the lines of the log. */
    public List<String> log() {
        return lines(logFile());
    }

    /** Returns the PID of the process that holds this home, as the kernel reports it. */
    public OptionalLong lockHolder() {
        return KernelLockTable.holder(lockFile());
    }

    /** Returns the PIDs of the processes that stand by for this home. */
    public List<Long> lockWaiters() {
        return KernelLockTable.waiters(lockFile());
    }

    /** Waits until the process that holds the home reports this state, and returns its status. */
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
     * Returns whether the process that holds the home serves and reports that no message waits,
     * none is being handled, and no answer has to be sent.
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
