package dev.gateway.cli.options;

import dev.gateway.core.time.DurationFormat;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A converter for durations on the command line, written as in the config: {@code 500ms}, {@code
 * 15s}, {@code 2m}.
 */
public final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        return DurationFormat.parse(value)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'%s' is no duration; write it as 500ms, 15s or 2m"
                                                .formatted(value)));
    }
}
