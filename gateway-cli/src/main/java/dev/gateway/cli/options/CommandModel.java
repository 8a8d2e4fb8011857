package dev.gateway.cli.options;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command that is described in code instead of by annotations. picocli reads annotations through
 * dynamic proxies, which no class archive holds: for a short command that takes longer than all the
 * rest. Commands that must be quick, and {@code run}, are described with this class.
 */
public final class CommandModel {

    private final CommandSpec spec;

    private CommandModel(CommandSpec spec) {
        this.spec = spec;
    }

    /** Begins the description of {@code command}. */
    public static CommandModel of(String name, Callable<Integer> command, String description) {
        CommandSpec spec = group(command).name(name);
        spec.versionProvider(new VersionProvider());
        spec.usageMessage().description(description).sortOptions(false);
        return new CommandModel(spec);
    }

    /** Sets the examples and notes that end the help. */
    public CommandModel examples(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
        return this;
    }

    /** Adds the options that every command has. */
    public CommandModel global(GlobalOptions options) {
        return options("global", options.modelFor(spec));
    }

    /** Adds a group of options that several commands have. */
    public CommandModel options(String name, CommandSpec group) {
        spec.addMixin(name, group);
        return this;
    }

    /** Adds an option without a value. */
    public CommandModel flag(Consumer<Boolean> field, String description, String... names) {
        return option(flagOption(field, description, names));
    }

    /** Adds an option with a value. */
    public <T> CommandModel value(
            Class<T> type, Consumer<T> field, String label, String description, String... names) {
        return option(valueOption(type, field, label, description, names));
    }

    /** Adds an option with a value that {@code converter} reads. */
    public <T> CommandModel value(
            Class<T> type,
            ITypeConverter<T> converter,
            Consumer<T> field,
            String label,
            String description,
            String... names) {
        return option(valueOption(type, field, label, description, names).converters(converter));
    }

    /** Adds an option. */
    public CommandModel option(OptionSpec.Builder option) {
        spec.addOption(option.build());
        return this;
    }

    /** Adds any number of arguments. */
    public CommandModel words(Consumer<List<String>> field, String label, String description) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..*")
                        .paramLabel(label)
                        .description(description)
                        .setter(new Field<>(field))
                        .build());
        return this;
    }

    /** Returns the finished description. */
    public CommandSpec spec() {
        return spec;
    }

    /**
     * Begins the description of options that {@code fields} holds.
     *
     * @param fields null for a command that cannot be run
     */
    public static CommandSpec group(Object fields) {
        return CommandSpec.wrapWithoutInspection(fields);
    }

    /** Returns an option without a value, to be changed or added. */
    public static OptionSpec.Builder flagOption(
            Consumer<Boolean> field, String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .setter(new Field<>(field));
    }

    /** Returns an option with a value, to be changed or added. */
    public static <T> OptionSpec.Builder valueOption(
            Class<T> type, Consumer<T> field, String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(type)
                .paramLabel(label)
                .description(description)
                .setter(new Field<>(field));
    }

    /** The field of a command that an option sets; without the option it stays as it is. */
    private record Field<V>(Consumer<V> field) implements ISetter {

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(T value) {
            if (value != null) {
                field.accept((V) value);
            }
            return value;
        }
    }
}
