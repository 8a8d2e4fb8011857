package dev.gateway.cli.options;

import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has: home, config file, verbosity, help and version. */
public final class GlobalOptions {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Home of the gateway (default: $GATEWAY_HOME, else ~/.gateway).")
    private Path home;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Config file (default: config.yaml in the home).")
    private Path config;

    @Option(
            names = {"-v", "--verbose"},
            description = "Verbose output.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Returns whether {@code option} is one of these options of {@code command}. */
    public static boolean include(CommandSpec command, OptionSpec option) {
        return command.mixins().values().stream()
                .filter(mixin -> mixin.userObject() instanceof GlobalOptions)
                .anyMatch(mixin -> mixin.optionsMap().containsKey(option.longestName()));
    }

    /** Returns the home: the option, else the environment, else {@link DefaultHome}. */
    public GatewayHome home() {
        Path given = given(options -> options.home);
        if (given != null) {
            return new GatewayHome(given);
        }
        String environment = System.getenv("GATEWAY_HOME");
        if (environment != null && !environment.isBlank()) {
            return new GatewayHome(fromEnvironment(environment));
        }
        return new GatewayHome(DefaultHome.of(System::getenv));
    }

    private Path fromEnvironment(String value) {
        var paths = new PathConverter(System::getenv);
        Optional<String> problem = paths.problem(value);
        if (problem.isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for GATEWAY_HOME: " + problem.get());
        }
        return paths.convert(value);
    }

    /** Returns the config file: the option, else {@code config.yaml} in the home. */
    public Path configFile() {
        Path given = given(options -> options.config);
        return given != null ? given.toAbsolutePath() : home().config();
    }

    /** Returns whether {@code --config} was given. */
    public boolean hasOwnConfig() {
        return given(options -> options.config) != null;
    }

    /** Returns the given home and config options, to be appended to a suggested command. */
    public String repeated() {
        Path folder = given(options -> options.home);
        Path file = given(options -> options.config);
        return (folder == null ? "" : " --home " + word(folder))
                + (file == null ? "" : " --config " + word(file));
    }

    /**
     * Returns the value given to this command or to a command before it, as in {@code gateway
     * --home DIR status}.
     */
    private <T> T given(Function<GlobalOptions, T> option) {
        T value = option.apply(this);
        CommandSpec outer = command == null ? null : command.parent();
        while (value == null && outer != null) {
            for (CommandSpec mixin : outer.mixins().values()) {
                if (value == null && mixin.userObject() instanceof GlobalOptions options) {
                    value = option.apply(options);
                }
            }
            outer = outer.parent();
        }
        return value;
    }

    /** Returns the path as one word of a POSIX shell. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns whether {@code --verbose} was given. */
    public boolean verbose() {
        return Boolean.TRUE.equals(given(options -> options.verbose ? true : null));
    }
}
