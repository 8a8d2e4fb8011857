package dev.gateway.sim.scenario;

import dev.gateway.core.time.DurationFormat;
import dev.gateway.core.yaml.SpellingSuggestion;
import dev.gateway.core.yaml.ValueReader;
import dev.gateway.core.yaml.YamlDocument;
import dev.gateway.core.yaml.YamlEntry;
import dev.gateway.core.yaml.YamlQuoting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The parser and writer of single values of one type.
 *
 * @param expected a description of the form, for messages
 */
record ScalarCodec(Class<?> type, String expected) {

    private static final List<Class<?>> TEXTS = List.of(ExpectedExitCodes.class, FaultSpec.class);

    static ScalarCodec of(Class<?> type) {
        if (type.isEnum()) {
            return new ScalarCodec(type, "one of " + String.join(", ", words(type)));
        }
        if (type == int.class || type == Integer.class) {
            return new ScalarCodec(type, "a number");
        }
        if (type == boolean.class) {
            return new ScalarCodec(type, "true or false");
        }
        if (type == Duration.class) {
            return new ScalarCodec(type, "a duration such as 15s");
        }
        if (type == String.class || TEXTS.contains(type)) {
            return new ScalarCodec(type, "text");
        }
        throw new IllegalStateException("no way to write a " + type);
    }

    static List<String> words(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> word((Enum<?>) constant))
                .toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Parses a value of the file; if it is wrong, reports a problem and returns empty. */
    Optional<Object> read(YamlEntry entry, YamlDocument file) {
        ValueReader values = file.values();
        if (type == int.class || type == Integer.class) {
            return values.integer(entry, true).map(Math::toIntExact);
        }
        if (type == boolean.class) {
            return values.flag(entry, true).map(Object.class::cast);
        }
        if (type == Duration.class) {
            return values.duration(entry, Duration.ZERO, true).map(Object.class::cast);
        }
        return values.text(entry, true).flatMap(text -> made(text, entry, file));
    }

    private Optional<Object> made(String text, YamlEntry entry, YamlDocument file) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException wrong) {
            report(wrong, entry, file);
            return Optional.empty();
        }
    }

    /**
     * Reports an exception as a problem; a semicolon divides its message into the problem and the
     * remedy.
     */
    static void report(IllegalArgumentException wrong, YamlEntry entry, YamlDocument file) {
        String[] parts = wrong.getMessage().split("; ", 2);
        file.findings().problem(entry, parts[0], parts.length > 1 ? parts[1] : "correct it");
    }

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if the text is not a value of this type
     */
    Object parse(String text) {
        if (type == int.class || type == Integer.class) {
            return Integer.parseInt(text);
        }
        if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        }
        if (type == Duration.class) {
            return DurationFormat.parse(text).orElseThrow();
        }
        if (type == ExpectedExitCodes.class) {
            return new ExpectedExitCodes(text);
        }
        if (type == FaultSpec.class) {
            return new FaultSpec(text);
        }
        return type.isEnum() ? constant(text) : text;
    }

    private Object constant(String text) {
        String wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word((Enum<?>) constant).equals(wanted))
                .findFirst()
                .map(Function.<Object>identity())
                .orElseThrow(() -> new IllegalArgumentException(unknown(text)));
    }

    private String unknown(String text) {
        return "there is no such word; "
                + SpellingSuggestion.among(text, words(type))
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("write " + expected);
    }

    /** Writes the value such that it is parsed back as an equal one. */
    static String write(Object value) {
        if (value instanceof Duration time) {
            return DurationFormat.format(time);
        }
        if (value instanceof Enum<?> constant) {
            return YamlQuoting.word(word(constant));
        }
        if (value instanceof Integer || value instanceof Boolean) {
            return value.toString();
        }
        String text = value.toString();
        return text.contains("$") || !text.equals(text.strip())
                ? YamlQuoting.quoted(text.replace("$", "$$"))
                : YamlQuoting.word(text);
    }
}
