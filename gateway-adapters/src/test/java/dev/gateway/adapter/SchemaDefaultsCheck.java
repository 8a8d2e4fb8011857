package dev.gateway.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.config.Options;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.yaml.OptionSpec;
import dev.gateway.core.yaml.TypeSchema;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A comparison of the defaults that a schema declares with the settings used when a key is absent.
 */
public final class SchemaDefaultsCheck {

    private SchemaDefaultsCheck() {}

    /** Reads the settings without each default and with it written out; both have to be equal. */
    public static <S> void check(
            TypeSchema schema, Map<String, Object> required, Function<PlatformConfig, S> settings) {
        S absent = settings.apply(config(schema, required));
        int checked = 0;
        for (OptionSpec option : schema.options()) {
            if (option.defaultValue().isPresent()) {
                Map<String, Object> written = new HashMap<>(required);
                written.put(option.key(), option.defaultValue().get());
                assertThat(settings.apply(config(schema, written)))
                        .as(option.key())
                        .isEqualTo(absent);
                checked++;
            }
        }
        assertThat(checked).isPositive();
    }

    private static PlatformConfig config(TypeSchema schema, Map<String, Object> options) {
        return new PlatformConfig(
                "family",
                schema.type(),
                true,
                Optional.empty(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(90),
                Options.of(options));
    }
}
