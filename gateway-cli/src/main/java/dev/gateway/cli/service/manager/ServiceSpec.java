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
 * What a service definition is made from.
 *
 * @param name of the service, without suffix
 * @param scope whose service it is
 * @param launcher {@code bin/gateway}
 * @param javaHome the Java to run it with
 * @param home of the gateway
 * @param config the config file, if it is not the one in the home
 * @param environment variables of the launcher that were set when it was installed
 * @param environmentFile where the operator keeps variables that the config refers to; need not
 *     exist
 * @param writable folders that the gateway writes to
 * @param user who runs it, for the scope of the machine
 * @param budget how long a stop may take
 * @param tokenWait how long a start may wait
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

    /** What a start may take besides waiting for tokens. */
    private static final Duration LOADING = Duration.ofSeconds(60);

    public ServiceSpec {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        writable = List.copyOf(writable);
    }

    /** What is to be run: a command of ours on this home. */
    List<String> command(String name) {
        return Stream.concat(
                        Stream.of(launcher.toString(), name, "--home=" + home),
                        config.map(file -> "--config=" + file).stream())
                .toList();
    }

    /** Past this a stop has failed: whole seconds, rounded up. */
    long stopSeconds() {
        return seconds(budget.serviceManagerTimeout());
    }

    /** Past this a start hangs, unless it asks for more. */
    public long startSeconds() {
        return seconds(tokenWait.plus(LOADING));
    }

    private static long seconds(Duration time) {
        return time.plusMillis(999).toSeconds();
    }
}
