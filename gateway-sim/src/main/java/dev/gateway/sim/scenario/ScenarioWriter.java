package dev.gateway.sim.scenario;

import dev.gateway.core.yaml.YamlQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Writer of scenario files that {@link ScenarioReader} reads back as equal scenarios. */
public final class ScenarioWriter {

    private ScenarioWriter() {}

    /** Returns the text of the file. */
    public static String yaml(Scenario scenario) {
        StringBuilder text = new StringBuilder();
        for (RecordSchema.KeySchema key : RecordSchema.of(Scenario.class).keySchemas()) {
            Object value = key.of(scenario);
            if (!key.required() && Objects.equals(value, unwritten(key))) {
                continue;
            }
            text.append(key.key()).append(':');
            if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
                list.forEach(item -> text.append("\n  - ").append(word((Record) item)));
            } else if (value instanceof Map<?, ?> map) {
                map.forEach(
                        (name, spec) ->
                                text.append("\n  ")
                                        .append(YamlQuoting.word(name.toString()))
                                        .append(": ")
                                        .append(keys((Record) spec)));
            } else {
                text.append(' ').append(value(value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Returns one step or expectation as it stands behind its hyphen. */
    public static String word(Record record) {
        String word = KeywordRegistry.of(record.getClass());
        if (record instanceof Step.Expect expect) {
            List<String> all = expect.all().stream().map(one -> word((Record) one)).toList();
            return word
                    + ": ["
                    + String.join(", ", all.stream().map(ScenarioWriter::item).toList())
                    + "]";
        }
        String keys = keys(record);
        return keys.equals("{}") ? word : word + ": " + keys;
    }

    /** Returns an item of a flow list: a word alone needs no braces, a word with keys does. */
    private static String item(String word) {
        return word.contains(": ") ? "{" + word + "}" : word;
    }

    private static Object unwritten(RecordSchema.KeySchema key) {
        return key.value() == HomeSpec.class
                ? Map.of(Step.MAIN, HomeSpec.defaults())
                : key.ifMissing();
    }

    private static String keys(Record record) {
        List<String> keys = new ArrayList<>();
        Optional<String> alone = Optional.empty();
        for (RecordSchema.KeySchema key : RecordSchema.of(record.getClass()).keySchemas()) {
            Object value = key.of(record);
            if (!key.required() && value.equals(key.ifMissing())) {
                continue;
            }
            keys.add(key.key() + ": " + value(value));
            alone = key.main() && keys.size() == 1 ? Optional.of(value(value)) : Optional.empty();
        }
        return alone.orElseGet(() -> "{" + String.join(", ", keys) + "}");
    }

    private static String value(Object value) {
        if (value instanceof Optional<?> optional) {
            return value(optional.orElseThrow());
        }
        if (value instanceof DatabaseSpec database) {
            return keys(database);
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(ScenarioWriter::value).toList()) + "]";
        }
        if (value instanceof Map<?, ?> map) {
            List<String> all = new ArrayList<>();
            map.forEach((key, one) -> all.add(YamlQuoting.word(key.toString()) + ": " + raw(one)));
            return "{" + String.join(", ", all) + "}";
        }
        return ScalarCodec.write(value);
    }

    /** Returns a text of a map unchanged, references included. */
    private static String raw(Object text) {
        return YamlQuoting.word(text.toString());
    }
}
