package dev.gateway.cli.service.manager;

import dev.gateway.cli.service.manager.CommandRunner.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A service manager of this host, as far as one service needs it. */
public sealed interface ServiceManager permits Systemd, Launchd {

    /** Returns {@code systemd} or {@code launchd}. */
    String kind();

    /** Returns the scope of its services. */
    ServiceScope scope();

    /** Returns the manager's own name for a service. */
    String unit(String name);

    /** Returns the path of a service's definition. */
    Path file(String name);

    /** Returns whether {@code service install} wrote this definition. */
    boolean isOurs(String text);

    /** Returns the settings of an installed definition. */
    InstalledSettings read(String text);

    /** Returns the definition of a service. */
    String definition(ServiceSpec spec);

    /** Reloads the definitions and enables the service at boot or login. */
    Result register(String name) throws InterruptedException;

    /** Stops and disables the service; the caller deletes the definition afterwards. */
    Result unregister(String name, Duration limit) throws InterruptedException;

    /** Reloads the definitions after one was deleted. */
    void reloadDefinitions(String name) throws InterruptedException;

    /** Returns the state of a service; empty if the manager does not answer. */
    Optional<ServiceState> state(String unit) throws InterruptedException;

    /** Starts a service and waits until it is up, at most {@code limit}. */
    Result start(String unit, Duration limit) throws InterruptedException;

    /** Stops a service for good and waits for its end, at most {@code limit}. */
    Result stop(String unit, Duration limit) throws InterruptedException;

    /** Requests the stop of a service and returns at once. */
    Result requestStop(String unit) throws InterruptedException;

    /** Restarts a service; waits as {@link #start}. */
    Result restart(String unit, Duration limit) throws InterruptedException;

    /** Returns the step that lets the service run without a login; empty if none is needed. */
    Optional<String> lingeringHint();

    /**
     * Returns the next step after a rejected definition.
     *
     * @param systemCommand the command that installs the service for the host
     */
    String remedy(Result failure, String systemCommand);

    /** Returns the command to type for {@code verb}, for messages. */
    String manualCommand(String verb, String unit);
}
