package dev.gateway.core.yaml;

import java.util.List;
import java.util.Optional;

/**
 * What a {@code type:} of the config understands: the schema of one kind of platform or of one kind
 * of handler. Adapters publish theirs, so that the loader can check a file without knowing any.
 *
 * @param type the value of {@code type:}, for instance {@code telegram}
 * @param options the keys it understands beside those that all have
 */
public record TypeSchema(String type, List<OptionSpec> options) {

    /** Copies the list. */
    public TypeSchema {
        options = List.copyOf(options);
    }

    /** The option of that name. */
    public Optional<OptionSpec> option(String key) {
        return options.stream().filter(option -> option.key().equals(key)).findFirst();
    }
}
