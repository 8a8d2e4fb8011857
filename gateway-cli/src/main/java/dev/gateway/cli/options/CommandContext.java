package dev.gateway.cli.options;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.status.StatusReader;
import java.io.InputStream;

/**
 * The surroundings of a command: the console, standard input, and the services of the host. A
 * command prints to {@link #out} and {@link #err} only, so that its output can be redirected.
 *
 * @param terminal the two output streams
 * @param input standard input
 */
public record CommandContext(Terminal terminal, InputStream input) {

    /** Returns the context of this process. */
    public static CommandContext system() {
        return of(Terminal.system());
    }

    /** Returns the context of this process with another console. */
    public static CommandContext of(Terminal terminal) {
        return new CommandContext(terminal, System.in);
    }

    /** Returns standard output: the result of the command. */
    public ConsoleOutput out() {
        return terminal.out();
    }

    /** Returns standard error: problems, and hints for the operator. */
    public ConsoleOutput err() {
        return terminal.err();
    }

    /** Returns the same context with all output on standard error. */
    public CommandContext withOutputOnError() {
        return new CommandContext(terminal.withOutputOnError(), input);
    }

    /** Returns the services of the host. */
    public HostServices host() {
        return HostServices.system();
    }

    /** Returns the platforms that a gateway of this home can use. */
    public InstalledPlatforms platforms(GatewayHome home) {
        return InstalledPlatforms.find(home);
    }

    /** Returns what is known of the gateway of this home. */
    public StatusReader statusReader(GatewayHome home) {
        HostServices host = host();
        return new StatusReader(home, host.probe(), host.holders());
    }

    /** Returns the lock and the PID file of this home as they are now. */
    public InstanceView instance(GatewayHome home) {
        HostServices host = host();
        return InstanceView.of(home, host.probe(), host.holders());
    }
}
