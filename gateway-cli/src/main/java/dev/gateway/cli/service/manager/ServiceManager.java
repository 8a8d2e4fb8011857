package dev.gateway.cli.service.manager;

import dev.gateway.cli.service.manager.CommandRunner.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The program that starts services on this machine, as far as one service needs it. */
public sealed interface ServiceManager permits Systemd, Launchd {

    /** {@code systemd} or {@code launchd}. */
    String kind();

    /** Whose services these are. */
    ServiceScope scope();

    /** What the service of that name is called here. */
    String unit(String name);

    /** The file that defines the service of that name. */
    Path file(String name);

    /** Whether this text of a definition was written by us. */
    boolean isOurs(String text);

    /** What a definition that is installed says. */
    InstalledSettings read(String text);

    /** What a definition of this service has to say. */
    String definition(ServiceSpec spec);

    /** Reads the definitions anew and has the service started at each boot or login. */
    Result register(String name) throws InterruptedException;

    /** Stops the service and forgets it; the file is to be deleted after this. */
    Result unregister(String name, Duration limit) throws InterruptedException;

    /** Reads the definitions anew after one was deleted. */
    void reloadDefinitions(String name) throws InterruptedException;

    /** What the host says of the service; empty if it cannot be asked. */
    Optional<ServiceState> state(String unit) throws InterruptedException;

    /** Starts it and waits until it is up, or for {@code limit}. */
    Result start(String unit, Duration limit) throws InterruptedException;

    /** Has it stopped, and not started again; waits until it has, or for {@code limit}. */
    Result stop(String unit, Duration limit) throws InterruptedException;

    /** Has it stopped, and not started again; returns when that is under way. */
    Result requestStop(String unit) throws InterruptedException;

    /** Stops it and starts it again; waits as {@link #start}. */
    Result restart(String unit, Duration limit) throws InterruptedException;

    /** What else a person has to do so that the service runs without a login; empty if nothing. */
    Optional<String> lingeringHint();

    /**
     * What to do when a definition was refused.
     *
     * @param systemCommand the command that installs the service for the machine
     */
    String remedy(Result failure, String systemCommand);

    /** How to do that by hand, for messages. */
    String manualCommand(String verb, String unit);
}
