package dev.gateway.core.yaml;

import java.util.List;
import java.util.Optional;

/**
 * The schema of a {@code type:} of the config: of one kind of platform or handler. Adapters publish
 * theirs, so that the loader can check a file without knowing them.
 *
 * @param type the value of {@code type:}, for instance {@code telegram}
 * @param options the keys beside those that all types have
 */
public record TypeSchema(String type, List<OptionSpec> options) {

    /** Copies the list. */
    public TypeSchema {
        options = List.copyOf(options);
    }

    /** Returns the option of that name. */
    public Optional<OptionSpec> option(String key) {
        return options.stream().filter(option -> option.key().equals(key)).findFirst();
    }
}
