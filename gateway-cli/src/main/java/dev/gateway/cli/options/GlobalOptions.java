package dev.gateway.cli.options;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has: home, config file, verbosity, help and version. */
public final class GlobalOptions {

    private static final UnaryOperator<String> ENVIRONMENT = System::getenv;

    private static final String HOME_TEXT =
            "Home of the gateway (default: $GATEWAY_HOME, else ~/.gateway).";
    private static final String CONFIG_TEXT = "Config file (default: config.yaml in the home).";
    private static final String VERBOSE_TEXT = "Verbose output.";
    private static final String HELP_TEXT = "Show this help and exit.";
    private static final String VERSION_TEXT = "Show the version and exit.";

    @Option(names = "--home", paramLabel = "DIR", description = HOME_TEXT)
    private Path home;

    @Option(names = "--config", paramLabel = "FILE", description = CONFIG_TEXT)
    private Path config;

    @Option(
            names = {"-v", "--verbose"},
            description = VERBOSE_TEXT)
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = HELP_TEXT)
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = VERSION_TEXT)
    private boolean version;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Returns the same options without annotations, for a {@link CommandModel}. */
    CommandSpec modelFor(CommandSpec mixee) {
        command = mixee;
        return CommandModel.group(this)
                .addOption(
                        CommandModel.valueOption(
                                        Path.class,
                                        given -> home = given,
                                        "DIR",
                                        HOME_TEXT,
                                        "--home")
                                .build())
                .addOption(
                        CommandModel.valueOption(
                                        Path.class,
                                        given -> config = given,
                                        "FILE",
                                        CONFIG_TEXT,
                                        "--config")
                                .build())
                .addOption(
                        CommandModel.flagOption(
                                        given -> verbose = given, VERBOSE_TEXT, "-v", "--verbose")
                                .build())
                .addOption(
                        CommandModel.flagOption(given -> help = given, HELP_TEXT, "-h", "--help")
                                .usageHelp(true)
                                .build())
                .addOption(
                        CommandModel.flagOption(
                                        given -> version = given, VERSION_TEXT, "-V", "--version")
                                .versionHelp(true)
                                .build());
    }

    /** Returns whether {@code option} is one of these options of {@code command}. */
    public static boolean include(CommandSpec command, OptionSpec option) {
        return command.mixins().values().stream()
                .filter(mixin -> mixin.userObject() instanceof GlobalOptions)
                .anyMatch(mixin -> mixin.optionsMap().containsKey(option.longestName()));
    }

    /** Returns the home: the option, else the environment, else {@link DefaultHome}. */
    public GatewayHome home() {
        Path given = given(GlobalPath.HOME);
        if (given != null) {
            return new GatewayHome(given);
        }
        String environment = System.getenv("GATEWAY_HOME");
        if (environment != null && !environment.isBlank()) {
            return new GatewayHome(fromEnvironment(environment));
        }
        return new GatewayHome(DefaultHome.of(ENVIRONMENT));
    }

    private Path fromEnvironment(String value) {
        var paths = new PathConverter(ENVIRONMENT);
        Optional<String> problem = paths.problem(value);
        if (problem.isPresent()) {
            throw new ParameterException(
                    command.commandLine(), "Invalid value for GATEWAY_HOME: " + problem.get());
        }
        return paths.convert(value);
    }

    /** Returns the config file: the option, else {@code config.yaml} in the home. */
    public Path configFile() {
        Path given = given(GlobalPath.CONFIG);
        return given != null ? given.toAbsolutePath() : home().config();
    }

    /**
     * Returns the place of the journal, as the config says; everything else in it may be wrong.
     *
     * @throws InvalidConfigException if the place cannot be told
     */
    public JournalLocation journal() throws InvalidConfigException {
        return JournalPlace.of(configFile(), home());
    }

    /** Returns whether {@code --config} was given. */
    public boolean hasOwnConfig() {
        return given(GlobalPath.CONFIG) != null;
    }

    /** Returns the given home and config options, to be appended to a suggested command. */
    public String repeated() {
        Path folder = given(GlobalPath.HOME);
        Path file = given(GlobalPath.CONFIG);
        return (folder == null ? "" : " --home " + word(folder))
                + (file == null ? "" : " --config " + word(file));
    }

    /** The options that name a path. */
    private enum GlobalPath {
        HOME,
        CONFIG
    }

    /**
     * Returns the path given to this command or to a command before it, as in {@code gateway --home
     * DIR status}. Without lambdas: those that a class archive cannot hold are made at each start.
     */
    private Path given(GlobalPath which) {
        for (GlobalOptions options : fromInside()) {
            Path value = which == GlobalPath.HOME ? options.home : options.config;
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Returns the options of this command, then those of the commands before it. */
    private List<GlobalOptions> fromInside() {
        List<GlobalOptions> all = new ArrayList<>(List.of(this));
        for (CommandSpec outer = command == null ? null : command.parent();
                outer != null;
                outer = outer.parent()) {
            for (CommandSpec mixin : outer.mixins().values()) {
                if (mixin.userObject() instanceof GlobalOptions options) {
                    all.add(options);
                }
            }
        }
        return all;
    }

    /** Returns the path as one word of a POSIX shell. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns whether {@code --verbose} was given. */
    public boolean verbose() {
        for (GlobalOptions options : fromInside()) {
            if (options.verbose) {
                return true;
            }
        }
        return false;
    }
}
