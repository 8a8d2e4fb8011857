package dev.gateway.cli.service.manager;

import dev.gateway.core.shutdown.ShutdownBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The values of a service definition.
 *
 * @param name the name of the service, without suffix
 * @param scope the scope
 * @param launcher the path of {@code bin/gateway}
 * @param javaHome the home of the Java that runs it
 * @param home the home of the gateway
 * @param config the config file, if it is not the one in the home
 * @param environment the launcher's variables at installation
 * @param environmentFile the file of the variables that the config refers to; need not exist
 * @param writable the folders that the gateway writes to
 * @param user the user who runs it, for the scope of the host
 * @param budget the time limits of a stop
 * @param tokenWait the time limit for tokens at a start
 */
public record ServiceSpec(
        String name,
        ServiceScope scope,
        Path launcher,
        Path javaHome,
        Path home,
        Optional<Path> config,
        Map<String, String> environment,
        Path environmentFile,
        List<Path> writable,
        Optional<String> user,
        ShutdownBudget budget,
        Duration tokenWait) {

    /** The time limit of a start without the wait for tokens. */
    private static final Duration LOADING = Duration.ofSeconds(60);

    public ServiceSpec {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        writable = List.copyOf(writable);
    }

    /** Returns the command line of a gateway command for this home. */
    List<String> command(String name) {
        return Stream.concat(
                        Stream.of(launcher.toString(), name, "--home=" + home),
                        config.map(file -> "--config=" + file).stream())
                .toList();
    }

    /** Returns the limit of a stop in seconds, rounded up. */
    long stopSeconds() {
        return seconds(budget.serviceManagerTimeout());
    }

    /** Returns the limit of a start in seconds, which the gateway can extend. */
    public long startSeconds() {
        return seconds(tokenWait.plus(LOADING));
    }

    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }
}
